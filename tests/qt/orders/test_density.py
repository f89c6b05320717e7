"""A person chooses how close the rows stand; their place in the list stays, and the next run knows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from goq_desktop.ui.command_box.sources import commands_of
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.orders.density import Density
from goq_desktop.ui.orders.table import OrderTable
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import choose

Open = Callable[[], OrdersView]
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
KEYS = {Density.CLOSE: Qt.Key.Key_C, Density.NORMAL: Qt.Key.Key_N, Density.WIDE: Qt.Key.Key_W}


def press(view: OrdersView, density: Density) -> None:
    QTest.keyClick(view.table, KEYS[density], BOTH)


def seen_rows(table: OrderTable) -> range:
    return range(table.rowAt(0), table.rowAt(table.viewport().height() - 1))


def test_each_key_sets_a_height_that_holds_the_text(view: OrdersView) -> None:
    heights = {}
    for density in (Density.WIDE, Density.CLOSE, Density.NORMAL):
        press(view, density)
        heights[density] = view.table.rowHeight(0)
        assert view.density.actions[density].isChecked()
    assert view.table.fontMetrics().height() < heights[Density.CLOSE]
    assert heights[Density.CLOSE] < heights[Density.NORMAL] < heights[Density.WIDE]


def test_the_order_at_the_top_and_the_selection_stay(view: OrdersView) -> None:
    table = view.table
    choose(table, 143)
    table.verticalScrollBar().setValue(140)
    table.horizontalScrollBar().setValue(55)
    before = len(seen_rows(table))
    press(view, Density.CLOSE)
    assert table.rowAt(0) == 140 and len(seen_rows(table)) > before
    assert list(table.selected_ids()) == [view._model.ids[143]]
    assert table.horizontalScrollBar().value() == 55
    # All that fits now can be reached: the last row stands at the lower edge, not below it.
    table.scrollToBottom()
    assert seen_rows(table).stop == 299 or table.rowAt(table.viewport().height() - 1) == -1


def test_the_order_that_is_worked_on_stays_in_sight(view: OrdersView) -> None:
    table = view.table
    press(view, Density.CLOSE)
    table.verticalScrollBar().setValue(100)
    last = seen_rows(table).stop - 1
    choose(table, last)
    press(view, Density.WIDE)
    assert last in seen_rows(table)
    # One that nobody looks at does not pull the list to it.
    table.verticalScrollBar().setValue(0)
    press(view, Density.NORMAL)
    assert table.rowAt(0) == 0


def test_it_is_as_it_was_in_the_next_run(view: OrdersView, open_view: Open) -> None:
    press(view, Density.WIDE)
    again = open_view()
    assert again.density.actions[Density.WIDE].isChecked()
    assert again.table.rowHeight(0) == view.table.rowHeight(0)
    view._settings.setValue("rows/density", "tiny")
    view._settings.sync()
    assert open_view().density.density is Density.NORMAL


def test_menu_and_command_box_offer_it_with_its_key(desk: Desk) -> None:
    assert desk.window is not None
    found = {command.code: command for command in commands_of(desk.window)}
    assert found["標準"].label == "標準（いまの設定）"
    assert (found["詰める"].label, found["詰める"].place) == ("詰める", "表示 › 行の高さ")
    assert found["詰める"].keys == "Ctrl+Alt+C"
    before = desk.window.orders.table.verticalHeader().defaultSectionSize()
    found["詰める"].run()
    assert desk.window.orders.table.verticalHeader().defaultSectionSize() < before
