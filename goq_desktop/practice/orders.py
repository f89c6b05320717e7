"""What the practice shop holds: the truth about its orders, apart from the JSON it answers with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

CANCELLED: Final = "キャンセル"


class Wording(StrEnum):
    """How an order's numbers and empty fields are written in the answer."""

    USUAL = "usual"  # prices as text, counts as numbers, empty fields as ""
    TEXT = "text"  # every number as text
    NUMBERS = "numbers"  # every number as a number
    NULL = "null"  # empty fields as null
    ABSENT = "absent"  # empty fields left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A buyer or receiver with an address."""

    name: str
    name_kana: str = ""
    company: str = ""
    postcode: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of an order. `price` is yen a piece with tax, `tax_percent` 8 or 10."""

    code: str
    name: str
    option: str = ""
    price: int = 0
    quantity: int = 1
    tax_percent: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One destination. `wish_date` is YYYY-MM-DD or empty."""

    receiver: Person
    items: tuple[Item, ...]
    carrier: str = ""
    wish_date: str = ""
    wish_time: str = ""
    tracking_number: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Whole yen with tax; `tax` is the part of the goods' price that is tax."""

    subtotal: int = 0
    shipping_fee: int = 0
    cod_fee: int = 0
    discount: int = 0
    points: int = 0
    tax: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOrder:
    """One order. `ordered` and `updated` are aware, in whole seconds; the other dates are text as shown."""

    serial: str
    number: str
    ordered: datetime
    updated: datetime
    paid: str = ""
    ship_planned: str = ""
    shipped: str = ""
    order_status: str
    payment_status: str
    shipping_status: str
    payment_method: str
    is_subscription: bool = False
    memo: str = ""
    purchaser: Person
    deliveries: tuple[Delivery, ...]
    sums: Sums
    wording: Wording = Wording.USUAL

    @property
    def is_cancelled(self) -> bool:
        return self.order_status == CANCELLED


def added_up(order: PracticeOrder) -> PracticeOrder:
    """The same order with subtotal, tax and total following its lines and fees."""
    subtotal = tax = 0
    for delivery in order.deliveries:
        for item in delivery.items:
            amount = item.price * item.quantity
            subtotal += amount
            tax += amount * item.tax_percent // (100 + item.tax_percent)
    old = order.sums
    total = subtotal + old.shipping_fee + old.cod_fee - old.discount - old.points
    return replace(order, sums=replace(old, subtotal=subtotal, tax=tax, total=max(total, 0)))
