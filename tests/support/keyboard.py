"""Where the keyboard is, waited for as a person waits for a window that comes to the front."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot


def keyboard_place(qtbot: QtBot) -> QWidget:
    """The control that has the keyboard; fails with the windows' names when none gets it."""
    try:
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    except WaitedTooLong:
        windows = f"active {QApplication.activeWindow()}, in front {QGuiApplication.focusWindow()}"
        raise AssertionError(f"the keyboard is nowhere: {windows}") from None
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused
