"""A search finds exactly the orders whose text holds every word, whatever was stored, changed or erased."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from goq_desktop.domain.erasing import erased
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.domain.matching import words
from goq_desktop.domain.orders import Lane, Order, ReceivedOrder
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.domain.rules import NO_RULES, PaymentRule, Rules
from goq_desktop.storage import erasing, order_finding
from goq_desktop.storage.cipher import connect
from goq_desktop.storage.database import Database, new_salt
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.order_rows import DeskRows, encode
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.rechecking import examined_by, recheck
from goq_desktop.storage.reworking import rework
from tests.support.made_orders import NEWEST, made_order
from tests.unit.storage.conftest import KEY, SALT, Store
from tests.unit.storage.test_migrations import make

# Few signs, so that parts of one text are often parts of another.
_SIGNS = "佐藤ヤヤマ髙𠮷0123490-ー－ 　\"'*@.aZ％\x01\n"
_TEXTS = st.text(st.sampled_from(_SIGNS), max_size=24)
_TYPED = st.text(st.sampled_from(_SIGNS), min_size=1, max_size=7)
_SOME_UNKNOWN = Rules(payments={made_order(1).payment_method: PaymentRule(PaymentKind.DEFERRED)})
_LATER = NEWEST + timedelta(days=61)


def person(number: int, name: str, phone: str, memo: str, lane: Lane = Lane.NEW) -> Order:
    order = made_order(number)
    who = replace(order.purchaser, name=name, phone=phone)
    target = replace(order.destinations[0], party=who)
    return replace(order, purchaser=who, destinations=(target,), memo=memo, lane=lane)


class Searching(RuleBasedStateMachine):
    """Orders are stored, changed and erased; the model is their normalised text."""

    folder: Path
    places = iter(range(1_000_000))

    def __init__(self) -> None:
        super().__init__()
        self.file = self.folder / f"{next(self.places)}.db"
        self.database = Database(self.file, KEY, new_salt())
        self.database.create()
        self.orders = OrderList(self.database.reader(), self.file)
        self.stored: dict[int, Order] = {}
        self.gone: set[int] = set()

    def teardown(self) -> None:
        self.orders.close()
        self.database.close()
        self.file.unlink()

    @initialize(name=_TEXTS)
    def some_stand_there(self, name: str) -> None:
        self._store([person(number, name, "", "") for number in range(20, 24)])

    @rule(
        numbers=st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True),
        name=_TEXTS,
        phone=_TEXTS,
        memo=_TEXTS,
        lane=st.sampled_from(Lane),
    )
    def orders_come(self, numbers: list[int], name: str, phone: str, memo: str, lane: Lane) -> None:
        self._store([person(number, name, phone, memo, lane) for number in numbers])

    @rule()
    def ended_ones_are_erased(self) -> None:
        erase_finished(self.database, NO_RULES, before=_LATER - timedelta(days=1), now=_LATER)
        for number, order in self.stored.items():
            if order.lane is not Lane.NEW and number not in self.gone:
                self.stored[number] = erased(order)
                self.gone.add(number)

    @rule(rules=st.sampled_from((NO_RULES, _SOME_UNKNOWN)))
    def settings_change(self, rules: Rules) -> None:
        rework(self.database, rules, lambda: None)

    @rule(typed=_TYPED, few=st.sampled_from((0, 1, 2_000)), column=st.sampled_from(OrderColumn))
    def a_person_types(self, typed: str, few: int, column: OrderColumn) -> None:
        """`few` and what is worth showing decide the way to the hits, never the hits."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(order_finding, "_FEW", few)
            patch.setattr(order_finding, "_LOOKED_AT", 3)
            patch.setattr(order_finding, "_WORTH_SHOWING", 2)
            found = [one for ids in self.orders.ids(OrderQuery(text=typed, sort=column)) for one in ids]
            inorder = [one for ids in self.orders.ids(OrderQuery(sort=column)) for one in ids]
        texts = {number: DeskRows(order, (), NO_RULES).text() for number, order in self.stored.items()}
        hits = [n for n, text in texts.items() if all(word in text for word in words(typed))]
        wanted = {self.stored[number].number for number in hits}
        assert len(found) == len(hits)
        assert {row.number for row in self.orders.rows(found)} == wanted
        assert [one for one in inorder if one in set(found)] == found

    @invariant()
    def the_lanes_are_counted(self) -> None:
        for shop in (None, "a", "nobody"):
            with closing(self.database.reader()) as reader:
                sql = "SELECT lane, count(*) FROM orders WHERE ? IN (shop_uid, '') GROUP BY lane"
                lanes = dict(reader.execute(sql, (shop or "",)).fetchall())
                sql = "SELECT count(reasons) FROM orders WHERE ? IN (shop_uid, '')"
                to_check = reader.execute(sql, (shop or "",)).fetchone()[0]
            assert self.orders.count_by_lane(shop) == {**lanes, TO_CHECK: to_check}
        with closing(self.database.reader()) as reader:
            sql = "SELECT shop_uid, count(*) FROM orders WHERE lane NOT IN ('done', 'cancelled') GROUP BY 1"
            unfinished = dict(reader.execute(sql).fetchall())
        assert Counter(self.orders.unfinished_by_shop()) == Counter(unfinished)

    def _store(self, orders: list[Order]) -> None:
        run = Journal(self.database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
        OrderWriter(self.database, "p").store_page("a", run, list(map(answered, orders)), now=NEWEST)
        for order in orders:
            number = int(order.serial[1:])
            if number not in self.gone:
                self.stored[number] = order


def answered(order: Order) -> ReceivedOrder:
    """With an answer of the shop that changes with anything in the order."""
    return ReceivedOrder(order=order, raw=encode(order))


def test_index_and_counts_hold_through_any_changes(tmp_path: Path) -> None:
    class Here(Searching):
        folder = tmp_path

    run_state_machine_as_test(Here, settings=settings(max_examples=15, stateful_step_count=10, deadline=None))


def test_an_erased_order_leaves_no_piece_in_the_index(store: Store, database: Database) -> None:
    store([person(1, "唯一無二子", "090-7777-5555", "", Lane.DONE), person(2, "佐藤", "1", "", Lane.NEW)])
    pieces = ("唯一", "無二", "7777", "5555")
    assert set(pieces) <= in_the_file(database)
    erase_finished(database, NO_RULES, before=_LATER - timedelta(days=1), now=_LATER)
    left = in_the_file(database)
    assert not left & set(pieces) and "佐藤" in left


def test_an_erasing_that_was_killed_is_made_up_for(
    store: Store, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store([person(1, "唯一無二子", "", "", Lane.DONE)])

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "forget_removed", killed)
        with pytest.raises(KeyboardInterrupt):
            erase_finished(database, NO_RULES, before=_LATER - timedelta(days=1), now=_LATER)
    assert erase_finished(database, NO_RULES, before=_LATER - timedelta(days=1), now=_LATER) == 0
    assert "無二" not in in_the_file(database)


def test_what_erasing_notes_leaves_the_note_of_the_checks_alone(store: Store, database: Database) -> None:
    recheck(database, NO_RULES, 4711, lambda: None)
    store([person(1, "唯一無二子", "", "", Lane.DONE)])
    erase_finished(database, NO_RULES, before=_LATER - timedelta(days=1), now=_LATER)
    assert examined_by(database) == 4711


def in_the_file(database: Database) -> set[str]:
    """Every piece that the pages of the index hold, removed ones too: a term there is written out or shortened
    by what it shares with the one before."""
    with closing(database.connect_to(database.path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'order_grams', 'row')")
        terms = {term for (term,) in connection.execute("SELECT term FROM temp.terms")}
        blocks = connection.execute("SELECT block FROM order_grams_data").fetchall()
    text = b"".join(block for (block,) in blocks)
    return terms | {piece for piece in ("唯一", "無二", "7777", "5555") if piece.encode()[1:] in text}


def test_stored_orders_of_an_older_store_are_found(file: Path) -> None:
    make(file, "0002")
    with closing(connect(file, KEY, SALT)) as writer:
        for number in range(1, 11):
            text = DeskRows(made_order(number), (), NO_RULES).text()
            writer.execute("INSERT INTO order_search VALUES (?, ?)", (number, text))
    database = Database(file, KEY, SALT)
    database.open()
    orders = OrderList(database.reader(), file)
    try:
        assert [list(ids) for ids in orders.ids(OrderQuery(text="鈴木"))] == [[3]]
        assert sum(orders.count_by_lane(None).values()) == 10
    finally:
        orders.close()
        database.close()


def test_pieces_of_a_word_in_other_places_are_no_hit(store: Store, orders: OrderList) -> None:
    store([person(1, "佐藤 藤太", "0901 9012", ""), person(2, "佐藤太", "09012", "")])
    assert [len(ids) for ids in orders.ids(OrderQuery(text="佐藤太"))] == [1]
    assert [len(ids) for ids in orders.ids(OrderQuery(text="09012"))] == [1]
