"""A mail address of any length is there to be read whole, at every width of the detail."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.ui.orders.facts import Facts
from goq_desktop.ui.orders.unbroken import UnbrokenValue

LONG = "a-very-long-name.of-somebody+orders@a-long-domain-of-a-company.example.co.jp"


def shown(qtbot: QtBot, value: str, width: int) -> tuple[QWidget, UnbrokenValue]:
    host, facts = QWidget(), Facts("注文者")
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    facts.add("お名前", "佐藤 花子")
    facts.add_unbroken("メール", value)
    layout.addWidget(facts)
    layout.addStretch(1)
    host.resize(width, 400)
    host.show()
    (field,) = facts.findChildren(UnbrokenValue)
    qtbot.waitUntil(lambda: field.width() > 10)
    return host, field  # it lives as long as its window


@pytest.mark.parametrize("width", [240, 380, 900])
def test_every_letter_of_it_is_inside(qtbot: QtBot, width: int) -> None:
    host, field = shown(qtbot, LONG, width)
    for place in range(len(LONG) + 1):
        cursor = field.textCursor()
        cursor.setPosition(place)
        assert field.viewport().rect().contains(field.cursorRect(cursor).center())
    needed = -(-field.fontMetrics().horizontalAdvance(LONG) // field.width())
    assert host.isVisible() and field.height() <= (needed + 2) * field.fontMetrics().lineSpacing() + 1


def test_it_is_copied_to_the_letter_and_left_by_tab(qtbot: QtBot) -> None:
    host, field = shown(qtbot, LONG, 240)
    host.activateWindow()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == LONG
    QTest.keyClick(field, Qt.Key.Key_X)
    assert field.toPlainText() == LONG


def test_markup_in_it_is_shown_as_it_is_and_nothing_is_no_fact(qtbot: QtBot) -> None:
    host, field = shown(qtbot, "<b>x</b>@y", 240)
    assert field.toPlainText() == "<b>x</b>@y"
    assert host.isVisible()
    facts = Facts("注文者")
    qtbot.addWidget(facts)
    facts.add_unbroken("メール", "  ")
    assert facts.is_empty
