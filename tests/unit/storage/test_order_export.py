"""All orders stream out oldest first, as they were when the stream was opened."""

from __future__ import annotations

from goq_desktop.storage.database import Database
from goq_desktop.storage.order_export import all_orders
from tests.support.made_orders import made_order, received
from tests.unit.storage.conftest import Store


def test_orders_come_in_the_order_of_their_arrival_with_their_shop(database: Database, store: Store) -> None:
    first, second = made_order(5), made_order(1)
    store([first], "b")
    store([second], "a")
    assert [(one.shop_uid, one.order, one.raw) for one in all_orders(database)] == [
        ("b", first, received(first).raw),
        ("a", second, received(second).raw),
    ]


def test_what_is_stored_meanwhile_is_not_seen(database: Database, store: Store) -> None:
    store([made_order(number) for number in range(3)])
    stream = all_orders(database)
    next(stream)
    store([made_order(0, memo="changed later"), made_order(2, memo="changed later"), made_order(9)])
    rest = list(stream)
    assert [one.order for one in rest] == [made_order(1), made_order(2)]


def test_an_empty_store_streams_nothing(database: Database) -> None:
    assert list(all_orders(database)) == []
