"""One fetch of a shop: its planned steps one after the other, each a run of its own in the journal."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.census import Census
from goq_desktop.domain.fetching import FetchRequest, FetchSummary, Step, StepKind, SyncFacts, Window
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.failures import CallFailure
from goq_desktop.services.sync_plan import OPEN_DAYS, is_circuit_open, shop_now, steps
from goq_desktop.services.sync_ports import Link, SyncParts
from goq_desktop.services.sync_step import ClockAhead, StepReading, Tally

# The first plan may go by a PC's clock that is wrong; the shop's first answer corrects it.
_PLANS: Final = 3


def run_fetch(parts: SyncParts, request: FetchRequest) -> FetchSummary:
    """Read what the plan says; what goes wrong on the way is in the summary's `problems`.

    What is stored together is one transaction and the mark moves only in the one that ends a step, so a kill
    at any moment is made up for by the next fetch, and a second run changes nothing. Only what the journal
    itself cannot write is raised: STORE_*, DISK_FULL.
    """
    with ExitStack() as stack:
        return _Cycle(parts, request, stack).go()


class _Cycle:
    def __init__(self, parts: SyncParts, request: FetchRequest, stack: ExitStack) -> None:
        self._parts = parts
        self._request = request
        self._stack = stack
        self._link: Link | None = None
        self._is_probe = False
        self._tally = Tally()
        self._started = parts.clock.elapsed()

    def _facts(self) -> SyncFacts:
        parts = self._parts
        return parts.journal.facts(parts.shop.uid, open_since=parts.clock.now() - OPEN_DAYS)

    def go(self) -> FetchSummary:
        for _ in range(_PLANS):
            try:
                return self._run_plan()
            except ClockAhead:
                continue
        return self._clock_problem()

    def _run_plan(self) -> FetchSummary:
        """Raises ClockAhead when the plan began too late; the journal then knows by how much."""
        facts = self._facts()
        now = self._parts.clock.now()
        self._is_probe = is_circuit_open(facts.failures)
        planned = steps(self._parts.shop, facts, now, self._request)
        outcome: FetchSummary | None = None
        proven: datetime | None = None
        for step in planned:
            one = self._run_step(step, shop_now(facts, now))
            outcome = one if outcome is None else _joined(outcome, one, step.kind)
            if step.window.until is None:
                proven = one.high_water or proven
            if not one.is_complete:
                break
        assert outcome is not None
        # What was caught up proves nothing about the time up to now.
        outcome = replace(outcome, high_water=proven, alarms=self._tally.alarms)
        return replace(outcome, findings=self._parts.journal.findings(self._parts.shop.uid))

    def _run_step(self, step: Step, planned_now: datetime) -> FetchSummary:
        parts = self._parts
        run_id = parts.journal.begin(
            parts.shop.uid,
            step.window,
            is_automatic=step.kind is not StepKind.PERIOD,
            now=parts.clock.now(),
            kind=step.kind,
            key_generation=parts.key_generation,
        )
        before = replace(self._tally)
        reading: StepReading | None = None
        ahead: ClockAhead | None = None
        census: Census | None = None
        outcome = FetchSummary(
            shop_uid=parts.shop.uid, window=step.window, key_generation=parts.key_generation
        )
        try:
            reading = StepReading(parts, self._opened(), step, run_id, self._tally, planned_now)
            reading.read()
        except Cancelled:
            outcome = replace(outcome, was_cancelled=True)
        except ClockAhead as error:
            ahead = error
        except ProblemError as error:
            outcome = replace(outcome, problems=(error.problem,), not_before=self._wish_of(error))
        else:
            outcome = replace(outcome, is_complete=True, high_water=reading.high_water, steps_done=1)
            census = reading.census
        if reading is not None:
            outcome = replace(outcome, clock_off=reading.clock_off)
        outcome = self._counted(outcome, before)
        parts.journal.finish(run_id, outcome, now=parts.clock.now(), census=census)
        if ahead is not None:
            raise ahead
        return outcome

    def _opened(self) -> Link:
        if self._link is None:
            self._link = self._stack.enter_context(self._parts.connect(self._is_probe))
        return self._link

    def _wish_of(self, error: ProblemError) -> datetime | None:
        """The PC's time before which the shop wants no call."""
        seconds = error.retry_after if isinstance(error, CallFailure) else None
        return None if not seconds else self._parts.clock.now() + timedelta(seconds=seconds)

    def _counted(self, outcome: FetchSummary, before: Tally) -> FetchSummary:
        tally = self._tally
        return replace(
            outcome,
            new=tally.new - before.new,
            updated=tally.updated - before.updated,
            unchanged=tally.unchanged - before.unchanged,
            pages=tally.pages - before.pages,
            requests=tally.requests - before.requests,
            seconds=round(self._parts.clock.elapsed() - self._started, 3),
        )

    def _clock_problem(self) -> FetchSummary:
        """The clock moves while it is looked at; nothing is proven."""
        uid = self._parts.shop.uid
        facts = self._facts()
        now = self._parts.clock.now()
        minutes = -round(facts.clock_off.total_seconds() / 60)
        step = steps(self._parts.shop, facts, now, self._request)[0]
        problem = ProblemError(ProblemCode.CLOCK_WRONG, minutes=minutes).problem
        return FetchSummary(shop_uid=uid, window=step.window, problems=(problem,))


def _joined(first: FetchSummary, then: FetchSummary, kind: StepKind) -> FetchSummary:
    """What two steps did together; the window is that of the new orders."""
    since = min(first.window.since, then.window.since)
    return replace(
        then,
        window=Window(since=since) if kind is StepKind.NEW else first.window,
        new=first.new + then.new,
        updated=first.updated + then.updated,
        unchanged=first.unchanged + then.unchanged,
        pages=first.pages + then.pages,
        requests=first.requests + then.requests,
        clock_off=then.clock_off or first.clock_off,
        steps_done=first.steps_done + then.steps_done,
    )
