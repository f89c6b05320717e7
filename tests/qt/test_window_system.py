"""The run for `window_system` tests has real windows, with focus and a clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.window_system


def test_a_window_gets_focus_and_text_from_the_clipboard(qtbot: QtBot) -> None:
    assert QGuiApplication.platformName() not in ("offscreen", "minimal")
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    QGuiApplication.clipboard().setText("受注番号 00123")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "受注番号 00123"
