"""What a shop changed in an order between two fetches, field by field, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goq_desktop.domain.edits import WHOLE
from goq_desktop.domain.orders import Destination, Moment, Order, Party

LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class ShopChange:
    """`field` is a name of `Order`, `Destination` or `Party`; values are the shop's text, bounded."""

    place: int
    field: str
    before: str
    after: str


def shop_changes(before: Order, after: Order) -> tuple[ShopChange, ...]:
    """In the order of the fields; destinations are compared by their place."""
    old, new = dict(_told(before)), dict(_told(after))
    return tuple(
        ShopChange(place, field, old.get((place, field), ""), new.get((place, field), ""))
        for place, field in dict.fromkeys((*old, *new))
        if old.get((place, field), "") != new.get((place, field), "")
    )


def _told(order: Order) -> Iterator[tuple[tuple[int, str], str]]:
    values: dict[str, object] = {
        "number": order.number,
        "ordered": order.ordered,
        "paid": order.paid,
        "ship_planned": order.ship_planned,
        "shipped": order.shipped,
        "lane": order.lane.value,
        "order_status": order.order_status,
        "payment_status": order.payment_status,
        "shipping_status": order.shipping_status,
        "payment_method": order.payment_method,
        "subtotal": order.money.subtotal,
        "shipping": order.money.shipping,
        "fee": order.money.fee,
        "discount": order.money.discount,
        "points": order.money.points,
        "total": order.money.total,
        "memo": order.memo,
    }
    for name, value in values.items():
        yield (WHOLE, name), _text(value)
    for name, text in _party(order.purchaser):
        yield (WHOLE, f"purchaser_{name}"), text
    for place, destination in enumerate(order.destinations):
        for name, text in _destination(destination):
            yield (place, name), text


def _destination(destination: Destination) -> Iterator[tuple[str, str]]:
    yield from _party(destination.party)
    yield "carrier", _text(destination.carrier)
    yield "delivery_date", _text(destination.delivery_date)
    yield "delivery_slot", _text(destination.delivery_slot)
    yield "tracking_number", _text(destination.tracking_number)
    yield "memo", _text(destination.memo)
    lines = (
        f"{line.name or line.code}{f'（{line.option}）' if line.option else ''}×{line.quantity}"
        for line in destination.lines
    )
    yield "lines", _text("、".join(lines))


def _party(party: Party) -> Iterator[tuple[str, str]]:
    for name in ("name", "name_kana", "company", "postcode", "phone", "email"):
        yield name, _text(getattr(party, name))
    yield "address", _text(party.address)


def _text(value: object) -> str:
    if isinstance(value, Moment):
        value = value.text
    return "" if value is None else str(value)[:LONGEST_VALUE]
