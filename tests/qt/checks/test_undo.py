"""Every kind of step is taken back by Ctrl+Z, wherever somebody is, and done again by Ctrl+Y."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.rules import Rules
from goq_desktop.services import confirming, editing
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.orders.findings_row import FindingsRow
from goq_desktop.ui.window import DeskWindow
from tests.qt.checks.person import (
    CTRL,
    SHIFT,
    Key,
    number_shown,
    odd_order,
    open_inbox,
    press,
    settled,
    store_orders,
    unconfirmed,
)
from tests.support.made_orders import received


def test_everything_is_undone_and_done_again(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(number) for number in range(3)])
    inbox = open_inbox(qtbot, desk, window, 3)
    first = number_shown(inbox)
    press(Key.Key_Return, CTRL)
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    assert unconfirmed(desk) == 1
    for left in (2, 3):
        press(Key.Key_Z, CTRL)
        settled(qtbot, desk)
        assert unconfirmed(desk) == left
    assert number_shown(inbox) == first and not inbox.head.undo.isEnabled()
    press(Key.Key_Z, CTRL | SHIFT)
    settled(qtbot, desk)
    assert unconfirmed(desk) == 2 and inbox.head.redo.isEnabled()


def test_undo_takes_back_the_newest_step_also_when_it_is_an_edit(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(number) for number in range(2)])
    inbox = open_inbox(qtbot, desk, window, 2)
    said = window.statusBar().currentMessage
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    assert "確認済み" in said() and "Ctrl+Z" in said()
    press(Key.Key_M)
    dialog = desk.edit_door.dialog
    assert dialog is not None
    note = dialog.row(EditField.NOTE).control
    QTest.keyClicks(note, "noshi")
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.edit_door.dialog is None)
    window.activateWindow()
    inbox.setFocus()
    qtbot.waitUntil(inbox.hasFocus)
    settled(qtbot, desk)
    assert "ひとことメモ" in said() and "Ctrl+Z" in said()
    undo, redo = desk.undo_door.undo_action, desk.undo_door.redo_action
    assert "ひとことメモ" in undo.text()
    press(Key.Key_Z, CTRL)
    settled(qtbot, desk)
    assert "確認済み" in undo.text() and unconfirmed(desk) == 1, "the note that was spoken of, not the reason"
    press(Key.Key_Z, CTRL)
    settled(qtbot, desk)
    assert unconfirmed(desk) == 2 and "元に戻しました: 確認済み" in said() and not undo.isEnabled()
    press(Key.Key_Y, CTRL)
    settled(qtbot, desk)
    assert unconfirmed(desk) == 1 and "ひとことメモ" in redo.text()
    press(Key.Key_Y, CTRL)
    settled(qtbot, desk)
    assert "ひとことメモ" in undo.text() and not inbox.head.redo.isEnabled()


def test_what_was_confirmed_is_undone_from_any_page_and_told(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(1)])
    open_inbox(qtbot, desk, window, 1)
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    for page, left in ((Key.Key_1, 1), (Key.Key_2, 0), (Key.Key_4, 1), (Key.Key_5, 0)):
        qtbot.keyClick(window, page, CTRL)
        press(Key.Key_Y if left == 0 else Key.Key_Z, CTRL)
        settled(qtbot, desk)
        assert unconfirmed(desk) == left
        assert "確認済みに変更: 備考あり（1件）" in window.statusBar().currentMessage()


def test_letters_in_a_search_are_taken_back_before_a_step(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(1)])
    open_inbox(qtbot, desk, window, 1)
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    qtbot.keyClick(window, Key.Key_2, CTRL)
    text = window.orders.filter_row.text
    text.setFocus()
    QTest.keyClicks(text, "a")
    press(Key.Key_Z, CTRL)
    settled(qtbot, desk)
    assert text.text() == "" and unconfirmed(desk) == 0
    press(Key.Key_Z, CTRL)
    settled(qtbot, desk)
    assert unconfirmed(desk) == 1


def test_in_the_settings_the_keys_belong_to_the_forms(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(1)])
    open_inbox(qtbot, desk, window, 1)
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    qtbot.keyClick(window, Key.Key_Comma, CTRL)
    assert window.pages.shown is PageCode.SETTINGS and not desk.undo_door.undo_action.isEnabled()
    qtbot.keyClick(window, Key.Key_3, CTRL)
    assert desk.undo_door.undo_action.isEnabled()


def test_keys_held_down_take_back_a_step_each(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(number) for number in range(4)])
    inbox = open_inbox(qtbot, desk, window, 4)
    for _ in range(3):
        press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    inbox.setFocus()
    for _ in range(3):
        press(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not desk.undo_door.undo_action.isEnabled() and not desk.task_thread.is_busy)
    assert unconfirmed(desk) == 4


def test_an_alarm_that_was_seen_comes_back_by_undo(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(1)])
    editing.edit(desk.workspace, [1], [Wish(EditField.NOTE, "急ぎ")])
    order = replace(odd_order(1), lane=Lane.CANCELLED)
    writer = OrderWriter(desk.workspace.database(), "made", Rules)
    writer.store_page("a", 0, [replace(received(order), raw=b"1")], now=desk.workspace.clock.now())
    desk._fetch_actions.load_freshness()

    def told() -> list[FindingsRow]:
        return [row for row in window.orders.freshness.findChildren(FindingsRow) if not row.isHidden()]

    qtbot.waitUntil(lambda: bool(told()))
    QTest.mouseClick(told()[0].confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not told())
    settled(qtbot, desk)
    assert "ショップでの変更を確認（1件）" in window.statusBar().currentMessage()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bool(told()))
    assert order.number in told()[0].text.text()


def test_what_was_confirmed_before_a_restart_is_undone_too(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(number, has_two=True) for number in range(2)])
    with closing(desk.workspace.database().reader()) as reader:
        ids = [row[0] for row in reader.execute("SELECT id FROM orders ORDER BY id")]
    for order_id in ids:
        stored = desk._reading.detail(order_id)
        assert stored is not None
        confirming.confirm(desk.workspace, order_id, {reason.mark for reason in stored.checks})
    inbox = open_inbox(qtbot, desk, window, 0)
    qtbot.waitUntil(inbox.head.undo.isEnabled)
    inbox.setFocus()
    for left in (1, 2):
        press(Key.Key_Z, CTRL)
        settled(qtbot, desk)
        assert unconfirmed(desk) == left and inbox.work.reasons == 2 * left
    assert not inbox.head.undo.isEnabled()
