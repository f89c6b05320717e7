"""Undo and redo of the newest step, whatever kind it is.

What undo means. Each change of a step is kept with what was before and after it. Undo takes a change back only
where what the step left is still so, for an edit also only where the shop still says what it said. What was
changed since, by a later step or by the shop, is left alone and counted. Undo is a step of its own in the
history, and so is redo, which takes back what the undo did by the same rule. Undo goes from the newest step to
the oldest; a new step ends what could be redone. An order whose people were erased is never touched again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.domain.rules import Rules
from goq_desktop.storage.alarms import reverse_alarms
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.confirming import reverse_confirmations
from goq_desktop.storage.customer_notes import reverse_notes
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import reverse_edits
from goq_desktop.storage.holding import reverse_holds
from goq_desktop.storage.steps import Mark, Tally, begin_reversal, end_reversal, next_step

_REVERSALS: Final = {
    EventKind.CONFIRMED: reverse_confirmations,
    EventKind.HELD: reverse_holds,
    EventKind.RELEASED: reverse_holds,
    EventKind.ALARM_SEEN: reverse_alarms,
    EventKind.NOTED: reverse_notes,
}


class StepLog:
    """`rules` are asked for once a step, while nobody else writes. Every call raises STORE_*, DISK_FULL."""

    def __init__(self, database: Database, rules: Callable[[], Rules]) -> None:
        self._path = database.path
        self._engine = database.engine()
        self._rules = rules

    def undo(self, *, who: str, now: datetime) -> StepResult:
        """Take back the newest step that is in force; an empty result when there is none."""
        return self._reverse(who, now, is_undo=True)

    def redo(self, *, who: str, now: datetime) -> StepResult:
        """Take back the newest undo, as long as no new step came after it."""
        return self._reverse(who, now, is_undo=False)

    def _reverse(self, who: str, now: datetime, *, is_undo: bool) -> StepResult:
        with translated(self._path), self._engine.begin() as connection:
            original = next_step(connection, is_undo=is_undo)
            if original is None:
                return StepResult()
            mark = begin_reversal(connection, original, who, now, is_undo=is_undo)
            tally = self._taken_back(connection, original.kind, original.latest, mark)
            return end_reversal(connection, original, mark, tally)

    def _taken_back(self, connection: Connection, kind: EventKind, latest: int, mark: Mark) -> Tally:
        reverse = _REVERSALS.get(kind)
        if reverse is not None:
            return reverse(connection, latest, mark)
        return reverse_edits(connection, self._rules(), latest, mark)
