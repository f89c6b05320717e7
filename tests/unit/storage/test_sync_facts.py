"""What the next fetch follows from, read from a journal of two shops with every kind of run in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from goq_desktop.domain.census import Census
from goq_desktop.domain.fetching import FetchSummary, StepKind, SyncFacts, Window
from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.times import JST
from goq_desktop.storage.alarms import mark_vanished
from goq_desktop.storage.database import Database
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
from tests.unit.storage.conftest import Store

EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
PROBLEM = Problem(ProblemCode.SHOP_BUSY, {"host": "店.example", "seconds": 30})


def at(minutes: int) -> datetime:
    return NEWEST + timedelta(minutes=minutes)


class Runs:
    """Each run a minute after the one before, and a minute long."""

    def __init__(self, database: Database) -> None:
        self.journal = Journal(database)
        self.minute = 0

    def make(
        self,
        kind: StepKind = StepKind.NEW,
        since: int = -600,
        until: int | None = None,
        *,
        shop_uid: str = "a",
        census: Census | None = None,
        key_generation: int = 0,
        **outcome: Any,
    ) -> int:
        window = Window(since=at(since), until=None if until is None else at(until))
        begin = at(self.minute)
        run_id = self.journal.begin(
            shop_uid, window, is_automatic=True, now=begin, kind=kind, key_generation=key_generation
        )
        summary = FetchSummary(shop_uid=shop_uid, window=window, **outcome)
        self.journal.finish(run_id, summary, now=begin + timedelta(seconds=30), census=census)
        self.minute += 1
        return run_id

    def facts(self, shop_uid: str = "a", open_since: datetime = EPOCH) -> SyncFacts:
        return self.journal.facts(shop_uid, open_since=open_since)


@pytest.fixture
def runs(database: Database) -> Runs:
    return Runs(database)


def test_of_a_shop_that_was_never_fetched_nothing_is_known(runs: Runs) -> None:
    runs.make(shop_uid="b", is_complete=True, high_water=at(-1), clock_off=timedelta(hours=1))
    runs.make(StepKind.WIDE_CENSUS, shop_uid="b", is_complete=True)
    runs.make(StepKind.OPEN, shop_uid="b", is_complete=True)
    runs.make(shop_uid="b", problems=(PROBLEM,))
    assert runs.facts() == SyncFacts()


def test_the_marks_are_those_of_the_runs_that_moved_them(runs: Runs) -> None:
    runs.make(since=-900, until=-700, is_complete=True, high_water=at(-700))
    runs.make(since=-600, is_complete=True, high_water=at(-1), clock_off=timedelta(seconds=-7.6))
    runs.make(since=-500, problems=(PROBLEM,))
    runs.make(since=-400, was_cancelled=True)
    runs.make(shop_uid="b", since=-9999, is_complete=True, high_water=at(90), clock_off=timedelta(hours=1))
    facts = runs.facts()
    assert facts.proven_until == at(-1) == runs.journal.proven_until("a")
    assert facts.covered_since == at(-900)
    assert facts.first_success == at(0) + timedelta(seconds=30)
    assert facts.clock_off == timedelta(seconds=-8)
    assert facts.failures == 1


def test_a_later_mark_counts_though_it_is_an_earlier_time(runs: Runs) -> None:
    """The shop's clock, or the PC's, was set back."""
    runs.make(is_complete=True, high_water=at(100))
    runs.make(is_complete=True, high_water=at(5))
    assert runs.facts().proven_until == runs.journal.proven_until("a") == at(5)


def test_each_kind_of_census_has_its_own_times(runs: Runs) -> None:
    runs.make(StepKind.WIDE_CENSUS, is_complete=True)
    runs.make(StepKind.CENSUS, is_complete=True)
    runs.make(StepKind.CENSUS, problems=(PROBLEM,))
    runs.make(StepKind.WIDE_CENSUS, problems=(PROBLEM,))
    runs.make(is_complete=True, high_water=at(-1))
    facts = runs.facts()
    assert (facts.wide_census, facts.census, facts.census_tried) == (at(0), at(1), at(3))
    runs.make(StepKind.WIDE_CENSUS, is_complete=True)
    assert runs.facts().census == runs.facts().wide_census == at(5)


def test_the_window_of_open_orders_that_was_read_last(runs: Runs) -> None:
    runs.make(StepKind.OPEN, since=-800, until=-700, is_complete=True)
    runs.make(StepKind.OPEN, since=-300, until=-200, is_complete=True)
    runs.make(StepKind.OPEN, since=-100, until=-50, problems=(PROBLEM,))
    runs.make(since=-90, is_complete=True, high_water=at(0))
    assert runs.facts().reread == at(-300)


def test_failures_count_from_the_last_success_of_any_kind(runs: Runs) -> None:
    runs.make(problems=(PROBLEM,))
    assert runs.facts().failures == 1
    runs.make(StepKind.OPEN, is_complete=True)
    assert runs.facts().failures == 0
    for _ in range(3):
        runs.make(problems=(PROBLEM,))
    runs.make(was_cancelled=True)
    runs.make(shop_uid="b", is_complete=True)
    runs.make(shop_uid="b", problems=(PROBLEM,))
    assert runs.facts().failures == 3
    assert runs.journal.freshness("a").failures == 3


def test_a_person_s_periods_reach_back_as_far_as_there_is_no_gap(runs: Runs) -> None:
    runs.make(since=-600, is_complete=True, high_water=at(-1))

    def covered() -> datetime | None:
        return runs.facts().covered_since

    period = StepKind.PERIOD
    runs.make(period, since=-900, until=-601, is_complete=True)
    assert covered() == at(-600), "a minute is missing"
    runs.make(period, since=-800, until=-600, problems=(PROBLEM,))
    runs.make(StepKind.OPEN, since=-800, until=-600, is_complete=True)
    runs.make(period, since=-800, until=-600, shop_uid="b", is_complete=True)
    assert covered() == at(-600)
    runs.make(period, since=-700, until=-600, is_complete=True)
    assert covered() == at(-900), "it joins the one before"
    runs.make(period, since=-2000, until=-1000, is_complete=True)
    runs.make(period, since=-650, until=-640, is_complete=True)
    assert covered() == at(-900)
    runs.make(period, since=-3000, is_complete=True)
    assert covered() == at(-3000), "up to now"


def test_without_a_proof_a_period_covers_nothing(runs: Runs) -> None:
    runs.make(StepKind.PERIOD, since=-900, is_complete=True)
    assert runs.facts().covered_since is None


def placed(number: int, moment: datetime, lane: Lane = Lane.NEW) -> Order:
    return replace(made_order(number), ordered=Moment(utc=moment, text=""), lane=lane)


def test_days_with_open_orders_are_days_in_japan(store: Store, database: Database, runs: Runs) -> None:
    midnight = datetime(2026, 11, 10, tzinfo=JST)
    second = timedelta(seconds=1)
    store(
        [
            placed(1, midnight - second),
            placed(2, midnight),
            placed(3, midnight + timedelta(hours=9)),
            placed(4, midnight + timedelta(days=3), Lane.DONE),
            placed(5, midnight + timedelta(days=4), Lane.CANCELLED),
            placed(6, midnight + timedelta(days=5)),
            placed(7, midnight - timedelta(days=40)),
        ]
    )
    store([placed(8, midnight + timedelta(days=6))], shop_uid="b")
    with database.engine().begin() as connection:
        mark_vanished(connection, [6], 1)
    first = midnight - timedelta(days=40)
    days = (date(2026, 10, 1), date(2026, 11, 9), date(2026, 11, 10))
    assert runs.facts(open_since=first).open_days == days
    assert runs.facts(open_since=first + second).open_days == days[1:]


def test_freshness_tells_of_the_newest_run_of_each_sort(runs: Runs, database: Database) -> None:
    window = Window(since=at(-600))
    run_id = runs.journal.begin("a", window, is_automatic=True, now=at(0), key_generation=1)
    OrderWriter(database, "x").store_page("a", run_id, [received(made_order(1))], now=at(0))
    runs.journal.finish(
        run_id, FetchSummary(shop_uid="a", window=window, is_complete=True, high_water=at(0)), now=at(1)
    )
    runs.minute = 10
    runs.make(until=-100, is_complete=True, high_water=at(-100))
    runs.make(problems=(PROBLEM,), not_before=at(99), key_generation=2)
    runs.make(was_cancelled=True, key_generation=3)
    runs.make(shop_uid="b", is_complete=True, high_water=at(500))
    known = runs.journal.freshness("a")
    assert (known.last_success, known.new_at_last_success) == (at(1), 1), "what was caught up is no success"
    assert (known.last_attempt, known.problem) == (at(12), PROBLEM)
    assert (known.not_before, known.key_generation, known.failures) == (at(99), 2, 1)
    ok = runs.make(is_complete=True, high_water=at(20))
    assert ok and runs.journal.freshness("a").problem is None
