"""A date is stepped by days and months with the keys, whichever part of it is marked."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from goq_desktop.ui.day_field import DayField


def test_arrow_keys_go_by_days_and_page_keys_by_months(qtbot: QtBot) -> None:
    field = DayField(QDate(2026, 12, 31))
    field.setDisplayFormat("yyyy/MM/dd")
    qtbot.addWidget(field)
    field.show()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.date() == QDate(2027, 1, 1)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.date() == QDate(2026, 12, 30)
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    assert field.date() == QDate(2027, 1, 30)
    field.setMaximumDate(QDate(2027, 1, 30))
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.date() == QDate(2027, 1, 30)
