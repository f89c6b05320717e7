"""休業日 as a person fills it: weekdays, holidays, and days chosen in the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from goq_desktop.settings.tiles import Calendar, Settings
from goq_desktop.ui.settings.calendar_section import CalendarSection
from goq_desktop.ui.settings.month_view import WEEK
from goq_desktop.ui.theme import Role
from tests.support.set_clock import SetClock

KEY = Qt.Key
# 23 November is a holiday, a Monday; in Japan it is the 24th already.
EVENING = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def section(shown: Callable[[CalendarSection, Settings], CalendarSection]) -> CalendarSection:
    section = shown(CalendarSection(SetClock(EVENING)), Settings())
    section.month.table.setFocus()
    return section


def tile(section: CalendarSection) -> Calendar:
    tile = section.tiles()["calendar"]
    assert isinstance(tile, Calendar)
    return tile


def cell(section: CalendarSection, day: int) -> str:
    """What stands in the cell of this day of the month that is shown."""
    model = section.month.table.model()
    texts = [
        str(model.index(row, column).data() or "")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    return next(text for text in texts if text.split()[:1] == [str(day)])


def click_on(section: CalendarSection, day: int) -> None:
    table = section.month.table
    places = [(row, column) for row in range(table.rowCount()) for column in range(table.columnCount())]
    for row, column in places:
        item = table.item(row, column)
        if item is not None and item.text().split()[:1] == [str(day)]:
            QTest.mouseClick(
                table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualItemRect(item).center()
            )
            return
    raise AssertionError(day)


def listed(section: CalendarSection) -> list[str]:
    return [section.days.item(row).text() for row in range(section.days.count())]


def test_the_days_of_rest_are_marked_in_words_and_stand_under_their_weekday(section: CalendarSection) -> None:
    assert [cell(section, day) for day in (21, 22, 23, 24)] == ["21 休", "22 休", "23 休", "24 "]
    model = section.month.table.model()
    assert model.index(0, 0).data() == "1 休" and WEEK[0] == 6
    spoken = model.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "11月23日（月） 休業（勤労感謝の日）"


def test_the_next_day_is_told_and_follows_every_change(section: CalendarSection) -> None:
    assert section.next_day.text == "次の出荷できる日: 11月25日（水）"
    QTest.keyClick(section.weekdays[2], KEY.Key_Space)
    assert section.next_day.text == "次の出荷できる日: 11月26日（木）"
    click_on(section, 26)
    click_on(section, 27)
    assert section.next_day.text == "次の出荷できる日: 11月30日（月）"
    click_on(section, 29)
    assert section.next_day.text == "次の出荷できる日: 11月29日（日）"


def test_a_click_closes_a_day_and_another_opens_it_again(section: CalendarSection) -> None:
    click_on(section, 25)
    assert tile(section).closed_days == (date(2026, 11, 25),)
    assert cell(section, 25) == "25 休"
    assert listed(section) == ["2026年11月25日（水） 休業"]
    click_on(section, 25)
    assert tile(section) == Calendar()
    assert listed(section) == []


def test_space_opens_a_day_of_rest(section: CalendarSection) -> None:
    for _ in range(5):
        QTest.keyClick(section.month.table, KEY.Key_Right)
    QTest.keyClick(section.month.table, KEY.Key_Space)
    assert tile(section).open_days == (date(2026, 11, 29),)
    assert cell(section, 29) == "29 営"
    assert listed(section) == ["2026年11月29日（日） 営業"]


def test_the_keys_lead_beyond_the_month_and_back(section: CalendarSection) -> None:
    table = section.month.table
    QTest.keyClick(table, KEY.Key_Down)
    assert section.month.current == date(2026, 12, 1)
    QTest.keyClick(table, KEY.Key_Left)
    assert section.month.current == date(2026, 11, 30)
    QTest.keyClick(table, KEY.Key_PageDown)
    QTest.keyClick(table, KEY.Key_PageDown)
    QTest.keyClick(table, KEY.Key_PageDown)
    assert section.month.current == date(2027, 2, 28)
    QTest.keyClick(table, KEY.Key_PageUp)
    QTest.keyClick(table, KEY.Key_Up)
    assert section.month.current == date(2027, 1, 21)
    item = table.currentItem()
    assert item is not None and item.text().split() == ["21"]
    QTest.mouseClick(section.month.today_button, Qt.MouseButton.LeftButton)
    assert section.month.current == date(2026, 11, 24)
    QTest.mouseClick(section.month.previous_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(section.month.next_button, Qt.MouseButton.LeftButton)
    assert section.month.current == date(2026, 11, 24)


def test_the_keys_stop_at_the_ends_of_the_century(section: CalendarSection) -> None:
    section.month.go_to(date(2099, 12, 31))
    QTest.keyClick(section.month.table, KEY.Key_Right)
    QTest.keyClick(section.month.table, KEY.Key_PageDown)
    assert section.month.current == date(2099, 12, 31)
    section.month.go_to(date(2000, 1, 1))
    QTest.keyClick(section.month.table, KEY.Key_Up)
    QTest.keyClick(section.month.table, KEY.Key_PageUp)
    assert section.month.current == date(2000, 1, 1)


def test_a_click_beside_the_days_does_nothing(section: CalendarSection) -> None:
    table = section.month.table
    item = table.item(5, 6)
    assert item is not None and item.text() == ""
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualItemRect(item).center())
    assert tile(section) == Calendar()


def test_a_listed_day_is_shown_and_taken_back(section: CalendarSection) -> None:
    section.load(
        Settings(calendar=Calendar(closed_days=(date(2026, 12, 29),), open_days=(date(2026, 12, 6),)))
    )
    assert listed(section) == ["2026年12月6日（日） 営業", "2026年12月29日（火） 休業"]
    section.days.setFocus()
    QTest.keyClick(section.days, KEY.Key_Down)
    QTest.keyClick(section.days, KEY.Key_Down)
    QTest.keyClick(section.days, KEY.Key_Return)
    assert section.month.current == date(2026, 12, 29)
    QTest.keyClick(section.days, KEY.Key_Delete)
    assert tile(section) == Calendar(open_days=(date(2026, 12, 6),))
    QTest.keyClick(section.days, KEY.Key_Delete)
    assert tile(section) == Calendar()
    assert not section.remove_button.isEnabled()


def test_holidays_are_days_like_others_for_a_shop_that_works_on_them(section: CalendarSection) -> None:
    QTest.keyClick(section.holidays, KEY.Key_Space)
    assert not tile(section).rests_on_holidays
    assert cell(section, 23) == "23 "


def test_a_shop_that_never_ships_is_told_so(section: CalendarSection) -> None:
    for weekday in range(5):
        QTest.keyClick(section.weekdays[weekday], KEY.Key_Space)
    assert tile(section).closed_weekdays == (0, 1, 2, 3, 4, 5, 6)
    assert "出荷できる日がありません" in section.next_day.text
    assert section.next_day.role is Role.PROBLEM
    assert not section.check()
    assert section.problem
    assert QApplication.focusWidget() is section.weekdays[6]
    QTest.keyClick(section.weekdays[0], KEY.Key_Space)
    assert section.problem == ""
    assert section.check()


def test_a_day_that_a_file_calls_both_is_closed_named_and_taken_back(section: CalendarSection) -> None:
    both = Calendar(closed_days=(date(2026, 11, 25),), open_days=(date(2026, 11, 25), date(2026, 11, 29)))
    section.load(Settings(calendar=both))
    assert tile(section) == both
    assert not section.check()
    assert "11月25日" in section.problem
    assert QApplication.focusWidget() is section.days
    QTest.keyClick(section.days, KEY.Key_Delete)
    assert section.check()
    assert tile(section) == Calendar(open_days=(date(2026, 11, 29),))


def test_the_month_stays_when_loaded_anew(section: CalendarSection) -> None:
    QTest.keyClick(section.month.table, KEY.Key_PageDown)
    section.load(Settings())
    assert section.month.current == date(2026, 12, 24)
