"""Erasing: of ended orders only, in every table and in the file, and a fetch brings nobody back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from goq_desktop.domain.erasing import erased
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.query import OrderQuery
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.storage.database import Database
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.order_list import OrderList
from tests.support.made_orders import NEWEST, made_order

ORDERS = [made_order(number) for number in range(300)]
LATER = NEWEST + timedelta(days=61)
BEFORE = LATER - timedelta(days=60)


def stored(database: Database) -> list[Order]:
    return [one.order for one in all_orders(database)]


def test_people_of_ended_orders_go_and_open_ones_stay(
    store: Callable[..., object], database: Database
) -> None:
    store(ORDERS)
    ended = sum(order.lane is not Lane.NEW for order in ORDERS)
    assert erase_finished(database, NO_RULES, before=BEFORE, now=LATER) == ended > 0
    assert stored(database) == [order if order.lane is Lane.NEW else erased(order) for order in ORDERS]
    assert erase_finished(database, NO_RULES, before=BEFORE, now=LATER) == 0


def test_what_changed_lately_stays(store: Callable[..., object], database: Database) -> None:
    store(ORDERS)
    assert erase_finished(database, NO_RULES, before=NEWEST, now=LATER) == 0
    assert stored(database) == ORDERS


def test_a_search_finds_nobody(store: Callable[..., object], database: Database, orders: OrderList) -> None:
    order = replace(ORDERS[0], lane=Lane.DONE, purchaser=replace(ORDERS[0].purchaser, name="唯一無二子"))
    store([order])
    assert sum(map(len, orders.ids(OrderQuery(text="唯一無二子")))) == 1
    erase_finished(database, NO_RULES, before=BEFORE, now=LATER)
    assert sum(map(len, orders.ids(OrderQuery(text="唯一無二子")))) == 0
    assert sum(map(len, orders.ids(OrderQuery(text=order.number)))) == 1


def test_no_table_holds_a_name_any_more(store: Callable[..., object], database: Database, file: Path) -> None:
    order = replace(ORDERS[0], lane=Lane.DONE, purchaser=replace(ORDERS[0].purchaser, name="唯一無二子"))
    store([order])
    erase_finished(database, NO_RULES, before=BEFORE, now=LATER)
    with closing(database.reader()) as reader:
        for table in ("orders", "order_documents", "order_search"):
            rows = reader.execute(f"SELECT * FROM {table}").fetchall()
            assert rows and "唯一無二子" not in str([_readable(value) for row in rows for value in row])
    log = file.with_name(f"{file.name}-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_a_fetch_brings_nobody_back(store: Callable[..., object], database: Database) -> None:
    store(ORDERS)
    erase_finished(database, NO_RULES, before=BEFORE, now=LATER)
    left = stored(database)
    store([replace(order, memo="変わった") for order in ORDERS if order.lane is not Lane.NEW])
    assert stored(database) == left


def _readable(value: object) -> object:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
