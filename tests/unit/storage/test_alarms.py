"""What the shop does to an order that somebody works on is told until a person has seen it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from goq_desktop.domain.census import Alarm
from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.history import EventKind
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.rules import Rules
from goq_desktop.storage.alarms import mark_vanished, see_alarms
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.timeline import timeline
from goq_desktop.storage.undoing import StepLog
from tests.support.made_orders import NEWEST, made_order
from tests.unit.storage.conftest import Store

RULES = Rules(lanes=frozenset({"held"}))


def open_order(number: int) -> Order:
    order = made_order(number)
    unsent = tuple(replace(target, tracking_number="") for target in order.destinations)
    return replace(order, lane=Lane.NEW, destinations=unsent, memo="")


def cancelled(order: Order) -> Order:
    return replace(order, lane=Lane.CANCELLED, memo="取消")


def work_on(database: Database, order_id: int, wish: Wish) -> None:
    OrderEditor(database, lambda: RULES).edit([order_id], [wish], who="花子", now=NEWEST)


@pytest.mark.parametrize("lane", ["held", Lane.DONE.value])
def test_an_order_that_was_only_moved_raises_the_alarm_when_it_is_cancelled(
    store: Store, database: Database, lane: str
) -> None:
    order = open_order(1)
    store([order])
    work_on(database, 1, Wish(EditField.LANE, lane))
    assert store([cancelled(order)]).alarms == (Alarm.CANCELLED,)


def test_a_change_of_a_cancelled_order_does_not_hide_that_it_was_cancelled(
    store: Store, database: Database
) -> None:
    order = open_order(1)
    store([order])
    work_on(database, 1, Wish(EditField.NOTE, "急ぎ"))
    store([cancelled(order)])
    targets = tuple(replace(target, memo="変更") for target in order.destinations)
    store([replace(cancelled(order), destinations=targets, memo="その後")])
    assert Journal(database).findings("a").alarms == {Alarm.CANCELLED: (order.number,)}


def test_only_what_somebody_saw_is_confirmed(store: Store, database: Database) -> None:
    orders = [open_order(number) for number in (1, 2)]
    store(orders)
    for order_id in (1, 2):
        work_on(database, order_id, Wish(EditField.NOTE, "急ぎ"))
    store([cancelled(orders[0])])
    journal = Journal(database)
    seen = journal.findings("a").alarms
    store([cancelled(orders[1])])
    result = see_alarms(database, "a", seen, who="花子", now=NEWEST)
    assert result.changed_ids == (1,) and result.label is not None
    assert journal.findings("a").alarms == {Alarm.CANCELLED: (orders[1].number,)}


def test_that_an_alarm_was_seen_stands_in_the_history_and_can_be_taken_back(
    store: Store, database: Database
) -> None:
    store([open_order(1)])
    work_on(database, 1, Wish(EditField.NOTE, "急ぎ"))
    store([cancelled(open_order(1))])
    journal, log = Journal(database), StepLog(database, lambda: RULES)
    seen = journal.findings("a").alarms
    see_alarms(database, "a", seen, who="花子", now=NEWEST)
    event = timeline(database, 1)[0]
    assert (event.kind, event.who, event.before) == (EventKind.ALARM_SEEN, "花子", Alarm.CANCELLED)
    assert journal.findings("a").alarms == {}
    assert log.undo(who="太郎", now=NEWEST).changed_ids == (1,)
    assert journal.findings("a").alarms == seen
    assert timeline(database, 1)[0].kind is EventKind.ALARM_UNSEEN
    assert log.redo(who="太郎", now=NEWEST).changed_ids == (1,)
    assert journal.findings("a").alarms == {}


def test_undo_brings_back_no_alarm_for_an_order_that_is_listed_again(
    store: Store, database: Database
) -> None:
    order = open_order(1)
    store([order])
    with database.engine().begin() as connection:
        mark_vanished(connection, [1], 1)
    seen = Journal(database).findings("a").alarms
    see_alarms(database, "a", seen, who="", now=NEWEST)
    store([replace(order, order_status="別")])
    assert StepLog(database, lambda: RULES).undo(who="", now=NEWEST).moved_on == 1
    assert Journal(database).findings("a").alarms == {}


def test_undo_counts_an_order_whose_people_were_erased_and_leaves_it(
    store: Store, database: Database
) -> None:
    order = open_order(1)
    store([order])
    work_on(database, 1, Wish(EditField.NOTE, "急ぎ"))
    store([cancelled(order)])
    see_alarms(database, "a", Journal(database).findings("a").alarms, who="", now=NEWEST)
    later = NEWEST + timedelta(days=99)
    assert erase_finished(database, RULES, before=later, now=later) == 1
    result = StepLog(database, lambda: RULES).undo(who="", now=later)
    assert (result.erased, result.moved_on, result.changed_ids) == (1, 0, ())
    assert Journal(database).findings("a").alarms == {}


def test_an_answer_that_is_only_read_in_another_way_is_no_change_of_the_shop(
    store: Store, database: Database
) -> None:
    order = replace(open_order(1), lane=Lane.DONE)
    store([order])
    work_on(database, 1, Wish(EditField.NOTE, "急ぎ"))
    targets = tuple(replace(target, carrier="別の読み方") for target in order.destinations)
    result = store([replace(order, destinations=targets)], mark="a corrected profile")
    assert (result.updated, result.alarms) == (1, ())
    kinds = [event.kind for event in timeline(database, 1)]
    assert kinds == [EventKind.EDITED, EventKind.FETCHED]


def test_an_order_that_vanished_is_to_be_checked_until_it_is_listed_again(
    store: Store, database: Database, orders: OrderList
) -> None:
    def reasons(order_id: int) -> tuple[CheckReason, ...]:
        found = orders.detail(order_id)
        assert found is not None
        return found.reasons

    order, done = open_order(1), replace(open_order(2), lane=Lane.DONE)
    store([order, done])
    with database.engine().begin() as connection:
        mark_vanished(connection, [1, 2], 1)
    assert CheckReason.VANISHED in reasons(1) and CheckReason.VANISHED not in reasons(2)
    assert timeline(database, 1)[0].kind is EventKind.VANISHED
    work_on(database, 1, Wish(EditField.CITY, "別の市"))
    assert CheckReason.VANISHED in reasons(1), "an edit tells nothing of it"
    work_on(database, 1, Wish(EditField.LANE, Lane.DONE.value))
    assert CheckReason.VANISHED not in reasons(1), "it is sent"
    work_on(database, 1, Wish(EditField.LANE, Lane.NEW.value))
    assert CheckReason.VANISHED in reasons(1)
    store([order])
    assert CheckReason.VANISHED not in reasons(1), "listed as it was"
