"""A real encrypted store with made-up orders, and the order list over it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.background.listing import OrderListing
from goq_desktop.clock import Clock
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Order
from goq_desktop.domain.query import OrderRow
from goq_desktop.storage.database import Database, new_salt
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.stored_order import StoredOrder
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.table import OrderTable
from goq_desktop.ui.orders.view import OrdersView
from tests.support.made_orders import NEWEST, made_order, received

SHOPS = {"a": "みちのく工芸館", "b": "みちのく 2号店"}


class Store:
    """An encrypted store, and how many rows were read from it for painting."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "orders.db", secrets.token_bytes(32), new_salt())
        self.database.create()
        self._writer = OrderWriter(self.database, "test")
        self._list: OrderList | None = None

    def add(self, orders: Sequence[Order], shop_uid: str = "a") -> None:
        window = Window(since=NEWEST - timedelta(days=7))
        run = Journal(self.database).begin(shop_uid, window, is_automatic=False, now=NEWEST)
        self._writer.store_page(shop_uid, run, [received(order) for order in orders], now=NEWEST)

    def open_list(self) -> OrderList:
        return OrderList(self.database.reader(), self.database.path)

    def rows(self, ids: Sequence[int]) -> list[OrderRow]:
        return self._window_list().rows(ids)

    def detail(self, order_id: int) -> StoredOrder | None:
        return self._window_list().detail(order_id)

    def close(self) -> None:
        if self._list is not None:
            self._list.close()
        self.database.close()

    def _window_list(self) -> OrderList:
        if self._list is None:
            self._list = self.open_list()
        return self._list


def choose(table: OrderTable, row: int) -> None:
    """Select this row alone, whatever keys an earlier test is thought to hold down."""
    flag = QItemSelectionModel.SelectionFlag
    shown = next(section for section in range(len(COLUMNS)) if not table.isColumnHidden(section))
    index = table.model().index(row, shown)
    table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    store = Store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def open_view(qtbot: QtBot, store: Store, tmp_path: Path) -> Iterator[Callable[[], OrdersView]]:
    """Open the order list over the store, with its first list painted."""
    opened: list[tuple[OrdersView, OrderListing]] = []

    def open_one() -> OrdersView:
        listing = OrderListing(store.open_list)
        view = OrdersView(listing, store.rows, store.detail, tmp_path / "window.ini", Clock())
        opened.append((view, listing))
        qtbot.addWidget(view)
        view.set_shops(SHOPS)
        view.resize(1300, 700)
        view.show()
        view.activateWindow()
        with qtbot.waitSignal(listing.finished):
            view.start()
        return view

    yield open_one
    for _, listing in opened:
        assert listing.stop()


@pytest.fixture
def view(store: Store, open_view: Callable[[], OrdersView]) -> OrdersView:
    """The list over 300 orders."""
    store.add([made_order(number) for number in range(300)])
    return open_view()
