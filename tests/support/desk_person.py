"""A person at the whole desk: sees the wizard or the window, presses keys, waits for what was asked for."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import FetchSummary
from goq_desktop.domain.query import OrderColumn
from goq_desktop.practice.orders import PracticeOrder
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.freshness_line import FreshnessLine
from goq_desktop.ui.window import DeskWindow
from tests.support.setup_person import SetupPerson

PATIENCE = 20_000  # ms: what really happens takes a moment, on a busy machine a long one


class DeskPerson:
    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot = qtbot
        self.desk = desk
        self.summaries: list[FetchSummary] = []
        desk.fetches.fetch_finished.connect(self.summaries.append)

    @property
    def window(self) -> DeskWindow:
        assert self.desk.window is not None
        return self.desk.window

    @property
    def setup(self) -> SetupPerson:
        assert self.desk.wizard is not None
        return SetupPerson(self.qtbot, self.desk.wizard, self.desk.workspace.settings_store)

    # -- the wizard

    def open_setup(self) -> SetupPerson:
        """The wizard, with its keyring looked at."""
        setup = self.setup
        self.qtbot.waitUntil(setup.wizard.isActiveWindow)
        self.qtbot.waitUntil(lambda: setup.wizard.keyring_page.is_usable, timeout=PATIENCE)
        return setup

    def go_quickly_to_detail(self) -> SetupPerson:
        setup = self.open_setup()
        setup.go_quickly_to_detail()
        return setup

    def fill_detail(self, server: PracticeServer, *, is_automatic: bool = False) -> None:
        self.setup.type_into("shop_id", server.shop_id)
        self.setup.type_keys(server.open_key, server.manager_key)
        if is_automatic:
            self.setup.click(self.setup.detail.is_automatic)

    def go_on_to_confirmation(self) -> None:
        self.setup.next()
        self.setup.arrive(SetupPage.CONFIRM)

    def connect(self) -> FetchSummary:
        """接続して受注を取り込む, up to the end of the first fetch."""
        setup = self.setup
        with self.qtbot.waitSignal(setup.wizard.setup_completed, timeout=PATIENCE):
            setup.connect()
        self.arrive_at_table()
        return self.wait_for_fetch(1)

    def set_up_quickly(self, server: PracticeServer, *, is_automatic: bool = False) -> FetchSummary:
        self.go_quickly_to_detail()
        self.fill_detail(server, is_automatic=is_automatic)
        self.go_on_to_confirmation()
        return self.connect()

    # -- the window

    def arrive_at_table(self) -> None:
        self.qtbot.waitUntil(lambda: self.desk.window is not None and self.desk.window.isVisible())
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        # It opens on unfinished work; these people look at everything.
        self.window.orders.filter_row.tabs.choose(None)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.window, key, modifiers)

    def fetch(self) -> FetchSummary:
        """F5, up to the end of the fetch."""
        before = len(self.summaries)
        self.press(Qt.Key.Key_F5)
        return self.wait_for_fetch(before + 1)

    def wait_for_fetch(self, count: int) -> FetchSummary:
        """Until so many fetches have ended and the table shows what they brought."""
        self.qtbot.waitUntil(
            lambda: len(self.summaries) >= count and not self.desk.fetches.is_running, timeout=PATIENCE
        )
        self.wait_for_list()
        return self.summaries[count - 1]

    def wait_for_list(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.listing.is_running, timeout=PATIENCE)

    @property
    def has_freshness(self) -> bool:
        """The journal has been read: there is a line."""
        return bool(self._freshness_lines())

    @property
    def freshness(self) -> FreshnessLine:
        """The line of the one shop."""
        (line,) = self._freshness_lines()
        return line

    def _freshness_lines(self) -> list[FreshnessLine]:
        lines = self.window.orders.freshness.findChildren(FreshnessLine)
        return [line for line in lines if line.isVisible()]

    def detail_text(self) -> str:
        """Everything that stands in the detail pane."""
        labels = self.window.orders.detail.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    @property
    def freshness_text(self) -> str:
        return f"{self.freshness.text.text()}\n{self.freshness.history.text()}"

    def cells(self, *columns: OrderColumn) -> list[tuple[str, ...]]:
        """What stands in these columns of the table, row by row."""
        model = self.window.orders.table.model()
        places = [COLUMNS.index(column) for column in columns]
        return [
            tuple(str(model.index(row, place).data()).strip() for place in places)
            for row in range(model.rowCount())
        ]

    def column(self, column: OrderColumn) -> list[str]:
        return [cell for (cell,) in self.cells(column)]

    def select(self, row: int) -> None:
        table = self.window.orders.table
        index = table.model().index(row, 1)
        table.scrollTo(index)
        self.qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center()
        )

    def filter(self, text: str) -> None:
        """Type into 絞り込み; an empty text clears it."""
        field = self.window.orders.filter_row.text
        field.setFocus()
        field.selectAll()
        if text:
            field.insert(text)  # as the input method does; single keys know no Japanese
        else:
            self.qtbot.keyClick(field, Qt.Key.Key_Backspace)
        self.qtbot.waitUntil(lambda: self.window.orders.filter_row.query.text == text)
        self.wait_for_list()

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible() and button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def open_tasks(self) -> list[str]:
        """What 準備 offers, as it stands on the buttons."""
        buttons = self.window.tasks.findChildren(QPushButton)
        return [button.text() for button in buttons if button.isVisible()]

    def task_button(self, text: str) -> QPushButton:
        buttons = self.window.tasks.findChildren(QPushButton)
        return next(button for button in buttons if button.text() == text)

    def export(self, file: Path) -> dict[str, object]:
        """受注を書き出す as JSON: everything that is stored, by the orders' unique key."""
        self.desk.files.export(file)
        told = self.window.statusBar().currentMessage
        self.qtbot.waitUntil(lambda: "書き出しました" in told(), timeout=PATIENCE)
        orders = map(json.loads, file.read_text("utf-8").splitlines())
        return {order["serial"]: order for order in orders}

    def kept_keys(self) -> dict[KeyKind, str]:
        """What lies in the keyring for the one shop."""
        (shop,) = self.desk.workspace.shops()
        reveal = self.desk.workspace.key_reader(shop.uid)
        return {kind: reveal(kind) for kind in KeyKind}


def listed(server: PracticeServer, since: datetime) -> dict[str, PracticeOrder]:
    """What the shop lists from this moment on, by the unique key; read without HTTP."""
    found = server.shop.listing(since, size=100_000).orders
    return {order.serial: order for order in found}


def shown_form(orders: dict[str, PracticeOrder]) -> Counter[tuple[str, str]]:
    """Number and total of each order as the table writes them."""
    return Counter((order.number, f"{order.sums.total:,}円") for order in orders.values())
