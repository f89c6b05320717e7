"""What a desk promises about edits, confirmations, holds, alarms, notes and their undo, in the plainest words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from goq_desktop.domain.edits import OF_ORDER, WHOLE, EditField
from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.rules import PaymentRule, Rules
from tests.support.made_orders import made_order

ORDERS = 2  # the first is paid beforehand, the last has two destinations
RULES = Rules(
    payments={"銀行振込": PaymentRule(PaymentKind.PREPAID, "held")},
    slots={"夜": "18-20"},
    lanes=frozenset({"held", "packing"}),
)
VALUES: dict[EditField, tuple[str | None, ...]] = {
    EditField.LANE: (None, "new", "done", "held", "packing"),
    EditField.NOTE: (None, "", "折り返し電話", "同梱"),
    EditField.SHIP_DATE: (None, "2026-11-28", "2026-11-29"),
    EditField.DELIVERY: (None, "yamato/", "yamato/compact", "sagawa/"),
    EditField.SLOT: (None, "", "am", "18-20"),
    EditField.PARCELS: (None, "1", "2"),
    EditField.TRACKING: (None, "", "4000-1", "4000-2"),
    EditField.PHONE: (None, "03-1111-2222", "03-3333-4444"),
}
# What the shop may come to say of each.
SAID: dict[EditField, tuple[str, ...]] = {
    EditField.LANE: tuple(Lane),
    EditField.SHIP_DATE: ("", "2026-11-28", "2026/11/30"),
    EditField.DELIVERY: ("", "ヤマト運輸", "佐川急便", "謎の便"),
    EditField.SLOT: ("", "夜", "午前中", "いつか"),
    EditField.TRACKING: ("", "4000-1", "5000-1"),
    EditField.PHONE: ("03-1111-2222", "03-9999-0000"),
}
DELIVERIES = {"": "/", "ヤマト運輸": "yamato/", "佐川急便": "sagawa/", "日本郵便": "japan_post/"}
SLOTS = {"": "", "夜": "18-20", "午前中": "am", "14時～16時": "14-16"}

Key = tuple[int, int, EditField]
Laid = tuple[str, str] | None  # mine, base
# Of an edit: its key, what was laid before and after, what the shop said; of anything else a key that begins
# with its kind, and no shop.
Change = tuple[Any, Any, Any, str | None]


def orders_of_the_shop() -> list[Order]:
    numbers = (1, 6)
    return [made_order(number) for number in numbers]


def says(order: Order, place: int, name: EditField) -> str:
    if name is EditField.LANE:
        return order.lane.value
    if name is EditField.SHIP_DATE:
        return order.shipped.text if order.shipped else ""
    if name in (EditField.NOTE, EditField.PARCELS):
        return ""
    to = order.destinations[place]
    return {
        EditField.DELIVERY: to.carrier,
        EditField.SLOT: to.delivery_slot,
        EditField.TRACKING: to.tracking_number,
        EditField.PHONE: to.party.phone,
    }[name]


def means(order: Order, place: int, name: EditField) -> str | None:
    said = says(order, place, name)
    if name is EditField.LANE:
        return "held" if said == "new" and order.payment_method == "銀行振込" else said
    if name is EditField.SHIP_DATE:
        return said.replace("/", "-")
    if name is EditField.DELIVERY:
        return DELIVERIES.get(said)
    return SLOTS.get(said) if name is EditField.SLOT else said


def saying(order: Order, name: EditField, text: str) -> Order:
    """The order with other words of the shop, in its first destination."""
    if name is EditField.LANE:
        return replace(order, lane=Lane(text))
    if name is EditField.SHIP_DATE:
        day = text.replace("/", "-")
        utc = datetime.fromisoformat(f"{day}T00:00:00+09:00") if day else None
        return replace(order, shipped=Moment(utc=utc, text=text) if text else None)
    first, *others = order.destinations
    if name is EditField.PHONE:
        first = replace(first, party=replace(first.party, phone=text))
    elif name is EditField.DELIVERY:
        first = replace(first, carrier=text)
    elif name is EditField.SLOT:
        first = replace(first, delivery_slot=text)
    else:
        first = replace(first, tracking_number=text)
    return replace(order, destinations=(first, *others))


def about(key: Any) -> tuple[str, int]:
    if key[0] == "note":
        return "note", key[1]
    return "order", key[1] if isinstance(key[0], str) else key[0]


@dataclass
class Model:
    """`kept`: by kind and whom or what it is about, what is confirmed, held, alarming or noted."""

    orders: list[Order] = field(default_factory=orders_of_the_shop)
    edits: dict[Key, tuple[str, str]] = field(default_factory=dict)
    kept: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    undoable: list[list[Change]] = field(default_factory=list)
    redoable: list[list[Change]] = field(default_factory=list)
    history: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(ORDERS), 1))
    noted: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(ORDERS), 0))

    def places(self, number: int, name: EditField) -> list[int]:
        return [WHOLE] if name in OF_ORDER else list(range(len(self.orders[number].destinations)))

    def of_kind(self, kind: str) -> dict[tuple[Any, ...], Any]:
        return {key[1:]: value for key, value in self.kept.items() if key[0] == kind}

    def do(self, changes: list[Change]) -> set[tuple[str, int]]:
        """Gives whom they are about: ("order", 0) or ("note", 0)."""
        for key, _, after, shop in changes:
            place: dict[Any, Any] = self.kept if shop is None else self.edits
            place.pop(key, None)
            if after is not None:
                place[key] = after
            kind, number = about(key)
            (self.noted if kind == "note" else self.history)[number] += 1
        return {about(key) for key, *_ in changes}

    def step(self, changes: list[Change]) -> set[tuple[str, int]]:
        if changes:
            self.undoable.append(changes)
            self.redoable = []
        return self.do(changes)

    def keep(self, wanted: dict[tuple[Any, ...], Any]) -> set[tuple[str, int]]:
        """A step of anything but edits."""
        return self.step(
            [
                (key, self.kept.get(key), value, None)
                for key, value in wanted.items()
                if self.kept.get(key) != value
            ]
        )

    def take_back(self, changes: list[Change]) -> list[Change]:
        return [
            (key, after, before, shop)
            for key, before, after, shop in changes
            if (
                self.kept.get(key) == after
                if shop is None
                else self.edits.get(key) == after and says(self.orders[key[0]], key[1], key[2]) == shop
            )
        ]

    def wish(self, numbers: set[int], name: EditField, value: str | None) -> set[tuple[str, int]]:
        changes: list[Change] = []
        for number in numbers:
            for place in self.places(number, name):
                key, order = (number, place, name), self.orders[number]
                shop, before = says(order, place, name), self.edits.get((number, place, name))
                own = value is None or value == means(order, place, name)
                after = None if own else (value or "", before[1] if before else shop)
                if after != before:
                    changes.append((key, before, after, shop))
        return self.step(changes)

    def fetch(self, number: int, now: Order, told: int) -> None:
        self.history[number] += told
        old, self.orders[number] = self.orders[number], now
        for key, (mine, base) in list(self.edits.items()):
            of, place, name = key
            if of != number or (shop := says(now, place, name)) == base:
                continue
            if mine == means(now, place, name) or (name is EditField.LANE and shop == "cancelled"):
                del self.edits[key]
                self.history[number] += 1
            elif shop != says(old, place, name):
                self.history[number] += 1

    def conflicts(self, number: int) -> set[tuple[int, EditField]]:
        return {
            (place, name)
            for (of, place, name), (_, base) in self.edits.items()
            if of == number and base != says(self.orders[of], place, name)
        }

    def value(self, number: int, place: int, name: EditField) -> str | None:
        laid = self.edits.get((number, place, name))
        return laid[0] if laid else means(self.orders[number], place, name)
