"""The listing finds orders beside the window; the newest query wins and nothing jumps."""

from __future__ import annotations

import secrets
import threading
from array import array
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.background.listing import LaneCounts, OrderListing
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.storage.database import Database, new_salt
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_finding import FIRST_SLICE
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received


class Heard:
    """Everything a listing said, in order."""

    def __init__(self, listing: OrderListing) -> None:
        self.said: list[tuple[str, object]] = []
        listing.ids_reset.connect(lambda ids: self.said.append(("reset", list(ids))))
        listing.ids_appended.connect(lambda ids: self.said.append(("appended", list(ids))))
        listing.ids_refreshed.connect(lambda ids: self.said.append(("refreshed", list(ids))))
        listing.lanes_counted.connect(lambda counts: self.said.append(("counted", counts)))
        listing.finished.connect(lambda found: self.said.append(("finished", found)))
        listing.failed.connect(lambda problem: self.said.append(("failed", problem)))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.said]

    def last(self, kind: str) -> object:
        return next(what for said, what in reversed(self.said) if said == kind)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "orders.db", secrets.token_bytes(32), new_salt())
    database.create()
    add(database, 500)
    yield database
    database.close()


def add(database: Database, count: int, first: int = 0) -> None:
    window = Window(since=NEWEST - timedelta(days=7))
    run = Journal(database).begin("a", window, is_automatic=False, now=NEWEST)
    orders = [received(made_order(number)) for number in range(first, first + count)]
    OrderWriter(database, "test").store_page("a", run, orders, now=NEWEST)


@pytest.fixture
def listing(qtbot: QtBot, database: Database) -> Iterator[OrderListing]:
    listing = OrderListing(lambda: OrderList(database.reader(), database.path))
    yield listing
    assert listing.stop()


@pytest.fixture
def heard(listing: OrderListing) -> Heard:
    return Heard(listing)


def in_lanes(counts: LaneCounts) -> int:
    return sum(counts.counts.get(lane, 0) for lane in Lane)


def test_first_slice_comes_before_the_rest(qtbot: QtBot, listing: OrderListing, heard: Heard) -> None:
    with qtbot.waitSignal(listing.finished):
        listing.set_query(OrderQuery(sort=OrderColumn.ID, descending=False))
    assert heard.kinds == ["reset", "counted", "appended", "finished"]
    first, rest = heard.last("reset"), heard.last("appended")
    assert isinstance(first, list) and isinstance(rest, list)
    assert len(first) == FIRST_SLICE
    assert first + rest == list(range(1, 501))
    assert heard.last("finished") == 500


def test_no_orders_is_an_empty_list(qtbot: QtBot, listing: OrderListing, heard: Heard) -> None:
    with qtbot.waitSignal(listing.finished):
        listing.set_query(OrderQuery(text="ここにはない"))
    assert heard.last("reset") == []
    assert heard.last("finished") == 0


def test_newest_query_wins(qtbot: QtBot, listing: OrderListing, heard: Heard) -> None:
    for _ in range(30):
        listing.set_query(OrderQuery())
    listing.set_query(OrderQuery(text="髙﨑"))
    with qtbot.waitSignal(listing.finished):
        pass
    assert heard.kinds.count("reset") == 1
    assert heard.last("finished") == 50


def test_answer_on_its_way_to_an_older_query_is_dropped(
    qtbot: QtBot, listing: OrderListing, heard: Heard
) -> None:
    listing.set_query(OrderQuery())
    behind = threading.Event()
    listing._thread.submit(lambda token, report: behind.set(), lambda _: None, lambda _: None)
    assert behind.wait(5), "the first slice was sent, and has not been taken"
    listing.set_query(OrderQuery(text="髙﨑"))
    with qtbot.waitSignal(listing.finished):
        pass
    assert heard.kinds.count("reset") == 1
    assert heard.last("finished") == 50


def test_query_set_from_a_slot_replaces_the_one_that_was_told(
    qtbot: QtBot, listing: OrderListing, heard: Heard
) -> None:
    def ask_again(_ids: array[int]) -> None:
        listing.ids_reset.disconnect(ask_again)
        listing.set_query(OrderQuery(text="髙﨑"))

    listing.ids_reset.connect(ask_again)
    with qtbot.waitSignal(listing.finished):
        listing.set_query(OrderQuery())
    assert heard.kinds == ["reset", "reset", "counted", "finished"]
    assert heard.last("finished") == 50


def test_refresh_brings_all_ids_at_once(
    qtbot: QtBot, database: Database, listing: OrderListing, heard: Heard
) -> None:
    with qtbot.waitSignal(listing.finished):
        listing.set_query(OrderQuery(sort=OrderColumn.ID, descending=False))
    heard.said.clear()
    add(database, 3, first=500)
    with qtbot.waitSignal(listing.finished):
        listing.refresh()
    assert heard.kinds == ["counted", "refreshed", "finished"]
    assert heard.last("refreshed") == list(range(1, 504))
    counts = heard.last("counted")
    assert isinstance(counts, LaneCounts) and in_lanes(counts) == 503


def test_refresh_waits_for_the_running_query_and_is_not_forgotten(
    qtbot: QtBot, listing: OrderListing, heard: Heard
) -> None:
    listing.set_query(OrderQuery())
    for _ in range(5):
        listing.refresh()
    with qtbot.waitSignal(listing.ids_refreshed):
        pass
    qtbot.waitUntil(lambda: heard.kinds[-1] == "finished")
    assert heard.kinds == ["reset", "counted", "appended", "finished", "counted", "refreshed", "finished"]


def test_counts_come_again_only_for_another_shop(qtbot: QtBot, listing: OrderListing, heard: Heard) -> None:
    for query in (
        OrderQuery(),
        OrderQuery(text="髙﨑"),
        OrderQuery(lane=Lane.DONE),
        OrderQuery(shop_uid="b"),
    ):
        with qtbot.waitSignal(listing.finished):
            listing.set_query(query)
    assert heard.kinds.count("counted") == 2
    counts = heard.last("counted")
    assert isinstance(counts, LaneCounts) and counts.shop_uid == "b" and in_lanes(counts) == 0


def test_store_that_cannot_be_opened_is_told_and_tried_again(qtbot: QtBot, database: Database) -> None:
    tries: list[threading.Thread] = []

    def open_list() -> OrderList:
        tries.append(threading.current_thread())
        if len(tries) == 1:
            raise ProblemError(ProblemCode.STORE_IN_USE, path="orders.db")
        return OrderList(database.reader(), database.path)

    listing = OrderListing(open_list)
    heard = Heard(listing)
    with qtbot.waitSignal(listing.failed):
        listing.set_query(OrderQuery())
    assert heard.said == [("failed", Problem(ProblemCode.STORE_IN_USE, {"path": "orders.db"}))]
    with qtbot.waitSignal(listing.finished):
        listing.set_query(OrderQuery())
    assert heard.last("finished") == 500
    assert threading.main_thread() not in tries
    assert listing.stop()
