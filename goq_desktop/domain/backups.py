"""Backups of the store: how often, and which of them are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from goq_desktop.domain.times import JST

DAYS_KEPT: Final = 7
WEEKS_KEPT: Final = 4


class BackupRhythm(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


# An hour short, so that a shop which opens at the same time every day has one every day.
_EVERY: Final = {
    BackupRhythm.DAILY: timedelta(hours=23),
    BackupRhythm.WEEKLY: timedelta(days=7, hours=-1),
}


def is_backup_due(rhythm: BackupRhythm, last: datetime | None, now: datetime) -> bool:
    """`last` in the future counts as none: the PC's clock was wrong then or is now."""
    if rhythm not in _EVERY:
        return False
    return last is None or last > now or now - last >= _EVERY[rhythm]


def backups_to_keep(made: Iterable[datetime]) -> frozenset[datetime]:
    """The newest of each of the last seven days, and of each of the last four weeks, that have any."""
    days: dict[tuple[int, ...], datetime] = {}
    weeks: dict[tuple[int, ...], datetime] = {}
    for moment in sorted(made, reverse=True):
        day = moment.astimezone(JST).date()
        days.setdefault((day.toordinal(),), moment)
        weeks.setdefault(day.isocalendar()[:2], moment)
    return frozenset([*list(days.values())[:DAYS_KEPT], *list(weeks.values())[:WEEKS_KEPT]])
