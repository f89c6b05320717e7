"""Keeps what is noted about people, as steps that can be taken back, and everything that was ever noted."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import insert

from goq_desktop.domain.customers import LONGEST_NOTE
from goq_desktop.domain.history import Event, EventKind, NoteField, StepResult
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.schema import CUSTOMER_HISTORY
from goq_desktop.storage.steps import Mark, Tally, begin_step, end_step
from goq_desktop.storage.timeline import MOST_EVENTS

_READ: Final = "SELECT ifnull(note, ''), is_marked FROM customers WHERE id = ? AND text IS NOT NULL"
_WRITE: Final = "UPDATE customers SET note = nullif(?, ''), is_marked = ? WHERE id = ?"
_OF_STEP: Final = (
    "SELECT customer_id, field, before, after FROM customer_history WHERE step_id = ? ORDER BY id"
)
_EVENTS: Final = (
    "SELECT at, kind, who, field, before, after FROM customer_history WHERE customer_id = ?"
    " ORDER BY id DESC LIMIT ?"
)


def keep_note(
    database: Database, customer_id: int, note: str, *, is_marked: bool, who: str, now: datetime
) -> StepResult:
    """What is noted about a person. `erased` is 1 when they were erased or turned out to be somebody else.

    A step. Raises STORE_*, DISK_FULL.
    """
    wanted = {NoteField.NOTE: note.strip()[:LONGEST_NOTE], NoteField.MARK: _mark(is_marked)}
    with translated(database.path), database.engine().begin() as connection:
        before = _noted(connection, customer_id)
        changed = {} if before is None else {one: text for one, text in wanted.items() if before[one] != text}
        values = {one.value: changed[one] if one is NoteField.MARK else None for one in changed}
        mark, tally = begin_step(connection, EventKind.NOTED, values, who, now), Tally()
        if before is None:
            tally.erased += 1
        elif not changed:
            tally.unchanged += 1
        else:
            _write(connection, customer_id, before, changed, mark)
            tally.people.append(customer_id)
        return end_step(connection, mark, values, tally)


def reverse_notes(connection: SqlConnection, step_id: int, mark: Mark) -> Tally:
    """Put back what was before a step, field by field, where it is still what the step left."""
    tally = Tally()
    found: dict[int, dict[NoteField, tuple[str | None, str | None]]] = {}
    for customer_id, field, before, after in connection.exec_driver_sql(_OF_STEP, (step_id,)):
        found.setdefault(customer_id, {})[NoteField(field)] = before, after
    for customer_id, changes in found.items():
        now = _noted(connection, customer_id)
        if now is None:
            tally.erased += 1
            continue
        back = {
            one: before
            for one, (before, after) in changes.items()
            if before is not None and now[one] == after
        }
        tally.moved_on += len(back) < len(changes)
        if back:
            _write(connection, customer_id, now, back, mark)
            tally.people.append(customer_id)
    return tally


def noted(database: Database, customer_id: int) -> tuple[Event, ...]:
    """What was noted about a person, newest first. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        rows = reader.execute(_EVENTS, (customer_id, MOST_EVENTS)).fetchall()
    return tuple(
        Event(
            at=datetime.fromtimestamp(at, UTC),
            kind=EventKind(kind),
            who=who,
            field=field,
            before=before,
            after=after,
        )
        for at, kind, who, field, before, after in rows
    )


def _noted(connection: SqlConnection, customer_id: int) -> dict[NoteField, str] | None:
    row = connection.exec_driver_sql(_READ, (customer_id,)).first()
    return None if row is None else {NoteField.NOTE: row[0], NoteField.MARK: _mark(bool(row[1]))}


def _mark(is_marked: bool) -> str:
    return "1" if is_marked else ""


def _write(
    connection: SqlConnection,
    customer_id: int,
    before: dict[NoteField, str],
    changed: dict[NoteField, str],
    mark: Mark,
) -> None:
    after = before | changed
    values = (after[NoteField.NOTE], bool(after[NoteField.MARK]), customer_id)
    connection.exec_driver_sql(_WRITE, values)
    rows: list[dict[str, Any]] = [
        {
            "customer_id": customer_id,
            "at": mark.at,
            "kind": mark.kind.value,
            "who": mark.who,
            "step_id": mark.step_id,
            "field": one.value,
            "before": before[one],
            "after": text,
        }
        for one, text in changed.items()
    ]
    connection.execute(insert(CUSTOMER_HISTORY), rows)
