"""今すぐ消去: nothing happens before the answer, and the preview is what is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.domain.handling import HandlingQuery
from goq_desktop.domain.orders import Lane
from goq_desktop.services import handling
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.order_export import all_orders
from goq_desktop.ui.duties.erasing_dialog import ErasingDialog
from tests.qt.duties.conftest import PATIENCE, Store
from tests.support.made_orders import made_order
from tests.support.set_clock import SetClock

ORDERS = [made_order(number) for number in range(300)]
ENDED = sum(order.lane is not Lane.NEW for order in ORDERS)


@pytest.fixture
def dialog(
    qtbot: QtBot, workspace: Workspace, store: Store, clock: SetClock, thread: JobThread
) -> ErasingDialog:
    """Over orders that were last changed 100 days ago."""
    store(ORDERS)
    clock.move(timedelta(days=100))
    dialog = ErasingDialog(workspace, thread)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=PATIENCE)
    return dialog


def erased(workspace: Workspace) -> int:
    return sum(one.is_erased for one in all_orders(workspace.database()))


def test_it_asks_first_and_enter_is_no_answer(
    qtbot: QtBot, workspace: Workspace, dialog: ErasingDialog, thread: JobThread
) -> None:
    assert f"{ENDED}件の受注の個人情報を消去しますか。元に戻せません。" in dialog.question.text
    assert "いちばん古い受注は2026年11月8日" in dialog.question.text
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not thread.is_busy and erased(workspace) == 0


def test_yes_erases_what_was_shown(
    qtbot: QtBot, workspace: Workspace, dialog: ErasingDialog, thread: JobThread
) -> None:
    with qtbot.waitSignal(dialog.erased, timeout=PATIENCE):
        qtbot.mouseClick(dialog.erase_button, Qt.MouseButton.LeftButton)
    assert dialog.question.text.startswith(f"{ENDED}件の受注の個人情報を消去しました。")
    assert erased(workspace) == ENDED and not dialog.erase_button.isEnabled()
    _, (newest,) = handling.newest(workspace, HandlingQuery(), 1)
    assert (newest.count, newest.detail) == (ENDED, "asked")
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_other_days_are_counted_anew(qtbot: QtBot, dialog: ErasingDialog, thread: JobThread) -> None:
    dialog.days.setFocus()
    dialog.days.selectAll()
    qtbot.keyClicks(dialog.days, "365")
    assert not dialog.erase_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.question.text == "消去する受注はありません。", timeout=PATIENCE)
    assert not dialog.erase_button.isEnabled()


def test_it_can_be_stopped_and_says_so(
    qtbot: QtBot, workspace: Workspace, dialog: ErasingDialog, thread: JobThread
) -> None:
    """Stopped before the first order: nobody is erased, and the dialog tells and closes."""
    dialog.erase_button.click()
    dialog.reject()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_erasing, timeout=PATIENCE)
    assert "途中で中止しました" in dialog.question.text or "消去しました" in dialog.question.text
    assert erased(workspace) in (0, 200, ENDED)
    dialog.close()
    assert not dialog.isVisible()


def test_every_control_has_a_name(dialog: ErasingDialog) -> None:
    for control in (dialog.days, dialog.erase_button, dialog.close_button, dialog.bar):
        assert control.accessibleName()
