"""A piece of the store's real work in numbered steps, and which step a store stands at."""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from goq_desktop.domain.fetching import Window
from goq_desktop.domain.query import OrderQuery
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.storage.cipher import connect_sealed, translated
from goq_desktop.storage.database import Database, new_salt
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.orders import OrderWriter
from tests.faults.power_cut.recording import Acknowledged, Event, recorded
from tests.support.made_orders import NEWEST, made_order, received

KEY: Final = secrets.token_bytes(32)
SALT: Final = new_salt()

STEPS: Final = 24
# Each page adds these and changes the order 0.
_ADDED: Final = 3
# After the first one the file itself holds the store, as it does on a PC from the second start on.
_REOPENED_AFTER: Final = (0, 8, 16)
_ERASED_AFTER: Final = 12
_IN_ALL_BUT_THE_FIRST: Final = "09999"  # of the orders' numbers


class Corrupt(Exception):
    """The store does not open, or what it holds does not fit together."""


def record(file: Path) -> list[Event]:
    """Make a store, store pages with restarts and an erasing in between, and close it. Step 0 is the empty store."""
    with recorded() as events:
        database = Database(file, KEY, SALT)
        database.create()
        for step in range(STEPS + 1):
            if step:
                _store(database, step)
            events.append(Acknowledged(step))
            if step in _REOPENED_AFTER:
                database.close()
                database = Database(file, KEY, SALT)
                database.open()
            if step == _ERASED_AFTER:
                later = NEWEST + timedelta(days=1)
                erase_finished(database, NO_RULES, before=later, now=later)
        database.close()
        return events


def _store(database: Database, step: int) -> None:
    first = 1 + (step - 1) * _ADDED
    marked = replace(made_order(0), memo=f"step {step}")
    page = [received(made_order(number)) for number in range(first, first + _ADDED)]
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    OrderWriter(database, "profile").store_page("a", run, [received(marked), *page], now=NEWEST)


def step_of(file: Path) -> int:
    """The step whose whole result the store holds. Raises `Corrupt`, and what the store raises."""
    database = Database(file, KEY, SALT)
    database.open()
    try:
        with translated(file), closing(database.reader()) as reader:
            if reader.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise Corrupt("integrity")
            orders = int(reader.execute("SELECT count(*) FROM orders").fetchone()[0])
            for table in ("order_documents", "order_search"):
                if reader.execute(f"SELECT count(*) FROM {table}").fetchone() != (orders,):
                    raise Corrupt(table)
            memo = reader.execute("SELECT memo FROM orders WHERE serial = 'S0000000'").fetchone()
            step = 0 if memo is None else int(memo[0].removeprefix("step "))
            told = reader.execute('SELECT coalesce(sum("new"), 0) FROM fetch_runs').fetchone()[0]
            if orders != told or orders != (step * _ADDED + 1 if step else 0):
                raise Corrupt("a mixture of steps")
        _check_search(database, orders)
    finally:
        database.close()
    _check_pages(file)
    return step


def _check_search(database: Database, orders: int) -> None:
    """The index is whole in itself and finds the orders by their numbers."""
    with translated(database.path), closing(database.connect_to(database.path)) as writer:
        writer.execute("INSERT INTO order_grams(order_grams) VALUES ('integrity-check')")
    with closing(database.reader()) as reader:
        slices = OrderList(reader, database.path).ids(OrderQuery(text=_IN_ALL_BUT_THE_FIRST))
        if sum(map(len, slices)) != max(0, orders - 1):
            raise Corrupt("search")


def _check_pages(file: Path) -> None:
    """Every page that lies in the file is authentic, and belongs to the store."""
    with translated(file), closing(connect_sealed(file, KEY, SALT)) as reader:
        if reader.execute("PRAGMA cipher_integrity_check").fetchall():
            raise Corrupt("authenticity")
        pages, size = (reader.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        if file.stat().st_size != int(pages) * int(size):
            raise Corrupt("pages that belong to nothing")
