"""What cannot be done now says why: in its menu, at the foot of the window and in Ctrl+K."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from goq_desktop.domain.history import UndoState
from goq_desktop.ui.availability import allow, why_not
from goq_desktop.ui.command_box.sources import commands_of
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow


def test_an_action_tells_why_and_has_its_own_tip_back(qapp: object) -> None:
    action = QAction("受注を変更(&B)…")
    usual = action.toolTip()
    allow(action, "先に受注を選んでください。")
    assert not action.isEnabled()
    assert action.toolTip() == action.statusTip() == why_not(action) == "先に受注を選んでください。"
    allow(action, None)
    assert (action.isEnabled(), action.toolTip(), action.statusTip(), why_not(action)) == (
        True,
        usual,
        "",
        "",
    )
    action.setToolTip("受注を変更（Ctrl+B）")
    other = QAction("今すぐ取得")
    other.setToolTip("今すぐ取得（F5）")
    allow(other, "いま取得しています。")
    allow(other, None)
    assert other.toolTip() == "今すぐ取得（F5）"


def test_whatever_cannot_be_done_has_a_reason_in_the_box(qtbot: QtBot, window: DeskWindow) -> None:
    qtbot.waitUntil(lambda: "元に戻す" in {command.code for command in commands_of(window)})
    closed = [command for command in commands_of(window) if not command.is_enabled]
    reasons = {command.label: command.why_not for command in closed}
    assert all(reasons.values()), reasons
    assert reasons["ステータス変更"] == "先に受注を選んでください。"
    assert reasons["元に戻す"] == "元に戻せる変更はまだありません。"


def test_the_box_shows_the_reason_beside_the_name(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    qtbot.keyClick(window.orders.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = desk.command_door.box
    assert box is not None
    box.line.insert("ステータス変更")
    (place,) = [n for n, command in enumerate(box.shown) if command.code == "ステータス変更"]
    item = box.list.topLevelItem(place)
    assert item is not None and item.text(1) == "先に受注を選んでください。"
    assert "先に受注を" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    box.reject()


def test_menus_show_the_reason(window: DeskWindow) -> None:
    menus = [action.menu() for action in window.menuBar().actions()[:3]]
    assert all(menu is not None and menu.toolTipsVisible() for menu in menus)  # type: ignore[attr-defined]


def test_in_the_settings_undo_belongs_to_the_page(desk: Desk, window: DeskWindow) -> None:
    desk.undo_door._show_state(UndoState())
    window.pages.ask(PageCode.SETTINGS)
    assert why_not(desk.undo_door.undo_action).startswith("各種設定では")
    window.pages.ask(PageCode.ORDERS)
    assert why_not(desk.undo_door.undo_action).startswith("元に戻せる変更は")


@pytest.mark.parametrize("page", [PageCode.SALES, PageCode.HOME, PageCode.CHECKS])
def test_ctrl_f_leads_to_the_search_of_orders(qtbot: QtBot, window: DeskWindow, page: PageCode) -> None:
    window.pages.ask(page)
    qtbot.waitUntil(lambda: window.pages.shown is page)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.shown is PageCode.ORDERS
    assert window.orders.filter_row.text.hasFocus()
    window.orders.table.setFocus()
    # The list knows the key itself; two who know it would be none.
    qtbot.keyClick(window.orders.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.orders.filter_row.text.hasFocus()


def test_pages_with_a_search_keep_their_key(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    window.pages.ask(PageCode.CUSTOMERS)
    page = desk.customers_door.page
    assert page is not None
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.shown is PageCode.CUSTOMERS and page.text.hasFocus()
