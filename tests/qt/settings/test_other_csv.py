"""その他設定: the characters of CSV files, chosen by keyboard as a person does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from goq_desktop.clock import Clock
from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.settings.tiles import Other, Settings
from goq_desktop.ui.settings.other import OtherForm


def test_the_characters_of_csv_files_are_chosen_and_kept(qtbot: QtBot) -> None:
    form = OtherForm(Clock())
    qtbot.addWidget(form)
    form.load(Settings())
    form.tabs.setCurrentWidget(form.csv)
    form.show()
    assert form.csv.encoding is CsvEncoding.UTF8
    with qtbot.waitSignal(form.edited):
        QTest.keyClick(form.csv.field, Qt.Key.Key_Down)
    other = form.tiles()["other"]
    assert isinstance(other, Other) and other.csv_encoding is CsvEncoding.CP932
    with qtbot.assertNotEmitted(form.edited):
        form.load(Settings(other=Other(csv_encoding=CsvEncoding.CP932)))
    assert form.csv.field.currentText() == "Shift_JIS（古いソフト用）"
    form.load(Settings())
    assert form.csv.encoding is CsvEncoding.UTF8
