"""Reads whose data the store holds, or held between two moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from goq_desktop.domain.orders import Order
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_rows import decode

_STEP: Final = 500
_HELD: Final = "first_seen_at < ? AND (erased_at IS NULL OR erased_at >= ?)"
_COUNT: Final = f"SELECT count(*), count(erased_at) FROM orders WHERE {_HELD}"  # noqa: S608
_READ: Final = (
    "SELECT o.number, o.serial, d.document FROM orders o JOIN order_documents d ON d.order_id = o.id"  # noqa: S608
    f" WHERE {_HELD} AND erased_at IS NULL ORDER BY o.id DESC"
)


@dataclass(frozen=True, slots=True)
class HeldOrder:
    number: str
    order: Order


def count_orders(database: Database, since: datetime, until: datetime) -> tuple[int, int]:
    """How many orders were held at any time from `since` to before `until`, and how many of them are erased now."""
    with translated(database.path), closing(database.reader()) as reader:
        orders, erased = reader.execute(_COUNT, _seconds(since, until)).fetchone()
        return int(orders), int(erased)


def held_orders(
    database: Database,
    since: datetime,
    until: datetime,
    check: Callable[[], None],
    tell: Callable[[int], None],
) -> Iterator[HeldOrder]:
    """Those that still hold people, the newest first; `check` may raise, `tell` gets how many were read."""
    with translated(database.path), closing(database.reader()) as reader:
        for place, (number, serial, document) in enumerate(reader.execute(_READ, _seconds(since, until))):
            if place % _STEP == 0:
                check()
                tell(place)
            yield HeldOrder(number or serial, decode(document))


def _seconds(since: datetime, until: datetime) -> tuple[int, int]:
    return int(until.timestamp()), int(since.timestamp())
