"""A confirmed reason stays confirmed until what was confirmed changes, and every step has its inverse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import PageResult, Window
from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.rules import NO_RULES, Rules
from goq_desktop.services.places import postal_places
from goq_desktop.storage import confirming
from goq_desktop.storage.check_queue import waiting
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.holding import Hold, set_hold
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.stored_order import StoredOrder
from goq_desktop.storage.timeline import timeline, undo_state
from goq_desktop.storage.undoing import StepLog
from tests.support.made_orders import NEWEST, calm_order, received
from tests.unit.storage.conftest import Store

CALM = calm_order(16)
ORDER = replace(CALM, memo="のし")


@pytest.fixture
def store(database: Database) -> Store:
    """As `conftest.store`; another order is another answer of the shop, too."""

    def store(made: Sequence[Order], shop_uid: str = "a", mark: str = "profile") -> PageResult:
        page = [replace(received(order), raw=json.dumps(str(order)).encode()) for order in made]
        return OrderWriter(database, mark).store_page(shop_uid, 0, page, now=NEWEST)

    return store


def stored(orders: OrderList, order_id: int = 1) -> StoredOrder:
    found = orders.detail(order_id)
    assert found is not None
    return found


def confirm(database: Database, orders: OrderList, order_id: int = 1) -> StepResult:
    """All of the order's reasons."""
    marks = {reason.mark for reason in stored(orders, order_id).checks}
    return confirming.confirm(database, order_id, marks, who="花子", now=NEWEST)


def undo(database: Database) -> StepResult:
    return StepLog(database, Rules).undo(who="太郎", now=NEWEST)


def redo(database: Database) -> StepResult:
    return StepLog(database, Rules).redo(who="太郎", now=NEWEST)


def rows(database: Database) -> list[tuple[Any, ...]]:
    with closing(database.reader()) as reader:
        return reader.execute("SELECT * FROM confirmations ORDER BY order_id, mark").fetchall()


def test_a_confirmed_reason_is_no_reason_any_more_and_can_be_taken_back(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    assert stored(orders).reasons == (CheckReason.MEMO,)
    assert confirm(database, orders).changed_ids == (1,)
    after = stored(orders)
    assert after.reasons == () and [one.is_confirmed for one in after.checks] == [True]
    assert confirm(database, orders) == StepResult()
    kept = rows(database)
    assert undo(database).changed_ids == (1,)
    assert stored(orders).reasons == (CheckReason.MEMO,) and rows(database) == []
    assert redo(database).changed_ids == (1,)
    assert stored(orders) == after and rows(database) == kept


def test_one_of_two_reasons_leaves_the_other(store: Store, database: Database, orders: OrderList) -> None:
    store([replace(ORDER, money=replace(ORDER.money, total=0))])
    zero, memo = stored(orders).checks
    confirming.confirm(database, 1, {zero.mark}, who="", now=NEWEST)
    assert stored(orders).reasons == (memo.code,)
    assert [one.codes for one in waiting(database, "2026-11-28")] == [(CheckReason.MEMO,)]


def test_a_confirmed_reason_stays_until_its_content_changes(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    confirm(database, orders)
    store([replace(ORDER, order_status="別")], mark="again")
    assert stored(orders).reasons == ()
    store([replace(ORDER, memo="のし二つ")], mark="and again")
    assert stored(orders).reasons == (CheckReason.CHANGED, CheckReason.MEMO)
    store([ORDER], mark="back")
    assert stored(orders).reasons == ()


def test_a_change_at_the_shop_is_told_only_of_what_somebody_has_seen(
    store: Store, database: Database, orders: OrderList
) -> None:
    changed = replace(ORDER, payment_method="別の方法")
    store([ORDER])
    store([changed], mark="again")
    assert stored(orders).reasons == (CheckReason.MEMO,)
    confirm(database, orders)
    store([ORDER], mark="and again")
    (change, _) = stored(orders).checks
    assert (change.code, change.params["parts"]) == (CheckReason.CHANGED, "payment")
    confirm(database, orders)
    assert stored(orders).reasons == ()
    store([ORDER], mark="the same, read anew")
    assert [one.code for one in stored(orders).checks] == [CheckReason.MEMO]
    undo(database)
    store([ORDER], mark="once more")
    assert stored(orders).reasons == (CheckReason.CHANGED,)


def test_who_works_on_an_order_has_seen_it(store: Store, database: Database, orders: OrderList) -> None:
    store([CALM])
    editor = OrderEditor(database, Rules)
    editor.edit([1], [Wish(EditField.PHONE, "090-1111-2222", 0)], who="", now=NEWEST)
    assert stored(orders).reasons == ()
    store([replace(CALM, payment_method="別の方法")], mark="again")
    assert stored(orders).reasons == (CheckReason.CHANGED,)
    confirm(database, orders)
    store([replace(CALM, payment_method="別の方法")], mark="and again")
    assert stored(orders).checks == ()


@pytest.mark.parametrize(
    "wish", [Wish(EditField.NOTE, "急ぎ"), Wish(EditField.LANE, "done"), Wish(EditField.PARCELS, "2")]
)
def test_whatever_somebody_did_to_an_order_a_change_of_it_is_to_be_checked(
    store: Store, database: Database, orders: OrderList, wish: Wish
) -> None:
    store([CALM])
    OrderEditor(database, Rules).edit([1], [wish], who="", now=NEWEST)
    store([replace(CALM, lane=Lane.CANCELLED)])
    assert stored(orders).reasons == (CheckReason.CANCELLED,)


def test_a_sent_order_that_changes_at_the_shop_is_to_be_checked(
    store: Store, database: Database, orders: OrderList
) -> None:
    sent = replace(CALM, lane=Lane.DONE)
    store([sent])
    store([replace(sent, memo="領収書を")])
    assert stored(orders).reasons == ()
    to = sent.destinations[0]
    moved = replace(to, party=replace(to.party, street="別の町9"))
    store([replace(sent, destinations=(moved,))])
    assert stored(orders).reasons == (CheckReason.CHANGED,)


def test_a_corrected_profile_changes_nothing_of_what_was_seen(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    confirm(database, orders)
    raw = json.dumps(str(ORDER)).encode()

    def read_as(order: Order, mark: str) -> None:
        page = [replace(received(order), raw=raw)]
        OrderWriter(database, mark).store_page("a", 0, page, now=NEWEST)

    read_as(replace(ORDER, payment_method="別の読み方"), "corrected")
    assert CheckReason.CHANGED not in stored(orders).reasons
    store([replace(ORDER, payment_method="別の方法")])
    assert CheckReason.CHANGED in stored(orders).reasons
    raw = json.dumps(str(replace(ORDER, payment_method="別の方法"))).encode()
    read_as(replace(ORDER, payment_method="別の方法", memo="のし 別の読み方"), "corrected again")
    (changed,) = [one for one in stored(orders).checks if one.code is CheckReason.CHANGED]
    assert changed.params["parts"] == "payment", "what the shop did stays told"


def test_a_cancel_after_somebody_saw_the_order_is_told(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    confirm(database, orders)
    store([replace(ORDER, lane=Lane.CANCELLED)], mark="again")
    assert stored(orders).reasons == (CheckReason.CANCELLED,)
    confirm(database, orders)
    store([replace(ORDER, lane=Lane.CANCELLED)], mark="and again")
    assert stored(orders).checks == ()


def at_wrong_postcode(number: int, street: str = "一番町1-2-3") -> Order:
    base = calm_order(number)
    who = replace(base.purchaser, postcode="9800812", street=street)
    return replace(
        base, lane=Lane.NEW, purchaser=who, destinations=(replace(base.destinations[0], party=who),)
    )


def add(database: Database, *made: Order) -> None:
    rules = Rules(places=postal_places(), bundle_days=0)
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    page = [received(order) for order in made]
    OrderWriter(database, "m", lambda: rules).store_page("a", run, page, now=NEWEST)


def test_a_right_address_is_remembered_for_other_orders(database: Database, orders: OrderList) -> None:
    add(database, at_wrong_postcode(30), at_wrong_postcode(60))
    assert stored(orders, 1).reasons == stored(orders, 2).reasons == (CheckReason.POSTCODE,)
    confirm(database, orders, 1)
    assert stored(orders, 1).reasons == stored(orders, 2).reasons == ()
    add(database, at_wrong_postcode(90), at_wrong_postcode(120, "別の町1"))
    assert stored(orders, 3).reasons == () and stored(orders, 4).reasons == (CheckReason.POSTCODE,)
    undo(database)
    assert all(stored(orders, number).reasons == (CheckReason.POSTCODE,) for number in (1, 2, 3))


def test_erasing_people_erases_what_was_confirmed_of_them(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    confirm(database, orders)
    store([replace(ORDER, lane=Lane.DONE)], mark="done")
    set_hold(database, 1, Hold(None, 1), who="太郎", now=NEWEST)
    undo(database)
    undo(database)
    later = NEWEST + timedelta(days=99)
    assert erase_finished(database, NO_RULES, before=later, now=later) == 1
    assert [redo(database).erased for _ in range(3)] == [1, 1, 0]
    assert rows(database) == [] and stored(orders).checks == ()
    with closing(database.reader()) as reader:
        for table in ("holds", "open_orders"):
            assert reader.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_orders_wait_oldest_first_and_those_on_hold_until_their_day(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([replace(calm_order(number), lane=Lane.NEW, memo="のし") for number in (16, 20, 24)])
    held = Hold("2026-12-01", 1)
    assert set_hold(database, 2, held, who="太郎", now=NEWEST).changed_ids == (2,)
    assert set_hold(database, 3, Hold(None, 1), who="太郎", now=NEWEST).changed_ids == (3,)
    assert [(one.order_id, one.is_held) for one in waiting(database, "2026-11-30")] == [
        (3, True),
        (2, True),
        (1, False),
    ]
    assert [one.order_id for one in waiting(database, "2026-12-01") if one.is_held] == [3]
    assert set_hold(database, 2, None, who="太郎", now=NEWEST).changed_ids == (2,)
    assert set_hold(database, 99, held, who="太郎", now=NEWEST) == StepResult()
    undo(database)
    assert [one.order_id for one in waiting(database, "2026-11-30") if one.is_held] == [3, 2]
    undo(database)
    assert [one.order_id for one in waiting(database, "2026-11-30") if one.is_held] == [2]


def test_the_history_tells_who_confirmed_and_who_took_it_back(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    confirm(database, orders)
    undo(database)
    assert undo(database) == StepResult()
    set_hold(database, 1, Hold("2026-12-01", 1), who="太郎", now=NEWEST)
    set_hold(database, 1, None, who="花子", now=NEWEST)
    released, held, back, first, _ = timeline(database, 1)
    assert (first.kind, first.who, first.field) == (EventKind.CONFIRMED, "花子", "memo")
    assert (back.kind, back.who, back.field) == (EventKind.UNCONFIRMED, "太郎", "memo")
    assert (held.kind, held.before, held.after) == (EventKind.HELD, None, "2026-12-01")
    assert (released.kind, released.who, released.before) == (EventKind.RELEASED, "花子", "2026-12-01")


def test_a_confirmation_for_an_order_that_is_gone_is_none(database: Database) -> None:
    assert confirming.confirm(database, 7, {b"1"}, who="", now=NEWEST) == StepResult()


def test_undo_leaves_a_hold_alone_that_was_changed_since(store: Store, database: Database) -> None:
    store([ORDER])
    set_hold(database, 1, Hold(None, 1), who="", now=NEWEST)
    with database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE holds SET until = '2027-01-01'")
    assert undo(database).moved_on == 1
    assert [one.until for one in waiting(database, "2026-11-30")] == ["2027-01-01"]


def test_steps_of_all_kinds_go_back_in_their_order_after_a_restart(
    store: Store, database: Database, orders: OrderList
) -> None:
    store([ORDER])
    editor = OrderEditor(database, Rules)
    editor.edit([1], [Wish(EditField.NOTE, "急ぎ")], who="花子", now=NEWEST)
    confirm(database, orders)
    set_hold(database, 1, Hold(None, 1), who="花子", now=NEWEST)
    orders.close()
    database.close()
    database.open()
    kinds = []
    while (label := undo_state(database).undo) is not None:
        kinds.append(label.kind)
        assert undo(database).changed_ids == (1,)
    assert kinds == [EventKind.HELD, EventKind.CONFIRMED, EventKind.EDITED]
    with closing(database.reader()) as reader:
        counts = [
            reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("holds", "confirmations", "order_edits")
        ]
    assert counts == [0, 0, 0]
