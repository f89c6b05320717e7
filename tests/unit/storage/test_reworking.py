"""Rules worked out anew: the preview tells what the change does, and a stop in between loses nothing."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.domain.rules import PaymentRule, Rules, work_out
from goq_desktop.storage import reworking
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.order_rows import worked_row
from goq_desktop.storage.reworking import Step, changes, rework
from goq_desktop.storage.sight import seen, wordings_query
from tests.support.made_orders import NEWEST, calm_order, made_order
from tests.unit.storage.conftest import KEY, PROJECT, SALT

ORDERS = [calm_order(number) for number in range(60)]
RULES = Rules(
    payments={ORDERS[0].payment_method: PaymentRule(PaymentKind.DEFERRED, "held")},
    deliveries={ORDERS[0].destinations[0].carrier: ("yamato", "compact")},
    slots={"午前中": "12-14"},
    lanes=frozenset({"held"}),
)
WORDINGS = sorted({text for one in ORDERS for text in (one.payment_method, one.destinations[0].carrier)})
LANES = ("awaiting_payment", "held", "removed")
ANY_RULES = st.builds(
    Rules,
    payments=st.dictionaries(
        st.sampled_from(WORDINGS),
        st.builds(PaymentRule, st.sampled_from(PaymentKind), st.sampled_from(("", "new", *LANES))),
    ),
    deliveries=st.dictionaries(
        st.sampled_from(WORDINGS), st.sampled_from((("yamato", ""), ("seino", "mini")))
    ),
    slots=st.dictionaries(st.sampled_from(("14時～16時", "午前中")), st.sampled_from(("am", "16-18"))),
    lanes=st.frozensets(st.sampled_from(LANES[:2])),
)
MANY = 3_000
KILLS = 12
REWORK = """
import sys
from pathlib import Path
from goq_desktop.storage import reworking
from goq_desktop.storage.database import Database
from tests.unit.storage.test_reworking import RULES
database = Database(Path(sys.argv[3]), *map(bytes.fromhex, sys.argv[1:3]))
database.open()
reworking._CHUNK = 50
print("begun", flush=True)
reworking.rework(database, RULES, lambda: None)
"""
Snapshot = list[tuple[object, ...]]


def snapshot(database: Database) -> Snapshot:
    with closing(database.reader()) as reader:
        return reader.execute(
            "SELECT id, lane, payment_kind, carrier_code, service_code, slot_code, reasons, checks,"
            " changed_at, fingerprint FROM orders ORDER BY id"
        ).fetchall()


def nothing() -> None:
    pass


@given(rules=ANY_RULES)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_preview_tells_what_the_change_does(
    store: Callable[..., object], database: Database, rules: Rules
) -> None:
    store(ORDERS)
    before = snapshot(database)
    told = list(changes(database, rules, nothing))
    assert snapshot(database) == before
    assert rework(database, rules, nothing) == len(told)
    expected = {row[0]: row for row in before}
    for change in told:
        row = expected[change.order_id]
        assert row[1:8] == tuple(worked_row(change.before).values())
        expected[change.order_id] = (row[0], *worked_row(change.after).values(), *row[8:])
    assert snapshot(database) == list(expected.values())
    assert list(changes(database, rules, nothing)) == [] and rework(database, rules, nothing) == 0


def test_a_stop_between_chunks_is_made_up_for(
    store: Callable[..., object], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(ORDERS)
    monkeypatch.setattr(reworking, "_CHUNK", 7)
    steps: list[Step] = []
    left = 3

    def stop() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt

    whole = {change.order_id: change.after for change in changes(database, RULES, nothing)}
    with pytest.raises(KeyboardInterrupt):
        rework(database, RULES, stop, steps.append)
    assert [(step.looked_at, step.total) for step in steps] == [(7, 60), (14, 60), (21, 60)]
    rest = {change.order_id: change.after for change in changes(database, RULES, nothing)}
    assert len(rest) == len(whole) - steps[-1].changed and 0 < len(rest) < len(whole)
    assert rest.items() <= whole.items()
    assert rework(database, RULES, nothing) == len(rest)
    assert list(changes(database, RULES, nothing)) == []
    after = {row[0]: row[1:8] for row in snapshot(database)}
    assert all(after[number] == tuple(worked_row(worked).values()) for number, worked in whole.items())


@pytest.mark.timeout(300)
def test_kills_leave_whole_orders_and_the_next_run_does_the_rest(
    store: Callable[..., object], file: Path, database: Database
) -> None:
    store([replace(calm_order(number), lane=Lane.NEW) for number in range(MANY)])
    old = {row[0]: row for row in snapshot(database)}
    new = {
        change.order_id: (change.order_id, *worked_row(change.after).values(), *old[change.order_id][8:])
        for change in changes(database, RULES, nothing)
    }
    assert len(new) == MANY
    moments = random.Random(3)
    seen_half_done = 0
    for _ in range(KILLS):
        database.close()
        call = [sys.executable, "-c", REWORK, KEY.hex(), SALT.hex(), str(file)]
        process = subprocess.Popen(call, cwd=PROJECT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.0, 0.3))
        process.kill()
        process.communicate()
        database.open()
        now = snapshot(database)
        assert all(row in (old[cast(int, row[0])], new[cast(int, row[0])]) for row in now)
        done = sum(row == new[cast(int, row[0])] for row in now)
        seen_half_done += 0 < done < MANY
        if done == MANY:
            break
    assert seen_half_done, "a kill in the middle"
    rework(database, RULES, nothing)
    assert snapshot(database) == list(new.values())


def test_an_order_that_a_fetch_brings_meanwhile_is_not_overwritten_with_the_old(
    store: Callable[..., object], database: Database
) -> None:
    store(ORDERS)
    rules = replace(RULES, payments={"銀行振込": PaymentRule(PaymentKind.PREPAID, "held")})
    changed = [replace(order, payment_method="銀行振込", lane=Lane.NEW) for order in ORDERS]
    is_first = True

    def fetch() -> None:
        # Between the look at a chunk and the write of it.
        nonlocal is_first
        if is_first:
            is_first = False
            store(changed, mark="read anew")

    rework(database, rules, fetch)
    assert {row[1] for row in snapshot(database)} == {"held"}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", OrderColumn)
def test_orders_to_check_are_counted_and_listed(
    store: Callable[..., object],
    database: Database,
    orders: OrderList,
    column: OrderColumn,
    descending: bool,
) -> None:
    store(ORDERS[:40])
    store(ORDERS[40:], "b")
    assert orders.count_by_lane(None)[TO_CHECK] == 0
    rework(database, RULES, nothing)
    wanted = {row[0] for row in snapshot(database) if row[6]}
    every = [one for part in orders.ids(OrderQuery(sort=column, descending=descending)) for one in part]
    for shop_uid, of_shop in ((None, set(range(1, 61))), ("a", set(range(1, 41))), ("b", set(range(41, 61)))):
        query = OrderQuery(lane=TO_CHECK, shop_uid=shop_uid, sort=column, descending=descending)
        found = [one for part in orders.ids(query) for one in part]
        assert found == [one for one in every if one in wanted & of_shop] and found
        assert orders.count_by_lane(shop_uid)[TO_CHECK] == len(found)
    assert orders.count_by_lane("nobody")[TO_CHECK] == 0


def test_an_order_tells_its_reasons_and_its_own_lane(
    store: Callable[..., object], database: Database, orders: OrderList
) -> None:
    store(ORDERS)
    rework(database, RULES, nothing)
    for order_id, order in enumerate(ORDERS, 1):
        stored, (row,) = orders.detail(order_id), orders.rows([order_id])
        worked = work_out(order, RULES)
        assert stored is not None and stored.order == order
        assert (stored.lane, stored.reasons) == (worked.lane, worked.reasons)
        assert (row.lane, row.reasons) == (worked.lane, " ".join(worked.reasons))
        assert (row.carrier_code, row.service_code, row.slot_code) == (
            worked.carrier,
            worked.service,
            worked.slot,
        )


def test_an_order_whose_people_are_erased_stays_as_it_is(
    store: Callable[..., object], database: Database, orders: OrderList
) -> None:
    order = ORDERS[0]
    store([order])
    wishes = (Wish(EditField.LANE, Lane.DONE.value), Wish(EditField.DELIVERY, "yamato/"))
    OrderEditor(database, lambda: RULES).edit([1], wishes, who="花子", now=NEWEST)
    # What the shop says since then nobody has answered to.
    targets = tuple(replace(target, carrier="ほかの便") for target in order.destinations)
    store([replace(order, destinations=targets, memo="変更")])
    later = NEWEST + timedelta(days=1)
    assert erase_finished(database, RULES, before=later, now=later) == 1
    before = snapshot(database)
    assert list(changes(database, RULES, nothing)) == []
    assert rework(database, RULES, nothing) == 0
    assert snapshot(database) == before
    assert orders.count_by_lane(None)[TO_CHECK] == 0


def test_wordings_are_seen_with_their_counts(store: Callable[..., object], database: Database) -> None:
    store(ORDERS)
    sight = seen(database, ("a",))
    for told, wordings in (
        (sight.payments, [order.payment_method for order in ORDERS]),
        (sight.carriers, [order.destinations[0].carrier for order in ORDERS]),
        (sight.slots, [order.destinations[0].delivery_slot for order in ORDERS]),
    ):
        assert {one.text: one.count for one in told} == {
            text: wordings.count(text) for text in wordings if text
        }
        assert [one.count for one in told] == sorted((one.count for one in told), reverse=True)
    assert [one.order for one in sight.recent] == ORDERS[:-6:-1]


def test_wordings_are_looked_up_in_indexes_alone_and_are_never_cut_ones(
    store: Callable[..., object], database: Database
) -> None:
    store([replace(made_order(number), payment_method="長" * number) for number in range(190, 210)])
    sight = seen(database, ("a",))
    assert {len(one.text) for one in sight.payments} == set(range(190, 200))
    with closing(database.reader()) as reader:
        for column in ("payment", "carrier", "delivery_slot"):
            plan = reader.execute(f"EXPLAIN QUERY PLAN {wordings_query(column)}").fetchall()
            assert any(f"COVERING INDEX orders_by_{column}" in row[3] for row in plan)


def test_free_text_gives_no_endless_list(store: Callable[..., object], database: Database) -> None:
    store([replace(made_order(number), payment_method=f"方法{number}") for number in range(250)])
    assert len(seen(database, ("a",)).payments) == 200
