"""What somebody at the check inbox presses, sees and waits for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Lane, Money, Order
from goq_desktop.domain.rules import Rules
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.checks.inbox import CheckInbox
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.window import DeskWindow
from tests.support.made_orders import calm_order, received

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def odd_order(number: int, *, memo: str = "のし", has_two: bool = False) -> Order:
    """With a memo to read; with two reasons, it is also for nothing."""
    order = replace(calm_order(number), lane=Lane.NEW, memo=memo)
    first = replace(order.destinations[0])
    money = Money(total=0) if has_two else order.money
    return replace(order, destinations=(first,), money=money)


def store_orders(desk: Desk, orders: list[Order], mark: str = "made") -> None:
    writer = OrderWriter(desk.workspace.database(), mark, Rules)
    writer.store_page("a", 0, [received(order) for order in orders], now=desk.workspace.clock.now())


def open_inbox(qtbot: QtBot, desk: Desk, window: DeskWindow, orders: int) -> CheckInbox:
    qtbot.keyClick(window, Key.Key_3, CTRL)
    inbox = desk.check_door.inbox
    assert inbox is not None
    qtbot.waitUntil(lambda: inbox.work.orders == orders)
    return inbox


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the focus is, as a keyboard does."""
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClick(held, key, modifier)


def unconfirmed(desk: Desk) -> int:
    with closing(desk.workspace.database().reader()) as reader:
        return int(reader.execute("SELECT count(*) FROM orders WHERE reasons IS NOT NULL").fetchone()[0])


def settled(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.check_door._pending and not desk.task_thread.is_busy)


def number_shown(inbox: CheckInbox) -> str:
    return inbox.number.text().split("　")[0].removeprefix("受注番号 ")
