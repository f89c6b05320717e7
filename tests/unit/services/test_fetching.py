"""A fetch brings everything, moves its mark only when that is proven, and loses nothing on the way."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from goq_desktop.domain.fetching import FetchPhase, FetchProgress, FetchRequest
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.times import JST, start_of_day
from goq_desktop.practice.misbehaviour import FOREVER, Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.practice.traps import Trap
from goq_desktop.services.handling import newest
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shops
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID, Fetches

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def listed(mall: PracticeShop, since_days: float = 7) -> set[str]:
    """The unique keys of all that the shop lists for the last days."""
    window = mall.now() - timedelta(days=since_days)
    return {order.serial for order in mall.orders() if order.updated >= window}


def pieces(order: Order) -> int:
    return sum(line.quantity or 0 for place in order.destinations for line in place.lines)


def test_the_first_fetch_brings_the_days_of_the_settings(
    fetch: Fetches, mall: PracticeShop, clock: SetClock
) -> None:
    expected = listed(mall)
    assert 100 < len(expected) < 200, "two pages, and older orders beside them"
    summary = fetch()
    assert summary.is_complete and not summary.problems
    assert (summary.new, summary.updated, summary.unchanged) == (len(expected), 0, 0)
    assert (summary.pages, summary.requests) == (2, 2)
    assert summary.window.since == clock.now() - WEEK
    assert summary.high_water == clock.now()
    assert set(fetch.stored) == expected


def test_a_second_fetch_changes_nothing(fetch: Fetches, mall: PracticeShop) -> None:
    fetch()
    before = fetch.stored
    summary = fetch()
    assert (summary.new, summary.updated, summary.unchanged) == (0, 0, len(before))
    assert fetch.stored == before


def test_what_was_fetched_stands_in_the_handling_log_and_nothing_where_nothing_came(
    fetch: Fetches, mall: PracticeShop
) -> None:
    def rows() -> list[tuple[int, str]]:
        entries = newest(fetch.workspace, HandlingQuery(kind=HandlingKind.FETCHED), 9)[1]
        return [(entry.count, entry.detail) for entry in entries]

    first = fetch().new
    assert rows() == [(first, UID)]
    fetch()
    assert rows() == [(first, UID)]
    some = next(iter(fetch.stored))
    mall.edit(some)
    changed = fetch()
    assert (changed.new, changed.updated) == (0, 1) and rows()[0] == (1, UID)
    mall.edit(some)
    mall.order_again(some)
    both = fetch()
    assert (both.new, both.updated) == (1, 1) and rows()[0] == (2, UID)


def test_an_edited_and_a_cancelled_order_come_again(fetch: Fetches, mall: PracticeShop) -> None:
    fetch()
    before = fetch.stored
    edited, cancelled, *_ = [serial for serial, order in before.items() if order.lane is Lane.NEW]
    mall.edit(edited)
    mall.cancel(cancelled)
    new = mall.order_again(edited).serial
    summary = fetch()
    assert (summary.new, summary.updated, summary.unchanged) == (1, 2, len(before) - 2)
    after = fetch.stored
    assert pieces(after[edited]) == pieces(before[edited]) + 1
    assert after[cancelled].lane is Lane.CANCELLED
    assert set(after) == {*before, new}


def test_success_is_in_the_journal(fetch: Fetches, clock: SetClock) -> None:
    new = fetch().new
    freshness = fetch.freshness
    assert freshness.last_success == freshness.last_attempt == clock.now()
    assert freshness.new_at_last_success == new
    assert freshness.problem is None
    clock.move(HOUR)
    fetch()
    assert fetch.freshness.last_success == clock.now()
    assert fetch.freshness.new_at_last_success == 0


def test_days_without_a_fetch_are_caught_up(fetch: Fetches, mall: PracticeShop, clock: SetClock) -> None:
    fetch.workspace.settings_store.update_shop(UID, fetch_days=1)
    first = fetch()
    mall.edit(next(iter(fetch.stored)))
    clock.move(timedelta(days=30))
    again = fetch()
    assert first.high_water is not None
    assert again.window.since == first.high_water - timedelta(days=1)
    assert again.updated == 1


def test_a_person_s_own_period_proves_nothing(fetch: Fetches, mall: PracticeShop, clock: SetClock) -> None:
    since = clock.now() - timedelta(days=400)
    summary = fetch(FetchRequest(shop_uid=UID, since=since))
    assert summary.is_complete and summary.high_water is None
    assert set(fetch.stored) == {order.serial for order in mall.orders()}
    assert fetch.freshness.last_success is None
    assert fetch.freshness.last_attempt == clock.now()
    clock.move(timedelta(days=30))
    assert fetch().window.since == clock.now() - WEEK


def test_a_failure_in_the_middle_keeps_the_pages_and_not_the_mark(
    fetch: Fetches, mall: PracticeShop, server: PracticeServer, clock: SetClock
) -> None:
    fetch.workspace.settings_store.update_shop(UID, fetch_days=365)
    server.misbehave(Misbehaviour(fault=Fault.FAILING, path="orders/", after=1, times=FOREVER))
    summary = fetch()
    assert not summary.is_complete and summary.high_water is None
    assert [problem.code for problem in summary.problems] == [ProblemCode.SHOP_FAILED]
    assert (summary.pages, summary.new, len(fetch.stored)) == (1, 100, 100)
    assert len(fetch.token.waits) == 2, "three tries"
    assert fetch.freshness.last_success is None
    assert fetch.freshness.problem == summary.problems[0]

    server.behave()
    summary = fetch()
    assert summary.is_complete and summary.unchanged == 100
    assert set(fetch.stored) == {order.serial for order in mall.orders()}
    assert fetch.freshness.problem is None


def test_a_failure_leaves_the_last_proven_mark(
    fetch: Fetches, server: PracticeServer, clock: SetClock
) -> None:
    proven = fetch().high_water
    clock.move(timedelta(days=20))
    server.misbehave(Misbehaviour(fault=Fault.HTML))
    assert fetch().problems[0].code is ProblemCode.ANSWER_NOT_JSON
    assert fetch.freshness.last_success == proven
    server.behave()
    assert proven is not None and fetch().window.since == proven - timedelta(days=1)


def test_cancelling_keeps_the_pages_and_not_the_mark(fetch: Fetches, mall: PracticeShop) -> None:
    def cancel_after_a_page(progress: FetchProgress) -> None:
        if progress.phase is FetchPhase.STORING:
            fetch.token.cancel()

    summary = fetch(report=cancel_after_a_page)
    assert summary.was_cancelled and not summary.is_complete and not summary.problems
    assert (summary.pages, len(fetch.stored)) == (1, 100)
    freshness = fetch.freshness
    assert freshness.last_success is None and freshness.last_attempt is not None
    assert freshness.problem is None, "a wish of the person's is no problem"
    fetch.token = PatientToken()
    assert fetch().is_complete
    assert set(fetch.stored) == listed(mall)


@pytest.mark.parametrize("fault", [Fault.SHIFTED, Fault.MOVED])
def test_a_list_that_moves_between_two_pages_is_read_again(
    fetch: Fetches, mall: PracticeShop, server: PracticeServer, fault: Fault
) -> None:
    server.misbehave(Misbehaviour(fault=fault))
    summary = fetch()
    assert summary.is_complete and summary.high_water is not None
    assert summary.pages == 4, "two readings"
    last = fetch.reports[-1]
    assert last.received == last.total, "of the last reading alone"
    assert listed(mall) <= set(fetch.stored), "the order that slipped through the gap"


def test_a_list_that_never_stands_still_is_told_and_proves_nothing(
    fetch: Fetches, server: PracticeServer
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.SHIFTED, times=FOREVER))
    summary = fetch()
    assert [problem.code for problem in summary.problems] == [ProblemCode.PAGES_SHIFTED]
    assert summary.high_water is None and fetch.freshness.last_success is None
    assert fetch.stored


def test_an_order_that_is_shown_late_is_found_within_the_overlap(
    fetch: Fetches, mall: PracticeShop, clock: SetClock
) -> None:
    late = mall.trap(Trap.LATE)
    fetch.workspace.settings_store.update_shop(UID, fetch_days=1)
    clock.time = late.updated + 20 * HOUR
    fetch()
    assert late.serial not in fetch.stored
    mall.publish_late()
    clock.move(12 * HOUR)
    assert clock.now() - timedelta(days=1) > late.updated, "the days of the settings alone would miss it"
    assert fetch().new == 1
    assert late.serial in fetch.stored


def test_nothing_from_before_the_first_day_is_taken(
    fetch: Fetches, mall: PracticeShop, clock: SetClock
) -> None:
    first_day = clock.now().astimezone(JST).date() - timedelta(days=2)
    fetch.workspace.settings_store.update_shop(UID, import_from=first_day)
    old = next(order for order in mall.orders() if order.ordered < start_of_day(first_day) - WEEK)
    mall.edit(old.serial)
    assert fetch().window.since == start_of_day(first_day)
    times = [order.ordered.utc for order in fetch.stored.values() if order.ordered and order.ordered.utc]
    assert times and min(times) >= start_of_day(first_day)
    assert old.serial not in fetch.stored


def test_progress_never_goes_back_and_ends_at_the_total(fetch: Fetches) -> None:
    summary = fetch()
    told = fetch.reports
    assert told[0].phase is FetchPhase.ASKING and told[0].total is None
    counts = [(one.page, one.received, one.new + one.updated + one.unchanged) for one in told]
    assert counts == sorted(counts)
    assert all(one.total is None or one.received <= one.total for one in told)
    assert (told[-1].received, told[-1].seconds_left) == (told[-1].total, 0)
    assert (told[-1].page, told[-1].new) == (summary.pages, summary.new)


def test_a_wait_between_two_tries_is_told(fetch: Fetches, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.TOO_MANY, seconds=7))
    assert fetch().is_complete
    assert FetchPhase.WAITING in [one.phase for one in fetch.reports]
    assert [wait >= 7 for wait in fetch.token.waits] == [True], "at least what the shop asked for"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.REFUSE_KEYS, ProblemCode.KEY_REFUSED),
        (Fault.API_NOT_ENABLED, ProblemCode.API_NOT_ENABLED),
    ],
)
def test_a_refusal_ends_the_fetch_at_once(
    fetch: Fetches, server: PracticeServer, fault: Fault, code: ProblemCode
) -> None:
    server.misbehave(Misbehaviour(fault=fault))
    summary = fetch()
    assert [problem.code for problem in summary.problems] == [code]
    assert len(server.requests) == 1 and fetch.token.waits == []
    assert fetch.freshness.problem == summary.problems[0]


def test_a_fast_clock_of_the_shop_proves_no_time_to_come(
    fetch: Fetches, server: PracticeServer, clock: SetClock
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=48))
    assert fetch().high_water == clock.now()


def test_a_slow_clock_of_the_shop_is_believed(
    fetch: Fetches, server: PracticeServer, clock: SetClock
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=-48))
    assert fetch().high_water == clock.now() - 48 * HOUR


def test_the_key_s_last_good_day_is_noted(fetch: Fetches, workspace: Workspace) -> None:
    fetch()
    shop = workspace.shop(UID)
    assert shop.manager_key_worked_on == workspace.today()
    assert shop.open_key_worked_on is None, "it was not used"


def test_a_shop_removed_meanwhile_is_no_failure(fetch: Fetches, workspace: Workspace) -> None:
    def remove(_: FetchProgress) -> None:
        workspace.settings_store.save(shops=Shops())

    summary = fetch(report=remove)
    assert summary.is_complete
    with pytest.raises(ProblemError) as caught:
        fetch()
    assert caught.value.problem.code is ProblemCode.SHOP_NOT_SET_UP


def test_a_key_that_is_not_there_is_told(fetch: Fetches, workspace: Workspace) -> None:
    without_keys = msgspec.structs.replace(workspace.shop(UID), uid="shop-2", name="二号店")
    workspace.settings_store.save(shops=workspace.load_settings().settings.shops.with_shop(without_keys))
    summary = fetch(FetchRequest(shop_uid=without_keys.uid))
    assert [problem.code for problem in summary.problems] == [ProblemCode.KEY_MISSING]
