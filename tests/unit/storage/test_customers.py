"""People are known again over orders, whatever order these come in, and their sums are those of their orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goq_desktop.domain.customers import MOST_NAMES, customer_keys, customer_text
from goq_desktop.domain.orders import Lane, Moment, Order, Party
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.storage.catching_up import catch_up
from goq_desktop.storage.cipher import Connection
from goq_desktop.storage.database import Database
from goq_desktop.storage.erasing import erase_finished
from tests.support.made_orders import NEWEST, made_order
from tests.unit.storage.conftest import Store

HERE = {"prefecture": "東京都", "city": "千代田区", "street": "千代田1-1"}


def order(number: int, purchaser: Party, *, hours: int = 0, lane: Lane = Lane.NEW, total: int = 100) -> Order:
    made = made_order(number)
    at = NEWEST + timedelta(hours=hours)
    return replace(
        made,
        purchaser=purchaser,
        lane=lane,
        ordered=Moment(utc=at, text=at.isoformat()),
        money=replace(made.money, total=total),
    )


@pytest.fixture
def reader(database: Database) -> Iterator[Connection]:
    with closing(database.reader()) as reader:
        yield reader


def people(reader: Connection) -> list[list[str]]:
    """The serials of each person's orders."""
    rows = reader.execute(
        "SELECT group_concat(serial, ' ') FROM (SELECT * FROM orders ORDER BY serial)"
        " WHERE customer_id IS NOT NULL GROUP BY customer_id"
    )
    return sorted(row[0].split() for row in rows)


def serials(*numbers: int) -> list[str]:
    return [made_order(number).serial for number in numbers]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Party(phone="090-1234-5678"), Party(phone="０９０ー１２３４ー５６７８"), True),
        (Party(email="A@Example.jp "), Party(email="a@example.jp"), True),
        (Party(name="髙﨑 花子", **HERE), Party(name="高崎花子", **HERE), True),
        (Party(name="高崎花子", **HERE), Party(name="高崎花子", **{**HERE, "street": "千代田1-2"}), False),
        (Party(name="高崎花子"), Party(name="高崎花子"), False),
        (Party(phone="000-0000-0000"), Party(phone="000-0000-0000"), False),
        (Party(email="none"), Party(email="none"), False),
    ],
)
def test_who_is_the_same(store: Store, reader: Connection, one: Party, other: Party, is_same: bool) -> None:
    store([order(1, one)])
    store([order(2, other)], "b")
    assert people(reader).count(serials(1, 2)) == is_same


def test_an_order_that_knows_both_makes_two_people_one(store: Store, reader: Connection) -> None:
    phone, mail = Party(name="佐藤", phone="090-1234-5678"), Party(name="佐藤花子", email="s@example.jp")
    store([order(1, phone, hours=-2), order(2, mail, hours=-1)])
    assert people(reader) == [serials(1), serials(2)]
    reader.execute("SELECT 1")
    store([order(3, replace(phone, email="s@example.jp", name="新しい名前"))])
    assert people(reader) == [serials(1, 2, 3)]
    rows = "SELECT name, orders, total, first_at, last_at FROM customers ORDER BY id"
    row, nobody = reader.execute(rows).fetchall()
    assert nobody == (None, 0, 0, None, None)
    at = int(NEWEST.timestamp())
    assert row == ("新しい名前", 3, 300, at - 7200, at)


def test_the_shops_own_number_joins_only_so_many_names(store: Store, reader: Connection) -> None:
    clerk = "03-1234-5678"
    many = [order(number, Party(name=f"客{number}", **HERE, phone=clerk)) for number in range(MOST_NAMES + 5)]
    for one in many:
        store([one])
    assert len(people(reader)) == 6
    store([order(90, Party(name="客3", **HERE))])
    assert len(people(reader)) == 6, "by name and address a person is known as ever"


def test_cancelled_orders_and_changes_count_as_they_stand(store: Store, reader: Connection) -> None:
    buyer = Party(phone="090-1234-5678")

    def sums() -> tuple[int, int]:
        return tuple(reader.execute("SELECT orders, total FROM customers").fetchone())

    store([order(1, buyer), order(2, buyer, lane=Lane.CANCELLED, total=900)])
    assert sums() == (1, 100)
    store([order(1, buyer, total=250)], mark="other")
    assert sums() == (1, 250)


def test_who_is_erased_is_gone_and_days_keep_their_sums(
    store: Store, database: Database, reader: Connection
) -> None:
    gone, stays = Party(name="消える", phone="090-1111-2222"), Party(name="残る", phone="090-3333-4445")
    store([order(1, gone, lane=Lane.DONE), order(2, stays), order(3, stays, lane=Lane.DONE)])
    later = NEWEST + timedelta(days=400)
    assert erase_finished(database, NO_RULES, before=later, now=later) == 2
    assert people(reader) == [serials(2)]
    rows = reader.execute("SELECT name, text IS NULL, first_at IS NULL FROM customers ORDER BY id").fetchall()
    assert rows == [(None, 1, 0), ("残る", 0, 0)]
    keys = {row[0] for row in reader.execute("SELECT key FROM customer_keys")}
    assert keys == set(customer_keys(stays).all)
    assert reader.execute("SELECT orders, total FROM customers WHERE name = '残る'").fetchone() == (1, 100)


def test_of_an_erased_order_nothing_stays_with_a_person_who_has_others(
    store: Store, database: Database, reader: Connection
) -> None:
    kept = Party(name="佐藤", phone="090-1234-5678", email="kept@example.jp")
    moved = replace(kept, email="gone@example.jp", **HERE)
    store([order(1, kept, hours=-2), order(2, moved, hours=-1, lane=Lane.DONE)])
    later = NEWEST + timedelta(days=400)
    assert erase_finished(database, NO_RULES, before=later, now=later) == 1
    assert people(reader) == [serials(1)]
    told = reader.execute("SELECT mail, address, text, last_at FROM customers").fetchall()
    assert told == [(kept.email, None, customer_text(kept), int(NEWEST.timestamp()) - 7200)]
    assert {row[0] for row in reader.execute("SELECT key FROM customer_keys")} == set(customer_keys(kept).all)


def test_an_older_store_is_counted_bit_by_bit(store: Store, database: Database, reader: Connection) -> None:
    store([order(number, Party(phone=f"090-1234-{number % 40:04}")) for number in range(700)])
    before = people(reader)
    with closing(database.connect_to(database.path)) as writer:
        for statement in (
            "UPDATE orders SET customer_id = NULL, pieces = NULL",
            "DELETE FROM customers",
            "DELETE FROM customer_keys",
        ):
            writer.execute(statement)
        writer.commit()
    assert [catch_up(database) for _ in range(3)] == [500, 200, 0]
    assert people(reader) == before
    assert reader.execute("SELECT count(*) FROM orders WHERE pieces > 0").fetchone() == (700,)
    assert reader.execute("SELECT sum(orders) FROM customers").fetchone()[0] == 700


PARTIES = st.builds(
    lambda phone, mail, name: Party(
        phone=f"090-1234-{phone:04}" if phone else "",
        email=f"m{mail}@example.jp" if mail else "",
        name=f"名前{name}" if name else "",
        **HERE,
    ),
    *[st.integers(0, 3)] * 3,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=st.lists(st.lists(PARTIES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_order_of_arrival_gives_the_same_people(
    store: Store, database: Database, reader: Connection, pages: Sequence[Sequence[Party]]
) -> None:
    """Against the union by any key over all orders at once."""
    with closing(database.connect_to(database.path)) as writer:
        for table in ("orders", "customers", "customer_keys"):
            writer.execute(f"DELETE FROM {table}")
        writer.commit()
    number = 0
    groups: list[tuple[set[int], list[str]]] = []
    for page in pages:
        orders = []
        for party in page:
            orders.append(order(number, party, hours=number))
            keys, own = set(customer_keys(party).all), [made_order(number).serial]
            number += 1
            if not keys:
                continue
            for group in [group for group in groups if group[0] & keys]:
                groups.remove(group)
                keys |= group[0]
                own = group[1] + own
            groups.append((keys, sorted(own)))
        store(orders)
    assert people(reader) == sorted(own for _, own in groups)
    sums = "SELECT orders, total, first_at, last_at FROM customers WHERE text IS NOT NULL ORDER BY id"
    real = (
        "SELECT count(*), sum(total), min(ordered_at), max(ordered_at) FROM orders"
        " WHERE customer_id IS NOT NULL GROUP BY customer_id ORDER BY customer_id"
    )
    assert reader.execute(sums).fetchall() == reader.execute(real).fetchall()


ICHIRO = Party(name="鈴木 一郎", phone="090-1111-1111", email="ichiro@example.jp", **HERE)
JIRO = Party(name="田中 二郎", phone="090-2222-2222", email="jiro@example.jp")


def test_an_order_whose_purchaser_the_shop_replaced_joins_no_two_people(
    store: Store, reader: Connection
) -> None:
    store([order(1, ICHIRO), order(2, ICHIRO), order(3, JIRO)])
    store([order(2, JIRO, total=200)], mark="again")
    assert people(reader) == [serials(1), serials(2, 3)]
    store([order(4, ICHIRO), order(5, JIRO)])
    assert people(reader) == [serials(1, 4), serials(2, 3, 5)]
    sums = reader.execute("SELECT name, orders, total FROM customers ORDER BY name").fetchall()
    assert sums == [(JIRO.name, 3, 400), (ICHIRO.name, 2, 200)]


def test_of_a_purchaser_who_was_replaced_nothing_stays_without_another_order(
    store: Store, reader: Connection
) -> None:
    store([order(1, ICHIRO)])
    store([order(1, JIRO)], mark="again")
    assert people(reader) == [serials(1)]
    left = reader.execute("SELECT name, phone, mail, text FROM customers WHERE orders = 0").fetchall()
    assert left == [(None, None, None, None)]
    store([order(2, ICHIRO)])
    assert people(reader) == [serials(1), serials(2)]


def test_somebody_whose_every_fact_the_shop_corrected_is_still_the_same(
    store: Store, reader: Connection
) -> None:
    store([order(1, ICHIRO), order(2, ICHIRO)])
    store([order(1, replace(ICHIRO, phone="03-9999-9999", email="", street="別の町2"))], mark="again")
    assert people(reader) == [serials(1, 2)]
