"""The list finds, sorts and counts like a simple model of it would, and stops when it is told to."""

from __future__ import annotations

import itertools
import random
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.filters import OrderFilters
from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED
from goq_desktop.domain.matching import normalised, words
from goq_desktop.domain.orders import Lane, Moment, Money, Order
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.query import OrderColumn, OrderQuery, OrderRow
from goq_desktop.domain.slots import slot_of
from goq_desktop.storage import order_conditions, order_finding
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.schema import SORTED
from tests.support.made_orders import MARKUP, made_order, received
from tests.unit.storage.conftest import Store

VALUE_OF: Final = {
    OrderColumn.SHOP: "shop_uid",
    OrderColumn.LANE: "lane",
}


def all_ids(orders: OrderList, query: OrderQuery) -> list[int]:
    return list(itertools.chain.from_iterable(orders.ids(query)))


def sparse_order(number: int) -> Order:
    """An order of which the shop told almost nothing."""
    order = made_order(number)
    bare = replace(order.destinations[0], lines=(), carrier="", delivery_date="", tracking_number="")
    return replace(
        order,
        number="",
        ordered=Moment(utc=None, text="いつか") if number % 2 else None,
        payment_method="",
        payment_status="",
        destinations=(bare,),
        purchaser=replace(order.purchaser, name=""),
        money=Money(),
        memo="",
    )


@pytest.fixture
def rows(store: Store, orders: OrderList) -> list[OrderRow]:
    """150 orders of two shops in mixed order, 30 of them nearly empty."""
    made = [made_order(number) for number in range(120)] + [
        sparse_order(number) for number in range(120, 150)
    ]
    random.Random(5).shuffle(made)
    store(made[:90], "a")
    store(made[90:], "b")
    return orders.rows(all_ids(orders, OrderQuery()))


def sorted_by_hand(rows: Iterable[OrderRow], column: OrderColumn, *, descending: bool) -> list[int]:
    """Empty ones last in both directions, equal ones by id in the direction of the sort."""
    filled: list[OrderRow] = []
    empty: list[OrderRow] = []
    name = VALUE_OF.get(column, column.value)
    for row in rows:
        (empty if getattr(row, name) in (None, "") else filled).append(row)
    filled.sort(key=lambda row: (getattr(row, name), row.id), reverse=descending)
    empty.sort(key=lambda row: row.id, reverse=descending)
    return [row.id for row in (*filled, *empty)]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", OrderColumn)
def test_every_column_sorts_and_filters_like_the_model(
    orders: OrderList, rows: list[OrderRow], column: OrderColumn, descending: bool
) -> None:
    for shop_uid, lane in itertools.product((None, "a", "b", "nobody"), (None, *Lane)):
        query = OrderQuery(shop_uid=shop_uid, lane=lane, sort=column, descending=descending)
        fitting = [row for row in rows if shop_uid in (None, row.shop_uid) and lane in (None, row.lane)]
        assert all_ids(orders, query) == sorted_by_hand(fitting, column, descending=descending)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", OrderColumn)
@pytest.mark.parametrize("looked_at", [20, 1_000])
def test_very_many_orders_to_check_begin_at_once_and_stand_in_the_same_order(
    orders: OrderList,
    rows: list[OrderRow],
    column: OrderColumn,
    descending: bool,
    looked_at: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("_SORTED_AT_ONCE", 0), ("_WORTH_SHOWING", 3), ("_LOOKED_AT", looked_at)):
        monkeypatch.setattr(order_finding, name, value)
    for shop_uid in (None, "b"):
        query = OrderQuery(shop_uid=shop_uid, lane=TO_CHECK, sort=column, descending=descending)
        fitting = [row for row in rows if row.reasons and shop_uid in (None, row.shop_uid)]
        assert 10 < len(fitting) < len(rows)
        assert all_ids(orders, query) == sorted_by_hand(fitting, column, descending=descending)


def statement(database: Database, query: OrderQuery) -> tuple[str, tuple[str | int, ...]]:
    """What is asked of a store with too much unfinished work to sort it."""
    with closing(database.reader()) as reader, pytest.MonkeyPatch.context() as patch:
        patch.setattr(order_finding, "_SORTED_AT_ONCE", -1)
        walk = order_finding._Walk(query, order_finding._index(reader, query))
    return walk.along(list(order_conditions.of_place(query)))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", OrderColumn)
@pytest.mark.parametrize("lane", [None, Lane.NEW, Lane.DONE, UNFINISHED, "a lane of the shop's own"])
def test_no_sort_is_done_at_the_time_of_the_query(
    database: Database, column: OrderColumn, descending: bool, lane: str | None
) -> None:
    query = OrderQuery(sort=column, descending=descending, lane=lane)
    sql, values = statement(database, query)
    with closing(database.reader()) as reader:
        plan = " ".join(row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "COVERING INDEX" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("shop_uid", [None, "a"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_orders_to_check_are_found_by_their_index_alone(
    database: Database, descending: bool, shop_uid: str | None
) -> None:
    query = OrderQuery(lane=TO_CHECK, descending=descending, shop_uid=shop_uid)
    sql, values = statement(database, query)
    with closing(database.reader()) as reader:
        plan = " ".join(row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "COVERING INDEX orders_to_check" in plan and "TEMP B-TREE" not in plan


def test_each_sort_has_its_index() -> None:
    assert set(order_finding._SORT_COLUMNS) == set(OrderColumn)
    assert set(order_finding._SORT_COLUMNS.values()) == set(SORTED)


@pytest.mark.parametrize(
    "text",
    [
        "佐藤",
        "さとう",
        "ﾔﾏﾀﾞ",
        "髙﨑 東京",
        "高崎",
        "090-0000-0012",
        "0000-0012",
        "kyaku7@",
        "一番町1-2",
        "手ぬぐい のし",
    ],
)
def test_every_word_has_to_be_found_somewhere(orders: OrderList, rows: list[OrderRow], text: str) -> None:
    def is_found(row: OrderRow) -> bool:
        stored = orders.detail(row.id)
        assert stored is not None
        order = stored.order
        said = [order.number, order.serial, order.memo, order.payment_method]
        for party in (order.purchaser, *(one.party for one in order.destinations)):
            said += [party.name, party.name_kana, party.postcode, party.address, party.phone, party.email]
        said += [line.name for line in order.lines]
        everything = "\n".join(map(normalised, said))
        return all(word in everything for word in words(text))

    expected = [row.id for row in rows if is_found(row)]
    assert all_ids(orders, OrderQuery(text=text)) == expected


@pytest.mark.parametrize("text", ["%", "_", "*", "'", '"', "\\", "%佐", "a' OR '1'='1", "[a-z]", "?"])
def test_what_means_something_to_sql_is_only_text(orders: OrderList, rows: list[OrderRow], text: str) -> None:
    assert all_ids(orders, OrderQuery(text=text)) == []


def test_text_shop_lane_and_sort_work_together(orders: OrderList, rows: list[OrderRow]) -> None:
    query = OrderQuery(shop_uid="a", lane=Lane.NEW, text="佐藤", sort=OrderColumn.TOTAL, descending=False)
    fitting = [
        row for row in rows if row.shop_uid == "a" and row.lane == Lane.NEW and "佐藤" in row.recipient
    ]
    assert len(fitting) > 1
    assert all_ids(orders, query) == sorted_by_hand(fitting, OrderColumn.TOTAL, descending=False)


def test_the_first_slice_is_small(store: Store, orders: OrderList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_finding, "FIRST_SLICE", 2)
    monkeypatch.setattr(order_finding, "SLICE", 5)
    store([made_order(number) for number in range(10)])
    slices = list(orders.ids(OrderQuery()))
    assert [len(part) for part in slices] == [2, 5, 3]
    assert [part.typecode for part in slices] == ["q", "q", "q"]


def test_no_order_is_no_slice(orders: OrderList) -> None:
    assert list(orders.ids(OrderQuery())) == []


def test_rows_come_in_the_order_of_their_ids_without_those_that_are_gone(
    store: Store, orders: OrderList
) -> None:
    store([made_order(number) for number in range(10)])
    assert [row.id for row in orders.rows([7, 2, 99, 5, 2])] == [7, 2, 5, 2]
    assert orders.rows([]) == []


def test_a_row_tells_of_the_first_destination_and_counts_the_rest(store: Store, orders: OrderList) -> None:
    order = made_order(6, name=MARKUP)
    (order_id,) = store([order]).changed_ids
    (row,) = orders.rows([order_id])
    first = order.destinations[0]
    assert order.ordered is not None
    assert order.ordered.utc is not None
    assert row == OrderRow(
        id=order_id,
        shop_uid="a",
        number=order.number,
        ordered=int(order.ordered.utc.timestamp()),
        ordered_text=order.ordered.text,
        lane=order.lane,
        purchaser=MARKUP,
        recipient=first.party.name,
        recipient_address=first.party.address,
        destinations=2,
        items=first.lines[0].name,
        lines=len(order.lines),
        total=order.money.total,
        payment=order.payment_method,
        payment_status=order.payment_status,
        shipping_status=order.shipping_status,
        carrier=first.carrier,
        delivery_date=first.delivery_date,
        delivery_slot=first.delivery_slot,
        shipped="",
        tracking=first.tracking_number,
        memo=order.memo,
        carrier_code="yamato",
        slot_code=slot_of(first.delivery_slot) or "",
        reasons=row.reasons,
    )


def test_an_order_of_almost_nothing_has_a_row(store: Store, orders: OrderList) -> None:
    (row,) = orders.rows(store([sparse_order(1)]).changed_ids)
    assert (row.number, row.ordered, row.ordered_text, row.total) == ("", None, "いつか", None)
    assert (row.purchaser, row.items, row.lines, row.payment, row.carrier, row.tracking) == (
        "",
        "",
        0,
        "",
        "",
        "",
    )


def test_long_texts_are_cut_in_the_list_and_whole_in_the_detail(store: Store, orders: OrderList) -> None:
    order = made_order(1, name="長" * 3000, memo="い" * 3000)
    ids = store([order]).changed_ids
    (row,) = orders.rows(ids)
    assert (len(row.purchaser), len(row.recipient), len(row.memo)) == (200, 200, 200)
    stored = orders.detail(ids[0])
    assert stored is not None
    assert stored.order == order
    assert len(all_ids(orders, OrderQuery(text="い" * 3000))) == 1


def test_the_detail_holds_the_order_and_the_answer_of_the_shop(store: Store, orders: OrderList) -> None:
    order = made_order(3)
    (order_id,) = store([order], "b").changed_ids
    stored = orders.detail(order_id)
    assert stored is not None
    assert (stored.id, stored.shop_uid, stored.order, stored.raw) == (
        order_id,
        "b",
        order,
        received(order).raw,
    )
    assert orders.detail(order_id + 1) is None


@pytest.mark.parametrize("shop_uid", [None, "a", "b", "nobody"])
def test_lanes_are_counted(orders: OrderList, rows: list[OrderRow], shop_uid: str | None) -> None:
    expected: dict[str, int] = {TO_CHECK: 0}
    for row in rows:
        if shop_uid in (None, row.shop_uid):
            expected[TO_CHECK] += bool(row.reasons)
            expected[row.lane] = expected.get(row.lane, 0) + 1
    assert orders.count_by_lane(shop_uid) == expected


@pytest.mark.parametrize("column", [OrderColumn.ORDERED, OrderColumn.PURCHASER])
def test_one_order_is_found_by_its_id(orders: OrderList, rows: list[OrderRow], column: OrderColumn) -> None:
    one = OrderFilters(order_id=rows[3].id)
    assert all_ids(orders, OrderQuery(filters=one, sort=column)) == [rows[3].id]
    for other in (
        OrderQuery(filters=one, shop_uid="nobody"),
        OrderQuery(filters=one, text="どこにもない"),
        OrderQuery(filters=replace(one, amount_from=9_999_999)),
        OrderQuery(filters=OrderFilters(order_id=-1)),
    ):
        assert all_ids(orders, other) == []


def test_unfinished_orders_are_counted_by_shop(orders: OrderList, rows: list[OrderRow]) -> None:
    expected = Counter(row.shop_uid for row in rows if row.lane not in (Lane.DONE, Lane.CANCELLED))
    assert len(expected) == 2
    assert orders.unfinished_by_shop() == expected


def test_an_open_list_sees_what_is_stored_later(store: Store, orders: OrderList) -> None:
    assert all_ids(orders, OrderQuery()) == []
    store([made_order(1)])
    assert len(all_ids(orders, OrderQuery())) == 1


@pytest.mark.timeout(60)
def test_an_interrupt_from_another_thread_ends_a_query(store: Store, orders: OrderList) -> None:
    store([made_order(number) for number in range(50)])
    started, interrupted = threading.Event(), threading.Event()
    outcome: list[object] = []
    calls = 0

    def slow_instr(_: str, __: str) -> int:
        nonlocal calls
        calls += 1
        started.set()
        assert interrupted.wait(30)
        return 1

    orders._connection.create_function("instr", 2, slow_instr)

    def search() -> None:
        try:
            outcome.append(all_ids(orders, OrderQuery(text="x")))
        except Cancelled as cancelled:
            outcome.append(cancelled)

    thread = threading.Thread(target=search)
    thread.start()
    assert started.wait(30)
    orders.interrupt()
    interrupted.set()
    thread.join(30)
    assert [type(one) for one in outcome] == [Cancelled]
    assert calls < 50
    assert len(all_ids(orders, OrderQuery())) == 50


def read_everything(orders: OrderList, ids: Sequence[int]) -> None:
    all_ids(orders, OrderQuery(text="佐藤"))
    orders.rows(ids)
    for order_id in ids:
        orders.detail(order_id)


def test_damage_met_while_reading_is_a_problem(store: Store, database: Database, file: Path) -> None:
    ids = store([made_order(number) for number in range(200)]).changed_ids
    database.close()
    content = bytearray(file.read_bytes())
    for page in range(80, len(content) // 4096):
        content[page * 4096 + 2000] ^= 1
    file.write_bytes(content)
    database.open()
    orders = OrderList(database.reader(), database.path)
    with pytest.raises(ProblemError) as caught:
        read_everything(orders, ids)
    orders.close()
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED
