"""Steps over many orders: whole or not at all, taken back to the byte, and gone with the people."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from goq_desktop.domain.edits import WHOLE, EditField, Wish, apply
from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.query import OrderQuery
from goq_desktop.domain.rules import NO_RULES, Rules
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import CHUNK, OrderEditor
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.reworking import changes, rework
from goq_desktop.storage.timeline import timeline, undo_state
from goq_desktop.storage.undoing import StepLog
from tests.support.made_orders import NEWEST, made_order
from tests.unit.storage.conftest import KEY, PROJECT, SALT

ORDERS = [made_order(number) for number in range(60)]
RULES = Rules(lanes=frozenset({"held"}))
MANY = 3 * CHUNK
KILLS = 12
WISHES = (
    Wish(EditField.LANE, "held"),
    Wish(EditField.DELIVERY, "yamato/compact"),
    Wish(EditField.NOTE, "急ぎ"),
)
EDIT = """
import sys
from pathlib import Path
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.undoing import StepLog
from tests.support.made_orders import NEWEST
from tests.unit.storage.test_editing import MANY, RULES, WISHES
database = Database(Path(sys.argv[3]), *map(bytes.fromhex, sys.argv[1:3]))
database.open()
editor, log = OrderEditor(database, lambda: RULES), StepLog(database, lambda: RULES)
print("begun", flush=True)
if sys.argv[4] == "undo":
    log.undo(who="a", now=NEWEST)
else:
    editor.edit(range(1, MANY + 1), WISHES, who="a", now=NEWEST)
"""


def edit(database: Database, ids: Any, *wishes: Wish, rules: Rules = RULES) -> StepResult:
    return OrderEditor(database, lambda: rules).edit(ids, wishes, who="花子", now=NEWEST)


def undo(database: Database) -> StepResult:
    return StepLog(database, lambda: RULES).undo(who="花子", now=NEWEST)


def redo(database: Database) -> StepResult:
    return StepLog(database, lambda: RULES).redo(who="花子", now=NEWEST)


def everything(database: Database) -> list[list[tuple[Any, ...]]]:
    with closing(database.reader()) as reader:
        return [
            reader.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("orders", "order_documents", "order_search", "order_edits")
        ]


def test_the_shops_word_is_not_touched(store: Callable[..., object], database: Database) -> None:
    store(ORDERS)
    before = everything(database)
    edit(database, range(1, 61), *WISHES)
    after = everything(database)
    assert after[1] == before[1]
    assert all(one != other for one, other in zip(before[0], after[0], strict=True))


def test_a_bulk_step_is_found_and_taken_back_to_the_byte(
    store: Callable[..., object], database: Database, orders: OrderList
) -> None:
    store(ORDERS)
    before = everything(database)
    result = edit(database, range(60, 0, -1), *WISHES)
    assert sorted(result.changed_ids) == list(range(1, 61))
    assert sum(map(len, orders.ids(OrderQuery(text="急ぎ")))) == 60
    assert orders.count_by_lane(None)["held"] == 60
    assert {row.note for row in orders.rows(range(1, 61))} == {"急ぎ"}
    assert undo(database).changed_ids == tuple(range(1, 61))
    assert everything(database) == before
    assert redo(database).changed_ids == tuple(range(1, 61))
    assert undo(database).changed_ids and everything(database) == before


def test_a_step_tells_what_it_is_without_telling_of_people(
    store: Callable[..., object], database: Database
) -> None:
    store(ORDERS)
    edit(database, [1, 2], Wish(EditField.LANE, "held"), Wish(EditField.NOTE, "佐藤さんへ電話"))
    label = undo_state(database).undo
    assert label is not None and label.orders == 2
    assert label.values == {EditField.LANE: "held", EditField.NOTE: None}
    undo(database)
    state = undo_state(database)
    assert state.undo is None and state.redo is not None and state.redo.values == label.values


def test_what_changes_nothing_is_no_step(store: Callable[..., object], database: Database) -> None:
    store(ORDERS)
    result = edit(database, [1, 2, 999], Wish(EditField.LANE, ORDERS[0].lane.value), Wish(EditField.NOTE, ""))
    assert result == StepResult(unchanged=2)
    assert undo_state(database).undo is None


def test_every_destination_or_one(
    store: Callable[..., object], database: Database, orders: OrderList
) -> None:
    store([made_order(6)])
    edit(database, [1], Wish(EditField.PARCELS, "3"), Wish(EditField.NAME, "山田", place=1))
    stored = orders.detail(1)
    assert stored is not None
    order, choices = apply(stored.order, stored.edits)
    assert choices.parcels == {0: 3, 1: 3}
    assert [one.party.name for one in order.destinations] == [ORDERS[6].purchaser.name, "山田"]
    assert edit(database, [1], Wish(EditField.NAME, "山田", place=2)).changed_ids == ()


def test_the_shops_cancel_beats_a_chosen_lane(
    store: Callable[..., object], database: Database, orders: OrderList
) -> None:
    store(ORDERS[:1])
    edit(database, [1], Wish(EditField.LANE, "held"))
    store([replace(ORDERS[0], lane=Lane.CANCELLED, memo="x")])
    assert [row.lane for row in orders.rows([1])] == ["cancelled"]
    kinds = [event.kind for event in timeline(database, 1)]
    assert kinds[0] is EventKind.CANCELLED_AT_SHOP and EventKind.CHANGED_AT_SHOP in kinds
    assert undo(database).moved_on == 1
    assert [row.lane for row in orders.rows([1])] == ["cancelled"]
    with closing(database.reader()) as reader:
        assert reader.execute("SELECT changed_at_shop FROM orders").fetchone() != (None,)


def test_an_untouched_order_is_not_marked_as_changed_after_work(
    store: Callable[..., object], database: Database
) -> None:
    store(ORDERS[:1])
    store([replace(ORDERS[0], memo="x")])
    assert [event.kind for event in timeline(database, 1)] == [EventKind.CHANGED_AT_SHOP, EventKind.FETCHED]
    with closing(database.reader()) as reader:
        assert reader.execute("SELECT changed_at_shop FROM orders").fetchone() == (None,)


def test_settings_worked_out_anew_leave_a_choice(store: Callable[..., object], database: Database) -> None:
    store(ORDERS)
    edit(database, range(1, 61), *WISHES)
    assert list(changes(database, RULES, lambda: None)) == []
    assert {change.after.lane for change in changes(database, NO_RULES, lambda: None)} == {"new"}


def test_erasing_takes_edits_and_history_along(
    store: Callable[..., object], database: Database, orders: OrderList
) -> None:
    done: list[Order] = [replace(one, lane=Lane.DONE) for one in ORDERS[:2]]
    store(done)
    edit(database, [1, 2], Wish(EditField.NOTE, "唯一無二"), Wish(EditField.NAME, "唯一無二子"))
    edit(database, [1, 2], Wish(EditField.LANE, "cancelled"))
    later = NEWEST + timedelta(days=61)
    assert erase_finished(database, RULES, before=NEWEST, now=later) == 0, "worked on since"
    assert erase_finished(database, RULES, before=NEWEST + timedelta(seconds=1), now=later) == 2
    with closing(database.reader()) as reader:
        for table in ("orders", "order_search", "order_edits", "order_history", "edit_steps"):
            assert "唯一無二" not in str(reader.execute(f"SELECT * FROM {table}").fetchall())
    assert [row.lane for row in orders.rows([1, 2])] == ["cancelled", "cancelled"]
    assert undo(database).erased == 2 and undo(database).erased == 2
    assert edit(database, [1], Wish(EditField.NOTE, "x")).erased == 1
    events = timeline(database, 1)
    assert events[0].kind is EventKind.ERASED and events[-1].kind is EventKind.FETCHED


@pytest.mark.timeout(300)
@pytest.mark.parametrize("what", ["edit", "undo"])
def test_a_kill_in_a_bulk_step_leaves_all_or_nothing(
    store: Callable[..., object], file: Path, database: Database, what: str
) -> None:
    store([made_order(number) for number in range(MANY)])
    untouched = everything(database)
    edit(database, range(1, MANY + 1), *WISHES)
    edited = everything(database)
    if what == "edit":
        undo(database)
    states = [untouched, edited]
    moments, killed_before_end = random.Random(5), 0
    for _ in range(KILLS):
        database.close()
        call = [sys.executable, "-c", EDIT, KEY.hex(), SALT.hex(), str(file), what]
        process = subprocess.Popen(call, cwd=PROJECT, stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"begun\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.0, 0.4))
        process.kill()
        process.communicate()
        database.open()
        found = everything(database)
        assert found in states
        if found == states[what == "edit"]:
            assert undo_state(database).undo is None or what == "edit"
            break
        killed_before_end += 1
    assert killed_before_end, "a kill in the middle"


def test_the_timeline_tells_before_and_after_who_and_when(
    store: Callable[..., object], database: Database
) -> None:
    store(ORDERS[:1])
    edit(database, [1], Wish(EditField.SLOT, "am"))
    edit(database, [1], Wish(EditField.SLOT, "16-18"))
    undo(database)
    undone, second, first, fetched = timeline(database, 1)
    assert (first.before, first.is_shops_before, first.after) == ("14時～16時", True, "am")
    assert (second.before, second.is_shops_before, second.after) == ("am", False, "16-18")
    assert (undone.kind, undone.before, undone.after) == (EventKind.UNDONE, "16-18", "am")
    assert {one.who for one in (undone, second, first)} == {"花子"} and fetched.who == ""
    assert all(one.at == NEWEST for one in (undone, second, first, fetched))
    assert first.place == 0 and fetched.place == WHOLE


@pytest.mark.parametrize("wish", [Wish(EditField.LANE, "done"), Wish(EditField.LANE, "held"), *WISHES[1:]])
def test_the_checks_follow_a_step_and_its_undo(
    store: Callable[..., object], database: Database, wish: Wish
) -> None:
    store(ORDERS)
    rework(database, RULES, lambda: None)
    for _ in range(2):
        edit(database, range(1, 61), wish)
        assert list(changes(database, RULES, lambda: None)) == []
        undo(database)
        assert list(changes(database, RULES, lambda: None)) == []
