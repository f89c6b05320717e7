"""A person goes back to a backup, in two clicks from その他設定 and in one from a store that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.paths import Home
from goq_desktop.services.backing_up import back_up
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.copying import orders_in
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.restoring.dialog import RestoreDialog
from tests.qt.hub.settings import USED
from tests.support.made_orders import NEWEST, made_order, received
from tests.support.set_clock import SetClock

Start = Callable[[], Desk]


def store(workspace: Workspace, first: int, last: int) -> None:
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    page = [received(made_order(number)) for number in range(first, last)]
    OrderWriter(database, "profile").store_page("a", run, page, now=NEWEST)


@pytest.fixture
def workspace(home: Home) -> Workspace:
    """Two backups, of 3 and of 7 orders, and a store of 9."""
    clock = SetClock()
    workspace = Workspace(home, SessionStore(), clock)
    workspace.settings_store.replace_all(USED)
    for first, last in ((0, 3), (3, 7)):
        store(workspace, first, last)
        back_up(workspace, CancelToken())
        clock.move(timedelta(days=1))
    store(workspace, 7, 9)
    workspace.close()
    return workspace


@pytest.fixture
def start(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start the desk as the app does: the one before has ended."""
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    desks: list[Desk] = []

    def end(desk: Desk) -> None:
        qtbot.waitUntil(lambda: not desk.listing.is_running and not desk.task_thread.is_busy)
        window = desk.window
        assert desk.stop()
        desk.dispose()
        qtbot.waitUntil(lambda: not isValid(desk) and not isValid(window))

    def start() -> Desk:
        while desks:
            end(desks.pop())
        desk = Desk(workspace)
        desks.append(desk)
        desk.start()
        return desk

    yield start
    while desks:
        end(desks.pop())


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible() and button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def keeping_of(desk: Desk) -> QAbstractButton:
    """At バックアップと個人情報 in その他設定."""
    desk.hub_door.open(SetupPage.OTHER)
    hub = desk.hub_door.hub
    assert hub is not None
    hub.other_form.tabs.setCurrentWidget(hub.other_form.keeping)
    return hub.other_form.keeping.restore_button


def dialog_of(desk: Desk, qtbot: QtBot) -> RestoreDialog:
    """With what was found."""
    dialog = desk.restore_door.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.busy.isVisible())
    return dialog


def told(desk: Desk, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: desk.restore_door.told is not None)
    box = desk.restore_door.told
    assert box is not None
    assert all(label.textFormat() is not Qt.TextFormat.RichText for label in box.findChildren(QLabel))
    text = f"{box.text()}\n{box.informativeText()}"
    box.accept()
    return text


def test_two_clicks_lead_back_to_the_newest_backup(qtbot: QtBot, start: Start, workspace: Workspace) -> None:
    desk = start()
    click(qtbot, keeping_of(desk))
    dialog = dialog_of(desk, qtbot)
    cells = [[dialog.table.item(row, column) for column in (0, 1)] for row in range(2)]
    assert [[cell.text() for cell in row if cell] for row in cells] == [
        ["2026-11-21 12:04", "7件"],
        ["2026-11-20 12:04", "3件"],
    ]
    click(qtbot, dialog.restore_button)
    qtbot.waitUntil(lambda: desk.is_restart_wanted)
    again = start()
    text = told(again, qtbot)
    assert text.startswith(
        "2026-11-21 12:04 時点の受注 7件に戻しました。その後の受注は次の取得で取り込みます。"
    )
    assert str(workspace.home.data_dir) in text
    assert orders_in(workspace.database()) == 7
    assert len(list(workspace.home.data_dir.glob("orders.before-restore-*.db"))) == 1
    assert not again.is_restart_wanted


def test_an_older_one_by_keyboard_alone(qtbot: QtBot, start: Start, workspace: Workspace) -> None:
    desk = start()
    button = keeping_of(desk)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    dialog = dialog_of(desk, qtbot)
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert dialog.restore_button.hasFocus()
    qtbot.keyClick(dialog.restore_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.is_restart_wanted)
    assert "受注 3件" in told(start(), qtbot)
    assert orders_in(workspace.database()) == 3


def test_whoever_closes_the_dialog_changes_nothing(qtbot: QtBot, start: Start, workspace: Workspace) -> None:
    desk = start()
    click(qtbot, keeping_of(desk))
    dialog = dialog_of(desk, qtbot)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert desk.restore_door.dialog is None
    assert not workspace.is_restoring_due
    click(qtbot, keeping_of(desk))
    dialog = dialog_of(desk, qtbot)
    click(qtbot, dialog.restore_button)
    click(qtbot, dialog.close_button)
    qtbot.waitUntil(lambda: not desk.keeping._thread.is_busy)
    assert not workspace.is_restoring_due
    assert not desk.is_restart_wanted
    assert orders_in(workspace.database()) == 9


def test_what_is_typed_and_not_saved_is_asked_about_first(qtbot: QtBot, start: Start) -> None:
    desk = start()
    button = keeping_of(desk)
    hub = desk.hub_door.hub
    assert hub is not None
    hub.other_form.keeping.erases.setChecked(True)
    click(qtbot, button)
    assert desk.restore_door.dialog is None
    assert "保存していない変更" in hub.tiles[SetupPage.OTHER].question.text


def test_one_that_spoilt_since_is_refused_and_another_can_be_chosen(
    qtbot: QtBot, start: Start, workspace: Workspace
) -> None:
    newest = max(workspace.home.backups.glob("orders-*.db"))
    content = bytearray(newest.read_bytes())
    content[-2000] ^= 1
    newest.write_bytes(content)
    desk = start()
    click(qtbot, keeping_of(desk))
    dialog = dialog_of(desk, qtbot)
    click(qtbot, dialog.restore_button)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert str(newest) in dialog.problem.text
    assert not desk.is_restart_wanted and not workspace.is_restoring_due
    dialog.table.setCurrentCell(1, 0)
    click(qtbot, dialog.restore_button)
    qtbot.waitUntil(lambda: desk.is_restart_wanted)
    assert "受注 3件" in told(start(), qtbot)


@pytest.mark.parametrize("damage", [b"x" * 40_000, b"short"])
def test_one_click_brings_the_newest_back_in_place_of_a_damaged_store(
    qtbot: QtBot, start: Start, workspace: Workspace, damage: bytes
) -> None:
    workspace.home.database.write_bytes(damage)
    desk = start()
    window = desk.window
    assert window is not None
    qtbot.waitUntil(window.problem.restore_button.isVisible)
    click(qtbot, window.problem.restore_button)
    qtbot.waitUntil(lambda: desk.is_restart_wanted)
    assert "受注 7件" in told(start(), qtbot)
    [aside] = workspace.home.data_dir.glob("orders.before-restore-*.db")
    assert aside.read_bytes() == damage


def test_without_a_backup_none_is_offered(qtbot: QtBot, start: Start, workspace: Workspace) -> None:
    for file in workspace.home.backups.iterdir():
        file.unlink()
    workspace.home.database.write_bytes(b"short")
    desk = start()
    window = desk.window
    assert window is not None
    qtbot.waitUntil(window.problem.isVisible)
    assert not window.problem.restore_button.isVisible()
    click(qtbot, keeping_of(desk))
    dialog = dialog_of(desk, qtbot)
    assert dialog.notice.text == "元に戻せるバックアップは、まだありません。"
    assert not dialog.restore_button.isEnabled()
    dialog.reject()
