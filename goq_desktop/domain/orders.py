"""An order as the desk knows it, whatever mall it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Where an order stands; kept apart, so that the table is on the screen before whole orders are loaded.
from goq_desktop.domain.lanes import Lane as Lane  # noqa: PLC0414 - given on


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time: `utc` when it could be read, and always the shop's own text.

    A text that could not be read keeps `utc` None and is shown as it is.
    """

    utc: datetime | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or company with an address; every field is the shop's text, unchanged."""

    name: str = ""
    name_kana: str = ""
    company: str = ""
    postcode: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    phone: str = ""
    email: str = ""

    @property
    def address(self) -> str:
        return "".join((self.prefecture, self.city, self.street, self.building))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One product of an order. Prices are yen with tax; `tax_percent` None means not told."""

    code: str = ""
    name: str = ""
    option: str = ""
    unit_price: int | None = None
    quantity: int | None = None
    tax_percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """送付先: where a part of the order goes, and how."""

    party: Party
    lines: tuple[OrderLine, ...] = ()
    carrier: str = ""
    delivery_date: str = ""
    delivery_slot: str = ""
    tracking_number: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Whole yen with tax; None means the shop did not tell."""

    subtotal: int | None = None
    shipping: int | None = None
    fee: int | None = None
    discount: int | None = None
    points: int | None = None
    tax: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. `serial` is the shop's unique key; `number` is text, may begin with 0 and may repeat.

    The three statuses are the shop's own words; `lane` is what the profile makes of them.
    Lines are in their destinations; every order has at least one destination.
    """

    serial: str
    number: str
    ordered: Moment | None = None
    updated: Moment | None = None
    paid: Moment | None = None
    ship_planned: Moment | None = None
    shipped: Moment | None = None
    lane: Lane = Lane.NEW
    order_status: str = ""
    payment_status: str = ""
    shipping_status: str = ""
    payment_method: str = ""
    is_subscription: bool = False
    purchaser: Party
    destinations: tuple[Destination, ...]
    money: Money
    memo: str = ""

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        return tuple(line for destination in self.destinations for line in destination.lines)

    @property
    def pieces(self) -> int:
        """How many products; a line that does not tell counts none."""
        return sum(line.quantity or 0 for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedOrder:
    """An order as read, with the shop's answer for it to the byte (JSON, UTF-8)."""

    order: Order
    raw: bytes
