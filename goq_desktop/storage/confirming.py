"""Writes what people confirmed of an order, as a step that can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection as SqlConnection

from goq_desktop.domain.checks.changes import sight
from goq_desktop.domain.checks.reason import LASTING, CheckReason
from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.storage import history
from goq_desktop.storage.check_rows import checks_of
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import remark
from goq_desktop.storage.order_rows import decode
from goq_desktop.storage.steps import Mark, Tally, begin_step, end_step
from goq_desktop.storage.writing_engine import driver_of

# Confirmed once more, these are compared with what is there now.
_RENEWS_SIGHT: Final = (CheckReason.CHANGED, CheckReason.CANCELLED)
_ORDER: Final = (
    "SELECT o.checks, d.document FROM orders o JOIN order_documents d ON d.order_id = o.id"
    " WHERE o.id = ? AND o.erased_at IS NULL"
)
_HAS_SIGHT: Final = "SELECT 1 FROM confirmations WHERE order_id = ? AND seen IS NOT NULL"
_ADD: Final = (
    "INSERT INTO confirmations (order_id, mark, code, who, confirmed_at, seen) VALUES (?, ?, ?, ?, ?, ?)"
)
_DROP: Final = "DELETE FROM confirmations WHERE order_id = ? AND mark = ?"
# Only open orders have reasons that last.
_SAME_CONTENT: Final = (
    "SELECT o.id, o.checks FROM open_orders p JOIN orders o ON o.id = p.order_id WHERE instr(o.checks, ?) > 0"
)
_CONFIRMED: Final = "SELECT confirmed_at FROM confirmations WHERE order_id = ? AND mark = ?"
_IS_ERASED: Final = "SELECT 1 FROM orders WHERE id = ? AND erased_at IS NOT NULL"
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(tuple[str, str, int, str | None]).decode


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One row; `seen` is what was known of the order then, JSON, on the first of an order and on its changes."""

    order_id: int
    mark: bytes
    code: str
    who: str
    confirmed_at: int
    seen: str | None


def confirm(
    database: Database, order_id: int, marks: Collection[bytes], *, who: str, now: datetime
) -> StepResult:
    """Confirm the reasons with these marks, as far as the order still has them. Raises STORE_*, DISK_FULL."""
    with translated(database.path), database.engine().begin() as transaction:
        added = _confirmable(driver_of(transaction), order_id, marks, who, int(now.timestamp()))
        values = dict.fromkeys(one.code for one in added)
        mark, tally = begin_step(transaction, EventKind.CONFIRMED, values, who, now), Tally()
        _put(driver_of(transaction), added)
        tally.changed += {one.order_id for one in added}
        history.add(transaction, [_row(mark, one, is_there=True) for one in added])
        return end_step(transaction, mark, values, tally)


def reverse_confirmations(transaction: SqlConnection, step_id: int, mark: Mark) -> Tally:
    """Take back what a step confirmed, or put back what one took back."""
    connection, tally = driver_of(transaction), Tally()
    gone: list[Confirmation] = []
    back: list[Confirmation] = []
    moved_on, erased = set(), set()
    for order_id, code, _, _, before, after in history.rows_of(transaction, step_id):
        kept = before or after
        if kept is None or connection.execute(_IS_ERASED, (order_id,)).fetchone():
            erased.add(order_id)
            continue
        row = _unpacked(order_id, code, kept)
        found = connection.execute(_CONFIRMED, (order_id, row.mark)).fetchone()
        if found != ((row.confirmed_at,) if after else None):
            moved_on.add(order_id)
        else:
            (gone if after else back).append(row)
    for row in gone:
        connection.execute(_DROP, (row.order_id, row.mark))
    remark(connection, _touched(connection, gone))
    _put(connection, back)
    history.add(transaction, [_row(mark, one, is_there=False) for one in gone])
    history.add(transaction, [_row(mark, one, is_there=True) for one in back])
    tally.changed += dict.fromkeys(row.order_id for row in (*gone, *back))
    tally.moved_on, tally.erased = len(moved_on), len(erased)
    return tally


def _confirmable(
    connection: Connection, order_id: int, marks: Collection[bytes], who: str, at: int
) -> list[Confirmation]:
    row = connection.execute(_ORDER, (order_id,)).fetchone()
    if row is None:
        return []
    sight_now = _encode(sight(decode(row[1]))).decode()
    is_first = connection.execute(_HAS_SIGHT, (order_id,)).fetchone() is None
    found: dict[bytes, Confirmation] = {}
    for reason in checks_of(row[0]):
        if reason.is_confirmed or reason.mark not in marks or reason.mark in found:
            continue
        seen = sight_now if is_first or reason.code in _RENEWS_SIGHT else None
        is_first = False
        found[reason.mark] = Confirmation(order_id, reason.mark, reason.code.value, who, at, seen)
    return list(found.values())


def _put(connection: Connection, rows: Iterable[Confirmation]) -> None:
    rows = tuple(rows)
    for row in rows:
        values = (row.order_id, row.mark, row.code, row.who, row.confirmed_at, row.seen)
        connection.execute(_ADD, values)
    remark(connection, _touched(connection, rows))


def _row(mark: Mark, row: Confirmation, *, is_there: bool) -> dict[str, Any]:
    packed = _encode((row.mark.hex(), row.who, row.confirmed_at, row.seen)).decode()
    kind = EventKind.CONFIRMED if is_there else EventKind.UNCONFIRMED
    kept = (None, packed) if is_there else (packed, None)
    return history.step_row(row.order_id, mark, kind, row.code, kept=kept)


def _unpacked(order_id: int, code: str, packed: str) -> Confirmation:
    mark, who, at, seen = _decode(packed)
    return Confirmation(order_id, bytes.fromhex(mark), code, who, at, seen)


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
