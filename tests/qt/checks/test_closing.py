"""What a person did is stored though the window closes before its turn came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.services import editing
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.database import Database
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.window import DeskWindow
from tests.qt.checks.person import CTRL, Key, odd_order, open_inbox, press, settled, store_orders


@pytest.fixture
def database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Of two orders to check; it stays open when the desk has stopped."""
    store_orders(desk, [odd_order(number) for number in range(2)])
    monkeypatch.setattr(Workspace, "close", lambda _: None)
    database = desk.workspace.database()
    yield database
    database.close()


def keep_busy(desk: Desk) -> None:
    """As while a fetch has the turn to write."""
    desk.task_thread.submit(lambda token, _: token.wait(30), lambda _: None, lambda _: None)


def stored(database: Database, what: str) -> list[object]:
    with closing(database.reader()) as reader:
        return [row[0] for row in reader.execute(f"SELECT {what} FROM orders ORDER BY id")]


def leave(desk: Desk, window: DeskWindow) -> None:
    window.close()
    assert desk.stop()


def test_a_memo_that_is_being_written_is_stored(
    qtbot: QtBot, desk: Desk, window: DeskWindow, database: Database
) -> None:
    window.orders.filter_row.clear()
    window.orders.refresh_at_once()
    rows = window.orders.table.model().rowCount
    qtbot.waitUntil(lambda: rows() == 2 and not desk.listing.is_running)
    window.orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
    window.orders.table.select_first()
    (order_id,) = window.orders.table.selected_ids()
    press(Key.Key_F2)
    QTest.keyClicks(desk.memo_door.field.text, "noshi")
    keep_busy(desk)
    leave(desk, window)
    assert stored(database, "note")[order_id - 1] == "noshi"


def test_reasons_that_were_confirmed_are(
    qtbot: QtBot, desk: Desk, window: DeskWindow, database: Database
) -> None:
    open_inbox(qtbot, desk, window, 2)
    settled(qtbot, desk)
    keep_busy(desk)
    press(Key.Key_Return, CTRL)
    press(Key.Key_Return, CTRL)
    leave(desk, window)
    assert stored(database, "reasons") == [None, None]


def test_steps_and_undos_are_in_the_order_of_their_keys(
    qtbot: QtBot, desk: Desk, window: DeskWindow, database: Database
) -> None:
    undo = desk.undo_door

    def write(text: str) -> None:
        undo.run(lambda: editing.edit(desk.workspace, [1], [Wish(EditField.NOTE, text)]))

    write("一")
    qtbot.waitUntil(undo.undo_action.isEnabled)
    settled(qtbot, desk)
    keep_busy(desk)
    write("二")
    write("三")
    undo.undo_action.trigger()
    leave(desk, window)
    assert stored(database, "note")[0] == "二"
