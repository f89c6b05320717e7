"""Tells whether a mall is in one of the maintenance windows of its profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from goq_desktop.malls.profile import MaintenanceWindow, Weekday

_DAYS = tuple(Weekday)


def maintenance_until(windows: Iterable[MaintenanceWindow], local: datetime) -> str | None:
    """The end ("08:00") of the window that the mall's local time lies in, or None."""
    for window in windows:
        is_day = _DAYS[local.weekday()] is window.weekday
        is_week = window.nth in (0, (local.day - 1) // 7 + 1)
        start, until = time.fromisoformat(window.start), time.fromisoformat(window.until)
        if is_day and is_week and start <= local.time() < until:
            return window.until
    return None
