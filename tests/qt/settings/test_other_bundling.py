"""その他設定: the days within which orders of one customer are 同梱候補, typed as a person does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from goq_desktop.clock import Clock
from goq_desktop.settings.tiles import Other, Settings
from goq_desktop.ui.settings.other import OtherForm


def test_the_days_of_bundling_are_typed_and_kept(qtbot: QtBot) -> None:
    form = OtherForm(Clock())
    qtbot.addWidget(form)
    form.load(Settings())
    form.tabs.setCurrentWidget(form.bundling)
    form.show()
    assert form.bundling.days == 7
    field = form.bundling.field
    field.selectAll()
    QTest.keyClicks(field, "14")
    QTest.keyClick(field, Qt.Key.Key_Return)
    other = form.tiles()["other"]
    assert isinstance(other, Other) and other.bundle_days == 14
    form.load(Settings(other=Other(bundle_days=0)))
    assert field.text() == "探さない"
