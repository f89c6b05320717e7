"""A clock that a test sets: the wall clock stands still until it is moved, durations stay real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from goq_desktop.clock import Clock

NOON: Final = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)  # in Japan


class SetClock(Clock):
    def __init__(self, time: datetime = NOON) -> None:
        self.time = time

    def now(self) -> datetime:
        return self.time

    def move(self, step: timedelta) -> None:
        """Let time pass at once, as over a sleep of the PC; back when `step` is negative."""
        self.time += step
