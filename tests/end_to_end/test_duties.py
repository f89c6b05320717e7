"""取扱記録 at the whole desk: what a person does is in it, and each of the duties is reached from ヘルプ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.practice.server import PracticeServer
from tests.support.desk_person import PATIENCE, DeskPerson

pytestmark = pytest.mark.usefixtures("real_keyring")


def test_a_day_at_the_desk_is_in_the_record(
    start: Callable[[], DeskPerson], server: PracticeServer, qtbot: QtBot, tmp_path: Path
) -> None:
    person = start()
    brought = person.set_up_quickly(server)
    table = person.window.orders.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    person.export(tmp_path / "受注.json")
    door = person.desk.duties_door
    assert door.record_action in person.window.help_menu.actions()
    door.record_action.trigger()
    assert door.duties is not None
    record = door.duties.record
    qtbot.waitUntil(lambda: record.table.rowCount() == 3, timeout=PATIENCE)
    cells = [[_text(door.duties.record.table.item(row, column)) for column in (3, 4, 5)] for row in range(3)]
    count = f"{brought.new:,}"
    assert cells == [
        ["書き出し", "JSON", count],
        ["大量コピー", "", count],
        ["取得", person.desk.workspace.shops()[0].name, count],
    ]
    assert "改ざんされていません" in record.verdict.text
    qtbot.keyClick(door.duties, Qt.Key.Key_Escape)
    assert not door.duties.isVisible()


def test_support_and_erasing_open_from_the_menu_and_close_by_escape(
    start: Callable[[], DeskPerson], server: PracticeServer, qtbot: QtBot
) -> None:
    person = start()
    person.set_up_quickly(server)
    door = person.desk.duties_door
    door.support_action.trigger()
    assert door.support is not None
    support = door.support
    qtbot.waitUntil(lambda: support.list.count() > 0, timeout=PATIENCE)
    assert server.open_key not in support.text.toPlainText()
    qtbot.keyClick(support, Qt.Key.Key_Escape)
    assert not support.isVisible()
    door.erasing_action.trigger()
    assert door.erasing is not None
    erasing = door.erasing
    qtbot.waitUntil(lambda: "数えて" not in erasing.question.text, timeout=PATIENCE)
    qtbot.keyClick(erasing, Qt.Key.Key_Escape)
    assert not erasing.isVisible() and door.erasing is None


def _text(item: object) -> str:
    text = getattr(item, "text", None)
    return text() if callable(text) else ""
