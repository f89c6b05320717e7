"""The shop's time zone: Japan has one, without summer time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Final

# A fixed offset needs no time-zone database, which Windows does not have.
JST: Final = timezone(timedelta(hours=9), "JST")


def start_of_day(day: date) -> datetime:
    """Midnight in Japan at the beginning of `day`."""
    return datetime.combine(day, time(), JST)


def end_of_day(day: date) -> datetime:
    """The last second in Japan of `day`."""
    return datetime.combine(day, time(23, 59, 59), JST)
