"""The shop's time zone: Japan has one, without summer time."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

_DAY: Final = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d\d)(\d\d))(?!\d)")
# A fixed offset needs no time-zone database, which Windows does not have.
JST: Final = timezone(timedelta(hours=9), "JST")


def start_of_day(day: date) -> datetime:
    """Midnight in Japan at the beginning of `day`."""
    return datetime.combine(day, time(), JST)


def end_of_day(day: date) -> datetime:
    """The last second in Japan of `day`."""
    return datetime.combine(day, time(23, 59, 59), JST)


def day_in(text: str) -> date | None:
    """The first day with a year in a shop's words, such as 2026/11/25 or 2026年11月25日（水）; None without one."""
    match = _DAY.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    year, *parts = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, *parts)
    except ValueError:
        return None
