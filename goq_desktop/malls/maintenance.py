"""Tells whether a mall is in one of the maintenance windows of its profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from goq_desktop.malls.dates import parse_zone
from goq_desktop.malls.profile import MaintenanceWindow, MallProfile, Weekday

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


def quiet_until(profile: MallProfile, moment: datetime) -> datetime | None:
    """The end, in UTC, of the announced maintenance that a moment lies in; None when it lies in none."""
    local = moment.astimezone(parse_zone(profile.dates.zone))
    until = maintenance_until(profile.maintenance, local)
    if until is None:
        return None
    end = time.fromisoformat(until)
    return local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0).astimezone(UTC)
