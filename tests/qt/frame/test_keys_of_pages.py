"""Where the keys go: to the list after a start, and only to what is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.domain.rules import Rules
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow
from tests.support.made_orders import calm_order, received

Key = Qt.Key


@pytest.fixture
def window(desk: Desk) -> DeskWindow:
    """Over three orders, all of them shown."""
    window = desk.window
    assert window is not None
    orders = [received(calm_order(number)) for number in range(3)]
    OrderWriter(desk.workspace.database(), "made", Rules).store_page(
        "a", 0, orders, now=desk.workspace.clock.now()
    )
    window.orders.filter_row.tabs.choose(None)
    window.orders.refresh_at_once()
    return window


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClick(held, key, modifier)


def test_after_a_start_the_keys_are_the_lists(qtbot: QtBot, window: DeskWindow) -> None:
    table = window.orders.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 3)
    assert table.hasFocus()
    press(Key.Key_Down)
    assert table.currentIndex().row() >= 0


def test_the_detail_is_not_hidden_from_a_page_where_nobody_sees_it(qtbot: QtBot, window: DeskWindow) -> None:
    shown = window.orders.detail_action.isChecked
    window.pages.ask(PageCode.HOME)
    QTest.keyClick(window, Key.Key_F4)
    assert shown()
    window.pages.ask(PageCode.ORDERS)
    press(Key.Key_F4)
    assert not shown()


def test_orders_are_changed_where_they_are_seen(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    table = window.orders.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 3)
    table.select_first()
    window.pages.ask(PageCode.HOME)
    desk.edit_door.edit_action.trigger()  # from the menu or by Ctrl+K
    assert window.pages.shown is PageCode.ORDERS
    dialog = desk.edit_door.dialog
    assert dialog is not None and dialog.isVisible()
    dialog.reject()
    window.pages.ask(PageCode.HOME)
    desk.edit_door.lane_action.trigger()
    assert window.pages.shown is PageCode.ORDERS
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Key.Key_Escape)
