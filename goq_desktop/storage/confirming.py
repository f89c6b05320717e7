"""Writes what people confirmed of an order and what they put on hold; each call is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection as SqlConnection

from goq_desktop.domain.checks.changes import sight
from goq_desktop.domain.checks.reason import LASTING, CheckReason
from goq_desktop.domain.history import EventKind
from goq_desktop.storage import history
from goq_desktop.storage.check_rows import checks_of
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import remark
from goq_desktop.storage.order_rows import decode
from goq_desktop.storage.writing_engine import driver_of

# Confirmed once more, these are compared with what is there now.
_RENEWS_SIGHT: Final = (CheckReason.CHANGED, CheckReason.CANCELLED)
_ORDER: Final = (
    "SELECT o.checks, d.document FROM orders o JOIN order_documents d ON d.order_id = o.id"
    " WHERE o.id = ? AND o.erased_at IS NULL"
)
_HAS_SIGHT: Final = "SELECT 1 FROM confirmations WHERE order_id = ? AND seen IS NOT NULL"
_ADD: Final = (
    "INSERT OR IGNORE INTO confirmations (order_id, mark, code, who, confirmed_at, seen)"
    " SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM orders WHERE id = ? AND erased_at IS NULL)"
)
_DROP: Final = "DELETE FROM confirmations WHERE order_id = ? AND mark = ?"
# Only open orders have reasons that last.
_SAME_CONTENT: Final = (
    "SELECT o.id, o.checks FROM open_orders p JOIN orders o ON o.id = p.order_id WHERE instr(o.checks, ?) > 0"
)
_LATEST: Final = (
    "SELECT c.order_id, c.mark, c.code, c.who, c.confirmed_at, c.seen FROM confirmations c"
    " JOIN (SELECT order_id, confirmed_at FROM confirmations WHERE code <> '' ORDER BY rowid DESC LIMIT 1) newest"
    " ON newest.order_id = c.order_id AND newest.confirmed_at = c.confirmed_at ORDER BY c.rowid"
)
_HOLD: Final = "SELECT until, held_at FROM holds WHERE order_id = ?"
_encode: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One row; `seen` is what was known of the order then, JSON, on the first of an order and on its changes."""

    order_id: int
    mark: bytes
    code: str
    who: str
    confirmed_at: int
    seen: str | None


@dataclass(frozen=True, slots=True)
class Hold:
    """`until`: the day ("2026-12-01") from which it is to be checked again; None: until somebody says so."""

    until: str | None
    held_at: int


def confirm(
    database: Database, order_id: int, marks: Collection[bytes], *, who: str, now: datetime
) -> tuple[Confirmation, ...]:
    """Confirm the reasons with these marks, as far as the order still has them; gives what was added.

    Raises STORE_*, DISK_FULL.
    """
    with translated(database.path), database.engine().begin() as transaction:
        connection = driver_of(transaction)
        row = connection.execute(_ORDER, (order_id,)).fetchone()
        if row is None:
            return ()
        sight_now = _encode(sight(decode(row[1]))).decode()
        is_first = connection.execute(_HAS_SIGHT, (order_id,)).fetchone() is None
        added = []
        for reason in checks_of(row[0]):
            if reason.is_confirmed or reason.mark not in marks:
                continue
            seen = sight_now if is_first or reason.code in _RENEWS_SIGHT else None
            is_first = False
            added.append(
                Confirmation(order_id, reason.mark, reason.code.value, who, int(now.timestamp()), seen)
            )
        _put(transaction, added)
        _note(transaction, added, EventKind.CONFIRMED, who, now)
    return tuple(added)


def put_back(database: Database, rows: Sequence[Confirmation], *, who: str, now: datetime) -> None:
    """The inverse of `take_back`; an order that is gone or erased is left out. Raises STORE_*, DISK_FULL."""
    with translated(database.path), database.engine().begin() as transaction:
        _note(transaction, _put(transaction, rows), EventKind.CONFIRMED, who, now)


def take_back(database: Database, rows: Sequence[Confirmation], *, who: str, now: datetime) -> None:
    """The inverse of `confirm`. Raises STORE_*, DISK_FULL."""
    with translated(database.path), database.engine().begin() as transaction:
        connection = driver_of(transaction)
        gone = [row for row in rows if connection.execute(_DROP, (row.order_id, row.mark)).rowcount]
        remark(connection, _touched(connection, rows))
        _note(transaction, gone, EventKind.UNCONFIRMED, who, now)


def latest(database: Database) -> tuple[Confirmation, ...]:
    """What was confirmed last, all of it that one person did at once. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return tuple(Confirmation(*row) for row in reader.execute(_LATEST))


def set_hold(database: Database, order_id: int, hold: Hold | None, *, who: str, now: datetime) -> Hold | None:
    """Put on hold, or with None take off it; gives what was before. Raises STORE_*, DISK_FULL."""
    with translated(database.path), database.engine().begin() as transaction:
        connection = driver_of(transaction)
        row = connection.execute(_HOLD, (order_id,)).fetchone()
        if connection.execute("SELECT 1 FROM orders WHERE id = ?", (order_id,)).fetchone() is not None:
            connection.execute("DELETE FROM holds WHERE order_id = ?", (order_id,))
            kind, until = EventKind.RELEASED, None
            if hold is not None:
                kind, until = EventKind.HELD, hold.until
                connection.execute(
                    "INSERT INTO holds (order_id, until, held_at) VALUES (?, ?, ?)",
                    (order_id, hold.until, hold.held_at),
                )
            at = int(now.timestamp())
            history.add(transaction, [history.fact_row(order_id, kind, at, who, after=until)])
    return None if row is None else Hold(*row)


def _put(transaction: SqlConnection, rows: Sequence[Confirmation]) -> list[Confirmation]:
    """Those that were not there already, of orders that still have people."""
    connection = driver_of(transaction)
    added = []
    for row in rows:
        values = (row.order_id, row.mark, row.code, row.who, row.confirmed_at, row.seen, row.order_id)
        if connection.execute(_ADD, values).rowcount:
            added.append(row)
    remark(connection, _touched(connection, added))
    return added


def _note(
    transaction: SqlConnection, rows: Iterable[Confirmation], kind: EventKind, who: str, now: datetime
) -> None:
    at = int(now.timestamp())
    history.add(transaction, [history.fact_row(row.order_id, kind, at, who, field=row.code) for row in rows])


def _touched(connection: Connection, rows: Iterable[Confirmation]) -> set[int]:
    """The orders themselves, and those with the same content where a confirmation lasts."""
    ids, lasting = set(), set()
    for row in rows:
        ids.add(row.order_id)
        if row.code in LASTING:
            lasting.add((row.code, row.mark))
    for code, mark in lasting:
        for order_id, checks in connection.execute(_SAME_CONTENT, (f'"{code}"',)):
            if any(one.code == code and one.mark == mark for one in checks_of(checks)):
                ids.add(order_id)
    return ids
