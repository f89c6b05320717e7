"""Streams stored orders, all or those asked for, without holding them in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.stored_order import STORED_COLUMNS, StoredOrder, stored_order

_ALL = (
    f"SELECT {STORED_COLUMNS}"  # noqa: S608 -- a constant
    " FROM orders o JOIN order_documents d ON d.order_id = o.id ORDER BY o.id"
)

_SOME = (
    f"SELECT {STORED_COLUMNS}"  # noqa: S608 -- a constant
    " FROM orders o JOIN order_documents d ON d.order_id = o.id WHERE o.id IN"
)
_SLICE: Final = 100


def all_orders(database: Database) -> Iterator[StoredOrder]:
    """Every order as it was at the call; what is stored meanwhile is not seen. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as connection:
        for row in connection.execute(_ALL):
            yield stored_order(row)


def orders_of(database: Database, ids: Sequence[int]) -> Iterator[StoredOrder]:
    """These orders in this order; one that is gone is left out. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as connection:
        for start in range(0, len(ids), _SLICE):
            wanted = tuple(ids[start : start + _SLICE])
            marks = ",".join("?" * len(wanted))
            rows = connection.execute(f"{_SOME} ({marks})", wanted)
            found = {row[0]: stored_order(row) for row in rows}
            yield from (found[one] for one in wanted if one in found)
