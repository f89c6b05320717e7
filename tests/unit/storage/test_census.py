"""A census against the store: what is missing, differs or has vanished, each told once and for its own period."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from goq_desktop.domain.census import Alarm, Census, Seen
from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.storage import census as module
from goq_desktop.storage.census import counted, record_census
from goq_desktop.storage.database import Database
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_rows import fingerprint
from tests.support.made_orders import NEWEST, made_order, received
from tests.unit.storage.conftest import Store

HOUR = timedelta(hours=1)
SINCE = NEWEST - 100 * HOUR


def placed(number: int, moment: datetime | None, lane: Lane = Lane.NEW) -> Order:
    ordered = None if moment is None else Moment(utc=moment, text="")
    return replace(made_order(number), ordered=ordered, lane=lane)


def at(hours: int) -> datetime:
    return SINCE + hours * HOUR


def listed(
    *orders: Order, profile: str = "profile", others: Mapping[str, bytes] | None = None
) -> dict[str, Seen]:
    """As the shop's list has them; `others` gives an order by its serial another content."""
    found = {}
    for one in orders:
        ordered = one.ordered.utc if one.ordered else None
        mark = (others or {}).get(one.serial, fingerprint(received(one).raw, profile))
        found[one.serial] = Seen(one.number, int(ordered.timestamp()) if ordered else None, mark)
    return found


class Shop:
    """One shop's census in the store."""

    def __init__(self, database: Database, uid: str = "a") -> None:
        self.database, self.uid = database, uid

    def take(self, seen: Mapping[str, Seen], since: datetime = SINCE, profile: str = "profile") -> None:
        one = Census(since=since, profile_mark=profile, seen=seen)
        with self.database.engine().begin() as connection:
            record_census(connection, self.uid, one, 77)

    def counts(self) -> tuple[int, int, datetime | None]:
        with self.database.engine().begin() as connection:
            missing, differing, since = counted(connection, self.uid)
        return missing, differing, None if since is None else datetime.fromtimestamp(since, SINCE.tzinfo)

    @property
    def vanished(self) -> dict[int, int]:
        with closing(self.database.reader()) as reader:
            rows = reader.execute("SELECT id, vanished_at FROM orders WHERE vanished_at IS NOT NULL")
            return dict(rows.fetchall())


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


def test_what_is_missing_or_differs_is_counted_for_the_period_it_was_found_in(
    store: Store, shop: Shop
) -> None:
    first, second = placed(1, at(1)), placed(2, at(2))
    late, dateless = placed(3, at(3)), placed(4, None)
    store([first, second])
    shop.take(listed(first, second))
    assert shop.counts() == (0, 0, None)
    shop.take(listed(first, second, late, dateless))
    assert shop.counts() == (2, 0, SINCE)
    shop.take(listed(first, second, late, others={first.serial: b"other", second.serial: b"other"}))
    assert shop.counts() == (1, 2, SINCE), "one without a date is found anew each time"
    shop.take(listed(late), since=at(3))
    assert shop.counts() == (1, 2, SINCE), "what lies before the period is left"
    assert Shop(shop.database, "b").counts() == (0, 0, None)
    shop.take(listed(late), since=at(2))
    assert shop.counts() == (1, 1, SINCE), "what lies at its beginning is not"
    store([late])
    assert shop.counts() == (0, 1, SINCE), "it has come"
    shop.take(listed(first, second, late))
    assert shop.counts() == (0, 0, None)
    with closing(shop.database.reader()) as reader:
        assert reader.execute("SELECT count(*) FROM census_findings").fetchone() == (0,)


def test_each_finding_keeps_where_its_period_began(store: Store, shop: Shop) -> None:
    shop.take(listed(placed(1, at(1))), since=at(0))
    shop.take(listed(placed(5, at(5))), since=at(4))
    assert shop.counts() == (2, 0, at(0))
    shop.take({}, since=at(0))
    shop.take(listed(placed(5, at(5))), since=at(4))
    assert shop.counts() == (1, 0, at(4))


def test_an_order_that_is_only_read_in_another_way_differs_in_nothing(store: Store, shop: Shop) -> None:
    order = placed(1, at(1))
    store([order], mark="before")
    shop.take(listed(order, profile="after"), profile="after")
    assert shop.counts() == (0, 0, None)
    shop.take(listed(replace(order, memo="変更"), profile="after"), profile="after")
    assert shop.counts() == (0, 1, SINCE)


def test_what_is_listed_no_longer_is_marked_once_and_what_comes_back_is_not(store: Store, shop: Shop) -> None:
    orders = [placed(0, at(-1)), placed(1, at(0)), placed(2, at(2)), placed(4, at(3), Lane.DONE)]
    store([*orders, placed(5, None)])
    store([placed(8, at(2))], shop_uid="b")
    shop.take({})
    assert shop.vanished == {2: 77, 3: 77, 4: 77}
    alarms = Journal(shop.database).findings("a").alarms
    assert alarms == {Alarm.VANISHED: (orders[1].number, orders[2].number)}
    with shop.database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET vanished_at = 5 WHERE id = 3")
    shop.take({})
    assert shop.vanished == {2: 77, 3: 5, 4: 77}, "when it was first seen to be gone"
    shop.take(listed(orders[1]))
    assert shop.vanished == {3: 5, 4: 77}
    assert Journal(shop.database).findings("a").alarms == {Alarm.VANISHED: (orders[2].number,)}
    assert Journal(shop.database).findings("b").alarms == {}


def test_who_was_erased_differs_in_nothing_and_has_not_vanished(store: Store, shop: Shop) -> None:
    orders = [placed(1, at(1)), placed(2, at(2))]
    store(orders)
    with shop.database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET erased_at = 5 WHERE id = 1")
    shop.take({})
    assert shop.vanished == {2: 77}
    shop.take(listed(*orders, others={orders[0].serial: b"other"}))
    assert shop.counts() == (0, 0, None) and shop.vanished == {}


def test_an_older_order_that_is_listed_is_compared_too(store: Store, shop: Shop) -> None:
    old = placed(1, at(-5))
    store([old])
    shop.take(listed(old, others={old.serial: b"other"}))
    assert shop.counts() == (0, 1, SINCE)


def test_a_long_list_is_compared_in_parts(store: Store, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    orders = [placed(number, at(-5 if number % 2 else 5)) for number in range(7)]
    store(orders)
    shop.take(listed(*orders))
    assert shop.counts() == (0, 0, None) and shop.vanished == {}
    shop.take({})
    assert set(shop.vanished) == {1, 3, 5, 7}
