"""Reads for the order table: ids of a query slice by slice, the rows that are painted, one order whole."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.domain.matching import words
from goq_desktop.domain.orders import Order
from goq_desktop.domain.query import OrderColumn, OrderQuery, OrderRow
from goq_desktop.domain.rules import CheckReason
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.order_rows import decode, reasons_of

# The first slice fills a window; later ones are large enough to be few, small enough not to be felt.
FIRST_SLICE: Final = 200
SLICE: Final = 20_000

_SORT_COLUMNS: Final[Mapping[OrderColumn, str]] = {
    OrderColumn.ID: "id",
    OrderColumn.ORDERED: "ordered_at",
    OrderColumn.NUMBER: "number",
    OrderColumn.SHOP: "shop_uid",
    OrderColumn.LANE: "lane",
    OrderColumn.PURCHASER: "purchaser",
    OrderColumn.RECIPIENT: "recipient",
    OrderColumn.ITEMS: "items",
    OrderColumn.TOTAL: "total",
    OrderColumn.PAYMENT: "payment",
    OrderColumn.PAYMENT_STATUS: "payment_status",
    OrderColumn.SHIPPING_STATUS: "shipping_status",
    OrderColumn.CARRIER: "carrier",
    OrderColumn.DELIVERY_DATE: "delivery_date",
    OrderColumn.DELIVERY_SLOT: "delivery_slot",
    OrderColumn.SHIPPED: "shipped",
    OrderColumn.TRACKING: "tracking",
    OrderColumn.MEMO: "memo",
}
# In the order of the fields of `OrderRow`; an empty text is NULL in the store.
_ROW_COLUMNS: Final = """
    id, shop_uid, ifnull(number, ''), ordered_at, ifnull(ordered_text, ''), lane, ifnull(purchaser, ''),
    ifnull(recipient, ''), ifnull(recipient_address, ''), destination_count, ifnull(items, ''), line_count,
    total, ifnull(payment, ''), ifnull(payment_status, ''), ifnull(shipping_status, ''),
    ifnull(carrier, ''), ifnull(delivery_date, ''), ifnull(delivery_slot, ''), ifnull(shipped, ''),
    ifnull(tracking, ''), ifnull(memo, ''), ifnull(carrier_code, ''), ifnull(service_code, ''),
    ifnull(slot_code, ''), ifnull(reasons, '')
"""


# What `stored_order` reads, of orders o and order_documents d.
STORED_COLUMNS: Final = "o.id, o.shop_uid, o.lane, d.document, d.raw, o.reasons, o.erased_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order with the shop's own answer for it, as bytes of JSON, and the lane where it stands.

    `order.lane` is what the shop says. `reasons`: why it is 要確認; `is_erased`: its people are gone.
    """

    id: int
    shop_uid: str
    order: Order
    raw: bytes
    lane: str
    reasons: tuple[CheckReason, ...] = ()
    is_erased: bool = False


class OrderList:
    """On one connection, from one thread at a time; only `interrupt` comes from another.

    Every call raises STORE_*, or `Cancelled` when it was interrupted.
    No SQLAlchemy: the table has to be on the screen before that is loaded.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def ids(self, query: OrderQuery) -> Iterator[array[int]]:
        """The ids of the query in its order, the first slice small. Empty values come last."""
        sql, values = _statement(query)
        with translated(self._path):
            cursor = self._connection.execute(sql, values)
            try:
                size = FIRST_SLICE
                while rows := cursor.fetchmany(size):
                    yield array("q", (row[0] for row in rows))
                    size = SLICE
            finally:
                cursor.close()

    def rows(self, ids: Sequence[int]) -> list[OrderRow]:
        """The rows of these ids in their order; an id that is gone is left out."""
        marks = ",".join("?" * len(ids))
        sql = f"SELECT {_ROW_COLUMNS} FROM orders WHERE id IN ({marks})"  # noqa: S608 -- marks only
        with translated(self._path):
            found = {row[0]: _order_row(row) for row in self._connection.execute(sql, tuple(ids))}
        return [found[order_id] for order_id in ids if order_id in found]

    def count_by_lane(self, shop_uid: str | None) -> Mapping[str, int]:
        """By the code of the lane, and by TO_CHECK the orders of any lane that have a reason."""
        where, values = ("WHERE shop_uid = ?", (shop_uid,)) if shop_uid is not None else ("", ())
        sql = f"SELECT lane, count(*) FROM orders {where} GROUP BY lane"  # noqa: S608 -- of two texts
        to_check = "SELECT count(*) FROM orders INDEXED BY orders_to_check WHERE reasons IS NOT NULL"
        to_check += " AND shop_uid = ?" if values else ""
        with translated(self._path):
            counts = dict(self._connection.execute(sql, values).fetchall())
            return {**counts, TO_CHECK: self._connection.execute(to_check, values).fetchone()[0]}

    def detail(self, order_id: int) -> StoredOrder | None:
        """None when there is no such order."""
        sql = (
            f"SELECT {STORED_COLUMNS}"  # noqa: S608 -- a constant
            " FROM orders o JOIN order_documents d ON d.order_id = o.id WHERE o.id = ?"
        )
        with translated(self._path):
            row = self._connection.execute(sql, (order_id,)).fetchone()
        return None if row is None else stored_order(row)

    def interrupt(self) -> None:
        """End the statement that runs now; it raises `Cancelled` in its own thread."""
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()


def stored_order(row: Sequence[Any]) -> StoredOrder:
    """From `STORED_COLUMNS`."""
    order_id, shop_uid, lane, document, raw, reasons, is_erased = row
    return StoredOrder(order_id, shop_uid, decode(document), raw, lane, reasons_of(reasons), bool(is_erased))


def _statement(query: OrderQuery) -> tuple[str, list[str]]:
    conditions: list[str] = []
    values: list[str] = []
    if query.shop_uid is not None:
        conditions.append("shop_uid = ?")
        values.append(query.shop_uid)
    if query.lane == TO_CHECK:
        conditions.append("reasons IS NOT NULL")
    elif query.lane is not None:
        conditions.append("lane = ?")
        values.append(query.lane)
    for word in words(query.text):
        # Order by order, so that the newest hits are there long before the last ones are found.
        conditions.append(
            "EXISTS (SELECT 1 FROM order_search s WHERE s.order_id = orders.id AND instr(s.text, ?))"
        )
        values.append(word)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    column = _SORT_COLUMNS[query.sort]
    direction = "DESC" if query.descending else "ASC"
    # Without the hint a filter would be looked up first and its finds be sorted: seconds, not milliseconds.
    order = f"ORDER BY {column} {direction} NULLS LAST, id {direction}"
    # Measured at 100,000: 0.05 s for a hundredth of them, 0.3 s for all; by the column's own index 3 s.
    index = "orders_to_check" if query.lane == TO_CHECK else f"orders_by_{column}"
    return f"SELECT id FROM orders INDEXED BY {index} {where} {order}", values  # noqa: S608


def _order_row(row: Sequence[object]) -> OrderRow:
    return OrderRow(*row)  # type: ignore[arg-type]
