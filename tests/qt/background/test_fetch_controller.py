"""Fetches wait in line, are never doubled, come back by wall clock, and leave the truth about freshness."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from goq_desktop.background import fetching
from goq_desktop.background.fetching import FetchController, ShopFreshness
from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.fetching import FetchRequest, FetchSummary, Freshness, Window
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.services.sync_plan import Hold, Rhythm
from tests.support.set_clock import SetClock

HALF_HOUR = timedelta(minutes=30)
DOWN = Problem(ProblemCode.NO_NETWORK, {"host": "shop.invalid"})
A, B = FetchRequest(shop_uid="a"), FetchRequest(shop_uid="b")


class Shops:
    """Stands for the fetch itself: notes what is asked; each fetch waits while `gate` is shut."""

    def __init__(self, clock: SetClock) -> None:
        self.asked: list[FetchRequest] = []
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.problems: tuple[Problem, ...] = ()
        self.new = 3
        self._clock = clock
        self._running = threading.Lock()

    def fetch(self, request: FetchRequest, token: CancelToken, _report: Report) -> FetchSummary:
        assert self._running.acquire(blocking=False), "two fetches at once"
        try:
            self.asked.append(request)
            return self._answer(request, token)
        finally:
            self._running.release()

    def _answer(self, request: FetchRequest, token: CancelToken) -> FetchSummary:
        if self.error is not None:
            raise self.error
        is_complete = not self.problems
        summary = FetchSummary(
            shop_uid=request.shop_uid,
            window=Window(since=request.since or self._clock.time),
            new=self.new,
            is_complete=is_complete,
            problems=self.problems,
            # As the service does: a person's own period proves nothing about the time up to now.
            high_water=self._clock.time if is_complete and request.since is None else None,
        )
        try:
            while not self.gate.wait(0.01):
                token.check()
        except Cancelled:
            return replace(summary, was_cancelled=True, is_complete=False, high_water=None)
        return summary


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def shops(clock: SetClock) -> Shops:
    return Shops(clock)


@pytest.fixture
def thread(shops: Shops) -> Iterator[JobThread]:
    thread = JobThread("fetch")
    yield thread
    shops.gate.set()
    has_ended = thread.stop()
    # With the controller, its child. The garbage collector might do it in the worker of a later test.
    delete(thread)
    assert has_ended


@pytest.fixture
def controller(thread: JobThread, shops: Shops, clock: SetClock) -> FetchController:
    return FetchController(thread, shops.fetch, clock, thread)


def rhythm(uid: str, every: timedelta | None = None) -> Rhythm:
    return Rhythm(shop_uid=uid, every=every)


def attempted(uid: str, at: datetime) -> Freshness:
    return Freshness(shop_uid=uid, last_attempt=at, last_success=at)


def rest(qtbot: QtBot, controller: FetchController) -> None:
    qtbot.waitUntil(lambda: not controller.is_running)


def state(controller: FetchController, uid: str = "a") -> ShopFreshness:
    return next(one for one in controller.states() if one.freshness.shop_uid == uid)


def test_shops_are_fetched_one_after_the_other(
    controller: FetchController, shops: Shops, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a"), rhythm("b")), ())
    shops.gate.clear()
    controller.fetch_now()
    assert (state(controller, "a").is_running, state(controller, "a").is_waiting) == (True, False)
    assert (state(controller, "b").is_running, state(controller, "b").is_waiting) == (False, True)
    shops.gate.set()
    rest(qtbot, controller)
    assert shops.asked == [A, B]
    assert not any(one.is_running or one.is_waiting for one in controller.states())


def test_what_runs_or_waits_is_not_doubled_and_what_differs_is_lined_up(
    controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a"), rhythm("b")), ())
    shops.gate.clear()
    period = FetchRequest(shop_uid="a", since=clock.time - timedelta(days=90), until=clock.time)
    for request in (A, B, period, A, B, period):
        controller.fetch(request)
    shops.gate.set()
    rest(qtbot, controller)
    assert shops.asked == [A, B, period]
    controller.fetch(A)
    rest(qtbot, controller)
    assert shops.asked == [A, B, period, A]


def test_a_cancel_ends_what_runs_and_forgets_what_waits(
    controller: FetchController, shops: Shops, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a"), rhythm("b")), ())
    shops.gate.clear()
    controller.fetch_now()
    qtbot.waitUntil(lambda: shops.asked == [A])
    with qtbot.waitSignal(controller.fetch_finished, timeout=5_000) as finished:
        controller.cancel()
    assert finished.args is not None and finished.args[0].was_cancelled
    rest(qtbot, controller)
    assert shops.asked == [A]
    assert not state(controller, "b").is_waiting


@pytest.mark.parametrize("known", [None, DOWN])
def test_a_fetch_that_is_cancelled_before_it_began_changes_no_trouble(
    known: Problem | None,
    controller: FetchController,
    thread: JobThread,
    shops: Shops,
    clock: SetClock,
    qtbot: QtBot,
) -> None:
    controller.set_shops((rhythm("a"),), (replace(attempted("a", clock.time), problem=known),))
    shops.gate.clear()
    thread.submit(lambda _token, _report: shops.gate.wait(), lambda _: None, lambda _: None)
    controller.fetch(A)
    with qtbot.waitSignal(controller.fetch_failed, timeout=5_000) as failed:
        controller.cancel()
        shops.gate.set()
    assert failed.args == ["a", None]
    assert shops.asked == []
    assert not controller.is_running
    assert state(controller).freshness.problem == known


def test_the_automatic_fetch_goes_by_the_last_attempt(
    controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    last = clock.time
    controller.set_shops((rhythm("a", HALF_HOUR), rhythm("b")), (attempted("a", last),))
    assert state(controller, "a").next_due == last + HALF_HOUR
    assert state(controller, "b").next_due is None
    clock.move(HALF_HOUR - timedelta(seconds=1))
    controller.look_for_due()
    assert not controller.is_running
    clock.move(timedelta(seconds=1))
    controller.look_for_due()
    rest(qtbot, controller)
    assert shops.asked == [A]
    assert state(controller, "a").next_due == clock.time + HALF_HOUR


def test_a_shop_never_fetched_is_due_as_soon_as_it_is_known(
    controller: FetchController, shops: Shops, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a", HALF_HOUR),), ())
    rest(qtbot, controller)
    assert shops.asked == [A]


def test_the_clock_is_looked_at_without_anybody_asking(
    thread: JobThread, shops: Shops, clock: SetClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LOOK_EVERY_MS", 5)
    controller = FetchController(thread, shops.fetch, clock, thread)
    controller.set_shops((rhythm("a", HALF_HOUR),), (attempted("a", clock.time),))
    clock.move(HALF_HOUR)
    qtbot.waitUntil(lambda: shops.asked == [A])
    rest(qtbot, controller)


def test_after_a_sleep_one_fetch_makes_up_for_all_that_were_missed(
    controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a", HALF_HOUR),), (attempted("a", clock.time),))
    clock.move(timedelta(hours=10))
    for _ in range(3):
        controller.look_for_due()
    rest(qtbot, controller)
    controller.look_for_due()
    assert not controller.is_running
    assert shops.asked == [A]


def test_a_clock_that_was_set_back_stops_nothing(
    controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a", HALF_HOUR),), (attempted("a", clock.time),))
    clock.move(timedelta(days=-400))
    controller.look_for_due()
    rest(qtbot, controller)
    assert shops.asked == [A]
    assert state(controller).next_due == clock.time + HALF_HOUR
    controller.look_for_due()
    assert not controller.is_running
    clock.move(HALF_HOUR)
    controller.look_for_due()
    rest(qtbot, controller)
    assert shops.asked == [A, A]


@pytest.mark.parametrize("how", ["told in the summary", "raised", "a bug"])
def test_no_failure_switches_the_automatic_fetch_off(
    how: str,
    controller: FetchController,
    shops: Shops,
    clock: SetClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    if how == "told in the summary":
        shops.problems = (DOWN,)
    else:
        shops.error = ProblemError(DOWN.code, **DOWN.params) if how == "raised" else RuntimeError()
    controller.set_shops((rhythm("a", HALF_HOUR),), (attempted("a", clock.time),))
    for count in range(1, 5):
        clock.move(HALF_HOUR)
        controller.look_for_due()
        rest(qtbot, controller)
        assert len(shops.asked) == count
        due = state(controller).next_due
        assert due is not None and clock.time < due <= clock.time + HALF_HOUR


def test_a_refused_key_waits_for_a_person_who_fetches_or_changes_it(
    controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    shops.problems = (Problem(ProblemCode.KEY_REFUSED, {"key": "manager", "shop": "a"}),)
    controller.set_shops((rhythm("a", HALF_HOUR),), (attempted("a", clock.time),))
    controller.fetch_now()
    rest(qtbot, controller)
    clock.move(timedelta(days=3))
    controller.look_for_due()
    assert not controller.is_running and shops.asked == [A]
    assert (state(controller).next_due, state(controller).hold) == (None, Hold.KEY)
    shops.problems = ()
    controller.fetch_now()
    rest(qtbot, controller)
    assert state(controller).next_due == clock.time + HALF_HOUR


def test_a_success_is_told_with_its_time_and_what_it_brought(
    controller: FetchController, clock: SetClock, qtbot: QtBot
) -> None:
    known = replace(attempted("a", clock.time), problem=DOWN)
    controller.set_shops((rhythm("a"),), (known,))
    clock.move(HALF_HOUR)
    with qtbot.waitSignal(controller.freshness_changed):
        controller.fetch(A)
    rest(qtbot, controller)
    expected = Freshness(
        shop_uid="a", last_success=clock.time, new_at_last_success=3, last_attempt=clock.time
    )
    assert state(controller).freshness == expected


@pytest.mark.parametrize("is_raised", [False, True])
def test_a_failure_says_why_and_keeps_the_last_success(
    is_raised: bool, controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    success = clock.time
    controller.set_shops((rhythm("a"),), (attempted("a", success),))
    clock.move(HALF_HOUR)
    if is_raised:
        shops.error = ProblemError(DOWN.code, **DOWN.params)
    else:
        shops.problems = (DOWN,)
    controller.fetch(A)
    rest(qtbot, controller)
    freshness = state(controller).freshness
    assert freshness.problem == DOWN
    assert (freshness.last_success, freshness.last_attempt) == (success, clock.time)


def test_a_period_that_was_fetched_ends_the_trouble_but_is_no_success_up_to_now(
    controller: FetchController, clock: SetClock, qtbot: QtBot
) -> None:
    success = clock.time
    controller.set_shops((rhythm("a"),), (replace(attempted("a", success), problem=DOWN),))
    clock.move(HALF_HOUR)
    controller.fetch(FetchRequest(shop_uid="a", since=success - timedelta(days=90), until=success))
    rest(qtbot, controller)
    freshness = state(controller).freshness
    assert freshness.problem is None
    assert freshness.last_success == success


def test_a_cancel_takes_no_trouble_away(
    controller: FetchController, shops: Shops, clock: SetClock, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a"),), (replace(attempted("a", clock.time), problem=DOWN),))
    shops.gate.clear()
    controller.fetch(A)
    qtbot.waitUntil(lambda: shops.asked == [A])
    controller.cancel()
    rest(qtbot, controller)
    assert state(controller).freshness.problem == DOWN


def test_a_shop_that_was_removed_is_not_fetched_any_more(
    controller: FetchController, shops: Shops, qtbot: QtBot
) -> None:
    controller.set_shops((rhythm("a"), rhythm("b")), ())
    shops.gate.clear()
    controller.fetch_now()
    controller.set_shops((rhythm("a"),), ())
    shops.gate.set()
    rest(qtbot, controller)
    assert shops.asked == [A]
    assert [one.freshness.shop_uid for one in controller.states()] == ["a"]


def test_a_fetch_asked_before_the_shops_are_known_is_made_when_they_are(
    controller: FetchController, shops: Shops, qtbot: QtBot
) -> None:
    controller.fetch_now()
    controller.set_shops((rhythm("a"), rhythm("b")), ())
    rest(qtbot, controller)
    assert shops.asked == [A, B]
    controller.set_shops((rhythm("a"), rhythm("b")), ())
    rest(qtbot, controller)
    assert shops.asked == [A, B]
