"""Edits, fetches, conflicts, undo and restarts in any order: the store and a simple model never differ."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from goq_desktop.domain.edits import OF_ORDER, WHOLE, EditField, Wish, apply
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.matching import normalised
from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.rules import PaymentRule, Rules
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.reworking import changes
from goq_desktop.storage.timeline import timeline, undo_state
from tests.support.made_orders import NEWEST, made_order, received
from tests.unit.storage.conftest import KEY, SALT

ORDERS = 2  # the first is paid beforehand, the last has two destinations
RULES = Rules(
    payments={"銀行振込": PaymentRule(PaymentKind.PREPAID, "held")},
    slots={"夜": "18-20"},
    lanes=frozenset({"held", "packing"}),
)
VALUES: dict[EditField, tuple[str | None, ...]] = {
    EditField.LANE: (None, "new", "done", "held", "packing"),
    EditField.NOTE: (None, "", "折り返し電話", "同梱"),
    EditField.SHIP_DATE: (None, "2026-11-28", "2026-11-29"),
    EditField.DELIVERY: (None, "yamato/", "yamato/compact", "sagawa/"),
    EditField.SLOT: (None, "", "am", "18-20"),
    EditField.PARCELS: (None, "1", "2"),
    EditField.TRACKING: (None, "", "4000-1", "4000-2"),
    EditField.PHONE: (None, "03-1111-2222", "03-3333-4444"),
}
# What the shop may come to say of each.
SAID: dict[EditField, tuple[str, ...]] = {
    EditField.LANE: tuple(Lane),
    EditField.SHIP_DATE: ("", "2026-11-28", "2026/11/30"),
    EditField.DELIVERY: ("", "ヤマト運輸", "佐川急便", "謎の便"),
    EditField.SLOT: ("", "夜", "午前中", "いつか"),
    EditField.TRACKING: ("", "4000-1", "5000-1"),
    EditField.PHONE: ("03-1111-2222", "03-9999-0000"),
}
DELIVERIES = {"": "/", "ヤマト運輸": "yamato/", "佐川急便": "sagawa/", "日本郵便": "japan_post/"}
SLOTS = {"": "", "夜": "18-20", "午前中": "am", "14時～16時": "14-16"}

Key = tuple[int, int, EditField]
Laid = tuple[str, str] | None  # mine, base
Change = tuple[Key, Laid, Laid, str]


def orders_of_the_shop() -> list[Order]:
    numbers = (1, 6)
    return [made_order(number) for number in numbers]


def says(order: Order, place: int, name: EditField) -> str:
    if name is EditField.LANE:
        return order.lane.value
    if name is EditField.SHIP_DATE:
        return order.shipped.text if order.shipped else ""
    if name in (EditField.NOTE, EditField.PARCELS):
        return ""
    to = order.destinations[place]
    return {
        EditField.DELIVERY: to.carrier,
        EditField.SLOT: to.delivery_slot,
        EditField.TRACKING: to.tracking_number,
        EditField.PHONE: to.party.phone,
    }[name]


def means(order: Order, place: int, name: EditField) -> str | None:
    said = says(order, place, name)
    if name is EditField.LANE:
        return "held" if said == "new" and order.payment_method == "銀行振込" else said
    if name is EditField.SHIP_DATE:
        return said.replace("/", "-")
    if name is EditField.DELIVERY:
        return DELIVERIES.get(said)
    return SLOTS.get(said) if name is EditField.SLOT else said


def saying(order: Order, name: EditField, text: str) -> Order:
    """The order with other words of the shop, in its first destination."""
    if name is EditField.LANE:
        return replace(order, lane=Lane(text))
    if name is EditField.SHIP_DATE:
        day = text.replace("/", "-")
        utc = datetime.fromisoformat(f"{day}T00:00:00+09:00") if day else None
        return replace(order, shipped=Moment(utc=utc, text=text) if text else None)
    first, *others = order.destinations
    if name is EditField.PHONE:
        first = replace(first, party=replace(first.party, phone=text))
    elif name is EditField.DELIVERY:
        first = replace(first, carrier=text)
    elif name is EditField.SLOT:
        first = replace(first, delivery_slot=text)
    else:
        first = replace(first, tracking_number=text)
    return replace(order, destinations=(first, *others))


@dataclass
class Model:
    """The same promises in the plainest words."""

    orders: list[Order] = field(default_factory=orders_of_the_shop)
    edits: dict[Key, tuple[str, str]] = field(default_factory=dict)
    undoable: list[list[Change]] = field(default_factory=list)
    redoable: list[list[Change]] = field(default_factory=list)
    history: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(ORDERS), 1))

    def places(self, number: int, name: EditField) -> list[int]:
        return [WHOLE] if name in OF_ORDER else list(range(len(self.orders[number].destinations)))

    def lay(self, key: Key, laid: Laid) -> None:
        self.edits.pop(key, None)
        if laid is not None:
            self.edits[key] = laid

    def do(self, changes: list[Change]) -> set[int]:
        for (number, *_), _, _, _ in changes:
            self.history[number] += 1
        for key, _, after, _ in changes:
            self.lay(key, after)
        return {key[0] for key, *_ in changes}

    def step(self, changes: list[Change]) -> set[int]:
        if changes:
            self.undoable.append(changes)
            self.redoable = []
        return self.do(changes)

    def take_back(self, changes: list[Change]) -> list[Change]:
        return [
            (key, after, before, shop)
            for key, before, after, shop in changes
            if self.edits.get(key) == after and says(self.orders[key[0]], key[1], key[2]) == shop
        ]

    def wish(self, numbers: set[int], name: EditField, value: str | None) -> set[int]:
        changes: list[Change] = []
        for number in numbers:
            for place in self.places(number, name):
                key, order = (number, place, name), self.orders[number]
                shop, before = says(order, place, name), self.edits.get((number, place, name))
                own = value is None or value == means(order, place, name)
                after = None if own else (value or "", before[1] if before else shop)
                if after != before:
                    changes.append((key, before, after, shop))
        return self.step(changes)

    def fetch(self, number: int, now: Order, told: int) -> None:
        self.history[number] += told
        old, self.orders[number] = self.orders[number], now
        for key, (mine, base) in list(self.edits.items()):
            of, place, name = key
            if of != number or (shop := says(now, place, name)) == base:
                continue
            if mine == means(now, place, name) or (name is EditField.LANE and shop == "cancelled"):
                del self.edits[key]
                self.history[number] += 1
            elif shop != says(old, place, name):
                self.history[number] += 1

    def conflicts(self, number: int) -> set[tuple[int, EditField]]:
        return {
            (place, name)
            for (of, place, name), (_, base) in self.edits.items()
            if of == number and base != says(self.orders[of], place, name)
        }

    def value(self, number: int, place: int, name: EditField) -> str | None:
        laid = self.edits.get((number, place, name))
        return laid[0] if laid else means(self.orders[number], place, name)


class Editing(RuleBasedStateMachine):
    template: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.file = self.folder / "orders.db"
        self.model = Model()
        self.now = NEWEST
        self.database = Database(self.file, KEY, SALT)

    def teardown(self) -> None:
        self.database.close()
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
        assert set(result.changed_ids) == {number + 1 for number in changed}
        assert result.unchanged == len(numbers) - len(changed)

    @rule(number=st.integers(0, ORDERS - 1), data=st.data())
    def fetch(self, number: int, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([one for one in self.fields if one in SAID] or list(SAID)))
        now = saying(self.model.orders[number], name, data.draw(st.sampled_from(SAID[name])))
        told = int(says(now, 0, name) != says(self.model.orders[number], 0, name))
        self.store([now])
        self.model.fetch(number, now, told)

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
        result = self.editor.undo(who="花子", now=self.now)
        if not self.model.undoable:
            assert result == StepResult()
            return
        changes = self.model.undoable.pop()
        back = self.model.take_back(changes)
        done = self.model.do(back)
        if back:
            self.model.redoable.append(back)
        assert set(result.changed_ids) == {number + 1 for number in done}
        refused = {key for key, *_ in changes} - {key for key, *_ in back}
        assert result.moved_on == len({key[0] for key in refused})

    @rule()
    def redo(self) -> None:
        result = self.editor.redo(who="花子", now=self.now)
        if not self.model.redoable:
            assert result == StepResult()
            return
        back = self.model.take_back(self.model.redoable.pop())
        done = self.model.do(back)
        self.model.undoable.append(back)
        assert set(result.changed_ids) == {number + 1 for number in done}

    @rule()
    def restart(self) -> None:
        self.database.close()
        self.database.open()

    @invariant()
    def the_list_shows_what_is_in_force(self) -> None:
        with closing(self.database.reader()) as reader:
            rows = reader.execute(
                "SELECT o.id, lane, ifnull(note, ''), carrier_code, service_code, slot_code, parcels, tracking,"
                " reasons, s.text FROM orders o JOIN order_search s ON s.order_id = o.id ORDER BY o.id"
            ).fetchall()
        model = self.model
        for number, row in enumerate(rows):
            lane, note, carrier, service, slot, parcels, tracking, reasons, text = row[1:]
            delivery = (model.value(number, 0, EditField.DELIVERY) or "/").split("/")
            count = model.value(number, 0, EditField.PARCELS)
            assert lane == model.value(number, WHOLE, EditField.LANE)
            assert note == model.value(number, WHOLE, EditField.NOTE)
            assert [carrier or "", service or ""] == delivery
            assert (slot or "") == (model.value(number, 0, EditField.SLOT) or "")
            assert parcels == (int(count) if count else None)
            assert (tracking or "") == model.value(number, 0, EditField.TRACKING)
            assert ("conflict" in (reasons or "").split()) == bool(model.conflicts(number))
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
