"""Reads for the order table: ids of a query slice by slice, the rows that are painted, one order whole."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.domain.query import OrderQuery, OrderRow
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.order_conditions import UNFINISHED_SQL
from goq_desktop.storage.order_finding import find

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder

# In the order of the fields of `OrderRow`; an empty text is NULL in the store.
_ROW_COLUMNS: Final = """
    id, shop_uid, ifnull(number, ''), ordered_at, ifnull(ordered_text, ''), lane, ifnull(purchaser, ''),
    ifnull(recipient, ''), ifnull(recipient_address, ''), destination_count, ifnull(items, ''), line_count,
    total, ifnull(payment, ''), ifnull(payment_status, ''), ifnull(shipping_status, ''),
    ifnull(carrier, ''), ifnull(delivery_date, ''), ifnull(delivery_slot, ''), ifnull(shipped, ''),
    ifnull(tracking, ''), ifnull(memo, ''), ifnull(carrier_code, ''), ifnull(service_code, ''),
    ifnull(slot_code, ''), ifnull(reasons, ''), ifnull(note, ''), parcels,
    (SELECT ifnull(c.note, '') FROM customers c WHERE c.id = customer_id AND c.is_marked)
"""


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
        with translated(self._path):
            yield from find(self._connection, query)

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
        sql = f"SELECT lane, sum(orders), sum(to_check) FROM lane_counts {where} GROUP BY lane"  # noqa: S608
        with translated(self._path):
            rows = self._connection.execute(sql, values).fetchall()
        counts = {lane: count for lane, count, _ in rows if count}
        return {**counts, TO_CHECK: sum(to_check for _, _, to_check in rows)}

    def unfinished_by_shop(self) -> Mapping[str, int]:
        """The orders of each shop that are neither done nor cancelled; a shop without any may be left out."""
        sql = (
            f"SELECT shop_uid, sum(orders) FROM lane_counts WHERE {UNFINISHED_SQL}"  # noqa: S608
            " GROUP BY shop_uid"
        )
        with translated(self._path):
            return dict(self._connection.execute(sql).fetchall())

    def detail(self, order_id: int) -> StoredOrder | None:
        """None when there is no such order."""
        # What reads a whole order is loaded with the first one, not before the table is on the screen.
        from goq_desktop.storage.stored_order import STORED_COLUMNS, stored_order

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


def _order_row(row: Sequence[object]) -> OrderRow:
    return OrderRow(*row)  # type: ignore[arg-type]
