"""An encrypted store of the test's own, and what most tests do with one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from goq_desktop.domain.fetching import PageResult, Window
from goq_desktop.domain.orders import Order
from goq_desktop.storage.database import Database, new_salt
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, received

KEY = secrets.token_bytes(32)
SALT = new_salt()
PROJECT = Path(__file__).parents[3]

Store = Callable[..., PageResult]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    """New and open."""
    database = Database(file, KEY, SALT)
    database.create()
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Store:
    """Stores orders as one page of a run of its own."""

    def store(orders: Sequence[Order], shop_uid: str = "a", mark: str = "profile") -> PageResult:
        run = Journal(database).begin(shop_uid, Window(since=NEWEST), is_automatic=True, now=NEWEST)
        page = [received(order) for order in orders]
        return OrderWriter(database, mark).store_page(shop_uid, run, page, now=NEWEST)

    return store


@pytest.fixture
def orders(database: Database) -> Iterator[OrderList]:
    orders = OrderList(database.reader(), database.path)
    yield orders
    orders.close()
