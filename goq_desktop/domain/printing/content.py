"""What is printed of an order, as values: texts as the desk has them, sums as whole yen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.orders import Moment, Money, OrderLine, Party
from goq_desktop.domain.printing.tax_sums import TaxSums


class PrintKind(StrEnum):
    """The values are kept in the handling log."""

    ORDER_LIST = "order_list"  # 受注一覧: what is to be picked and packed
    DELIVERY_NOTE = "delivery_note"  # 納品書: for the customer
    ORDER_SLIP = "order_slip"  # 受注伝票: for the shop itself, with its notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who sends the goods and writes the 納品書; an empty field is not printed."""

    shop: str = ""
    name: str = ""
    postcode: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    invoice_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDestination:
    """Where a part of the order goes. `is_purchaser`: to the purchaser's own address.

    `carrier` and `slot` are the desk's words where the settings know the shop's.
    """

    party: Party
    is_purchaser: bool
    lines: tuple[OrderLine, ...]
    carrier: str = ""
    delivery_date: str = ""
    slot: str = ""
    parcels: int | None = None
    tracking: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOrder:
    """An order as the desk works with it. `note` is ひとことメモ and `memo` 備考: neither is for the customer.

    `reasons` are those that nobody has confirmed. `attention`: None for a customer without the mark.
    """

    id: int
    number: str
    lane: str
    is_cancelled: bool
    is_erased: bool
    issuer: Issuer
    purchaser: Party
    destinations: tuple[PrintedDestination, ...]
    money: Money
    tax: TaxSums
    payment: str = ""
    payment_status: str = ""
    ordered: Moment | None = None
    ship_planned: Moment | None = None
    shipped: Moment | None = None
    is_subscription: bool = False
    note: str = ""
    memo: str = ""
    attention: str | None = None
    reasons: tuple[CheckReason, ...] = ()

    @property
    def pieces(self) -> int:
        return sum(line.quantity or 0 for one in self.destinations for line in one.lines)


@dataclass(frozen=True, slots=True)
class Picked:
    """One product over several orders: how many pieces, in how many orders.

    `is_open`: some line of it told no number, so that there are more than `pieces`.
    """

    code: str
    name: str
    option: str
    pieces: int
    orders: int
    is_open: bool = False


def picking_sums(orders: tuple[PrintedOrder, ...]) -> tuple[Picked, ...]:
    """What has to be fetched from the shelves, by code, name and option; cancelled orders need nothing."""
    pieces: dict[tuple[str, str, str], int] = {}
    found_in: dict[tuple[str, str, str], set[int]] = {}
    untold = set()
    for order in orders:
        if order.is_cancelled:
            continue
        for line in (line for one in order.destinations for line in one.lines):
            key = (line.code, line.name, line.option)
            pieces[key] = pieces.get(key, 0) + (line.quantity or 0)
            found_in.setdefault(key, set()).add(order.id)
            if line.quantity is None:
                untold.add(key)
    return tuple(Picked(*key, pieces[key], len(found_in[key]), key in untold) for key in sorted(pieces))
