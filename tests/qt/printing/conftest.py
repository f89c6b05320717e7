"""The main window over a real encrypted store of made-up orders, with the way into 印刷."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from goq_desktop.background.jobs import JobThread
from goq_desktop.background.listing import OrderListing
from goq_desktop.clock import Clock
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.paths import Home
from goq_desktop.services.handling import newest
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui import theme
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.printing.door import PrintDoor
from goq_desktop.ui.printing.print_dialog import PrintDialog
from goq_desktop.ui.store_reading import StoreReading
from goq_desktop.ui.window import DeskWindow
from tests.support.made_orders import NEWEST, calm_order, received

PATIENCE = 30_000  # ms: the first store of a process loads its libraries
ORDERS = 12


@dataclass
class Person:
    """Sits at the keyboard; there is no mouse."""

    qtbot: QtBot
    workspace: Workspace
    thread: JobThread
    window: DeskWindow
    door: PrintDoor

    @property
    def dialog(self) -> PrintDialog:
        assert self.door.dialog is not None
        return self.door.dialog

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Into whatever has the focus."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def alt(self, key: Qt.Key) -> None:
        """A button goes down and up again before it does anything."""
        self.press(key, Qt.KeyboardModifier.AltModifier)
        buttons = self.dialog.findChildren(QAbstractButton)
        self.qtbot.waitUntil(lambda: not any(button.isDown() for button in buttons if isValid(button)))

    def select(self, count: int) -> None:
        table = self.window.orders.table
        table.setFocus()
        table.select_first()
        for _ in range(count - 1):
            self.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    def open(self) -> PrintDialog:
        self.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.waitUntil(self.dialog.isActiveWindow, timeout=PATIENCE)
        self.rest()
        return self.dialog

    def close(self) -> None:
        self.press(Qt.Key.Key_Escape)
        # A window system without windows leaves a closed dialog active.
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE)
        self.rest()

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: not self.thread.is_busy, timeout=PATIENCE)

    @property
    def message(self) -> str:
        return self.window.statusBar().currentMessage()

    def notes(self) -> list[tuple[str, int]]:
        _, rows = newest(self.workspace, HandlingQuery(kind=HandlingKind.PRINTED), 10)
        return [(row.detail, row.count) for row in rows]


@pytest.fixture
def person(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Person]:
    theme.apply(qapp, Qt.ColorScheme.Light)
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore())
    workspace.prepare()
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    orders = [received(calm_order(number)) for number in range(ORDERS)]
    OrderWriter(database, "mark").store_page("a", run, orders, now=NEWEST)
    thread, reading = JobThread("tasks"), StoreReading(workspace)
    listing = OrderListing(reading.open_list)
    state = tmp_path / "window.ini"
    view = OrdersView(listing, reading.rows, reading.detail, state, Clock())
    settings = QSettings(str(state), QSettings.Format.IniFormat)
    window = DeskWindow(view, settings)
    window.complete()
    qtbot.addWidget(window)
    person = Person(qtbot, workspace, thread, window, PrintDoor(workspace, thread, settings, window))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(listing.finished, timeout=PATIENCE):
        view.start()
    yield person
    assert listing.stop() and thread.stop()
    reading.close()
    workspace.close()
