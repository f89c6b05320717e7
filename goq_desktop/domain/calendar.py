"""The days on which a shop ships: weekdays, national holidays, and the days a person decided on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopCalendar:
    """`closed_days` and `open_days` are exceptions to weekdays (Monday is 0) and holidays.

    A day in both is closed: a parcel that was promised and cannot go is worse than a day of rest.
    """

    closed_weekdays: frozenset[int] = frozenset()
    rests_on_holidays: bool = False
    closed_days: frozenset[date] = frozenset()
    open_days: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        if day in self.closed_days:
            return False
        return day in self.open_days or self._is_open_by_rule(day)

    def next_open_day(self, day: date) -> date | None:
        """The first open day after `day`; None when there is none within a year."""
        # Before the last day there is, so that no step leads beyond it.
        last = min(day, date.max - _YEAR) + _YEAR
        while day < last:
            day += timedelta(days=1)
            if self.is_open(day):
                return day
        return None

    def without(self, day: date) -> ShopCalendar:
        """The calendar in which the rules alone decide on `day`."""
        return replace(self, closed_days=self.closed_days - {day}, open_days=self.open_days - {day})

    def with_day(self, day: date, *, is_open: bool) -> ShopCalendar:
        """The calendar in which `day` is open or closed; an exception only where the rules say otherwise."""
        ruled = self.without(day)
        if ruled.is_open(day) is is_open:
            return ruled
        if is_open:
            return replace(ruled, open_days=ruled.open_days | {day})
        return replace(ruled, closed_days=ruled.closed_days | {day})

    def _is_open_by_rule(self, day: date) -> bool:
        if day.weekday() in self.closed_weekdays:
            return False
        return not (self.rests_on_holidays and holiday_name(day))


def holiday_name(day: date) -> str:
    """The name of a national holiday of Japan, by the law as it stands now; empty on other days."""
    import jpholiday  # lazily: most starts of the app need no holiday

    # It looks at the neighbours of a day, and the last day that Python knows has none.
    return "" if day == date.max else jpholiday.is_holiday_name(day) or ""
