"""The steps of a fetch: each in the journal by itself, resumed where it stopped, by the shop's time."""

from __future__ import annotations

from datetime import timedelta

from goq_desktop.domain.fetching import Freshness
from goq_desktop.domain.problems import ProblemCode
from goq_desktop.practice.misbehaviour import FOREVER, Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.sync_plan import FAILURES_TO_OPEN, OVERLAP, SLICE
from goq_desktop.storage.journal import Journal
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID, Fetches

DAY = timedelta(days=1)


def proven(fetch: Fetches) -> object:
    return Journal(fetch.workspace.database()).proven_until(UID)


def test_a_stopped_catch_up_goes_on_from_the_slice_it_had_reached(
    fetch: Fetches, mall: PracticeShop, server: PracticeServer, clock: SetClock
) -> None:
    first = fetch().high_water
    assert first is not None
    missed = mall.order_again(next(iter(fetch.stored))).serial
    clock.move(30 * DAY)
    server.misbehave(Misbehaviour(fault=Fault.FAILING, path="orders/", after=2, times=FOREVER))
    stopped = fetch()
    assert stopped.high_water is None and stopped.steps_done == 2
    assert missed in fetch.stored, "it was in the first slice"
    assert proven(fetch) == first - OVERLAP + 2 * SLICE
    assert fetch.freshness.last_success == first, "what was caught up is no success up to now"
    server.behave()
    rest = fetch()
    assert rest.is_complete and rest.window.since == first - 2 * OVERLAP + 2 * SLICE
    assert proven(fetch) == clock.now()


def test_a_pc_whose_clock_is_ahead_still_asks_for_all_the_days(
    fetch: Fetches, mall: PracticeShop, server: PracticeServer, clock: SetClock
) -> None:
    real = clock.now()
    expected = {order.serial for order in mall.orders() if order.updated >= real - 7 * DAY}
    clock.move(40 * DAY)
    server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=-40 * 24))
    summary = fetch()
    assert summary.is_complete and summary.high_water == real
    assert summary.window.since == real - 7 * DAY
    assert set(fetch.stored) == expected


def test_the_journal_and_what_is_known_at_once_tell_the_same(
    fetch: Fetches, server: PracticeServer, clock: SetClock
) -> None:
    known = Freshness(shop_uid=UID)
    faults = (None, Fault.TOO_MANY, Fault.FAILING, Fault.HTML, None, Fault.REFUSE_KEYS, None)
    for fault in faults:
        clock.move(DAY / 24)
        server.behave()
        if fault is not None:
            server.misbehave(Misbehaviour(fault=fault, times=FOREVER, seconds=120))
        known = known.after(fetch(), clock.now())
        assert fetch.freshness == known
        if fault is Fault.TOO_MANY:
            assert known.not_before == clock.now() + timedelta(seconds=120)
    assert known.failures == 0


def test_an_open_circuit_tries_each_call_once(
    fetch: Fetches, server: PracticeServer, clock: SetClock
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.FAILING, times=FOREVER))
    for _ in range(FAILURES_TO_OPEN):
        assert fetch().problems[0].code is ProblemCode.SHOP_FAILED
    waits = len(fetch.token.waits)
    assert waits == 2 * FAILURES_TO_OPEN
    calls = len(server.requests)
    fetch()
    assert (len(fetch.token.waits), len(server.requests)) == (waits, calls + 1)
    server.behave()
    assert fetch().is_complete, "the probe closes it"
    assert fetch.freshness.failures == 0
