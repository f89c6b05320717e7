"""Streams all stored orders, oldest first, without holding them in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_list import STORED_COLUMNS, StoredOrder, stored_order

_ALL = (
    f"SELECT {STORED_COLUMNS}"  # noqa: S608 -- a constant
    " FROM orders o JOIN order_documents d ON d.order_id = o.id ORDER BY o.id"
)


def all_orders(database: Database) -> Iterator[StoredOrder]:
    """Every order as it was at the call; what is stored meanwhile is not seen. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as connection:
        for row in connection.execute(_ALL):
            yield stored_order(row)
