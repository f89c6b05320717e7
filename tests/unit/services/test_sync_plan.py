"""The plan: which windows a fetch reads, in which order, and when a shop may be called by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.fetching import FetchRequest, Freshness, StepKind, SyncFacts, Window
from goq_desktop.domain.orders import Destination, Moment, Money, Order, Party
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.times import JST, end_of_day, start_of_day
from goq_desktop.malls.maintenance import quiet_until
from goq_desktop.services.sync_plan import (
    CENSUS_DAYS,
    FAILURES_TO_OPEN,
    LONGEST_PAUSE,
    NETWORK_PAUSE,
    OPEN_SLICES,
    OVERLAP,
    SLICE,
    WIDE_DAYS,
    Hold,
    Rhythm,
    belongs,
    next_call,
    steps,
)
from goq_desktop.settings.tiles import Shop
from tests.support.malls import profile_at

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
SHOP = Shop(uid="a", name="本店", fetch_days=7)
RHYTHM = Rhythm(shop_uid="a", every=HALF_HOUR, key_generation=1)
AUTOMATIC = FetchRequest(shop_uid="a")


def order(ordered: datetime | None) -> Order:
    moment = None if ordered is None else Moment(utc=ordered, text="")
    destination = Destination(party=Party())
    return Order(
        serial="1", number="1", ordered=moment, purchaser=Party(), destinations=(destination,), money=Money()
    )


def windows(facts: SyncFacts, shop: Shop = SHOP, now: datetime = NOW) -> list[Window]:
    return [step.window for step in steps(shop, facts, now, AUTOMATIC) if step.kind is StepKind.NEW]


def test_the_first_fetch_asks_for_the_days_of_the_settings() -> None:
    assert windows(SyncFacts()) == [Window(since=NOW - timedelta(days=7))]


@pytest.mark.parametrize("days_away", [7, 8, 30, 400])
def test_days_without_a_fetch_are_caught_up_oldest_first_in_bounded_windows(days_away: int) -> None:
    proven = NOW - timedelta(days=days_away)
    found = windows(SyncFacts(proven_until=proven))
    assert found[0].since == proven - OVERLAP
    assert [window.until for window in found[:-1]] == [window.since for window in found[1:]], "without a gap"
    assert found[-1].until is None and found[-1].since <= NOW - timedelta(days=7)
    assert all(window.until - window.since <= SLICE for window in found if window.until)


def test_a_recent_success_does_not_shorten_the_days_of_the_settings() -> None:
    facts = SyncFacts(proven_until=NOW - timedelta(minutes=5))
    assert windows(facts) == [Window(since=NOW - timedelta(days=7))]


def test_nothing_before_the_first_day_to_import_is_asked_for() -> None:
    shop = Shop(uid="a", name="本店", fetch_days=30, import_from=date(2026, 11, 20))
    found = windows(SyncFacts(proven_until=NOW - timedelta(days=90)), shop)
    assert found == [Window(since=datetime(2026, 11, 20, tzinfo=JST))]


def test_a_period_that_a_person_chose_is_taken_as_it_is() -> None:
    shop = Shop(uid="a", name="本店", import_from=date(2026, 11, 20))
    since, until = NOW - timedelta(days=300), NOW - timedelta(days=200)
    request = FetchRequest(shop_uid="a", since=since, until=until)
    (step,) = steps(shop, SyncFacts(proven_until=NOW), NOW, request)
    assert (step.kind, step.window) == (StepKind.PERIOD, Window(since=since, until=until))


def test_a_fast_clock_of_the_pc_does_not_move_the_window_past_the_shop_s_orders() -> None:
    ahead = SyncFacts(clock_off=timedelta(days=-20))
    assert windows(ahead)[0].since == NOW - timedelta(days=27)
    behind = SyncFacts(clock_off=timedelta(days=20))
    assert windows(behind)[0].since == NOW - timedelta(days=7), "nor does a fast one of the shop"


def of_kind(kind: StepKind, facts: SyncFacts, shop: Shop = SHOP, now: datetime = NOW) -> list[Window]:
    return [step.window for step in steps(shop, facts, now, AUTOMATIC) if step.kind is kind]


def long_running(**known: object) -> SyncFacts:
    """A shop that has been fetched for 100 days."""
    began = NOW - timedelta(days=100)
    usual = {"proven_until": NOW, "covered_since": began, "first_success": began, "census": NOW}
    usual |= {"census_tried": NOW, "wide_census": NOW}
    return SyncFacts(**{**usual, **known})  # type: ignore[arg-type]


def days_ago(*days: int) -> tuple[date, ...]:
    today = NOW.astimezone(JST).date()
    return tuple(sorted(today - timedelta(days=number) for number in days))


def test_days_with_open_orders_are_read_again_as_far_as_the_new_orders_do_not_reach() -> None:
    facts = long_running(open_days=days_ago(0, 3, 8, 9, 20))
    first, second = of_kind(StepKind.OPEN, facts)
    twenty, eight = days_ago(20, 8)
    assert first == Window(since=start_of_day(twenty), until=end_of_day(twenty))
    assert second == Window(since=start_of_day(days_ago(9)[0]), until=end_of_day(eight))


def test_many_days_with_open_orders_take_turns_so_that_a_fetch_stays_bounded() -> None:
    facts = long_running(open_days=days_ago(*range(8, 90)))
    read: list[Window] = []
    for _ in range(4):
        found = of_kind(StepKind.OPEN, facts)
        assert len(found) == OPEN_SLICES
        assert all(one.until is not None and one.until - one.since <= SLICE for one in found)
        read += found
        facts = replace(facts, reread=found[-1].since)
    assert set(days_ago(*range(8, 90))) <= {
        (one.since + timedelta(days=n)).astimezone(JST).date() for one in read for n in range(8)
    }


def test_open_orders_from_before_the_fetched_time_bring_no_others_with_them() -> None:
    facts = long_running(open_days=days_ago(20, 30), covered_since=NOW - timedelta(days=20))
    (window,) = of_kind(StepKind.OPEN, facts)
    assert window.since == NOW - timedelta(days=20)
    shop = Shop(uid="a", name="本店", import_from=days_ago(10)[0])
    assert of_kind(StepKind.OPEN, long_running(open_days=days_ago(20)), shop) == []


def test_a_census_is_due_each_day_and_a_wide_one_each_week() -> None:
    day = timedelta(days=1)
    assert of_kind(StepKind.CENSUS, long_running()) == []
    due = long_running(census=NOW - day, census_tried=NOW - day)
    assert of_kind(StepKind.CENSUS, due) == [Window(since=NOW - CENSUS_DAYS)]
    wide = replace(due, wide_census=NOW - 7 * day)
    assert of_kind(StepKind.CENSUS, wide) == []
    assert of_kind(StepKind.WIDE_CENSUS, wide) == [Window(since=NOW - WIDE_DAYS)]
    assert of_kind(StepKind.WIDE_CENSUS, replace(wide, census_tried=NOW - timedelta(minutes=59))) == []
    back = replace(due, census=NOW + day, census_tried=NOW + day)
    assert len(of_kind(StepKind.CENSUS, back)) == 1, "the clock was set back"


def test_a_census_looks_only_at_what_was_ever_asked_for() -> None:
    assert of_kind(StepKind.CENSUS, SyncFacts()) == []
    began = NOW - timedelta(days=2)
    young = SyncFacts(proven_until=NOW, covered_since=began, first_success=began)
    assert of_kind(StepKind.CENSUS, young) == [Window(since=began)]
    shop = Shop(uid="a", name="本店", import_from=date(2026, 11, 22))
    assert of_kind(StepKind.CENSUS, young, shop) == [Window(since=datetime(2026, 11, 22, tzinfo=JST))]


def failing(
    code: ProblemCode = ProblemCode.SHOP_FAILED, failures: int = 1, ago: timedelta = timedelta()
) -> Freshness:
    return Freshness(
        shop_uid="a", last_attempt=NOW - ago, problem=Problem(code), failures=failures, key_generation=1
    )


def test_by_hand_means_never_by_itself() -> None:
    assert next_call(replace(RHYTHM, every=None), Freshness(shop_uid="a"), NOW).at is None


def test_a_shop_is_due_by_its_rhythm_and_at_once_when_it_never_was_or_the_clock_went_back() -> None:
    assert next_call(RHYTHM, Freshness(shop_uid="a"), NOW).at == NOW
    known = Freshness(shop_uid="a", last_attempt=NOW - timedelta(minutes=10))
    assert next_call(RHYTHM, known, NOW).at == NOW + timedelta(minutes=20)
    assert next_call(RHYTHM, replace(known, last_attempt=NOW + timedelta(days=1)), NOW).at == NOW


@pytest.mark.parametrize("code", [ProblemCode.KEY_REFUSED, ProblemCode.API_NOT_ENABLED])
def test_a_refused_key_is_not_used_again_by_itself_until_it_is_another(code: ProblemCode) -> None:
    known = failing(code, ago=timedelta(days=300))
    due = next_call(RHYTHM, known, NOW)
    assert (due.at, due.hold) == (None, Hold.KEY)
    changed = next_call(replace(RHYTHM, key_generation=2), known, NOW).at
    assert changed is not None and changed <= NOW


def test_the_circuit_opens_after_some_failures_and_is_never_open_for_good() -> None:
    pauses = []
    for failures in range(1, 40):
        due = next_call(RHYTHM, failing(failures=failures), NOW)
        assert due.at is not None
        pauses.append(due.at - NOW)
        assert (due.hold is Hold.CIRCUIT) == (failures >= FAILURES_TO_OPEN)
    assert pauses[: FAILURES_TO_OPEN - 1] == [HALF_HOUR] * (FAILURES_TO_OPEN - 1)
    assert pauses[FAILURES_TO_OPEN - 1] >= 2 * HALF_HOUR
    assert LONGEST_PAUSE <= max(pauses) <= LONGEST_PAUSE * 1.2
    others = {next_call(replace(RHYTHM, shop_uid=uid), failing(failures=9), NOW).at for uid in "bcdefg"}
    assert len(others) == 6, "desks do not come back in the same second"


def test_a_network_that_is_not_there_yet_is_asked_for_soon_and_holds_up_nobody_for_long() -> None:
    first = next_call(RHYTHM, failing(ProblemCode.NO_NETWORK), NOW)
    assert (first.at, first.hold) == (NOW + NETWORK_PAUSE, Hold.NETWORK)
    for failures in range(1, 40):
        due = next_call(RHYTHM, failing(ProblemCode.NO_NETWORK, failures), NOW)
        assert due.at is not None and due.at <= NOW + HALF_HOUR


def test_the_shop_s_wish_to_wait_is_a_floor() -> None:
    wish = NOW + timedelta(hours=5)
    due = next_call(RHYTHM, replace(failing(ProblemCode.SHOP_BUSY), not_before=wish), NOW)
    assert (due.at, due.hold) == (wish, Hold.SHOP_WISH)
    passed = replace(failing(ProblemCode.SHOP_BUSY), not_before=NOW + timedelta(seconds=1))
    assert next_call(RHYTHM, passed, NOW).at == NOW + HALF_HOUR


def test_a_wish_from_before_the_clock_was_set_back_counts_no_more() -> None:
    wish = replace(failing(ProblemCode.SHOP_BUSY), not_before=NOW + timedelta(days=400))
    assert next_call(RHYTHM, wish, NOW).at == NOW + HALF_HOUR


@pytest.mark.parametrize(
    ("local", "is_quiet"),
    [
        ("2026-11-18 01:59:59", False),
        ("2026-11-18 02:00:00", True),  # the third Wednesday
        ("2026-11-18 07:59:59", True),
        ("2026-11-18 08:00:00", False),
        ("2026-11-11 03:00:00", False),
        ("2026-11-17 03:00:00", False),
    ],
)
def test_announced_maintenance_is_waited_out_and_then_fetching_goes_on(local: str, is_quiet: bool) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=JST)
    profile = profile_at("https://shop.example/", "shopserve")
    rhythm = replace(RHYTHM, quiet_until=lambda moment: quiet_until(profile, moment))
    due = next_call(rhythm, Freshness(shop_uid="a", last_attempt=now - HALF_HOUR), now)
    assert due.at is not None
    assert (due.hold is Hold.MAINTENANCE) == is_quiet
    if is_quiet:
        end = datetime(2026, 11, 18, 8, 0, tzinfo=JST)
        assert end <= due.at <= end + timedelta(minutes=5)
        assert next_call(rhythm, Freshness(shop_uid="a"), due.at).hold is None
    else:
        assert due.at == now


@given(
    failures=st.integers(0, 50),
    code=st.sampled_from(list(ProblemCode)),
    minutes=st.integers(-10_000, 10_000),
    wish=st.none() | st.integers(-10_000, 100_000),
    every=st.integers(5, 1440),
)
def test_whatever_happened_the_next_call_comes_within_bounds_or_waits_for_a_person(
    failures: int, code: ProblemCode, minutes: int, wish: int | None, every: int
) -> None:
    known = replace(
        failing(code, failures, timedelta(minutes=minutes)),
        not_before=None if wish is None else NOW + timedelta(minutes=wish),
    )
    due = next_call(replace(RHYTHM, every=timedelta(minutes=every)), known, NOW)
    if due.at is None:
        assert code in (ProblemCode.KEY_REFUSED, ProblemCode.API_NOT_ENABLED) and due.hold is Hold.KEY
    else:
        longest = max(timedelta(minutes=every), LONGEST_PAUSE) * 1.2
        assert due.at <= NOW + (timedelta(days=7) if due.hold is Hold.SHOP_WISH else longest)


def test_an_old_order_that_was_only_edited_lately_is_left_out() -> None:
    shop = Shop(uid="a", name="本店", import_from=date(2026, 11, 20))
    midnight = datetime(2026, 11, 20, tzinfo=JST)
    assert belongs(order(midnight), shop)
    assert not belongs(order(midnight - timedelta(seconds=1)), shop)
    assert belongs(order(None), shop)
    assert belongs(order(midnight - timedelta(days=900)), SHOP)
