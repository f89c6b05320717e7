"""A damaged store says so in one sentence, or its orders are right to the letter: nothing in between."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Order
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.services.store_opening import open_store
from goq_desktop.storage import cipher
from goq_desktop.storage.database import Database
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.order_list import OrderList
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.wording.problems import sentence
from tests.faults.damage.damaging import OF_A_CLOSED_STORE, OF_A_LOG, Damage, Files
from tests.faults.rows import in_time, row, size
from tests.support.made_orders import NEWEST, made_order, received

pytestmark = pytest.mark.timeout(size(900, 86_400))

DAMAGES: Final = size(1_000, 20_000)
TRIED_WITH_TEETH: Final = 200
PAGES: Final = 6
ON_A_PAGE: Final = 15
FOUND_BY: Final = (OrderColumn.ORDERED, OrderColumn.PURCHASER, OrderColumn.TOTAL, OrderColumn.ID)


class Silent(AssertionError):
    """Orders came back, and they were not the right ones."""


@pytest.fixture(scope="module")
def keys() -> SessionStore:
    return SessionStore()


@pytest.fixture(scope="module")
def stored(
    tmp_path_factory: pytest.TempPathFactory, keys: SessionStore
) -> tuple[Files, Files, Sequence[dict[str, Order]]]:
    """A store that was closed, one whose process was killed, and what each page of it left."""
    file = tmp_path_factory.mktemp("stored") / "orders.db"
    database = open_store(file, keys)
    held: dict[str, Order] = {}
    states = [dict(held)]
    closed = Files(b"")
    for page in range(PAGES):
        if page == PAGES // 2:
            database.close()
            closed = Files(file.read_bytes())
            database = open_store(file, keys)
        orders = [made_order(number) for number in range(page * ON_A_PAGE, (page + 1) * ON_A_PAGE)]
        # An order of the page before, edited in the shop.
        orders += [replace(one, memo=f"変更 {page}") for one in list(held.values())[-3:]]
        run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
        OrderWriter(database, "x").store_page("a", run, [received(one) for one in orders], now=NEWEST)
        held |= {one.serial: one for one in orders}
        states.append(dict(held))
    killed = Files(file.read_bytes(), file.with_name("orders.db-wal").read_bytes())
    database.close()
    return closed, killed, states


def read(file: Path, keys: SessionStore) -> dict[str, Order]:
    """All that the store shows, by every way in which it is shown. Raises ProblemError."""
    database = open_store(file, keys)
    try:
        found = {one.order.serial: one.order for one in all_orders(database)}
        _look_at_list(database, found)
        return found
    finally:
        database.close()


def _look_at_list(database: Database, found: Mapping[str, Order]) -> None:
    with closing(OrderList(database.reader(), database.path)) as orders:
        numbers = sorted(order.number for order in found.values())
        for column in FOUND_BY:
            ids = [one for part in orders.ids(OrderQuery(sort=column)) for one in part]
            if sorted(one.number for one in orders.rows(ids)) != numbers:
                raise Silent(column)
        for word in ("急須", "佐藤"):
            hits = {one for part in orders.ids(OrderQuery(text=word)) for one in part}
            if len(hits) != sum(word in _text(order) for order in found.values()):
                raise Silent(word)


def _text(order: Order) -> str:
    items = [line.name for target in order.destinations for line in target.lines]
    return " ".join((order.purchaser.name, *items, *(one.party.name for one in order.destinations)))


def outcome(files: Files, folder: Path, keys: SessionStore, states: Sequence[dict[str, Order]]) -> str:
    """The code of the problem that was told, or the number of the page up to which all was right."""
    for old in folder.iterdir():
        old.unlink()
    file = folder / "orders.db"
    file.write_bytes(files.main)
    if files.log:
        file.with_name("orders.db-wal").write_bytes(files.log)
    try:
        found = read(file, keys)
    except ProblemError as error:
        told = sentence(error.problem)
        assert told.title and told.next_step and "orders.db" in told.text
        return error.problem.code
    if found not in states:
        raise Silent(f"{len(found)} orders")
    return f"page {states.index(found)}"


def damages(kinds: Mapping[str, Damage], count: int) -> Iterator[tuple[str, Damage, random.Random]]:
    names = list(kinds)
    for number in range(count):
        name = names[number % len(names)]
        yield name, kinds[name], random.Random(f"{name} {number}")


def test_a_damaged_store_is_told_or_right(
    tmp_path: Path, keys: SessionStore, stored: tuple[Files, Files, Sequence[dict[str, Order]]]
) -> None:
    closed, _, states = stored
    refused = {ProblemCode.STORE_DAMAGED.value, ProblemCode.STORE_KEY_MISSING.value}
    seen: Counter[str] = Counter()
    with row("damaged databases: crashed / silently wrong rows") as figures:
        for name, damage, chance in in_time(damages(OF_A_CLOSED_STORE, DAMAGES)):
            ended = outcome(damage(closed, chance), tmp_path, keys, states)
            # Pages that hold nothing, or were put in their own place, do no harm.
            assert ended in refused or ended == f"page {PAGES // 2}", name
            # By its first bytes the keyring finds the key of a store.
            assert name != "wrong_salt" or ended == ProblemCode.STORE_KEY_MISSING
            seen[ended] += 1
            figures.tried += 1
        figures.result = "0 / 0"
    # The rest fell on pages of tables that no list of orders reads.
    assert seen[ProblemCode.STORE_DAMAGED] > 0.4 * figures.tried


def test_a_damaged_log_leaves_the_whole_pages_before_the_damage(
    tmp_path: Path, keys: SessionStore, stored: tuple[Files, Files, Sequence[dict[str, Order]]]
) -> None:
    """SQLite takes a log up to its first fault, as after a power cut; the next fetch brings the rest again."""
    _, killed, states = stored
    whole = [f"page {number}" for number in range(PAGES // 2, PAGES + 1)]
    with row("damaged write-ahead log: crashed / mixed pages") as figures:
        for name, damage, chance in in_time(damages(OF_A_LOG, DAMAGES // 5)):
            ended = outcome(damage(killed, chance), tmp_path, keys, states)
            assert ended in whole or ended == ProblemCode.STORE_DAMAGED, name
            figures.tried += 1
        figures.result = "0 / 0"


def stale_logs(folder: Path, keys: SessionStore) -> tuple[Files, list[bytes]]:
    """A store that was closed cleanly, and the logs of earlier moments of its life."""
    file = folder / "orders.db"
    logs = []
    for page in range(PAGES):
        database = open_store(file, keys)
        orders = [made_order(number) for number in range((page + 1) * ON_A_PAGE)]
        run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
        OrderWriter(database, "x").store_page("a", run, list(map(received, orders)), now=NEWEST)
        logs.append(file.with_name("orders.db-wal").read_bytes())
        database.close()
    return Files(file.read_bytes()), logs


@pytest.mark.parametrize("is_marked", [True, False], ids=["as it is", "teeth: without the mark"])
def test_a_log_of_another_time_is_not_played_into_the_store(
    tmp_path: Path, keys: SessionStore, is_marked: bool
) -> None:
    """Such as a backup program or a synced folder lays beside it."""
    closed, logs = stale_logs(tmp_path, keys)
    file = tmp_path / "orders.db"
    with row(
        "stale write-ahead log beside the store: orders gone back" + ("" if is_marked else ", teeth")
    ) as it:
        went_back = 0
        for log in logs:
            file.write_bytes(closed.main)
            file.with_name("orders.db-wal").write_bytes(log)
            mark = file.with_name("orders.closed")
            assert mark.exists()
            if not is_marked:
                mark.unlink()
            try:
                went_back += len(read(file, keys)) < PAGES * ON_A_PAGE
            except (Silent, ProblemError):
                went_back += 1  # a mixture of two times
            if is_marked:
                assert file.with_name("orders.db-wal.stray").read_bytes() == log
        it.tried, it.result = len(logs), f"{went_back}"
    assert (went_back == 0) is is_marked


def test_without_authenticated_pages_wrong_rows_would_be_seen(
    tmp_path: Path, keys: SessionStore, stored: tuple[Files, Files, Sequence[dict[str, Order]]]
) -> None:
    """The suite's teeth: the same damage inside a document, behind the cipher's back."""
    closed, _, states = stored
    file = tmp_path / "orders.db"
    file.write_bytes(closed.main)
    database = open_store(file, keys)
    with database.engine().begin() as connection:
        connection.exec_driver_sql(
            "UPDATE order_documents SET document = replace(document, '6280', '6281') WHERE order_id = 1"
        )
    database.close()
    assert read(file, keys) not in states


def test_without_authenticated_pages_the_suite_finds_wrong_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suite's teeth: the cipher without its codes of authenticity."""
    give_key = cipher._give_key

    def careless(connection: cipher.Connection, key: bytes, salt: bytes) -> None:
        give_key(connection, key, salt)
        connection.execute("PRAGMA cipher_use_hmac = OFF")

    monkeypatch.setattr(cipher, "_give_key", careless)
    keys = SessionStore()
    stored_in, folder = tmp_path / "stored", tmp_path / "damaged"
    stored_in.mkdir()
    folder.mkdir()
    closed, _ = stale_logs(stored_in, keys)
    whole = {f"S{number:07}": made_order(number) for number in range(PAGES * ON_A_PAGE)}
    missed = 0
    with row("damaged databases, teeth: without authenticated pages, crashed or wrong") as figures:
        for _, damage, chance in damages(
            {"flipped_bits": OF_A_CLOSED_STORE["flipped_bits"]}, TRIED_WITH_TEETH
        ):
            try:
                outcome(damage(closed, chance), folder, keys, [whole])
            except Exception:  # noqa: BLE001 - what comes of damage that nobody noticed
                missed += 1
        figures.tried, figures.result = TRIED_WITH_TEETH, f"{missed / TRIED_WITH_TEETH:.0%}"
    assert missed > 0.2 * TRIED_WITH_TEETH
