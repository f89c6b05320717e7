"""Writes which orders people put on hold, as steps that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection as SqlConnection

from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.storage import history
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.steps import Mark, Tally, begin_step, end_step
from goq_desktop.storage.writing_engine import driver_of

_IS_HERE: Final = "SELECT 1 FROM orders WHERE id = ? AND erased_at IS NULL"
_HOLD: Final = "SELECT until, held_at FROM holds WHERE order_id = ?"
_PUT: Final = "INSERT OR REPLACE INTO holds (order_id, until, held_at) VALUES (?, ?, ?)"
_DROP: Final = "DELETE FROM holds WHERE order_id = ?"


@dataclass(frozen=True, slots=True)
class Hold:
    """`until`: the day ("2026-12-01") from which it is to be checked again; None: until somebody says so."""

    until: str | None
    held_at: int


def set_hold(database: Database, order_id: int, hold: Hold | None, *, who: str, now: datetime) -> StepResult:
    """Put on hold, or with None take off it. Raises STORE_*, DISK_FULL."""
    kind = EventKind.RELEASED if hold is None else EventKind.HELD
    values = {} if hold is None else {"until": hold.until}
    with translated(database.path), database.engine().begin() as transaction:
        connection = driver_of(transaction)
        mark, tally = begin_step(transaction, kind, values, who, now), Tally()
        if connection.execute(_IS_HERE, (order_id,)).fetchone():
            before = _read(connection, order_id)
            if (before, hold) == (None, None):
                tally.unchanged += 1
            else:
                _write(transaction, order_id, before, hold, mark)
                tally.changed.append(order_id)
        return end_step(transaction, mark, values, tally)


def reverse_holds(transaction: SqlConnection, step_id: int, mark: Mark) -> Tally:
    """Put back what was before a step."""
    connection, tally = driver_of(transaction), Tally()
    for order_id, _, *values in history.rows_of(transaction, step_id):
        until_before, until_after, at_before, at_after = values
        if not connection.execute(_IS_HERE, (order_id,)).fetchone():
            tally.erased += 1
        elif _read(connection, order_id) != (now := _hold(until_after, at_after)):
            tally.moved_on += 1
        else:
            _write(transaction, order_id, now, _hold(until_before, at_before), mark)
            tally.changed.append(order_id)
    return tally


def _write(
    transaction: SqlConnection, order_id: int, before: Hold | None, after: Hold | None, mark: Mark
) -> None:
    connection = driver_of(transaction)
    if after is None:
        connection.execute(_DROP, (order_id,))
    else:
        connection.execute(_PUT, (order_id, after.until, after.held_at))
    kind = EventKind.RELEASED if after is None else EventKind.HELD
    (day, moment), (next_day, next_moment) = _told(before), _told(after)
    row = history.step_row(order_id, mark, kind, "", (day, next_day), (moment, next_moment))
    history.add(transaction, [row])


def _read(connection: Connection, order_id: int) -> Hold | None:
    row = connection.execute(_HOLD, (order_id,)).fetchone()
    return None if row is None else Hold(*row)


def _hold(until: str | None, held_at: str | None) -> Hold | None:
    return None if held_at is None else Hold(until, int(held_at))


def _told(hold: Hold | None) -> tuple[str | None, str | None]:
    return (None, None) if hold is None else (hold.until, str(hold.held_at))
