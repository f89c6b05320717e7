"""Ctrl+K: every action of the window by keyboard, and the list of all keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Lane
from goq_desktop.paths import Home
from goq_desktop.services.setup_flow import TILES
from goq_desktop.ui.checks import inbox
from goq_desktop.ui.command_box.box import CommandBox
from goq_desktop.ui.command_box.key_list import KeyList, keys_of
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow
from goq_desktop.ui.wizard.names import page_title

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def open_box(qtbot: QtBot, desk: Desk, text: str = "") -> CommandBox:
    """As a person: the keys go to whatever has the keyboard."""
    assert desk.window is not None
    qtbot.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_K, CTRL)
    box = desk.command_door.box
    assert box is not None
    qtbot.waitUntil(box.line.hasFocus)
    box.line.insert(text)
    return box


def run(qtbot: QtBot, desk: Desk, text: str) -> None:
    box = open_box(qtbot, desk, text)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    window = desk.window
    assert window is not None
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    with qtbot.waitActive(window):
        window.activateWindow()  # a window system does it by itself
    # What was chosen runs when the box is gone.
    QApplication.processEvents()


def test_a_page_is_reached_by_a_few_letters(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    run(qtbot, desk, "ほーむ")
    assert window.pages.bar.buttons[PageCode.HOME].isChecked()
    run(qtbot, desk, "受注一覧")
    assert window.pages.bar.buttons[PageCode.ORDERS].isChecked()


def test_the_box_opens_from_a_text_field_too(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    window.orders.filter_row.text.setFocus()
    window.orders.filter_row.text.setText("佐藤")
    qtbot.keyClick(window.orders.filter_row.text, Qt.Key.Key_Home)
    assert open_box(qtbot, desk).isVisible()
    assert window.orders.filter_row.text.text() == "佐藤"


def test_a_status_is_a_command(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    run(qtbot, desk, "キャンセル")
    assert window.orders.filter_row.tabs.lane == Lane.CANCELLED
    run(qtbot, desk, "2号店")
    assert window.orders.filter_row.query.shop_uid == "b"


def test_every_action_of_the_menus_is_in_the_box(qtbot: QtBot, desk: Desk) -> None:
    box = open_box(qtbot, desk)
    labels = {command.label for command in box.shown}
    assert {"今すぐ取得", "期間を指定して取得", "受注を書き出す", "終了", "使い方"} <= labels
    assert {page_title(page) for page in TILES} <= labels
    assert {"ホーム", "受注一覧", "各種設定", "新規受付", "処理済", "入金待ち"} <= labels
    keys = {command.label: command.keys for command in box.shown}
    assert keys["今すぐ取得"] == "F5"
    assert keys["受注一覧"] == "Ctrl+2"


def test_arrows_choose_and_escape_runs_nothing(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    box = open_box(qtbot, desk, "設定")
    assert box.list.currentIndex().row() == 0
    qtbot.keyClick(box.line, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == 1
    for _ in range(2):
        qtbot.keyClick(box.line, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == len(box.shown) - 1
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.command_door.box is None)
    assert window.pages.shown is PageCode.ORDERS


def test_what_cannot_be_done_now_says_so_and_is_not_run(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    window.fetch_action.setEnabled(False)
    box = open_box(qtbot, desk, "今すぐ取得")
    item = box.list.topLevelItem(0)
    assert item is not None
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "使えません" in item.text(1)
    assert box.list.currentIndex().row() != 0
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)


def test_the_last_chosen_stands_first_next_time(qtbot: QtBot, desk: Desk) -> None:
    run(qtbot, desk, "キャンセル")
    box = open_box(qtbot, desk)
    assert box.shown[0].label == "キャンセル"


def test_a_typed_name_filters_the_orders_and_is_not_remembered(
    qtbot: QtBot, desk: Desk, window: DeskWindow, home: Home
) -> None:
    run(qtbot, desk, "髙﨑花子")
    assert window.orders.filter_row.query.text == "髙﨑花子"
    state = home.settings_dir / "window.ini"
    assert not state.exists() or "花子" not in state.read_text("utf-8")


def test_a_setting_is_found_by_the_hubs_own_search(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    box = open_box(qtbot, desk, "インボイス登録")
    qtbot.keyClick(box.line, Qt.Key.Key_Up)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.shown is PageCode.SETTINGS)
    hub = desk.hub_door.hub
    assert hub is not None
    assert hub.search_line.text() == "インボイス登録"
    assert hub.results.isVisible()


def test_the_list_of_keys_knows_every_key_of_the_menus(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1, SHIFT)
    box = QApplication.activeModalWidget()
    assert isinstance(box, KeyList)
    listed = {line.keys: line.label for lines in keys_of(window).values() for line in lines}
    assert listed["Ctrl+K"] == "操作を探す"
    assert listed["F5"] == "今すぐ取得"
    assert listed["Ctrl+1"] == "ホーム"
    assert {"F6", "Ctrl+Shift+F", "Ctrl+S", "Alt+Left"} <= listed.keys()
    assert {keys[0] for keys in inbox.KEYS.values()} <= listed.keys()
    assert box.list.topLevelItemCount() == len(keys_of(window))
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
