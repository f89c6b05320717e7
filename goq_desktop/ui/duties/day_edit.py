"""Days that a person chooses, with a calendar, none after the latest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate

from goq_desktop.domain.times import start_of_day
from goq_desktop.ui.day_field import DayField


class DayEdit(DayField):
    def __init__(self, name: str, day: date, latest: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setAccessibleName(name)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy年MM月dd日")
        self.setMaximumDate(QDate(latest.year, latest.month, latest.day))

    @property
    def day(self) -> date:
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())


def period(first: DayEdit, last: DayEdit) -> tuple[datetime, datetime]:
    """From the beginning of the one day to before the end of the other, in whatever order they are."""
    days = sorted((first.day, last.day))
    return start_of_day(days[0]), start_of_day(days[1] + timedelta(days=1))
