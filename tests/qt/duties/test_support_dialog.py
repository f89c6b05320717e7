"""サポート用ファイル: all of it is seen first, parts can be taken out, and what is shown is what is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.duties.support_dialog import SupportDialog
from goq_desktop.ui.theme import Role
from tests.qt.duties.conftest import PATIENCE, Store
from tests.support.made_orders import made_order


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace, store: Store, thread: JobThread) -> SupportDialog:
    store([made_order(number) for number in range(10)])
    dialog = SupportDialog(workspace, thread)
    qtbot.addWidget(dialog)
    dialog.look()
    assert not dialog.save_button.isEnabled()
    dialog.open()
    qtbot.waitUntil(lambda: dialog.list.count() > 0, timeout=PATIENCE)
    return dialog


def test_what_is_shown_is_what_is_saved(qtbot: QtBot, dialog: SupportDialog, tmp_path: Path) -> None:
    shown = dialog.text.toPlainText()
    assert "受注 10件" in shown and "佐藤" not in shown
    dialog.save(tmp_path / "サポート")
    qtbot.waitUntil(lambda: dialog.line.role is Role.GOOD, timeout=PATIENCE)
    assert (tmp_path / "サポート.txt").read_text("utf-8") == shown
    assert "どこにも送っていません" in dialog.line.text


def test_a_part_is_taken_out_by_keyboard(qtbot: QtBot, dialog: SupportDialog, thread: JobThread) -> None:
    dialog.list.setFocus()
    assert "■ 設定の形" in dialog.text.toPlainText()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "■ 設定の形" not in dialog.text.toPlainText()
    dialog.look()
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=PATIENCE)
    assert "■ 設定の形" not in dialog.text.toPlainText(), "and stays out"
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.text.toPlainText() == "" and not dialog.save_button.isEnabled()


def test_tab_leads_through_all_of_it(dialog: SupportDialog) -> None:
    controls = {dialog.list, dialog.text, dialog.save_button, dialog.close_button}
    assert all(control.accessibleName() for control in controls)
    dialog.list.setFocus()
    met = set()
    for _ in range(8):
        met.add(dialog.focusWidget())
        dialog.focusNextChild()
    assert met >= controls
