"""People are found by any part of what they are known by, and what is noted about them shows at their orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from goq_desktop.domain.customers import MOST
from goq_desktop.domain.history import EventKind, NoteField
from goq_desktop.domain.orders import Lane, Order, Party
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.storage import customer_list
from goq_desktop.storage.customer_list import find_customers, orders_of_customer
from goq_desktop.storage.customer_notes import keep_note, noted
from goq_desktop.storage.database import Database
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.timeline import undo_state
from goq_desktop.storage.undoing import StepLog
from tests.support.made_orders import NEWEST, made_order
from tests.unit.storage.conftest import Store

HANAKO = Party(
    name="髙﨑 花子",
    name_kana="タカサキ ハナコ",
    phone="090-1234-5678",
    email="hana@example.jp",
    prefecture="東京都",
    city="千代田区",
    street="千代田1-1",
)
TARO = Party(name="山田 太郎", name_kana="ヤマダ タロウ", phone="03-1111-2222")


def order(number: int, purchaser: Party, lane: Lane = Lane.NEW) -> Order:
    return replace(made_order(number), purchaser=purchaser, lane=lane)


@pytest.fixture
def filled(store: Store, database: Database) -> Database:
    """The newer order is 花子's."""
    store([order(1, HANAKO), order(2, TARO), order(3, HANAKO, Lane.CANCELLED)])
    return database


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["髙﨑 花子", "山田 太郎"]),
        ("高崎", ["髙﨑 花子"]),
        ("はなこ", ["髙﨑 花子"]),
        ("12345678", ["髙﨑 花子"]),
        ("1234-56", ["髙﨑 花子"]),
        ("hana@", ["髙﨑 花子"]),
        ("千代田 花子", ["髙﨑 花子"]),
        ("花子 太郎", []),
    ],
)
def test_found_by_any_part(filled: Database, typed: str, names: list[str]) -> None:
    assert [person.name for person in find_customers(filled, typed).people] == names


def test_sums_and_orders_of_a_person(filled: Database) -> None:
    (person,) = find_customers(filled, "花子").people
    assert (person.orders, person.total) == (1, made_order(1).money.total)
    orders = orders_of_customer(filled, person.id)
    assert [one.number for one in orders] == [made_order(1).number, made_order(3).number]
    assert orders[0].total == made_order(1).money.total


def test_a_mark_shows_at_each_order_and_goes_again(filled: Database, orders: OrderList) -> None:
    (person,) = find_customers(filled, "花子").people
    keep_note(filled, person.id, " 電話に出ない ", is_marked=True, who="花子", now=NEWEST)
    assert [each.name for each in find_customers(filled, "", is_marked_only=True).people] == ["髙﨑 花子"]
    assert [row.attention for row in orders.rows([1, 2, 3])] == ["電話に出ない", None, "電話に出ない"]
    stored = orders.detail(1)
    assert stored is not None and stored.attention == "電話に出ない"
    keep_note(filled, person.id, "電話に出ない", is_marked=False, who="花子", now=NEWEST)
    assert [row.attention for row in orders.rows([1, 2, 3])] == [None, None, None]
    assert find_customers(filled, "花子").people[0].note == "電話に出ない", "the note stays"


def test_every_note_stands_in_the_history_of_its_person_and_can_be_taken_back(filled: Database) -> None:
    (person,) = find_customers(filled, "花子").people
    keep_note(filled, person.id, "はじめ", is_marked=True, who="花子", now=NEWEST)
    keep_note(filled, person.id, "つぎ", is_marked=True, who="太郎", now=NEWEST)
    log = StepLog(filled, lambda: NO_RULES)
    assert log.undo(who="次郎", now=NEWEST).people == (person.id,)
    assert find_customers(filled, "花子").people[0].note == "はじめ"
    told = [(one.kind, one.who, one.field, one.before, one.after) for one in noted(filled, person.id)]
    assert told == [
        (EventKind.UNDONE, "次郎", NoteField.NOTE, "つぎ", "はじめ"),
        (EventKind.NOTED, "太郎", NoteField.NOTE, "はじめ", "つぎ"),
        (EventKind.NOTED, "花子", NoteField.MARK, "", "1"),
        (EventKind.NOTED, "花子", NoteField.NOTE, "", "はじめ"),
    ]
    log.undo(who="次郎", now=NEWEST)
    people = find_customers(filled, "花子").people
    assert [(one.note, one.is_marked) for one in people] == [("", False)]
    label = undo_state(filled).redo
    assert label is not None and label.values == {NoteField.NOTE: None, NoteField.MARK: "1"}


def test_the_history_of_people_who_became_one_is_one(store: Store, database: Database) -> None:
    by_mail = replace(HANAKO, name="花子", phone="", street="")
    store([order(1, replace(HANAKO, email=""))])
    store([order(2, by_mail)])
    shown = {person.name: person for person in find_customers(database, "").people}
    for name, text in ((HANAKO.name, "甲"), ("花子", "乙")):
        keep_note(database, shown[name].id, text, is_marked=False, who="", now=NEWEST)
    store([order(3, HANAKO)])
    (person,) = find_customers(database, "").people
    assert person.note == "甲\n乙"
    assert [one.after for one in noted(database, person.id)] == ["乙", "甲"]
    assert StepLog(database, lambda: NO_RULES).undo(who="", now=NEWEST).moved_on == 1
    assert find_customers(database, "").people[0].note == "甲\n乙"


def test_erased_people_are_in_no_list_and_take_no_note(filled: Database) -> None:
    (person,) = find_customers(filled, "花子").people
    keep_note(filled, person.id, "メモ", is_marked=True, who="花子", now=NEWEST)
    later = NEWEST + timedelta(days=400)
    erase_finished(filled, NO_RULES, before=later, now=later)
    assert [each.name for each in find_customers(filled, "").people] == ["髙﨑 花子", "山田 太郎"]
    assert [one.number for one in orders_of_customer(filled, person.id)] == [made_order(1).number]
    with filled.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET lane = 'done'")
    erase_finished(filled, NO_RULES, before=later, now=later)
    assert find_customers(filled, "").people == ()
    keep_note(filled, person.id, "もう一度", is_marked=True, who="花子", now=NEWEST)
    assert find_customers(filled, "", is_marked_only=True).people == ()
    assert {(one.before, one.after) for one in noted(filled, person.id)} == {(None, None)}
    assert StepLog(filled, lambda: NO_RULES).undo(who="", now=NEWEST).erased == 1


def test_a_note_on_somebody_who_turned_out_to_be_another_goes_to_nobody(
    store: Store, database: Database
) -> None:
    by_mail = replace(HANAKO, name="花子", phone="", street="")
    store([order(1, replace(HANAKO, email=""))])
    store([order(2, by_mail)])
    shown = {person.name: person for person in find_customers(database, "").people}["花子"]
    store([order(3, HANAKO)])
    store([order(4, TARO)])
    refused = keep_note(database, shown.id, "返品が多い", is_marked=True, who="花子", now=NEWEST)
    assert (refused.label, refused.erased) == (None, 1)
    people = find_customers(database, "").people
    assert {(one.name, one.note, one.is_marked) for one in people} == {
        (HANAKO.name, "", False),
        (TARO.name, "", False),
    }


def test_a_long_list_says_so(store: Store, database: Database) -> None:
    store([order(number, Party(phone=f"090-2222-{number:04}")) for number in range(MOST + 1)])
    found = find_customers(database, "")
    assert len(found.people) == MOST
    assert found.is_more
    assert not find_customers(database, "0902222-0007").is_more
    everybody = find_customers(database, "", limit=2 * MOST)
    assert (len(everybody.people), everybody.is_more) == (MOST + 1, False)


@pytest.mark.parametrize(
    "typed", ["", "高崎", "はなこ", "花", "a", "12345678", "5678", "1-1", "花子 千代田", "ポスター"]
)
def test_the_index_and_a_look_at_everybody_find_the_same(
    filled: Database, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    by_index = find_customers(filled, typed)
    monkeypatch.setattr(customer_list, "_FEW_ORDERS", 0)
    assert find_customers(filled, typed) == by_index


def test_one_who_is_found_by_another_order_than_the_newest_is_not_in_the_list(
    store: Store, database: Database
) -> None:
    moved = replace(HANAKO, street="千代田2-2")
    store([order(5, HANAKO), order(1, moved)])
    assert [one.address for one in find_customers(database, "千代田2-2").people] == [moved.address]
    assert find_customers(database, "千代田1-1").people == ()


def test_people_of_few_orders_and_marked_ones_are_found_without_a_look_at_everybody(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled.engine().begin() as connection:
        connection.exec_driver_sql("DROP INDEX customers_by_last")
    assert [one.name for one in find_customers(filled, "花子").people] == ["髙﨑 花子"]
    assert find_customers(filled, "", is_marked_only=True).people == ()
    monkeypatch.setattr(customer_list, "_FEW_ORDERS", 0)
    with pytest.raises(Exception, match="customers_by_last"):
        find_customers(filled, "花子")
