"""The one log of what people did on the desk: every step of any kind, and which of them is undone or redone next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, update

from goq_desktop.domain.history import EventKind, StepLabel, StepResult
from goq_desktop.storage.schema import EDIT_STEPS
from goq_desktop.storage.timeline import NEXT_REDO, NEXT_UNDO, values_of

Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands with each change of a step: the step's number, its kind, who did it and when (UTC seconds)."""

    step_id: int
    kind: EventKind
    who: str
    at: int


@dataclass
class Tally:
    """What a step came to; `StepResult` says what the counts mean."""

    changed: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    unchanged: int = 0
    moved_on: int = 0
    erased: int = 0

    @property
    def count(self) -> int:
        return len(self.changed) + len(self.people)

    def result(self, label: StepLabel | None) -> StepResult:
        return StepResult(
            label, tuple(self.changed), self.unchanged, self.moved_on, self.erased, tuple(self.people)
        )


@dataclass(frozen=True, slots=True)
class Original:
    """A step that is to be undone or redone; the changes to take back are those of the step `latest`."""

    id: int
    kind: EventKind
    latest: int
    values: Values


def begin_step(connection: Connection, kind: EventKind, values: Values, who: str, now: datetime) -> Mark:
    """`values` tell what the step is about, as in `StepLabel`."""
    return _begun(connection, kind, values, who, now, None)


def end_step(connection: Connection, mark: Mark, values: Values, tally: Tally) -> StepResult:
    """In the transaction that began it; a step that changed nothing is none."""
    if not tally.count:
        connection.execute(delete(EDIT_STEPS).where(EDIT_STEPS.c.id == mark.step_id))
        return tally.result(None)
    _note(connection, mark.step_id, latest=mark.step_id, orders=tally.count)
    return tally.result(StepLabel(mark.step_id, mark.kind, tally.count, values))


def next_step(connection: Connection, *, is_undo: bool) -> Original | None:
    """The newest step in force, or with False the newest undo that can still be taken back."""
    which = NEXT_UNDO if is_undo else NEXT_REDO
    found = connection.exec_driver_sql(
        f"SELECT id, kind, latest, label FROM edit_steps WHERE id = {which}"  # noqa: S608
    ).first()
    if found is None:
        return None
    step_id, kind, latest, label = found
    return Original(step_id, EventKind(kind), latest, values_of(label))


def begin_reversal(
    connection: Connection, original: Original, who: str, now: datetime, *, is_undo: bool
) -> Mark:
    kind = EventKind.UNDONE if is_undo else EventKind.REDONE
    return _begun(connection, kind, original.values, who, now, original.id)


def end_reversal(connection: Connection, original: Original, mark: Mark, tally: Tally) -> StepResult:
    """It is kept even when nothing was left to take back: the next undo goes on with the step before."""
    _note(connection, mark.step_id, orders=tally.count)
    _note(connection, original.id, latest=mark.step_id, is_undone=mark.kind is EventKind.UNDONE)
    return tally.result(StepLabel(original.id, original.kind, tally.count, original.values))


def _begun(
    connection: Connection, kind: EventKind, values: Values, who: str, now: datetime, of_step: int | None
) -> Mark:
    at = int(now.timestamp())
    row = {
        "at": at,
        "who": who,
        "kind": kind.value,
        "of_step": of_step,
        "label": msgspec.json.encode(values).decode(),
    }
    key = connection.execute(insert(EDIT_STEPS).values(row)).inserted_primary_key
    assert key is not None
    return Mark(int(key[0]), kind, who, at)


def _note(connection: Connection, step_id: int, **values: int) -> None:
    connection.execute(update(EDIT_STEPS).where(EDIT_STEPS.c.id == step_id).values(values))
