"""売上データ in the window: months by keyboard, one shop or all, and the file that says the same."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.domain.sales import DaySales, Sales, Sold
from goq_desktop.services.sales import Span
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.sales.sales import SalesPage
from goq_desktop.ui.sales.table import SalesTable
from goq_desktop.ui.window import DeskWindow
from tests.support.made_orders import made_order, received

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 20)
SALES = Sales(
    (
        DaySales(date(2026, 11, 1), "a", Sold(2, 1, 5, 3000)),
        DaySales(date(2026, 11, 1), "b", Sold(1, 1, 1, 500)),
        DaySales(date(2026, 11, 3), "gone", Sold(1, 0, 1, 70)),
    )
)


@pytest.fixture
def page(qtbot: QtBot) -> SalesPage:
    page = SalesPage(TODAY)
    qtbot.addWidget(page)
    page.set_shops({"a": "本店", "b": "2号店 & <b>"})
    page.show_sales(SALES)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    page.focus()
    return page


def row(table: SalesTable, place: int) -> list[str]:
    items = [table.item(place, column) for column in range(table.columnCount())]
    return [item.text() for item in items if item is not None]


def test_days_shops_and_the_sum_agree(page: SalesPage) -> None:
    assert page.days.rowCount() == 31
    assert row(page.days, 0) == ["1日（日）", "3", "2", "6", "3,500円"]
    assert row(page.days, 30) == ["合計", "4", "2", "7", "3,570円"]
    assert [row(page.shops, place) for place in range(4)] == [
        ["本店", "2", "1", "5", "3,000円"],
        ["2号店 & <b>", "1", "1", "1", "500円"],
        ["（ショップ不明）", "1", "0", "1", "70円"],
        ["合計", "4", "2", "7", "3,570円"],
    ]
    assert page.chart.accessibleDescription() == "いちばん多いのは 1 の 3,500円"


def test_the_page_opens_at_today_and_stays_where_somebody_went(qtbot: QtBot) -> None:
    page = SalesPage(date(2026, 11, 28))
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show_sales(SALES)
    page.show()
    qtbot.waitExposed(page)
    assert page.days.currentRow() == 27
    today = page.days.visualRect(page.days.model().index(27, 0))
    assert page.days.viewport().rect().contains(today.center())
    page.days.setCurrentCell(3, 0)
    page.show_sales(SALES)
    assert page.days.currentRow() == 3, "news of the same month lead nobody away"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    page.show_sales(Sales(()))
    assert page.days.currentRow() == -1, "today is not in the month before"
    qtbot.mouseClick(page.by_year, Qt.MouseButton.LeftButton)
    page.show_sales(Sales(()))
    assert page.days.currentRow() == 10


def test_no_number_is_out_of_sight_in_a_small_window(qtbot: QtBot, page: SalesPage) -> None:
    month = tuple(DaySales(date(2026, 11, day), "a", Sold(5, 4, 9, 312_345)) for day in range(1, 31))
    page.show_sales(Sales(month))
    page.resize(940, 560)  # what a window of 1024 x 700 leaves for a page
    qtbot.waitUntil(lambda: page.size().toTuple() == (940, 560))
    for table in (page.days, page.shops):
        assert table.horizontalScrollBar().maximum() == 0, table.accessibleName()


def test_one_shop_alone(page: SalesPage) -> None:
    page.shop.setCurrentIndex(page.shop.findData("b"))
    assert row(page.days, 30) == ["合計", "1", "1", "1", "500円"]
    assert [each[1] for each in page.rows()] == ["2号店 & <b>"]


def test_months_and_years_by_keys(qtbot: QtBot, page: SalesPage) -> None:
    asked: list[Span] = []
    page.span_chosen.connect(asked.append)
    qtbot.keyClick(page.days, Qt.Key.Key_Right, ALT)
    assert asked == [], "the month after this one has not begun"
    qtbot.keyClick(page.days, Qt.Key.Key_Left, ALT)
    qtbot.keyClick(page.days, Qt.Key.Key_Right, ALT)
    assert asked == [Span(2026, 10), Span(2026, 11)]
    page.by_year.setFocus()
    qtbot.keyClick(page.by_year, Qt.Key.Key_Space)
    assert page.title == "2026年"
    assert page.back.accessibleName() == "前年"
    qtbot.keyClick(page.by_year, Qt.Key.Key_Left, ALT)
    page.by_month.setFocus()
    qtbot.keyClick(page.by_month, Qt.Key.Key_Space)
    assert asked[2:] == [Span(2026), Span(2025), Span(2025, 12)]
    page.now_button.setFocus()
    qtbot.keyClick(page.now_button, Qt.Key.Key_Return)
    assert page.title == "2026年11月"


def test_numbers_of_a_month_that_is_left_do_not_stay(qtbot: QtBot, page: SalesPage) -> None:
    qtbot.keyClick(page.days, Qt.Key.Key_Left, ALT)
    assert row(page.days, page.days.rowCount() - 1) == ["合計", "0", "0", "0", "0円"]
    assert not page.export_button.isEnabled()


def test_what_is_left_out_is_said(page: SalesPage) -> None:
    assert not page.note.isVisible()
    page.show_sales(Sales((), undated=3, uncounted=1200))
    assert page.note.isVisible()
    assert "3件" in page.note.text()
    assert "1,200件" in page.note.text()


@pytest.mark.parametrize("total", [0, -500, 1, 10, 123_456_789, 10**12])
def test_the_chart_paints_any_sum(page: SalesPage, total: int) -> None:
    page.show_sales(Sales((DaySales(date(2026, 11, 1), "a", Sold(1, 1, 1, total)),)))
    page.chart.mark(0)
    assert not page.chart.grab().isNull()


def test_from_the_orders_to_a_file(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    window = desk.window
    assert isinstance(window, DeskWindow)
    orders = [received(made_order(number)) for number in range(40)]
    OrderWriter(desk.workspace.database(), "made").store_page("a", 0, orders, now=desk.workspace.clock.now())
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    page = desk.sales_door.page
    assert page is not None
    assert page.days.hasFocus()
    newest = orders[0].order.ordered
    assert newest is not None and newest.utc is not None
    for _ in range(240):
        if page.span == Span.of(newest.utc.date()):
            break
        qtbot.keyClick(page.days, Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(page.export_button.isEnabled)
    file = tmp_path / "out.csv"
    desk.sales_door.export(file)
    qtbot.waitUntil(file.exists)
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["日付", "ショップ", "受注件数", "新規顧客", "販売点数", "売上"]
    counted = [one.order for one in orders if one.order.lane != "cancelled"]
    assert sum(int(row[2]) for row in rows[1:]) == len(counted)
    assert sum(int(row[5]) for row in rows[1:]) == sum(one.money.total or 0 for one in counted)
    assert {row[1] for row in rows[1:]} == {"本店"}
