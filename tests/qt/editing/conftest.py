"""The main window over a real encrypted store of made-up orders, with everything that edits them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.background.listing import OrderListing
from goq_desktop.clock import Clock
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Order
from goq_desktop.paths import Home
from goq_desktop.services.applying import own_lanes
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Lanes, LaneSetting
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.stored_order import StoredOrder
from goq_desktop.ui import theme
from goq_desktop.ui.editing.door import EditDoor
from goq_desktop.ui.editing.edit_dialog import EditDialog
from goq_desktop.ui.editing.memo_door import MemoDoor
from goq_desktop.ui.editing.undo_door import UndoDoor
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.store_reading import StoreReading
from goq_desktop.ui.window import DeskWindow
from tests.support.made_orders import NEWEST, calm_order, received

PATIENCE = 30_000  # ms: the first store of a process loads its libraries
ORDERS = [calm_order(number) for number in range(40)]


@dataclass
class Person:
    """Sits at the window: presses keys and waits for what comes of them."""

    qtbot: QtBot
    workspace: Workspace
    thread: JobThread
    listing: OrderListing
    window: DeskWindow
    door: EditDoor
    undo: UndoDoor
    memo: MemoDoor

    @property
    def view(self) -> OrdersView:
        return self.window.orders

    def store(self, orders: Sequence[Order]) -> None:
        """As a fetch does."""
        database = self.workspace.database()
        run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
        page = [replace(received(order), raw=json.dumps(str(order)).encode()) for order in orders]
        OrderWriter(database, "mark").store_page("a", run, page, now=NEWEST)
        self.view.refresh()
        self.rest()

    def press(
        self, keys: str | Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Into whatever has the focus."""
        widget = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        if isinstance(keys, str):
            QTest.keyClicks(widget, keys)
        else:
            QTest.keyClick(widget, keys, modifiers)

    def ctrl(self, key: Qt.Key, *, shift: bool = False) -> None:
        modifiers = Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        self.press(key, modifiers)

    def rest(self) -> None:
        """Until nothing is being written, read or listed."""
        self.qtbot.waitUntil(
            lambda: not self.thread.is_busy and not self.listing.is_running, timeout=PATIENCE
        )

    def come_back(self) -> None:
        """A window system without windows leaves a closed menu or dialog active."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.rest()

    def select(self, count: int) -> None:
        table = self.view.table
        table.setFocus()
        table.select_first()
        for _ in range(count - 1):
            self.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    def open_dialog(self) -> EditDialog:
        self.ctrl(Qt.Key.Key_B)
        self.qtbot.waitUntil(lambda: self.door.dialog is not None, timeout=PATIENCE)
        assert self.door.dialog is not None
        self.qtbot.waitUntil(self.door.dialog.isActiveWindow, timeout=PATIENCE)
        return self.door.dialog

    def stored(self, order_id: int) -> StoredOrder:
        found = self.view.read_order(order_id)
        assert found is not None
        return found

    def lanes(self) -> list[str]:
        """Of the stored orders, by id."""
        return [self.stored(number).lane for number in range(1, len(ORDERS) + 1)]

    @property
    def message(self) -> str:
        return self.window.statusBar().currentMessage()


@pytest.fixture
def person(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Person]:
    theme.apply(qapp, Qt.ColorScheme.Light)
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore())
    workspace.prepare()
    workspace.settings_store.save(lanes=Lanes(lanes=(LaneSetting(code="held", name="保留"),)))
    workspace.database()
    thread, reading = JobThread("tasks"), StoreReading(workspace)
    listing = OrderListing(reading.open_list)
    state = tmp_path / "window.ini"
    view = OrdersView(listing, reading.rows, reading.detail, state, Clock())
    window = DeskWindow(view, QSettings(str(state), QSettings.Format.IniFormat))
    window.complete()
    qtbot.addWidget(window)
    view.set_shops({"a": "みちのく工芸館"})
    view.set_lanes(own_lanes(workspace.load_settings().settings))
    undo = UndoDoor(workspace, thread, window)
    door = EditDoor(workspace, thread, undo, window)
    memo = MemoDoor(workspace, thread, undo, door.menu, window)
    person = Person(qtbot, workspace, thread, listing, window, door, undo, memo)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(listing.finished, timeout=PATIENCE):
        view.start()
    person.store(ORDERS)
    yield person
    assert listing.stop() and thread.stop()
    reading.close()
    workspace.close()
