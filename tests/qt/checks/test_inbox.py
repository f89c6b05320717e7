"""The check inbox worked through as a person does: by keys alone, over a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.services import editing
from goq_desktop.ui.checks.hold_dialog import HoldDialog
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow
from tests.qt.checks.person import (
    CTRL,
    Key,
    number_shown,
    odd_order,
    open_inbox,
    press,
    settled,
    store_orders,
    unconfirmed,
)
from tests.support.made_orders import MARKUP


def test_an_inbox_of_forty_is_worked_through_by_keys_alone(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(number, has_two=number % 2 == 1) for number in range(40)])
    inbox = open_inbox(qtbot, desk, window, 40)
    assert inbox.head.progress.text().startswith("注文 40件 / 理由 60件")
    seen = []
    for turn in range(40):
        seen.append(number_shown(inbox))
        rows = len(inbox.rows)
        if turn % 4 == 0:
            for _ in range(rows):
                press(Key.Key_Return)
        elif turn % 4 == 1:
            for number in reversed(range(rows)):
                press(Qt.Key(Key.Key_1.value + number))
        else:
            press(Key.Key_Return, CTRL)
    assert len(set(seen)) == 40
    assert inbox.done.isVisible() and inbox.done.title.text() == "すべて確認しました"
    settled(qtbot, desk)
    assert unconfirmed(desk) == 0
    assert inbox.head.progress.text() == "注文 0件 / 理由 0件"
    qtbot.waitUntil(lambda: not desk.listing.is_running)
    assert not window.orders.filter_row.tabs._counts.get(TO_CHECK)


def test_one_reason_of_two_leaves_the_order_at_hand(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(1, has_two=True), odd_order(2)])
    inbox = open_inbox(qtbot, desk, window, 2)
    while len(inbox.rows) < 2:
        press(Key.Key_N)
    shown = number_shown(inbox)
    press(Key.Key_2)
    assert [row.is_confirmed for row in inbox.rows] == [False, True]
    assert number_shown(inbox) == shown and inbox.head.progress.text().startswith("注文 2件 / 理由 2件")
    settled(qtbot, desk)
    assert [row.is_confirmed for row in inbox.rows] == [False, True], "as it is stored"
    press(Key.Key_2)
    press(Key.Key_9)
    press(Key.Key_1)
    assert number_shown(inbox) != shown


def test_the_way_through_the_orders_is_by_arrows_and_letters(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(number) for number in range(3)])
    inbox = open_inbox(qtbot, desk, window, 3)
    first = number_shown(inbox)
    press(Key.Key_Right)
    second = number_shown(inbox)
    press(Key.Key_N)
    third = number_shown(inbox)
    press(Key.Key_N)
    assert number_shown(inbox) == first and len({first, second, third}) == 3
    press(Key.Key_Left)
    assert number_shown(inbox) == third
    press(Key.Key_P)
    assert number_shown(inbox) == second


def answer_hold(qtbot: QtBot, *, has_day: bool) -> None:
    """By keys in the dialog, once it is there."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), HoldDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HoldDialog)
    qtbot.waitUntil(dialog.has_day.hasFocus)
    if has_day:
        press(Key.Key_Space)
        assert dialog.day.hasFocus()
    press(Key.Key_Return)


@pytest.mark.parametrize("has_day", [False, True])
def test_an_order_on_hold_is_left_out_until_it_is_taken_back(
    qtbot: QtBot, desk: Desk, window: DeskWindow, has_day: bool
) -> None:
    store_orders(desk, [odd_order(number) for number in range(2)])
    inbox = open_inbox(qtbot, desk, window, 2)
    first = number_shown(inbox)
    press(Key.Key_H)
    answer_hold(qtbot, has_day=has_day)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    settled(qtbot, desk)
    assert number_shown(inbox) != first
    assert "注文 1件 / 理由 1件　保留 1件" in inbox.head.progress.text()
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    assert inbox.done.isVisible() and "保留中の受注が1件" in inbox.done.text.text()
    inbox.done.held.setFocus()
    press(Key.Key_Space)
    assert number_shown(inbox) == first
    inbox.setFocus()
    press(Key.Key_H)
    settled(qtbot, desk)
    assert inbox.done.isVisible() and inbox.work.orders == 1
    press(Key.Key_Z, CTRL)
    settled(qtbot, desk)
    assert inbox.work.held == 1


def test_only_orders_with_one_reason_are_worked_through(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(number, has_two=number == 1) for number in range(3)])
    inbox = open_inbox(qtbot, desk, window, 3)
    choice = inbox.head.choice
    assert [choice.itemText(n) for n in range(choice.count())] == [
        "すべての理由",
        "合計0円（1）",
        "備考あり（3）",
    ]
    choice.setFocus()
    press(Key.Key_Down)
    assert inbox.work.wanted is CheckReason.ZERO_YEN and inbox.work.place == (1, 1)
    press(Key.Key_Return, CTRL)
    settled(qtbot, desk)
    assert inbox.done.everything.isVisible()
    inbox.done.everything.setFocus()
    press(Key.Key_Space)
    assert inbox.work.place == (1, 2)


def test_a_wrong_address_is_mended_from_the_inbox(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    order = odd_order(1, memo="")
    party = replace(order.destinations[0].party, phone="123")
    store_orders(desk, [replace(order, destinations=(replace(order.destinations[0], party=party),))])
    inbox = open_inbox(qtbot, desk, window, 1)
    assert [row.reason.code for row in inbox.rows] == [CheckReason.PHONE]
    press(Key.Key_E)
    dialog = desk.edit_door.dialog
    assert dialog is not None
    assert dialog.focusWidget() is dialog.row(EditField.PHONE).control, "where the reason is mended"
    dialog.reject()
    window.activateWindow()
    inbox.setFocus()
    qtbot.waitUntil(inbox.hasFocus)
    press(Key.Key_M)
    dialog = desk.edit_door.dialog
    assert dialog is not None
    assert dialog.focusWidget() is dialog.row(EditField.NOTE).control
    dialog.reject()
    editing.edit(desk.workspace, [1], [Wish(EditField.PHONE, "090-1234-5678", 0)])
    window.orders.refresh()
    qtbot.waitUntil(inbox.done.isVisible)


def test_a_conflict_is_decided_in_the_inbox(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    order = odd_order(1, memo="")
    store_orders(desk, [order])
    editing.edit(desk.workspace, [1], [Wish(EditField.PHONE, "090-1111-2222", 0)])
    party = replace(order.destinations[0].party, phone="090-9999-0000")
    changed = replace(order, destinations=(replace(order.destinations[0], party=party),))
    store_orders(desk, [changed], "again")
    inbox = open_inbox(qtbot, desk, window, 1)
    assert inbox.rows[0].reason.code is CheckReason.CONFLICT
    shops = next(
        one for one in inbox.facts.findChildren(QPushButton) if one.text() == "ショップの値を使う(&J)"
    )
    qtbot.keyClick(shops, Key.Key_Space)
    qtbot.waitUntil(lambda: CheckReason.CONFLICT not in [row.reason.code for row in inbox.rows])
    (stored,) = [desk._reading.detail(1)]
    assert stored is not None and not stored.edits


def test_the_order_is_opened_in_the_list(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(number) for number in range(3)])
    inbox = open_inbox(qtbot, desk, window, 3)
    number = number_shown(inbox)
    press(Key.Key_O)
    assert window.pages.shown is PageCode.ORDERS
    qtbot.waitUntil(lambda: not desk.listing.is_running)
    (order_id,) = window.orders.table.selected_ids()
    stored = window.orders.read_order(order_id)
    assert stored is not None and stored.order.number == number
    assert window.orders.filter_row.query.filters.order_id == order_id
    assert window.orders.table.model().rowCount() == 1


def test_the_tab_of_orders_to_check_leads_to_the_inbox(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    row = window.orders.filter_row
    assert not row.inbox.isVisible()
    row.tabs.choose(TO_CHECK)
    assert row.inbox.isVisible()
    row.inbox.setFocus()
    press(Key.Key_Space)
    assert window.pages.shown is PageCode.CHECKS
    row.tabs.choose(None)
    assert row.inbox.isHidden()


def test_orders_that_come_meanwhile_wait_and_the_one_at_hand_stays(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    store_orders(desk, [odd_order(number) for number in range(2)])
    inbox = open_inbox(qtbot, desk, window, 2)
    press(Key.Key_N)
    shown = number_shown(inbox)
    store_orders(desk, [odd_order(number) for number in range(2, 6)])
    window.orders.refresh()
    qtbot.waitUntil(lambda: inbox.work.orders == 6)
    assert number_shown(inbox) == shown


def test_markup_is_shown_literally(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    order = odd_order(1, memo=MARKUP)
    hostile = replace(order.purchaser, name=MARKUP, phone=MARKUP, street=MARKUP)
    first = replace(order.destinations[0], party=hostile, delivery_slot=MARKUP)
    store_orders(desk, [replace(order, number=MARKUP, purchaser=hostile, destinations=(first,))])
    inbox = open_inbox(qtbot, desk, window, 1)
    labels = [label for label in inbox.findChildren(QLabel) if label.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert any(MARKUP in label.text() for label in labels)
    assert not any("<" in button.text() for button in inbox.findChildren(QPushButton))


def test_every_control_has_a_name_and_says_its_reason(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(1, has_two=True)])
    inbox = open_inbox(qtbot, desk, window, 1)
    buttons = [button for button in inbox.findChildren(QPushButton) if button.isVisible()]
    assert all(button.accessibleName() for button in buttons)
    assert "念のため" in inbox.rows[0].button.accessibleDescription()


def test_it_stands_in_a_narrow_window(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, [odd_order(1, has_two=True)])
    open_inbox(qtbot, desk, window, 1)
    QApplication.processEvents()
    assert window.minimumSizeHint().width() <= 900


def test_without_an_order_to_check_all_is_done(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    inbox = open_inbox(qtbot, desk, window, 0)
    qtbot.waitUntil(inbox.done.isVisible)
    assert inbox.done.title.text() == "すべて確認しました"
    press(Key.Key_Return, CTRL)
    press(Key.Key_H)
    press(Key.Key_O)
    assert window.pages.shown is PageCode.CHECKS
