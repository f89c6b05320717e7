"""Every combination of filters gives the orders that a look at each one would give, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED
from goq_desktop.domain.matching import words
from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.domain.rules import NO_RULES, PaymentRule, Rules, Worked, work_out
from goq_desktop.domain.times import JST, day_in
from goq_desktop.storage import order_conditions, order_finding
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.order_rows import DeskRows
from goq_desktop.storage.reworking import rework
from goq_desktop.storage.stored_order import StoredOrder
from tests.support.made_orders import made_order
from tests.unit.storage.conftest import Store

RULES = Rules(
    payments={
        "銀行振込": PaymentRule(PaymentKind.PREPAID),
        "後払い": PaymentRule(PaymentKind.DEFERRED, "held"),
    },
    deliveries={"ヤマト運輸": ("yamato", "compact"), "佐川急便": ("sagawa", "")},
    lanes=frozenset({"held", "awaiting_payment"}),
)
FIRST = date(2026, 11, 15)
_DAYS = st.one_of(st.none(), st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n)))
_FLAGS = st.sampled_from((None, None, True, False))
_FILTERS = st.builds(
    OrderFilters,
    periods=st.lists(
        st.builds(Period, kind=st.sampled_from(DateKind), since=_DAYS, until=_DAYS),
        max_size=2,
        unique_by=lambda period: period.kind,
    ).map(tuple),
    payment=st.sampled_from(("", "", "", "銀行振込", "後払い", "ない")),
    payment_kind=st.sampled_from(("", "", "", *PaymentKind)),
    carrier=st.sampled_from(("", "", "", "yamato", "sagawa")),
    service=st.sampled_from(("", "", "", "compact")),
    amount_from=st.sampled_from((None, None, 6_940, 13_220)),
    amount_to=st.sampled_from((None, None, 6_940, 13_220)),
    has_memo=_FLAGS,
    has_tracking=_FLAGS,
    is_changed=_FLAGS,
    reason=st.sampled_from(("", "", "", *CheckReason)),
)
_QUERIES = st.builds(
    OrderQuery,
    shop_uid=st.sampled_from((None, None, "a", "b")),
    lane=st.sampled_from((None, None, UNFINISHED, TO_CHECK, *Lane, "held")),
    text=st.sampled_from(("", "", "佐", "佐藤", "090", "急須 高橋", "手ぬぐい")),
    filters=_FILTERS,
    sort=st.sampled_from(OrderColumn),
    descending=st.booleans(),
)


def dated(number: int) -> Order:
    """With days of every kind, some of them missing or unreadable."""
    order = made_order(number)
    noon = datetime(2026, 11, 15, 15 * (number % 2), tzinfo=UTC) + timedelta(days=number % 9)

    def moment(days: int) -> Moment | None:
        when = noon + timedelta(days=days)
        if (number + days) % 4 == 0:
            return None
        is_read = (number + days) % 5 != 0
        return Moment(utc=when if is_read else None, text=when.astimezone(JST).isoformat(" "))

    wish = ("", "2026/11/2" + str(number % 9), "2026年11月1" + str(number % 9) + "日", "最短")[number % 4]
    target = replace(order.destinations[0], delivery_date=wish)
    return replace(order, paid=moment(1), ship_planned=moment(2), shipped=moment(3), destinations=(target,))


class Shelf:
    """A store whose orders are known one by one."""

    def __init__(self, database: Database, store: Callable[..., object]) -> None:
        store([dated(number) for number in range(50)], "a")
        store([dated(number) for number in range(50, 80)], "b")
        self.orders = OrderList(database.reader(), database.path)
        rework(database, RULES, lambda: None)
        with database.engine().begin() as connection:
            connection.exec_driver_sql("UPDATE orders SET changed_at = changed_at + 9 WHERE id % 3 = 0")
        ids = [one for part in self.orders.ids(OrderQuery(sort=OrderColumn.ID)) for one in part]
        found = [self.orders.detail(order_id) for order_id in ids]
        self.stored = [one for one in found if one is not None]


@pytest.fixture
def shelf(database: Database, store: Store) -> Shelf:
    return Shelf(database, store)


def fits(stored: StoredOrder, query: OrderQuery) -> bool:
    order, filters, worked = stored.order, query.filters, work_out(stored.order, RULES)
    lanes = {None: True, TO_CHECK: bool(stored.reasons), UNFINISHED: stored.lane not in ("done", "cancelled")}
    return (
        query.shop_uid in (None, stored.shop_uid)
        and lanes.get(query.lane, stored.lane == query.lane)
        and all(word in DeskRows(order, (), NO_RULES).text() for word in words(query.text))
        and all(in_period(order, period) for period in filters.periods)
        and filters.payment in ("", order.payment_method)
        and fits_worked(worked, filters)
        and (not filters.reason or filters.reason in stored.reasons)
        and (filters.amount_from or 0) <= (order.money.total or 0) <= (filters.amount_to or 10**9)
        and filters.has_memo in (None, bool(order.memo))
        and filters.has_tracking in (None, bool(order.destinations[0].tracking_number))
        and filters.is_changed in (None, stored.id % 3 == 0)
    )


def fits_worked(worked: Worked, filters: OrderFilters) -> bool:
    return (
        filters.payment_kind in ("", worked.payment_kind)
        and filters.carrier in ("", worked.carrier)
        and filters.service in ("", worked.service)
    )


def in_period(order: Order, period: Period) -> bool:
    if period.since is None and period.until is None:
        return True
    if period.kind is DateKind.WISHED:
        day = day_in(order.destinations[0].delivery_date)
    else:
        moment = {
            DateKind.ORDERED: order.ordered,
            DateKind.PAID: order.paid,
            DateKind.SHIP_PLANNED: order.ship_planned,
            DateKind.SHIPPED: order.shipped,
        }[period.kind]
        day = moment.utc.astimezone(JST).date() if moment and moment.utc else None
    return day is not None and (period.since or day) <= day <= (period.until or day)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=_QUERIES, looked_at=st.sampled_from((3, 5_000)), few=st.sampled_from((0, 2_000)))
def test_filters_work_together(shelf: Shelf, query: OrderQuery, looked_at: int, few: int) -> None:
    """`looked_at` and `few` decide the way to the hits, never the hits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order_finding, "_LOOKED_AT", looked_at)
        patch.setattr(order_finding, "_WORTH_SHOWING", 1)
        patch.setattr(order_finding, "_FEW", few)
        patch.setattr(order_finding, "_SORTED_AT_ONCE", few)
        found = [one for part in shelf.orders.ids(query) for one in part]
        plain = replace(query, shop_uid=None, lane=None, text="", filters=OrderFilters())
        in_order = [one for part in shelf.orders.ids(plain) for one in part]
    wanted = {one.id for one in shelf.stored if fits(one, query)}
    assert found == [order_id for order_id in in_order if order_id in wanted]


def test_filters_are_read_from_an_index_alone(database: Database) -> None:
    filters = OrderFilters(
        periods=tuple(Period(kind=kind, since=FIRST, until=FIRST) for kind in DateKind),
        payment="a",
        payment_kind="b",
        carrier="c",
        service="d",
        amount_from=1,
        amount_to=2,
        has_memo=True,
        has_tracking=False,
        is_changed=True,
        reason="payment",
    )
    text, values = order_conditions.where(list(order_conditions.of_filters(filters)))
    with closing(database.reader()) as reader:
        sql = f"EXPLAIN QUERY PLAN SELECT id FROM orders INDEXED BY orders_by_id {text}"
        assert [row[3] for row in reader.execute(sql, values)] == [
            "SCAN orders USING COVERING INDEX orders_by_id"
        ]


def test_a_filter_is_taken_away_by_its_name(tmp_path: Path) -> None:
    paid, shipped = (Period(kind=kind, since=FIRST) for kind in (DateKind.PAID, DateKind.SHIPPED))
    filters = OrderFilters(periods=(paid, shipped), carrier="yamato", service="compact", has_memo=False)
    assert filters.without("periods", DateKind.PAID).periods == (shipped,)
    assert filters.without("carrier") == OrderFilters(periods=(paid, shipped), has_memo=False)
    assert (
        not filters.without("carrier")
        .without("has_memo")
        .without("periods", DateKind.PAID)
        .without("periods", DateKind.SHIPPED)
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/11/25", date(2026, 11, 25)),
        ("２０２６年１１月５日（水）", date(2026, 11, 5)),
        ("お届け 2026-1-2 午前", date(2026, 1, 2)),
        ("20261125", date(2026, 11, 25)),
        ("2026/13/01", None),
        ("11/25", None),
        ("最短", None),
        ("", None),
    ],
)
def test_a_day_is_read_out_of_a_shops_words(text: str, day: date | None) -> None:
    assert day_in(text) == day
