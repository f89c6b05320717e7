"""A fetch meets edits: what the shop says anew settles, ends or contradicts them, and all of it is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.history import EventKind
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.query import OrderQuery
from goq_desktop.domain.rules import Rules
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.timeline import timeline
from tests.support.made_orders import NEWEST, made_order
from tests.unit.storage.conftest import Store

RULES = Rules(lanes=frozenset({"held"}))
SECONDS = int(NEWEST.timestamp())
ORDER = replace(made_order(1), lane=Lane.NEW)

Tell = Callable[..., None]


def changed(order: Order = ORDER, *, phone: str = "", city: str = "", **fields: Any) -> Order:
    """With another memo, so that the answer is another in any case."""
    target = order.destinations[0]
    party = replace(target.party, phone=phone or target.party.phone, city=city or target.party.city)
    return replace(order, destinations=(replace(target, party=party),), **{"memo": "新", **fields})


@pytest.fixture
def edit(database: Database) -> Callable[..., None]:
    def edit(*wishes: Wish, order_id: int = 1) -> None:
        OrderEditor(database, lambda: RULES).edit([order_id], wishes, who="花子", now=NEWEST)

    return edit


def phone(value: str) -> Wish:
    return Wish(EditField.PHONE, value, place=0)


def in_force(database: Database) -> dict[tuple[int, str], str]:
    with closing(database.reader()) as reader:
        rows = reader.execute("SELECT order_id, field, mine FROM order_edits").fetchall()
    return {(order_id, field): mine for order_id, field, mine in rows}


def told(database: Database, order_id: int = 1) -> list[EventKind]:
    """The newest first, without the steps of the desk itself and the first fetch."""
    kinds = [event.kind for event in timeline(database, order_id)]
    return [kind for kind in kinds if kind not in (EventKind.EDITED, EventKind.FETCHED)]


def marks(database: Database) -> dict[int, int]:
    with closing(database.reader()) as reader:
        rows = reader.execute("SELECT id, changed_at_shop FROM orders WHERE changed_at_shop IS NOT NULL")
        return dict(rows.fetchall())


def test_what_the_shop_says_too_settles_the_edit(store: Store, database: Database, edit: Tell) -> None:
    store([ORDER])
    edit(phone("080-1111-2222"), Wish(EditField.NOTE, "急ぎ"))
    store([changed(phone="080-1111-2222")])
    assert in_force(database) == {(1, "note"): "急ぎ"}, "the other one stays"
    assert sorted(set(told(database))) == [EventKind.CHANGED_AT_SHOP, EventKind.SETTLED]
    settled = next(one for one in timeline(database, 1) if one.kind is EventKind.SETTLED)
    assert (settled.at, settled.place, settled.field) == (NEWEST.replace(microsecond=0), 0, "phone")


def test_another_value_is_told_as_a_conflict_once_and_overwrites_nothing(
    store: Store, database: Database, edit: Tell
) -> None:
    store([ORDER])
    edit(phone("080-1111-2222"))
    store([changed(phone="070-0000-0000")])
    assert in_force(database) == {(1, "phone"): "080-1111-2222"}
    assert told(database).count(EventKind.CONFLICTED) == 1
    store([changed(phone="070-0000-0000", memo="また")])
    assert told(database).count(EventKind.CONFLICTED) == 1, "the shop said nothing new of it"
    store([changed(phone="070-9999-9999")])
    assert told(database).count(EventKind.CONFLICTED) == 2
    assert in_force(database) == {(1, "phone"): "080-1111-2222"}


def test_a_cancelling_ends_the_lane_that_a_person_chose(store: Store, database: Database, edit: Tell) -> None:
    store([ORDER])
    edit(Wish(EditField.LANE, "held"), phone("080-1111-2222"))
    store([changed(lane=Lane.CANCELLED)])
    assert in_force(database) == {(1, "phone"): "080-1111-2222"}
    assert EventKind.CANCELLED_AT_SHOP in told(database)
    assert EventKind.CONFLICTED not in told(database)


def test_an_edit_of_which_the_shop_says_nothing_new_stays_without_a_word(
    store: Store, database: Database, edit: Tell
) -> None:
    store([ORDER])
    edit(phone("080-1111-2222"))
    store([changed(city="別の市")])
    assert in_force(database) == {(1, "phone"): "080-1111-2222"}
    assert told(database) == [EventKind.CHANGED_AT_SHOP] * 2, "the city and the memo"


def test_what_a_person_wrote_is_still_listed_and_found_after_news(
    store: Store, database: Database, orders: OrderList, edit: Tell
) -> None:
    store([ORDER])
    edit(phone("080-1111-2222"), Wish(EditField.NOTE, "急ぎ"), Wish(EditField.LANE, Lane.DONE.value))
    store([changed(city="別の市")])
    with closing(database.reader()) as reader:
        assert reader.execute("SELECT note, lane FROM orders").fetchall() == [("急ぎ", Lane.DONE.value)]
    assert sum(map(len, orders.ids(OrderQuery(text="080-1111-2222")))) == 1
    assert sum(map(len, orders.ids(OrderQuery(text="別の市")))) == 1


def test_only_an_order_that_somebody_worked_on_is_marked_as_changed(
    store: Store, database: Database, edit: Tell
) -> None:
    orders = [replace(made_order(number), lane=Lane.NEW) for number in (1, 2, 3)]
    store(orders)
    edit(Wish(EditField.NOTE, "急ぎ"), order_id=1)
    edit(Wish(EditField.NOTE, "急ぎ"), order_id=3)
    store([changed(orders[0]), changed(orders[1]), orders[2]])
    assert marks(database) == {1: SECONDS}
    assert [told(database, number) for number in (1, 2, 3)] == [
        [EventKind.CHANGED_AT_SHOP],
        [EventKind.CHANGED_AT_SHOP],
        [],
    ]


def test_what_is_only_read_in_another_way_is_no_news(store: Store, database: Database, edit: Tell) -> None:
    store([ORDER])
    edit(Wish(EditField.NOTE, "急ぎ"))
    store([replace(ORDER, order_status="別の読み方")], mark="a corrected profile")
    assert told(database) == [] and marks(database) == {}
    assert in_force(database) == {(1, "note"): "急ぎ"}
