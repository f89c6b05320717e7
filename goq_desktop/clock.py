"""The time of day and the passing of time, in one place that a test can replace."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """The PC's clock. `now` is for due times and records, `elapsed` for durations."""

    def now(self) -> datetime:
        """The wall-clock time, aware, in UTC. It may jump."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds from an arbitrary start; never jumps. Stops while the PC sleeps on some systems."""
        return time.monotonic()
