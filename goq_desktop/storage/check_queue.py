"""Reads which orders wait to be checked, without the slow libraries."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.storage.check_rows import reasons_of
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database

# The oldest first: it has waited longest.
_QUEUE: Final = (
    "SELECT o.id, o.reasons, h.until, h.order_id IS NOT NULL AND (h.until IS NULL OR h.until > ?)"
    " FROM orders o INDEXED BY orders_to_check LEFT JOIN holds h ON h.order_id = o.id"
    " WHERE o.reasons IS NOT NULL ORDER BY o.ordered_at, o.id LIMIT ?"
)
# Nobody works through more in a day; the rest comes when these are done.
MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order with the reasons nobody has confirmed. `until`: the day to which it is held, empty for no day."""

    order_id: int
    codes: tuple[CheckReason, ...]
    is_held: bool = False
    until: str = ""


def waiting(database: Database, today: str) -> tuple[Waiting, ...]:
    """Oldest first; `today` is a day as "2026-11-28". Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        rows = reader.execute(_QUEUE, (today, MOST)).fetchall()
    return tuple(
        Waiting(order_id, reasons_of(codes), bool(is_held), until or "")
        for order_id, codes, until, is_held in rows
    )
