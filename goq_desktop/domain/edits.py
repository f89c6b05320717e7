"""Local edits: what a person decided about an order on the desk, laid over what the shop says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date
from enum import StrEnum
from typing import Final, TypeVar

from goq_desktop.domain.carriers import carrier_of
from goq_desktop.domain.orders import Destination, Moment, Order
from goq_desktop.domain.slots import SLOTS
from goq_desktop.domain.times import start_of_day

_Value = TypeVar("_Value")

# The place of a field that belongs to the whole order; a destination's place is its index.
WHOLE: Final = -1


class EditField(StrEnum):
    """What can be edited; the values are kept in the store. Every value is text, see `Edit`."""

    LANE = "lane"  # ステータス: a lane's code
    NOTE = "note"  # ひとことメモ
    SHIP_DATE = "ship_date"  # 出荷日: YYYY-MM-DD
    DELIVERY = "delivery"  # 配送業者 and its service: `delivery_value`
    SLOT = "slot"  # お届け時間帯: a slot's code, empty for no wish
    PARCELS = "parcels"  # 個口数
    TRACKING = "tracking"  # 伝票番号
    NAME = "name"
    PHONE = "phone"
    POSTCODE = "postcode"
    PREFECTURE = "prefecture"
    CITY = "city"
    STREET = "street"
    BUILDING = "building"


OF_ORDER: Final = frozenset({EditField.LANE, EditField.NOTE, EditField.SHIP_DATE})
# What tells of a person; the rest tells of the work and stays when people are erased.
PERSONAL: Final = frozenset(EditField) - {
    EditField.LANE,
    EditField.SHIP_DATE,
    EditField.DELIVERY,
    EditField.SLOT,
    EditField.PARCELS,
}

_PARTY: Final[Mapping[EditField, str]] = {
    one: one.value
    for one in (
        EditField.NAME,
        EditField.PHONE,
        EditField.POSTCODE,
        EditField.PREFECTURE,
        EditField.CITY,
        EditField.STREET,
        EditField.BUILDING,
    )
}
_SLOT_NAMES: Final = {slot.code: slot.name for slot in SLOTS} | {"": ""}


@dataclass(frozen=True, slots=True)
class Edit:
    """`mine` is in force whatever the shop says; `base` is what the shop said when `mine` was decided.

    An edit whose `base` is not what the shop says now is in conflict, until a person decides again.
    """

    place: int
    field: EditField
    mine: str
    base: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """`shop` is what the shop says now, other than when the edit was made."""

    place: int
    field: EditField
    shop: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a field. `place` None: of every destination; `value` None: as the shop says."""

    field: EditField
    value: str | None
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What edits say that an `Order` has no room for; deliveries, slots and parcels by destination.

    `lane` None and a destination that is not named: as the settings make it of the shop's words.
    """

    lane: str | None = None
    note: str = ""
    deliveries: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    slots: Mapping[int, str] = field(default_factory=dict)
    parcels: Mapping[int, int] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()


NO_CHOICES: Final = Choices()


def apply(order: Order, edits: Iterable[Edit]) -> tuple[Order, Choices]:
    """The order as the desk works with it; an edit of a destination that is gone does nothing."""
    whole: dict[EditField, str] = {}
    by_place: dict[int, dict[EditField, str]] = {}
    conflicts = []
    for edit in edits:
        shop = shop_value(order, edit.place, edit.field)
        if shop != edit.base:
            conflicts.append(Conflict(edit.place, edit.field, shop))
        if edit.place == WHOLE:
            whole[edit.field] = edit.mine
        elif edit.place < len(order.destinations):
            by_place.setdefault(edit.place, {})[edit.field] = edit.mine
    if not (whole or by_place or conflicts):
        return order, NO_CHOICES
    destinations = list(order.destinations)
    for place, values in by_place.items():
        destinations[place] = _applied(destinations[place], values)
    effective = replace(order, destinations=tuple(destinations))
    if EditField.SHIP_DATE in whole:
        effective = replace(effective, shipped=_moment(whole[EditField.SHIP_DATE]))
    choices = Choices(
        lane=whole.get(EditField.LANE),
        note=whole.get(EditField.NOTE, ""),
        deliveries=_chosen(by_place, EditField.DELIVERY, delivery_of_value),
        slots=_chosen(by_place, EditField.SLOT, str),
        parcels={
            place: count for place, count in _chosen(by_place, EditField.PARCELS, _count).items() if count
        },
        conflicts=tuple(conflicts),
    )
    return effective, choices


def shop_value(order: Order, place: int, field: EditField) -> str:
    """What the shop itself says, in its own words; empty where it has no such thing."""
    if field is EditField.LANE:
        return order.lane.value
    if field is EditField.SHIP_DATE:
        return order.shipped.text if order.shipped else ""
    if place == WHOLE or place >= len(order.destinations):
        return ""
    destination = order.destinations[place]
    if field in _PARTY:
        return str(getattr(destination.party, _PARTY[field]))
    if field is EditField.DELIVERY:
        return destination.carrier
    if field is EditField.SLOT:
        return destination.delivery_slot
    return destination.tracking_number if field is EditField.TRACKING else ""


def delivery_value(carrier: str, service: str = "") -> str:
    """The value of a delivery: codes of carrier and service, of a plain parcel without service."""
    return f"{carrier}/{service}"


def delivery_of_value(value: str) -> tuple[str, str]:
    carrier, _, service = value.partition("/")
    return carrier, service


def delivery_text(carrier_code: str, service_code: str) -> str:
    """ヤマト運輸 宅急便コンパクト: what stands where a shop's wording of the delivery would."""
    carrier = carrier_of(carrier_code)
    if carrier is None:
        return carrier_code
    service = next((one.name for one in carrier.services if one.code == service_code), service_code)
    return f"{carrier.name} {service}".rstrip()


def places_of(order: Order, field: EditField) -> Sequence[int]:
    return (WHOLE,) if field in OF_ORDER else range(len(order.destinations))


def _applied(destination: Destination, values: Mapping[EditField, str]) -> Destination:
    party = {_PARTY[name]: value for name, value in values.items() if name in _PARTY}
    changes: dict[str, str] = {}
    if EditField.DELIVERY in values:
        changes["carrier"] = delivery_text(*delivery_of_value(values[EditField.DELIVERY]))
    if EditField.SLOT in values:
        changes["delivery_slot"] = _SLOT_NAMES.get(values[EditField.SLOT], values[EditField.SLOT])
    if EditField.TRACKING in values:
        changes["tracking_number"] = values[EditField.TRACKING]
    made = replace(destination, **changes) if changes else destination  # type: ignore[arg-type]
    return replace(made, party=replace(made.party, **party)) if party else made


def _chosen(
    by_place: Mapping[int, Mapping[EditField, str]], name: EditField, read: Callable[[str], _Value]
) -> dict[int, _Value]:
    return {place: read(values[name]) for place, values in by_place.items() if name in values}


def _count(value: str) -> int:
    return int(value) if value.isdecimal() else 0


def _moment(value: str) -> Moment | None:
    """Midnight in Japan of a day; an empty value is no day."""
    if not value:
        return None
    return Moment(utc=start_of_day(date.fromisoformat(value)).astimezone(UTC), text=value)
