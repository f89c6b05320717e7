"""When a shop ships: weekdays, national holidays, and the days that a person decided on."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.calendar import ShopCalendar, holiday_name

ROOT = Path(__file__).parents[3]
TUESDAY = date(2026, 11, 24)
HOLIDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)
OFFICE = ShopCalendar(closed_weekdays=frozenset({5, 6}), rests_on_holidays=True)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    ShopCalendar,
    closed_weekdays=st.frozensets(st.integers(0, 6)),
    rests_on_holidays=st.booleans(),
    closed_days=st.frozensets(DAYS, max_size=5),
    open_days=st.frozensets(DAYS, max_size=5),
)


def test_weekdays_and_holidays_close_and_a_persons_decision_goes_first() -> None:
    assert OFFICE.is_open(TUESDAY)
    assert not OFFICE.is_open(SUNDAY)
    assert not OFFICE.is_open(HOLIDAY)
    assert ShopCalendar().is_open(HOLIDAY)
    decided = ShopCalendar(
        closed_weekdays=frozenset({6}),
        rests_on_holidays=True,
        closed_days=frozenset({TUESDAY}),
        open_days=frozenset({SUNDAY, HOLIDAY}),
    )
    assert [decided.is_open(day) for day in (TUESDAY, SUNDAY, HOLIDAY)] == [False, True, True]


def test_a_day_that_is_both_closed_and_open_is_closed() -> None:
    both = ShopCalendar(closed_days=frozenset({TUESDAY}), open_days=frozenset({TUESDAY}))
    assert not both.is_open(TUESDAY)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (HOLIDAY, "勤労感謝の日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 5, 6), "憲法記念日 振替休日"),
        (TUESDAY, ""),
        (date(2020, 7, 24), "スポーツの日"),  # moved for the games, in that year only
        (date.max, ""),
    ],
)
def test_the_national_holidays_are_known(day: date, name: str) -> None:
    assert holiday_name(day) == name


def test_the_next_open_day_is_after_the_day_and_over_a_long_weekend() -> None:
    assert OFFICE.next_open_day(TUESDAY) == date(2026, 11, 25)
    assert OFFICE.next_open_day(date(2026, 11, 20)) == TUESDAY


def test_there_is_no_next_open_day_when_none_comes_within_a_year() -> None:
    never = ShopCalendar(closed_weekdays=frozenset(range(7)))
    assert never.next_open_day(TUESDAY) is None
    assert never.with_day(TUESDAY + timedelta(days=366), is_open=True).next_open_day(TUESDAY) is not None
    assert never.with_day(TUESDAY + timedelta(days=367), is_open=True).next_open_day(TUESDAY) is None


def test_the_end_of_time_is_no_error() -> None:
    assert ShopCalendar().next_open_day(date.max) is None
    assert ShopCalendar().next_open_day(date.max - timedelta(days=1)) == date.max


@given(CALENDARS, DAYS, st.booleans())
def test_a_decided_day_is_as_decided_and_no_other_day_changes(
    calendar: ShopCalendar, day: date, is_open: bool
) -> None:
    changed = calendar.with_day(day, is_open=is_open)
    assert changed.is_open(day) is is_open
    others = [day + timedelta(days=step) for step in (-7, -1, 1, 7)] + [*calendar.closed_days - {day}]
    assert [changed.is_open(each) for each in others] == [calendar.is_open(each) for each in others]


@given(CALENDARS, DAYS)
def test_no_exception_is_kept_that_the_rules_make_needless(calendar: ShopCalendar, day: date) -> None:
    there = calendar.with_day(day, is_open=True).with_day(day, is_open=False)
    back = there.with_day(day, is_open=True)
    assert day not in there.open_days and day not in back.closed_days
    assert (day in there.closed_days) is not (day in back.open_days)


def test_the_library_of_holidays_is_loaded_when_it_is_needed() -> None:
    program = "import sys, goq_desktop.domain.calendar; sys.exit('jpholiday' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
