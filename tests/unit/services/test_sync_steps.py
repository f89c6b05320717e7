"""A fetch step by step, by a fake shop and a fake journal: what is counted, stored, proven and told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from goq_desktop.domain.census import NO_FINDINGS, Alarm, Census, Seen
from goq_desktop.domain.fetching import (
    FetchPhase,
    FetchRequest,
    PageResult,
    StepKind,
    SyncFacts,
    Window,
)
from goq_desktop.domain.orders import Moment
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.malls.client import Page
from goq_desktop.malls.failures import CallFailure
from goq_desktop.services.sync_cycle import run_fetch
from goq_desktop.services.sync_ports import Link, SyncParts
from goq_desktop.services.sync_step import READINGS
from goq_desktop.settings.tiles import Shop
from tests.support.made_orders import made_order
from tests.support.set_clock import NOON
from tests.unit.services.fake_fetch import AUTOMATIC, Desk, order_at, page

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def test_every_page_is_stored_counted_and_told() -> None:
    desk = Desk(
        [
            page(made_order(0), made_order(1), total=5, requests=2),
            page(made_order(2), made_order(3), number=2, total=5),
            page(made_order(4), number=3, total=5),
        ],
        results=[
            PageResult(new=2),
            PageResult(new=1, updated=1, alarms=(Alarm.CHANGED,)),
            PageResult(unchanged=1, alarms=(Alarm.CANCELLED,)),
        ],
    )
    desk.clock.passed = 100.0

    def pass_time() -> None:
        desk.clock.passed += 4.0

    desk.shop.before_page = pass_time
    desk.shop.waits = 1
    summary = desk.fetch()
    assert (summary.new, summary.updated, summary.unchanged) == (3, 1, 1)
    assert (summary.pages, summary.requests, summary.seconds) == (3, 4, 12.0)
    assert summary.alarms == (Alarm.CHANGED, Alarm.CANCELLED)
    assert summary.is_complete and summary.steps_done == 1 and summary.problems == ()
    assert (summary.shop_uid, summary.key_generation, summary.findings) == ("a", 3, NO_FINDINGS)
    assert summary.window == Window(since=NOON - 7 * DAY) == desk.shop.windows[0]
    assert [(uid, run, len(orders), now) for uid, run, orders, now in desk.writer.stored] == [
        ("a", 1, 2, NOON),
        ("a", 1, 2, NOON),
        ("a", 1, 1, NOON),
    ]
    assert desk.journal.begun == [
        {
            "shop_uid": "a",
            "window": summary.window,
            "is_automatic": True,
            "now": NOON,
            "kind": StepKind.NEW,
            "key_generation": 3,
        }
    ]
    assert desk.journal.asked_since == NOON - 90 * DAY
    assert desk.probes == [False] and desk.shop.is_closed
    told = [(one.phase, one.page, one.received, one.total, one.seconds_left) for one in desk.told]
    assert told == [
        (FetchPhase.ASKING, 0, 0, None, None),
        (FetchPhase.WAITING, 0, 0, None, None),
        (FetchPhase.STORING, 1, 2, 5, 6),
        (FetchPhase.STORING, 2, 4, 5, 2),
        (FetchPhase.STORING, 3, 5, 5, 0),
    ]
    last = desk.told[-1]
    assert (last.new, last.updated, last.unchanged, last.kind) == (3, 1, 1, StepKind.NEW)


def test_where_the_shop_tells_no_total_no_end_is_estimated() -> None:
    desk = Desk([page(made_order(0))])
    desk.fetch()
    assert [one.seconds_left for one in desk.told] == [None, None]
    more = Desk([page(made_order(0), made_order(1), total=1)])
    more.fetch()
    assert more.told[-1].seconds_left == 0


def long_away(*answers: Sequence[Page | Exception], results: Sequence[PageResult] = ()) -> Desk:
    """Two windows to catch up, then the usual one."""
    desk = Desk(*answers, results=results)
    desk.journal.known = SyncFacts(proven_until=NOON - 27 * DAY)
    return desk


def test_each_step_is_a_run_of_its_own_with_its_own_counts() -> None:
    results = [PageResult(new=5, updated=1, unchanged=2), PageResult(new=7), PageResult(updated=4)]
    pages = [[page(made_order(number), requests=number + 1)] for number in range(3)]
    desk = long_away(*pages, results=results)
    desk.clock.passed = 50.0

    def pass_time() -> None:
        desk.clock.passed += 1.0

    desk.shop.before_page = pass_time
    summary = desk.fetch()
    begin = NOON - 28 * DAY
    assert desk.shop.windows == [
        Window(since=begin, until=begin + 7 * DAY),
        Window(since=begin + 7 * DAY, until=begin + 14 * DAY),
        Window(since=begin + 14 * DAY),
    ]
    runs = [one for _, one, _, _ in desk.journal.ended]
    assert [run for run, *_ in desk.journal.ended] == [1, 2, 3]
    counts = [(one.new, one.updated, one.unchanged, one.pages, one.requests) for one in runs]
    assert counts == [(5, 1, 2, 1, 1), (7, 0, 0, 1, 2), (0, 4, 0, 1, 3)]
    assert [one.high_water for one in runs] == [begin + 7 * DAY, begin + 14 * DAY, NOON]
    assert [one.window for one in runs] == desk.shop.windows
    assert (summary.new, summary.updated, summary.unchanged) == (12, 5, 2)
    assert (summary.pages, summary.requests, summary.steps_done) == (3, 6, 3)
    assert (summary.window, summary.high_water) == (Window(since=begin), NOON)
    assert summary.seconds == 3.0 and desk.probes == [False], "one link for all of them"


def test_a_step_that_fails_ends_the_fetch_and_proves_nothing_up_to_now() -> None:
    busy = CallFailure(ProblemCode.SHOP_BUSY, retry_after=90.0, host="x", seconds=90)
    desk = long_away([page(made_order(0))], [page(made_order(1)), busy])
    summary = desk.fetch()
    assert summary.problems == (Problem(ProblemCode.SHOP_BUSY, {"host": "x", "seconds": 90}),)
    assert summary.not_before == NOON + timedelta(seconds=90)
    assert (summary.high_water, summary.is_complete, summary.steps_done) == (None, False, 1)
    assert (summary.new, summary.pages, summary.clock_off) == (2, 2, timedelta())
    second = desk.journal.ended[1][1]
    assert (second.new, second.high_water, second.is_complete) == (1, None, False)
    assert len(desk.shop.windows) == 2


@pytest.mark.parametrize(
    "error",
    [
        ProblemError(ProblemCode.DISK_FULL, path="x"),
        CallFailure(ProblemCode.SHOP_FAILED, retry_after=0.0, host="x"),
        CallFailure(ProblemCode.SHOP_FAILED, host="x"),
    ],
)
def test_a_failure_without_a_wish_names_no_time(error: ProblemError) -> None:
    summary = Desk([error]).fetch()
    assert summary.problems == (error.problem,) and summary.not_before is None
    assert summary.clock_off is None


def test_a_link_that_cannot_be_opened_ends_its_run() -> None:
    desk = Desk()
    problem = ProblemError(ProblemCode.KEYRING_LOCKED)

    def locked(_: bool) -> AbstractContextManager[Link]:
        raise problem

    parts = SyncParts(
        shop=desk.settings,
        key_generation=0,
        journal=desk.journal,
        connect=locked,
        clock=desk.clock,
        token=desk.token,
        report=desk.told.append,
    )
    assert run_fetch(parts, AUTOMATIC).problems == (problem.problem,)
    assert len(desk.journal.ended) == 1


def test_what_was_cancelled_is_no_problem() -> None:
    desk = Desk([page(made_order(0)), page(made_order(1), number=2)])
    desk.shop.before_page = desk.token.cancel
    summary = desk.fetch()
    assert summary.was_cancelled and not summary.is_complete and summary.problems == ()
    assert (summary.pages, summary.steps_done, desk.writer.stored) == (0, 0, [])
    assert desk.journal.ended[0][1].was_cancelled


@pytest.mark.parametrize(("failures", "is_probe"), [(2, False), (3, True)])
def test_an_open_circuit_is_probed(failures: int, is_probe: bool) -> None:
    desk = Desk([page()])
    desk.journal.known = SyncFacts(failures=failures)
    assert desk.fetch().is_complete
    assert desk.probes == [is_probe]


def test_a_list_that_moved_is_read_again_from_its_beginning() -> None:
    moved = page(made_order(0), total=2, has_shifted=True)
    desk = Desk([moved], [page(made_order(0), made_order(1), total=2)])
    summary = desk.fetch()
    assert summary.is_complete and len(desk.shop.windows) == 2
    assert [(one.phase, one.received) for one in desk.told] == [
        (FetchPhase.ASKING, 0),
        (FetchPhase.STORING, 1),
        (FetchPhase.ASKING, 0),
        (FetchPhase.STORING, 2),
    ]
    assert (summary.pages, summary.requests) == (2, 2)


def test_a_list_that_never_stands_still_is_told() -> None:
    desk = Desk(*[[page(made_order(0), total=total, has_shifted=True)] for total in (3, 4, None)])
    summary = desk.fetch()
    assert summary.problems == (Problem(ProblemCode.PAGES_SHIFTED, {"expected": 0, "received": 1}),)
    assert len(desk.shop.windows) == READINGS == 3 and not summary.is_complete
    other = Desk(*[[page(made_order(0), total=7, has_shifted=True)]] * 3)
    assert other.fetch().problems[0].params == {"expected": 7, "received": 1}


def test_the_time_left_is_that_of_the_reading_that_goes_on() -> None:
    desk = Desk([page(made_order(0), total=2, has_shifted=True)], [page(made_order(0), total=3)])

    def pass_time() -> None:
        desk.clock.passed += 10.0

    desk.shop.before_page = pass_time
    desk.fetch()
    assert [one.seconds_left for one in desk.told] == [None, 10, None, 20]


def test_the_mark_is_the_shop_s_time_as_the_first_answer_began() -> None:
    behind = Desk([page(server_time=NOON - MINUTE), page(number=2, server_time=NOON + DAY)])
    assert behind.fetch().high_water == NOON - MINUTE
    assert behind.journal.ended[0][1].clock_off == -MINUTE
    ahead = Desk([page(server_time=NOON + MINUTE)])
    assert ahead.fetch().high_water == NOON, "no time to come"


def test_the_first_answer_s_time_counts_however_long_the_pages_take() -> None:
    desk = Desk([page(server_time=None), page(number=2, server_time=NOON + 30 * MINUTE)])

    def pass_time() -> None:
        desk.clock.move(10 * MINUTE)

    desk.shop.before_page = pass_time
    summary = desk.fetch()
    assert summary.clock_off == 10 * MINUTE and summary.high_water == NOON + 10 * MINUTE


def test_without_a_told_time_the_newest_order_is_the_mark() -> None:
    orders = [
        order_at(0, NOON - 3 * DAY, NOON - 2 * DAY),
        order_at(1, NOON - 4 * DAY, None),
        order_at(2, None, None),
    ]
    assert Desk([page(*orders, server_time=None)]).fetch().high_water == NOON - 2 * DAY
    to_come = order_at(3, NOON + DAY, None)
    assert Desk([page(to_come, server_time=None)]).fetch().high_water == NOON
    unread = replace(made_order(4), ordered=Moment(utc=None, text="?"), updated=None)
    assert Desk([page(unread, server_time=None)]).fetch().high_water is None
    assert Desk([page(server_time=None)]).fetch().high_water is None


@pytest.mark.parametrize(("behind", "is_planned_again"), [(5 * MINUTE, False), (5 * MINUTE + SECOND, True)])
def test_a_plan_by_a_fast_clock_is_made_again_by_the_shop_s(
    behind: timedelta, is_planned_again: bool
) -> None:
    desk = Desk([page(server_time=NOON - behind)], [page(server_time=NOON - behind)])
    summary = desk.fetch()
    assert summary.is_complete and len(desk.shop.windows) == 1 + is_planned_again
    assert len(desk.journal.ended) == 1 + is_planned_again
    if is_planned_again:
        first = desk.journal.ended[0][1]
        assert not first.is_complete and first.clock_off == -behind and first.problems == ()
        assert desk.shop.windows[1].since == NOON - 7 * DAY - behind


def test_a_clock_that_never_stands_still_is_told_with_how_far_it_is_off() -> None:
    answers = [[page(server_time=NOON - hours * timedelta(hours=1))] for hours in (1, 2, 3)]
    desk = Desk(*answers)
    summary = desk.fetch()
    assert summary.problems == (Problem(ProblemCode.CLOCK_WRONG, {"minutes": 180}),)
    assert len(desk.shop.windows) == 3 and not summary.is_complete
    assert summary.shop_uid == "a"
    assert summary.window.since == NOON - 7 * DAY - timedelta(hours=3)


def test_a_person_s_own_period_is_read_whatever_the_clock_says_and_proves_nothing() -> None:
    since, until = NOON - 30 * DAY, NOON - 20 * DAY
    desk = Desk([page(made_order(0), server_time=NOON - DAY)])
    summary = desk.fetch(FetchRequest(shop_uid="a", since=since, until=until))
    assert summary.is_complete and summary.high_water is None
    assert summary.window == Window(since=since, until=until) == desk.shop.windows[0]
    assert desk.journal.begun[0]["is_automatic"] is False
    assert desk.journal.begun[0]["kind"] is StepKind.PERIOD


def test_what_was_placed_before_the_first_day_to_import_is_not_stored_and_counts_as_received() -> None:
    desk = Desk(
        [page(order_at(0, NOON - DAY), order_at(1, NOON - 40 * DAY, NOON), total=2, server_time=None)]
    )
    desk.settings = Shop(uid="a", name="本店", fetch_days=7, import_from=date(2026, 11, 15))
    summary = desk.fetch()
    assert [orders for _, _, orders, _ in desk.writer.stored] == [[made_order(0).serial]]
    assert desk.told[-1].received == 2 and summary.high_water == NOON


def with_census(*answers: Sequence[Page | Exception]) -> Desk:
    desk = Desk([page(made_order(9))], *answers)
    began = NOON - 10 * DAY
    desk.journal.known = SyncFacts(
        proven_until=NOON, covered_since=began, first_success=began, wide_census=NOON - DAY
    )
    return desk


def test_a_census_stores_nothing_and_hands_over_what_is_listed() -> None:
    unread = replace(made_order(2), ordered=None)
    desk = with_census([page(order_at(0, NOON - DAY)), page(unread, number=2)])
    summary = desk.fetch()
    assert [run for _, run, _, _ in desk.writer.stored] == [1]
    assert desk.journal.begun[1]["kind"] is StepKind.CENSUS
    (_, first, _, none), (_, second, _, census) = desk.journal.ended
    assert none is None and first.high_water == NOON and second.high_water is None
    seen = made_order(0)
    assert census == Census(
        since=NOON - 10 * DAY,
        profile_mark="made by",
        seen={
            seen.serial: Seen(seen.number, int((NOON - DAY).timestamp()), seen.serial.encode()),
            unread.serial: Seen(unread.number, None, unread.serial.encode()),
        },
    )
    assert summary.high_water == NOON and summary.new == 1 and summary.steps_done == 2
    assert summary.window == desk.shop.windows[0]


def test_a_census_whose_list_moved_holds_the_last_reading_alone() -> None:
    desk = with_census([page(made_order(0), total=9, has_shifted=True)], [page(made_order(1))])
    desk.fetch()
    census = desk.journal.ended[1][3]
    assert census is not None and list(census.seen) == [made_order(1).serial]


def test_a_census_that_fails_compares_nothing_and_leaves_the_mark_that_was_proven() -> None:
    desk = with_census([page(made_order(0)), ProblemError(ProblemCode.ANSWER_CUT, host="x")])
    summary = desk.fetch()
    assert desk.journal.ended[1][3] is None
    assert summary.high_water == NOON and not summary.is_complete and summary.steps_done == 1


def test_what_stands_open_is_stored_again_and_moves_no_mark() -> None:
    desk = Desk([page(made_order(9))], [page(made_order(0))])
    began = NOON - 100 * DAY
    desk.journal.known = SyncFacts(
        proven_until=NOON,
        covered_since=began,
        first_success=began,
        census=NOON,
        wide_census=NOON,
        census_tried=NOON,
        open_days=((NOON - 20 * DAY).date(),),
    )
    summary = desk.fetch()
    assert [run for _, run, _, _ in desk.writer.stored] == [1, 2]
    assert desk.journal.ended[1][1].high_water is None and summary.high_water == NOON
    assert summary.window == desk.shop.windows[0], "the window is that of the new orders"
