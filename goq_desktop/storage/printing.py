"""Writes into the history of orders that they were printed."""

from __future__ import annotations

from collections.abc import Sequence

from goq_desktop.storage import history
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database


def add_prints(database: Database, ids: Sequence[int], what: str, *, who: str, at: int) -> None:
    """One transaction; `at` is seconds since 1970. Raises STORE_*, DISK_FULL."""
    with translated(database.path), database.engine().begin() as connection:
        history.add(connection, [history.print_row(order_id, what, who, at) for order_id in ids])
