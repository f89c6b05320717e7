"""Steps of every kind, fetches, conflicts, undo and restarts in any order: the store and a simple model never differ."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.edits import OF_ORDER, WHOLE, EditField, Wish, apply
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.matching import normalised
from goq_desktop.domain.orders import Order
from goq_desktop.storage import confirming
from goq_desktop.storage.alarms import see_alarms
from goq_desktop.storage.check_rows import checks_of
from goq_desktop.storage.cipher import Connection
from goq_desktop.storage.customer_notes import keep_note, noted
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.holding import Hold, set_hold
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.reworking import changes
from goq_desktop.storage.timeline import timeline, undo_state
from goq_desktop.storage.undoing import StepLog
from tests.support.made_orders import NEWEST, received
from tests.unit.storage.conftest import KEY, SALT
from tests.unit.storage.desk_model import ORDERS, RULES, SAID, VALUES, Change, Model, about, saying, says


class Editing(RuleBasedStateMachine):
    template: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.file = self.folder / "orders.db"
        self.model = Model()
        self.now = NEWEST
        self.database = Database(self.file, KEY, SALT)
        self.reader: Connection | None = None

    def teardown(self) -> None:
        self.close()
        shutil.rmtree(self.folder)

    @initialize(fields=st.sets(st.sampled_from(list(VALUES)), min_size=1, max_size=2))
    def begin(self, fields: set[EditField]) -> None:
        # Few at a time meet more often.
        self.fields = sorted(fields)
        if Editing.template is None:
            self.database.create()
            self.store(self.model.orders)
            self.database.close()
            Editing.template = Path(tempfile.mkdtemp()) / "orders.db"
            shutil.copy(self.file, Editing.template)
        else:
            shutil.copy(Editing.template, self.file)
        self.database.open()

    def store(self, orders: list[Order]) -> None:
        run = Journal(self.database).begin("a", Window(since=NEWEST), is_automatic=True, now=self.now)
        page = [replace(received(one), raw=json.dumps(str(one)).encode()) for one in orders]
        OrderWriter(self.database, "profile", lambda: RULES).store_page("a", run, page, now=self.now)

    @property
    def editor(self) -> OrderEditor:
        self.now += timedelta(seconds=1)
        return OrderEditor(self.database, lambda: RULES)

    @property
    def log(self) -> StepLog:
        self.now += timedelta(seconds=1)
        return StepLog(self.database, lambda: RULES)

    @rule(
        numbers=st.sets(st.integers(0, ORDERS - 1), min_size=1),
        data=st.data(),
    )
    def edit(self, numbers: set[int], data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.fields))
        value = data.draw(st.sampled_from(VALUES[name]))
        ids = [number + 1 for number in numbers]
        result = self.editor.edit(ids, [Wish(name, value)], who="花子", now=self.now)
        changed = self.model.wish(numbers, name, value)
        self.agree(result, changed)
        assert result.unchanged == len(numbers) - len(changed)

    @rule(number=st.integers(0, ORDERS - 1), data=st.data())
    def fetch(self, number: int, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([one for one in self.fields if one in SAID] or list(SAID)))
        now = saying(self.model.orders[number], name, data.draw(st.sampled_from(SAID[name])))
        told = int(says(now, 0, name) != says(self.model.orders[number], 0, name))
        self.store([now])
        self.model.fetch(number, now, told)
        # When an alarm is raised is told elsewhere.
        self.model.kept.pop(("alarm", number), None)
        if (alarm := self.stored("SELECT alarm FROM orders WHERE id = ?", number + 1)[0][0]) is not None:
            self.model.kept["alarm", number] = alarm

    @rule(number=st.integers(0, ORDERS - 1), is_every=st.booleans())
    def confirm(self, number: int, is_every: bool) -> None:
        checks = checks_of(self.stored("SELECT checks FROM orders WHERE id = ?", number + 1)[0][0])
        marks = [one.mark for one in checks if not one.is_confirmed][: None if is_every else 1]
        self.now += timedelta(seconds=1)
        result = confirming.confirm(self.database, number + 1, marks, who="花子", now=self.now)
        at = int(self.now.timestamp())
        self.agree(result, self.model.keep({("confirm", number, mark): at for mark in marks}))

    @rule(number=st.integers(0, ORDERS - 1), until=st.sampled_from([None, "2026-12-01"]), is_on=st.booleans())
    def hold(self, number: int, until: str | None, is_on: bool) -> None:
        self.now += timedelta(seconds=1)
        hold = Hold(until, int(self.now.timestamp())) if is_on else None
        result = set_hold(self.database, number + 1, hold, who="花子", now=self.now)
        self.agree(result, self.model.keep({("hold", number): hold}))

    @rule()
    def see_alarms(self) -> None:
        self.now += timedelta(seconds=1)
        seen = Journal(self.database).findings("a").alarms
        result = see_alarms(self.database, "a", seen, who="花子", now=self.now)
        wanted = {("alarm", *key): None for key in self.model.of_kind("alarm")}
        self.agree(result, self.model.keep(wanted))

    @rule(number=st.integers(0, ORDERS - 1), note=st.sampled_from(["", "丁寧に"]), is_marked=st.booleans())
    def note_a_person(self, number: int, note: str, is_marked: bool) -> None:
        self.now += timedelta(seconds=1)
        person = self.person(number)
        result = keep_note(self.database, person, note, is_marked=is_marked, who="花子", now=self.now)
        wanted = {("note", number, "note"): note or None, ("note", number, "mark"): is_marked or None}
        self.agree(result, self.model.keep(wanted))

    def agree(self, result: StepResult, changed: set[tuple[str, int]]) -> None:
        assert set(result.changed_ids) == {number + 1 for kind, number in changed if kind == "order"}
        assert set(result.people) == {self.person(number) for kind, number in changed if kind == "note"}

    def person(self, number: int) -> int:
        return int(self.stored("SELECT customer_id FROM orders WHERE id = ?", number + 1)[0][0])

    def stored(self, sql: str, *values: object) -> list[Any]:
        if self.reader is None:
            self.reader = self.database.reader()
        return self.reader.execute(sql, values).fetchall()

    @rule(number=st.integers(0, ORDERS - 1), is_mine_kept=st.booleans())
    def resolve(self, number: int, is_mine_kept: bool) -> None:
        keys = self.model.conflicts(number)
        changes: list[Change] = []
        for place, name in keys:
            mine, base = self.model.edits[number, place, name]
            shop = says(self.model.orders[number], place, name)
            changes.append(
                ((number, place, name), (mine, base), (mine, shop) if is_mine_kept else None, shop)
            )
        result = self.editor.resolve(number + 1, keys, is_mine_kept=is_mine_kept, who="花子", now=self.now)
        assert bool(result.changed_ids) == bool(keys)
        self.model.step(changes)

    @rule()
    def undo(self) -> None:
        result = self.log.undo(who="花子", now=self.now)
        if not self.model.undoable:
            assert result == StepResult()
            return
        changes = self.model.undoable.pop()
        back = self.model.take_back(changes)
        done = self.model.do(back)
        if back:
            self.model.redoable.append(back)
        self.agree(result, done)
        refused = {key for key, *_ in changes} - {key for key, *_ in back}
        assert result.moved_on == len({about(key) for key in refused})

    @rule()
    def redo(self) -> None:
        result = self.log.redo(who="花子", now=self.now)
        if not self.model.redoable:
            assert result == StepResult()
            return
        back = self.model.take_back(self.model.redoable.pop())
        done = self.model.do(back)
        self.model.undoable.append(back)
        self.agree(result, done)

    @rule()
    def restart(self) -> None:
        self.close()
        self.database.open()

    def close(self) -> None:
        if self.reader is not None:
            self.reader.close()
            self.reader = None
        self.database.close()

    @invariant()
    def the_list_shows_what_is_in_force(self) -> None:
        rows = self.stored(
            "SELECT o.id, lane, ifnull(note, ''), carrier_code, service_code, slot_code, parcels, tracking,"
            " checks, s.text FROM orders o JOIN order_search s ON s.order_id = o.id ORDER BY o.id"
        )
        model = self.model
        for number, row in enumerate(rows):
            lane, note, carrier, service, slot, parcels, tracking, checks, text = row[1:]
            delivery = (model.value(number, 0, EditField.DELIVERY) or "/").split("/")
            count = model.value(number, 0, EditField.PARCELS)
            assert lane == model.value(number, WHOLE, EditField.LANE)
            assert note == model.value(number, WHOLE, EditField.NOTE)
            assert [carrier or "", service or ""] == delivery
            assert (slot or "") == (model.value(number, 0, EditField.SLOT) or "")
            assert parcels == (int(count) if count else None)
            assert (tracking or "") == model.value(number, 0, EditField.TRACKING)
            found = [one.code for one in checks_of(checks)]
            assert (CheckReason.CONFLICT in found) == bool(model.conflicts(number))
            for name in (EditField.PHONE, EditField.NOTE):
                place = WHOLE if name in OF_ORDER else 0
                assert normalised(model.value(number, place, name) or "") in text

    @invariant()
    def the_shops_word_stays_beside_it(self) -> None:
        stored = list(all_orders(self.database))
        assert [one.order for one in stored] == self.model.orders
        for number, one in enumerate(stored):
            laid = {(edit.place, edit.field): (edit.mine, edit.base) for edit in one.edits}
            assert laid == {key[1:]: value for key, value in self.model.edits.items() if key[0] == number}
            effective, _ = apply(one.order, one.edits)
            assert effective.destinations[0].party.phone == self.model.value(number, 0, EditField.PHONE)

    @invariant()
    def the_settings_have_nothing_to_add(self) -> None:
        assert list(changes(self.database, RULES, lambda: None)) == []

    @invariant()
    def the_history_only_grows(self) -> None:
        for number, length in self.model.history.items():
            assert len(timeline(self.database, number + 1)) == length
        for number, length in self.model.noted.items():
            assert len(noted(self.database, self.person(number))) == length

    @invariant()
    def what_is_kept_beside_the_edits_is_as_it_was_left(self) -> None:
        model = self.model
        confirmed = self.stored("SELECT order_id, mark, confirmed_at FROM confirmations WHERE code <> ''")
        assert {(number - 1, mark): at for number, mark, at in confirmed} == model.of_kind("confirm")
        held = self.stored("SELECT order_id, until, held_at FROM holds")
        assert {(number - 1,): Hold(until, at) for number, until, at in held} == model.of_kind("hold")
        alarming = self.stored("SELECT id, alarm FROM orders WHERE alarm IS NOT NULL")
        assert {(number - 1,): alarm for number, alarm in alarming} == model.of_kind("alarm")
        for number in range(ORDERS):
            ((note, is_marked),) = self.stored(
                "SELECT note, is_marked FROM customers WHERE id = ?", self.person(number)
            )
            told = model.of_kind("note")
            assert (note, bool(is_marked)) == (told.get((number, "note")), told.get((number, "mark"), False))

    @invariant()
    def what_is_confirmed_is_no_reason(self) -> None:
        confirmed = self.model.of_kind("confirm")
        for order_id, checks, reasons in self.stored("SELECT id, checks, reasons FROM orders"):
            left = [one.code for one in checks_of(checks) if (order_id - 1, one.mark) not in confirmed]
            assert (reasons or "").split() == left

    @invariant()
    def the_next_steps_are_known(self) -> None:
        state = undo_state(self.database)
        assert (state.undo is not None) == bool(self.model.undoable)
        assert (state.redo is not None) == bool(self.model.redoable)


TestEditing: Any = Editing.TestCase
# A shorter example would come after the time that a test has.
TestEditing.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
