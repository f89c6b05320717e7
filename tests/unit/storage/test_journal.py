"""The journal proves how far orders are here, and only a complete fetch moves that mark."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest

from goq_desktop.domain.fetching import FetchSummary, Window
from goq_desktop.domain.handling import HandlingKind, HandlingQuery, Soundness
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.storage import handling_log
from goq_desktop.storage.database import Database
from goq_desktop.storage.handling_log import Noting
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
from tests.unit.storage.conftest import KEY, PROJECT, SALT

WINDOW = Window(since=NEWEST - timedelta(days=7))
PROBLEM = Problem(ProblemCode.SHOP_BUSY, {"host": "店.example", "seconds": 30})

BEGIN_AND_DIE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from goq_desktop.domain.fetching import Window
from goq_desktop.storage.database import Database
from goq_desktop.storage.journal import Journal
database = Database(Path(sys.argv[3]), bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2]))
database.open()
Journal(database).begin("a", Window(since=datetime.now(UTC)), is_automatic=True, now=datetime.now(UTC))
os._exit(9)
"""


@pytest.fixture
def journal(database: Database) -> Journal:
    return Journal(database)


def at(minutes: int) -> datetime:
    return NEWEST + timedelta(minutes=minutes)


def run(journal: Journal, minute: int, *, shop_uid: str = "a", **outcome: Any) -> int:
    """A whole run that began at this minute and took one."""
    run_id = journal.begin(shop_uid, WINDOW, is_automatic=True, now=at(minute))
    journal.finish(run_id, FetchSummary(shop_uid=shop_uid, window=WINDOW, **outcome), now=at(minute + 1))
    return run_id


def states(database: Database) -> list[str]:
    with closing(database.reader()) as reader:
        return [row[0] for row in reader.execute("SELECT state FROM fetch_runs ORDER BY id")]


def test_nothing_is_proven_before_the_first_fetch(journal: Journal) -> None:
    assert journal.proven_until("a") is None
    freshness = journal.freshness("a")
    assert (freshness.shop_uid, freshness.last_success, freshness.last_attempt) == ("a", None, None)
    assert freshness.problem is None


def test_a_complete_fetch_moves_the_mark(journal: Journal, database: Database) -> None:
    run(journal, 0, is_complete=True, high_water=at(-1))
    assert journal.proven_until("a") == at(-1)
    run(journal, 10, is_complete=True, high_water=at(9))
    assert journal.proven_until("a") == at(9)
    assert states(database) == ["succeeded", "succeeded"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ({"was_cancelled": True}, "cancelled"),
        ({"problems": (PROBLEM,)}, "failed"),
        ({"is_complete": True}, "succeeded"),  # of a person's own period
    ],
)
def test_any_other_end_leaves_the_mark(
    journal: Journal, database: Database, outcome: dict[str, Any], state: str
) -> None:
    run(journal, 0, is_complete=True, high_water=at(-1))
    run(journal, 10, **outcome)
    assert journal.proven_until("a") == at(-1)
    assert states(database) == ["succeeded", state]


def test_each_shop_has_its_own_mark(journal: Journal) -> None:
    run(journal, 0, shop_uid="a", is_complete=True, high_water=at(-1))
    run(journal, 1, shop_uid="b", is_complete=True, high_water=at(0))
    assert (journal.proven_until("a"), journal.proven_until("b")) == (at(-1), at(0))
    assert [one.shop_uid for one in journal.freshness_of(["b", "a"])] == ["b", "a"]


def test_freshness_tells_the_last_success_and_why_there_is_no_newer_one(
    journal: Journal, database: Database
) -> None:
    run_id = journal.begin("a", WINDOW, is_automatic=True, now=at(0))
    page = [received(made_order(number)) for number in range(3)]
    OrderWriter(database, "profile").store_page("a", run_id, page, now=at(0))
    summary = FetchSummary(shop_uid="a", window=WINDOW, new=3, is_complete=True, high_water=at(0))
    journal.finish(run_id, summary, now=at(1))
    run(journal, 60, problems=(PROBLEM,))
    freshness = journal.freshness("a")
    assert (freshness.last_success, freshness.new_at_last_success) == (at(1), 3)
    assert (freshness.last_attempt, freshness.problem) == (at(60), PROBLEM)


def test_a_success_clears_the_problem(journal: Journal) -> None:
    run(journal, 0, problems=(PROBLEM,))
    run(journal, 10, is_complete=True, high_water=at(9))
    assert journal.freshness("a").problem is None


def test_the_whole_run_is_written_down(journal: Journal, database: Database) -> None:
    window = Window(since=at(-60), until=at(-30))
    run_id = journal.begin("a", window, is_automatic=False, now=at(0))
    journal.finish(run_id, FetchSummary(shop_uid="a", window=window, requests=4), now=at(2))
    with closing(database.reader()) as reader:
        row = reader.execute(
            "SELECT is_automatic, window_since, window_until, started_at, finished_at, requests FROM fetch_runs"
        ).fetchone()
    seconds = [int(at(minute).timestamp()) for minute in (-60, -30, 0, 2)]
    assert list(row) == [0, *seconds, 4]


def test_a_run_of_a_killed_process_is_marked_by_the_next(journal: Journal, database: Database) -> None:
    run(journal, 0, is_complete=True, high_water=at(-1))
    running = journal.begin("b", WINDOW, is_automatic=True, now=at(1))
    database.close()
    call = [sys.executable, "-c", BEGIN_AND_DIE, KEY.hex(), SALT.hex(), str(database.path)]
    assert subprocess.run(call, cwd=PROJECT, check=False).returncode == 9
    database.open()
    again = Journal(database)
    assert states(database) == ["succeeded", "running", "running"]
    again.begin("a", WINDOW, is_automatic=True, now=at(5))
    assert states(database) == ["succeeded", "running", "interrupted", "running"]
    assert again.proven_until("a") == at(-1)
    again.finish(running, FetchSummary(shop_uid="b", window=WINDOW, was_cancelled=True), now=at(6))
    assert states(database) == ["succeeded", "cancelled", "interrupted", "running"]


def test_what_a_killed_run_brought_is_noted_by_the_next_and_once(database: Database) -> None:
    noting = Noting(database, "hanako", HandlingKind.FETCHED, "a")

    def noted() -> list[int]:
        return [one.count for one in handling_log.entries(database, HandlingQuery())]

    killed = Journal(database, noting)
    run_id = killed.begin("a", WINDOW, is_automatic=True, now=at(0))
    orders = [received(made_order(number)) for number in range(3)]
    OrderWriter(database, "x").store_page("a", run_id, orders, now=at(0))
    assert noted() == []
    again = Journal(database, noting)
    run_id = again.begin("a", WINDOW, is_automatic=True, now=at(5))
    assert noted() == [3]
    OrderWriter(database, "x").store_page("a", run_id, [received(made_order(9))], now=at(6))
    again.finish(run_id, FetchSummary(shop_uid="a", window=WINDOW, is_complete=True), now=at(7))
    again.begin("a", WINDOW, is_automatic=True, now=at(8))
    assert noted() == [1, 3]
    assert handling_log.verify(database).soundness is Soundness.WHOLE


def test_a_cancelled_run_does_not_hide_what_hindered_the_one_before(journal: Journal) -> None:
    run(journal, 0, problems=(PROBLEM,))
    run(journal, 10, was_cancelled=True)
    known = journal.freshness("a")
    assert known.problem == PROBLEM
    assert known.last_attempt == at(10)
