"""A page of orders is stored whole or not at all, and told apart into new, updated and unchanged."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Lane, Money, Order, ReceivedOrder
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.storage import orders
from goq_desktop.storage.database import Database, new_salt
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.order_rows import fingerprint
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
from tests.unit.storage.conftest import Store


def begin(database: Database) -> int:
    return Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)


def counted(database: Database, run_id: int) -> tuple[int, ...]:
    sql = 'SELECT pages, "new", updated, unchanged FROM fetch_runs WHERE id = ?'
    with closing(database.reader()) as reader:
        return tuple(reader.execute(sql, (run_id,)).fetchone())


def everything(database: Database) -> dict[tuple[str, str], Order]:
    return {(stored.shop_uid, stored.order.serial): stored.order for stored in all_orders(database)}


def with_raw(order: Order, raw: object) -> ReceivedOrder:
    return ReceivedOrder(order=order, raw=json.dumps(raw).encode())


def test_orders_come_back_as_they_were(database: Database, store: Store) -> None:
    orders = [made_order(number) for number in range(50)]
    result = store(orders)
    assert (result.new, result.updated, result.unchanged) == (50, 0, 0)
    stored = list(all_orders(database))
    assert [one.order for one in stored] == orders
    assert [one.raw for one in stored] == [received(order).raw for order in orders]
    assert [one.id for one in stored] == list(result.changed_ids)


def test_the_same_page_again_changes_nothing(database: Database, store: Store) -> None:
    orders = [made_order(number) for number in range(5)]
    store(orders)
    result = store(orders)
    assert (result.new, result.updated, result.unchanged, result.changed_ids) == (0, 0, 5, ())


def test_an_edited_order_keeps_its_id_and_changes_everywhere(database: Database, store: Store) -> None:
    first, second = made_order(1), made_order(2)
    ids = store([first, second]).changed_ids
    edited = replace(second, memo="変更後のメモ", money=Money(total=99), lane=Lane.CANCELLED)
    result = store([first, edited])
    assert (result.new, result.updated, result.unchanged, result.changed_ids) == (0, 1, 1, ids[1:])
    assert everything(database) == {("a", first.serial): first, ("a", edited.serial): edited}
    with closing(database.reader()) as reader:
        row = reader.execute("SELECT memo, total, lane FROM orders WHERE id = ?", ids[1:]).fetchone()
        text = reader.execute("SELECT text FROM order_search WHERE order_id = ?", ids[1:]).fetchone()[0]
    assert row == ("変更後のメモ", 99, "cancelled")
    assert "変更後ノメモ" in text


def test_two_shops_may_use_the_same_serial(database: Database, store: Store) -> None:
    store([made_order(1)], shop_uid="a")
    assert store([made_order(1, memo="other")], shop_uid="b").new == 1
    assert len(everything(database)) == 2


def test_numbers_may_repeat(database: Database, store: Store) -> None:
    orders = [replace(made_order(number), number="0001") for number in (1, 2)]
    assert store(orders).new == 2
    assert [one.order.number for one in all_orders(database)] == ["0001", "0001"]


def test_of_an_order_twice_in_a_page_the_last_counts_once(database: Database, store: Store) -> None:
    early, late = made_order(1, memo="early"), made_order(1, memo="late")
    result = store([early, made_order(2), late])
    assert (result.new, result.updated, result.unchanged) == (2, 0, 0)
    assert everything(database)["a", late.serial] == late


def test_a_change_of_the_profile_reads_all_anew(store: Store) -> None:
    assert store([made_order(1)], mark="one").new == 1
    assert store([made_order(1)], mark="two").updated == 1
    assert store([made_order(1)], mark="two").unchanged == 1


def test_the_order_of_keys_is_no_change(database: Database) -> None:
    order = made_order(1)
    writer, run_id = OrderWriter(database, "profile"), begin(database)
    writer.store_page("a", run_id, [with_raw(order, {"x": 1, "y": {"v": 2, "w": 3}})], now=NEWEST)
    same = writer.store_page("a", run_id, [with_raw(order, {"y": {"w": 3, "v": 2}, "x": 1})], now=NEWEST)
    assert same.unchanged == 1
    other = writer.store_page("a", run_id, [with_raw(order, {"y": {"w": 3, "v": 2}, "x": 2})], now=NEWEST)
    assert other.updated == 1


def test_the_order_of_a_list_is_a_change() -> None:
    assert fingerprint(b"[1,2]", "m") != fingerprint(b"[2,1]", "m")
    assert fingerprint(b"[1, 2]", "m") == fingerprint(b"[1,2]", "m")


def test_an_empty_page_counts_as_a_page(database: Database) -> None:
    run_id = begin(database)
    OrderWriter(database, "profile").store_page("a", run_id, [], now=NEWEST)
    assert counted(database, run_id) == (1, 0, 0, 0)


def test_the_journal_counts_with_each_page(database: Database) -> None:
    run_id, writer = begin(database), OrderWriter(database, "profile")
    orders = [received(made_order(number)) for number in range(5)]
    writer.store_page("a", run_id, orders[:3], now=NEWEST)
    assert counted(database, run_id) == (1, 3, 0, 0)
    changed = [received(made_order(0, memo="changed")), *orders[1:]]
    writer.store_page("a", run_id, changed, now=NEWEST + timedelta(minutes=1))
    assert counted(database, run_id) == (2, 5, 1, 2)


def test_first_sight_and_last_change_are_remembered(database: Database) -> None:
    run_id, writer = begin(database), OrderWriter(database, "profile")
    for minute, memo in enumerate(("one", "two", "two")):
        now = NEWEST + timedelta(minutes=minute)
        writer.store_page("a", run_id, [received(made_order(1, memo=memo))], now=now)
    with closing(database.reader()) as reader:
        first, changed = reader.execute("SELECT first_seen_at, changed_at FROM orders").fetchone()
    assert (first, changed) == (NEWEST.timestamp(), NEWEST.timestamp() + 60)


def test_a_full_disk_leaves_the_page_out_and_all_else_in(database: Database, store: Store) -> None:
    before = [made_order(number) for number in range(20)]
    store(before)

    @event.listens_for(database.engine(), "begin")
    def fill_the_disk(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")  # type: ignore[attr-defined]

    run_id = begin(database)
    page = [received(made_order(number, memo="x" * 4000)) for number in range(20, 120)]
    writer = OrderWriter(database, "profile")
    with pytest.raises(ProblemError) as caught:
        writer.store_page("a", run_id, page, now=NEWEST)
    assert caught.value.problem.code is ProblemCode.DISK_FULL
    assert caught.value.problem.params == {"path": str(database.path)}
    assert counted(database, run_id) == (0, 0, 0, 0)
    assert [one.order for one in all_orders(database)] == before
    event.remove(database.engine(), "begin", fill_the_disk)
    with database.engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert writer.store_page("a", run_id, page, now=NEWEST).new == 100


def test_a_reader_sees_a_page_whole_or_not(database: Database, store: Store) -> None:
    store([made_order(1)])
    seen: list[int] = []

    @event.listens_for(database.engine(), "after_cursor_execute")
    def look(*_: object) -> None:
        with closing(database.reader()) as reader:
            seen.append(reader.execute("SELECT count(*) FROM orders").fetchone()[0])

    store([made_order(number) for number in range(2, 30)])
    event.remove(database.engine(), "after_cursor_execute", look)
    assert len(seen) > 5
    assert set(seen) == {1}


def test_a_bug_in_the_middle_of_a_page_stores_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("a bug")

    run_id = begin(database)
    page = [received(made_order(1)), received(made_order(2))]
    # When rows, documents and search text are written.
    monkeypatch.setattr(orders, "examine", fail)
    with pytest.raises(LookupError):
        OrderWriter(database, "profile").store_page("a", run_id, page, now=NEWEST)
    assert everything(database) == {}
    assert counted(database, run_id) == (0, 0, 0, 0)


# A few serials and a few contents: pages collide with what is stored and with themselves.
PAGES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["", "x", "髙﨑", "𠮷"])), max_size=12),
    ),
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_any_pages_leave_what_a_dict_would_hold(pages: Sequence[tuple[str, list[tuple[int, str]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder, "orders.db"), secrets.token_bytes(32), new_salt())
        database.create()
        try:
            compare_with_dict(database, pages)
        finally:
            database.close()


def compare_with_dict(database: Database, pages: Sequence[tuple[str, list[tuple[int, str]]]]) -> None:
    model: dict[tuple[str, str], Order] = {}
    writer, run_id = OrderWriter(database, "profile"), begin(database)
    for shop_uid, content in pages:
        orders = [made_order(number, memo=memo) for number, memo in content]
        page = {(shop_uid, order.serial): order for order in orders}
        new = sum(key not in model for key in page)
        updated = sum(key in model and model[key] != order for key, order in page.items())
        result = writer.store_page(shop_uid, run_id, [received(order) for order in orders], now=NEWEST)
        assert (result.new, result.updated, result.unchanged) == (new, updated, len(page) - new - updated)
        assert len(result.changed_ids) == new + updated
        model.update(page)
    assert everything(database) == model
    with closing(database.reader()) as reader:
        for table in ("orders", "order_documents", "order_search"):
            assert reader.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(model),)
