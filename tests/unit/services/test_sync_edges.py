"""The plan to the second: its promised times, and on which side of each edge a decision falls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from goq_desktop.domain.fetching import FetchRequest, Freshness, Step, StepKind, SyncFacts, Window
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.times import JST, end_of_day, start_of_day
from goq_desktop.services import sync_plan
from goq_desktop.services.sync_plan import Due, Hold, Rhythm, is_circuit_open, next_call, shop_now, steps
from goq_desktop.settings.tiles import Shop

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY, HOUR, MINUTE, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
SHOP = Shop(uid="a", name="本店", fetch_days=7)
AUTOMATIC = FetchRequest(shop_uid="a")
TEN_MINUTES = Rhythm(shop_uid="a", every=10 * MINUTE, key_generation=1)


def planned(facts: SyncFacts, shop: Shop = SHOP) -> tuple[Step, ...]:
    return steps(shop, facts, NOW, AUTOMATIC)


def windows(kind: StepKind, facts: SyncFacts, shop: Shop = SHOP) -> list[Window]:
    return [step.window for step in planned(facts, shop) if step.kind is kind]


def old_shop(**known: object) -> SyncFacts:
    began = NOW - 100 * DAY
    usual = {"proven_until": NOW, "covered_since": began, "first_success": began}
    usual |= dict.fromkeys(("census", "census_tried", "wide_census"), NOW)
    return SyncFacts(**{**usual, **known})  # type: ignore[arg-type]


def failed(code: ProblemCode | None, failures: int, ago: timedelta = timedelta()) -> Freshness:
    problem = None if code is None else Problem(code)
    return Freshness(
        shop_uid="a", last_attempt=NOW - ago, problem=problem, failures=failures, key_generation=1
    )


def test_the_times_are_those_that_are_promised() -> None:
    plan = sync_plan
    assert (plan.OVERLAP, plan.SLICE, plan.OPEN_DAYS, plan.OPEN_SLICES) == (DAY, 7 * DAY, 90 * DAY, 4)
    assert (plan.CENSUS_EVERY, plan.CENSUS_DAYS) == (DAY, 14 * DAY)
    assert (plan.WIDE_EVERY, plan.WIDE_DAYS) == (7 * DAY, 60 * DAY)
    assert plan._JITTER_AFTER_MAINTENANCE == 5 * MINUTE
    assert (plan.CENSUS_AGAIN_AFTER, plan.NETWORK_PAUSE) == (HOUR, 2 * MINUTE)
    assert (plan.FAILURES_TO_OPEN, plan.LONGEST_PAUSE, plan.LONGEST_RETRY_AFTER) == (3, 2 * HOUR, 7 * DAY)


def test_the_earlier_of_two_clocks_counts() -> None:
    assert shop_now(SyncFacts(clock_off=-HOUR), NOW) == NOW - HOUR
    assert shop_now(SyncFacts(clock_off=HOUR), NOW) == NOW


def test_a_slice_that_reaches_the_usual_days_is_none() -> None:
    exactly = SyncFacts(proven_until=NOW - 13 * DAY)
    assert windows(StepKind.NEW, exactly) == [Window(since=NOW - 14 * DAY)]
    longer = SyncFacts(proven_until=NOW - 13 * DAY - SECOND)
    middle = NOW - 7 * DAY - SECOND
    assert windows(StepKind.NEW, longer) == [
        Window(since=NOW - 14 * DAY - SECOND, until=middle),
        Window(since=middle),
    ]


def test_the_steps_come_in_this_order() -> None:
    facts = old_shop(open_days=((NOW - 20 * DAY).date(),), census=None, census_tried=None)
    kinds = [step.kind for step in planned(facts)]
    assert kinds == [StepKind.NEW, StepKind.OPEN, StepKind.CENSUS]


@pytest.mark.parametrize(
    ("ago", "is_due"), [(DAY, True), (DAY - SECOND, False), (-SECOND, True), (-DAY, True)]
)
def test_a_census_is_due_to_the_second(ago: timedelta, is_due: bool) -> None:
    facts = old_shop(census=NOW - ago, census_tried=None)
    assert bool(windows(StepKind.CENSUS, facts)) is is_due
    of_the_first = old_shop(census=None, census_tried=None, first_success=NOW - ago, wide_census=NOW)
    assert bool(windows(StepKind.CENSUS, of_the_first)) is is_due


def test_a_census_that_was_tried_rests_for_an_hour() -> None:
    due = old_shop(census=NOW - DAY)
    assert windows(StepKind.CENSUS, replace(due, census_tried=NOW - HOUR + SECOND)) == []
    assert windows(StepKind.CENSUS, replace(due, census_tried=NOW)) == []
    assert windows(StepKind.CENSUS, replace(due, census_tried=NOW - HOUR)) == [Window(since=NOW - 14 * DAY)]


def test_a_census_goes_by_the_shop_s_clock_and_reaches_no_further_than_was_asked_for() -> None:
    due = old_shop(census=None, census_tried=None, clock_off=-2 * HOUR)
    assert windows(StepKind.CENSUS, due) == [Window(since=NOW - 14 * DAY - 2 * HOUR)]
    young = replace(due, covered_since=NOW - 3 * DAY)
    assert windows(StepKind.CENSUS, young) == [Window(since=NOW - 3 * DAY)]
    shop = replace_shop(import_from=date(2026, 11, 10))
    assert windows(StepKind.CENSUS, due, shop) == [Window(since=datetime(2026, 11, 10, tzinfo=JST))]
    assert windows(StepKind.CENSUS, replace(due, covered_since=None)) == []


def replace_shop(**changes: object) -> Shop:
    return Shop(**{"uid": "a", "name": "本店", "fetch_days": 7, **changes})  # type: ignore[arg-type]


def test_open_days_are_joined_up_to_a_slice_and_no_longer() -> None:
    first = date(2026, 10, 1)
    week = tuple(first + number * DAY for number in range(7))
    (joined,) = windows(StepKind.OPEN, old_shop(open_days=week))
    assert joined == Window(since=start_of_day(week[0]), until=end_of_day(week[-1]))
    more = (*week, first + 7 * DAY)
    assert windows(StepKind.OPEN, old_shop(open_days=more)) == [
        joined,
        Window(since=start_of_day(more[-1]), until=end_of_day(more[-1])),
    ]
    covered = start_of_day(first) + SECOND
    short = windows(StepKind.OPEN, old_shop(open_days=(first, first + 7 * DAY), covered_since=covered))
    assert [one.since for one in short] == [covered, start_of_day(first + 7 * DAY)]


def test_two_slices_whose_ends_lie_a_slice_apart_are_one() -> None:
    covered, usual = NOW - 14 * DAY, NOW - 7 * DAY
    days = (covered.astimezone(JST).date(), usual.astimezone(JST).date())
    facts = old_shop(open_days=days, covered_since=covered)
    assert windows(StepKind.OPEN, facts) == [Window(since=covered, until=usual)]


def test_an_open_day_of_which_nothing_is_left_to_read_is_none() -> None:
    usual = NOW - 7 * DAY
    today = usual.astimezone(JST).date()
    (cut,) = windows(StepKind.OPEN, old_shop(open_days=(today,)))
    assert cut == Window(since=start_of_day(today), until=usual)
    at_midnight = start_of_day(date(2026, 11, 16))
    shop = replace_shop(fetch_days=7)
    facts = old_shop(open_days=(date(2026, 11, 16),))
    kinds = [step.kind for step in steps(shop, facts, at_midnight + 7 * DAY, AUTOMATIC)]
    assert StepKind.OPEN not in kinds
    assert windows(StepKind.OPEN, old_shop(open_days=(date(2026, 10, 1),), covered_since=None)) == []


def test_the_first_day_to_import_is_read_again_and_the_one_before_is_not() -> None:
    first = date(2026, 10, 5)
    shop = replace_shop(import_from=first)
    facts = old_shop(open_days=(first - DAY, first))
    assert windows(StepKind.OPEN, facts, shop) == [Window(since=start_of_day(first), until=end_of_day(first))]


def test_slices_take_turns_from_the_one_that_was_read_last() -> None:
    days = tuple(date(2026, 9, 1) + number * 8 * DAY for number in range(6))
    begins = [start_of_day(day) for day in days]
    found = windows(StepKind.OPEN, old_shop(open_days=days, reread=begins[1]))
    assert [one.since for one in found] == begins[2:6]
    found = windows(StepKind.OPEN, old_shop(open_days=days, reread=begins[3]))
    assert [one.since for one in found] == [begins[4], begins[5], begins[0], begins[1]]


def test_the_circuit_opens_with_the_third_failure_and_doubles_its_pause() -> None:
    assert [is_circuit_open(number) for number in (2, 3)] == [False, True]
    for failures, pause in ((1, 10), (2, 10), (3, 20), (4, 40), (5, 80), (6, 120), (7, 120), (90, 120)):
        due = next_call(TEN_MINUTES, failed(ProblemCode.SHOP_FAILED, failures), NOW)
        assert due.at is not None
        extra = due.at - NOW - pause * MINUTE
        assert timedelta() <= extra <= pause * MINUTE / 5
        assert bool(extra) is (failures >= 3)
    slow = replace(TEN_MINUTES, every=3 * HOUR)
    due = next_call(slow, failed(ProblemCode.SHOP_FAILED, 9), NOW)
    assert due.at is not None and 3 * HOUR <= due.at - NOW <= 3.6 * HOUR
    assert due.hold is Hold.CIRCUIT


def test_a_pause_differs_from_shop_to_shop_and_from_one_to_the_next() -> None:
    of_a, again = (next_call(TEN_MINUTES, failed(ProblemCode.SHOP_FAILED, n), NOW).at for n in (8, 9))
    of_b = next_call(replace(TEN_MINUTES, shop_uid="b"), failed(ProblemCode.SHOP_FAILED, 8), NOW).at
    assert len({of_a, again, of_b}) == 3


@pytest.mark.parametrize(
    "code",
    [
        *(ProblemCode.KEY_MISSING, ProblemCode.KEYRING_ABSENT, ProblemCode.KEYRING_LOCKED),
        *(ProblemCode.KEYRING_SILENT, ProblemCode.KEYRING_CHANGED, ProblemCode.DISK_FULL),
        *(ProblemCode.STORE_IN_USE, None),
    ],
)
def test_what_is_no_fault_of_the_shop_puts_nothing_off(code: ProblemCode | None) -> None:
    assert next_call(TEN_MINUTES, failed(code, 9), NOW) == Due(NOW + 10 * MINUTE)


@pytest.mark.parametrize("code", [ProblemCode.NO_NETWORK, ProblemCode.HOST_UNKNOWN])
def test_a_network_is_asked_for_after_2_4_8_minutes_up_to_the_rhythm(code: ProblemCode) -> None:
    for failures, minutes in ((1, 2), (2, 4), (3, 8)):
        assert next_call(TEN_MINUTES, failed(code, failures), NOW) == Due(
            NOW + minutes * MINUTE, Hold.NETWORK
        )
    for failures in (0, 4, 90):
        assert next_call(TEN_MINUTES, failed(code, failures), NOW) == Due(NOW + 10 * MINUTE)
    exactly = replace(TEN_MINUTES, every=8 * MINUTE)
    assert next_call(exactly, failed(code, 3), NOW) == Due(NOW + 8 * MINUTE)
    slow = replace(TEN_MINUTES, every=3 * DAY)
    assert next_call(slow, failed(code, 90), NOW) == Due(NOW + 2048 * MINUTE, Hold.NETWORK)


def test_the_last_attempt_counts_up_to_this_second() -> None:
    assert next_call(TEN_MINUTES, failed(None, 0), NOW) == Due(NOW + 10 * MINUTE)
    assert next_call(TEN_MINUTES, failed(None, 0, -SECOND), NOW) == Due(NOW)


def test_a_wish_counts_up_to_a_week() -> None:
    def due(wish: datetime) -> Due:
        return next_call(TEN_MINUTES, replace(failed(ProblemCode.SHOP_BUSY, 1), not_before=wish), NOW)

    assert due(NOW + 7 * DAY) == Due(NOW + 7 * DAY, Hold.SHOP_WISH)
    assert due(NOW + 7 * DAY + SECOND) == Due(NOW + 10 * MINUTE)
    assert due(NOW + 10 * MINUTE) == Due(NOW + 10 * MINUTE)


def test_maintenance_is_looked_up_for_the_moment_of_the_call() -> None:
    asked: list[datetime] = []

    def quiet(until: datetime | None) -> Callable[[datetime], datetime | None]:
        def answer(moment: datetime) -> datetime | None:
            asked.append(moment)
            return until

        return answer

    late = failed(None, 0, DAY)
    end = NOW + 3 * HOUR
    dues = [
        next_call(replace(TEN_MINUTES, shop_uid=uid, quiet_until=quiet(end)), late, NOW) for uid in "abcdef"
    ]
    assert asked == [NOW] * 6, "a call that is overdue is made now"
    assert all(due.hold is Hold.MAINTENANCE for due in dues)
    begins = [due.at for due in dues if due.at is not None]
    assert all(end < at < end + 5 * MINUTE for at in begins) and len(set(begins)) == 6
    assert max(begins) - min(begins) > MINUTE
    asked.clear()
    next_call(replace(TEN_MINUTES, quiet_until=quiet(None)), failed(None, 0), NOW)
    assert asked == [NOW + 10 * MINUTE]


def test_a_rhythm_without_more_words_knows_no_maintenance_and_the_first_keys() -> None:
    rhythm = Rhythm(shop_uid="a", every=HOUR)
    refused = replace(failed(ProblemCode.KEY_REFUSED, 1), key_generation=0)
    assert next_call(rhythm, refused, NOW) == Due(None, Hold.KEY)
    assert next_call(rhythm, failed(None, 0), NOW) == Due(NOW + HOUR)
