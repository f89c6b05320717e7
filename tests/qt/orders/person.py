"""A person at the list: presses keys, writes as an input method does, answers what comes up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.ui.orders.filter_dialog import FilterDialog
from goq_desktop.ui.orders.view import OrdersView


@contextmanager
def answering(
    qtbot: QtBot, view: OrdersView, act: Callable[[QDialog], None]
) -> Iterator[list[type[QDialog]]]:
    """Do `act` with the dialog that comes up meanwhile."""
    seen: list[type[QDialog]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isActiveWindow():
            if dialog is not None:
                dialog.activateWindow()
            QTimer.singleShot(5, answer)
            return
        seen.append(type(dialog))
        act(dialog)

    QTimer.singleShot(0, answer)
    yield seen
    assert seen
    # Off-screen nobody gives the window the keys back.
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def write(widget: QWidget, text: str) -> None:
    """As an input method does."""
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(widget, typed)


def narrow(qtbot: QtBot, view: OrdersView, act: Callable[[FilterDialog], None]) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, FilterDialog)
        act(dialog)
        press(dialog, Qt.Key.Key_Return)

    with answering(qtbot, view, fill):
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        press(view.table, Qt.Key.Key_F, both)


def count_is(view: OrdersView, count: int) -> Callable[[], bool]:
    return lambda: view.filter_row.count.text() == f"{count}件"


def with_memo(dialog: FilterDialog) -> None:
    dialog.flags["has_memo"].setFocus()
    press(dialog.flags["has_memo"], Qt.Key.Key_Down)
