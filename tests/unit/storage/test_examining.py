"""The store adds to an order's reasons what it knows: other orders, what was confirmed, what was seen."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goq_desktop.domain.checks.bundling import MOST_OF_A_KEY
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.rules import PaymentRule, Rules, work_out
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import content_only
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.reworking import rework
from tests.support.made_orders import NEWEST, calm_order
from tests.unit.storage.conftest import Store

BUYERS = 3


def order_of(buyer: int, number: int, day: float = 0.0, *, lane: Lane = Lane.NEW, phone: str = "") -> Order:
    """The `number`th order, of the person with this number."""
    base = calm_order(buyer + 20)
    who = replace(base.purchaser, phone=phone) if phone else base.purchaser
    ordered = Moment(utc=NEWEST - timedelta(days=day), text="")
    target = replace(base.destinations[0], party=who)
    return replace(
        base,
        serial=f"S{number}",
        number=f"N{number}",
        ordered=ordered,
        purchaser=who,
        destinations=(target,),
        lane=lane,
    )


def partners(orders: OrderList, order_id: int) -> list[str]:
    stored = orders.detail(order_id)
    assert stored is not None
    found = [one for one in stored.checks if one.code is CheckReason.SAME_CUSTOMER]
    assert (CheckReason.SAME_CUSTOMER in stored.reasons) == bool(found)
    return sorted(found[0].params["numbers"].split("\n")) if found else []


def test_an_arrival_tells_both_orders_of_one_another(store: Store, orders: OrderList) -> None:
    store([order_of(0, 1)])
    assert partners(orders, 1) == []
    store([order_of(0, 2, 3)], "b")
    assert (partners(orders, 1), partners(orders, 2)) == (["N2"], ["N1"])
    store([order_of(0, 3, 9), order_of(1, 4)])
    assert partners(orders, 1) == ["N2"] and partners(orders, 2) == ["N1", "N3"]
    assert partners(orders, 3) == ["N2"] and partners(orders, 4) == []


def test_an_order_that_ends_or_moves_away_leaves_its_partners(store: Store, orders: OrderList) -> None:
    store([order_of(0, 1), order_of(0, 2), order_of(0, 3)])
    store([order_of(0, 2, lane=Lane.CANCELLED)], mark="again")
    assert (partners(orders, 1), partners(orders, 2), partners(orders, 3)) == (["N3"], [], ["N1"])
    store([order_of(1, 3)], mark="and again")
    assert partners(orders, 1) == [] and partners(orders, 3) == []


def test_a_number_that_very_many_share_is_nobodys(store: Store, orders: OrderList) -> None:
    phone = "03-1234-5678"
    store([order_of(number, number, phone=phone) for number in range(MOST_OF_A_KEY + 1)])
    assert partners(orders, MOST_OF_A_KEY + 1) == []


_STEPS = st.lists(
    st.tuples(
        st.integers(0, BUYERS - 1),
        st.integers(0, 7),
        st.integers(0, 20),
        st.sampled_from((Lane.NEW, Lane.NEW, Lane.CANCELLED)),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS, size=st.integers(1, 5))
def test_partners_are_as_a_simple_model_says(
    store: Store, orders: OrderList, database: Database, steps: list[tuple[int, int, int, Lane]], size: int
) -> None:
    with closing(database.connect_to(database.path)) as writer:
        writer.execute("DELETE FROM orders")
    made = [order_of(buyer, number, day, lane=lane) for buyer, number, day, lane in steps]
    for count, start in enumerate(range(0, len(made), size)):
        store(made[start : start + size], mark=f"{count}")
    # Within a page and between pages the last of an order counts.
    model = {order.serial: order for order in made}
    with closing(database.reader()) as reader:
        ids = dict(reader.execute("SELECT serial, id FROM orders").fetchall())
    for order in model.values():
        assert order.ordered is not None and order.ordered.utc is not None
        expected = sorted(
            other.number
            for other in model.values()
            if other.serial != order.serial
            and Lane.NEW is other.lane is order.lane
            and other.purchaser == order.purchaser
            and other.ordered is not None
            and other.ordered.utc is not None
            and abs(other.ordered.utc - order.ordered.utc) <= timedelta(days=7)
        )
        found = partners(orders, ids[order.serial])
        assert found == expected if len(expected) <= 5 else len(found) == 5


def test_all_reasons_are_stored_with_level_and_parameters(store: Store, orders: OrderList) -> None:
    order = replace(order_of(0, 1), memo="18時に")
    store([order])
    stored = orders.detail(1)
    assert stored is not None
    assert stored.checks == work_out(order, Rules()).found
    assert stored.checks == (
        Reason(CheckReason.MEMO_WISH, Level.MAYBE, {"memo": "18時に", "wishes": "18時"}),
    )


@pytest.mark.parametrize("days", [0, 7])
def test_a_change_of_the_rules_finds_the_partners_anew(
    store: Store, orders: OrderList, database: Database, days: int
) -> None:
    store([replace(order_of(0, number), payment_method="なにか") for number in (1, 2)])
    rules = Rules(payments={"x": PaymentRule(PaymentKind.CARD)}, bundle_days=days)
    assert rework(database, rules, lambda: None) == 2
    assert partners(orders, 1) == (["N2"] if days else [])
    stored = orders.detail(1)
    assert stored is not None and content_only(stored.checks) == work_out(stored.order, rules).found
