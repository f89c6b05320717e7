"""A model of order store and journal in memory: what they promise, without a database. See `test_model`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from goq_desktop.domain.census import Alarm, Census, Finding, Findings, alarm_of
from goq_desktop.domain.erasing import erased
from goq_desktop.domain.fetching import (
    FetchSummary,
    Freshness,
    PageResult,
    StepKind,
    SyncFacts,
    Window,
)
from goq_desktop.domain.orders import Lane, Order, ReceivedOrder
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from tests.faults.sync.stores import Held

_ENDED = (Lane.DONE, Lane.CANCELLED)


@dataclass(slots=True)
class _Kept:
    order: Order
    mark: bytes
    changed_at: int
    is_erased: bool = False
    vanished_at: int | None = None
    alarm: Alarm | None = None

    @property
    def ordered_at(self) -> int | None:
        return _ordered(self.order)


@dataclass(slots=True)
class _Run:
    kind: StepKind
    window: Window
    started_at: datetime
    key_generation: int
    state: str = "running"
    new: int = 0
    finished_at: datetime | None = None
    high_water: datetime | None = None
    problem: Problem | None = None
    not_before: datetime | None = None
    clock_off: timedelta | None = None


class ModelStore:
    """Of one shop. Writer, journal and store in one."""

    def __init__(self) -> None:
        self.profile_mark = "profile"
        self._orders: dict[str, _Kept] = {}
        self._findings: dict[str, tuple[Finding, int | None, int]] = {}
        self._runs: list[_Run] = []

    @property
    def writer(self) -> ModelStore:
        return self

    @property
    def journal(self) -> ModelStore:
        return self

    # -- the writer

    def mark_of(self, received: ReceivedOrder) -> bytes:
        return received.raw

    def store_page(
        self,
        shop_uid: str,
        run_id: int,
        received: Sequence[ReceivedOrder],
        *,
        now: datetime,
        pages: int = 1,
    ) -> PageResult:
        newest = {one.order.serial: one for one in received}
        new = updated = 0
        alarms: list[Alarm] = []
        for serial, one in newest.items():
            kept = self._orders.get(serial)
            if kept is None:
                self._orders[serial] = _Kept(one.order, one.raw, _seconds(now))
                new += 1
            elif not kept.is_erased and kept.mark != one.raw:
                is_worked_on = kept.order.lane is Lane.DONE or kept.order.destinations[0].tracking_number
                alarm = alarm_of(kept.order, one.order) if is_worked_on else None
                is_less = kept.alarm is Alarm.CANCELLED and one.order.lane is Lane.CANCELLED
                if alarm is not None and not is_less:
                    alarms.append(alarm)
                    kept.alarm = alarm
                kept.order, kept.mark, kept.changed_at = one.order, one.raw, _seconds(now)
                updated += 1
        self._note_listed(newest)
        self._runs[run_id].new += new
        unchanged = len(newest) - new - updated
        return PageResult(new=new, updated=updated, unchanged=unchanged, alarms=tuple(alarms))

    def _note_listed(self, serials: Mapping[str, object]) -> None:
        for serial in serials:
            self._findings.pop(serial, None)
            kept = self._orders.get(serial)
            if kept is not None and kept.vanished_at is not None:
                kept.vanished_at = None
                if kept.alarm is Alarm.VANISHED:
                    kept.alarm = None

    # -- the journal

    def begin(
        self,
        shop_uid: str,
        window: Window,
        *,
        is_automatic: bool,
        now: datetime,
        kind: StepKind,
        key_generation: int,
    ) -> int:
        for run in self._runs[-1:]:
            if run.state == "running":
                run.state = "interrupted"
        whole = Window(since=_whole(window.since), until=_whole(window.until))
        self._runs.append(_Run(kind, whole, _whole(now), key_generation))
        return len(self._runs) - 1

    def finish(
        self, run_id: int, summary: FetchSummary, *, now: datetime, census: Census | None = None
    ) -> None:
        if census is not None:
            self._compare(census, _seconds(now))
        run = self._runs[run_id]
        run.state = "succeeded" if summary.is_complete else "cancelled" if summary.was_cancelled else "failed"
        run.finished_at, run.high_water = _whole(now), _whole(summary.high_water)
        run.problem = summary.problems[0] if summary.problems else None
        run.not_before = _whole(summary.not_before)
        run.clock_off = (
            None if summary.clock_off is None else timedelta(seconds=round(summary.clock_off.total_seconds()))
        )

    def facts(self, shop_uid: str, *, open_since: datetime) -> SyncFacts:
        runs = self._runs
        proven = [run for run in runs if run.high_water is not None]
        succeeded = [run for run in runs if run.state == "succeeded"]
        censuses = [run for run in runs if run.kind.is_census]
        return SyncFacts(
            proven_until=_last(proven, "high_water"),
            covered_since=self._covered_since(proven, succeeded),
            first_success=min((run.finished_at for run in proven if run.finished_at), default=None),
            census=_last([run for run in succeeded if run.kind.is_census], "started_at"),
            wide_census=_last([run for run in succeeded if run.kind is StepKind.WIDE_CENSUS], "started_at"),
            census_tried=_last(censuses, "started_at"),
            open_days=self._open_days(open_since),
            reread=_moved(_last([run for run in succeeded if run.kind is StepKind.OPEN], "window")),
            failures=self._failures(),
            clock_off=_last([run for run in runs if run.clock_off is not None], "clock_off") or timedelta(),
        )

    def findings(self, shop_uid: str = "") -> Findings:
        kinds = [kind for kind, _, _ in self._findings.values()]
        since = min((since for _, _, since in self._findings.values()), default=None)
        alarms: dict[Alarm, tuple[str, ...]] = {}
        for kept in self._orders.values():
            if kept.alarm is not None:
                alarms[kept.alarm] = (*alarms.get(kept.alarm, ()), kept.order.number)
        return Findings(
            missing=kinds.count(Finding.MISSING),
            differing=kinds.count(Finding.DIFFERING),
            alarms=alarms,
            since=None if since is None else datetime.fromtimestamp(since, UTC),
        )

    def freshness(self, shop_uid: str) -> Freshness:
        ended = [run for run in self._runs if run.state in ("succeeded", "failed")][-1:]
        up_to_now = [run for run in self._runs if run.high_water and run.window.until is None][-1:]
        known = Freshness(
            shop_uid=shop_uid,
            last_attempt=self._runs[-1].started_at if self._runs else None,
            failures=self._failures(),
            findings=self.findings(),
        )
        for run in ended:
            known = replace(
                known, problem=run.problem, not_before=run.not_before, key_generation=run.key_generation
            )
        for run in up_to_now:
            known = replace(known, last_success=run.finished_at, new_at_last_success=run.new)
        return known

    # -- for the simulation

    def held(self) -> Mapping[str, Held]:
        return {
            serial: Held(
                kept.order, kept.is_erased, kept.vanished_at is not None, kept.alarm and kept.alarm.value
            )
            for serial, kept in self._orders.items()
        }

    def found(self) -> Mapping[str, str]:
        return {serial: kind.value for serial, (kind, _, _) in self._findings.items()}

    def erase(self, *, before: datetime, now: datetime) -> None:
        for kept in self._orders.values():
            if kept.order.lane in _ENDED and kept.changed_at < _seconds(before) and not kept.is_erased:
                kept.order, kept.is_erased = erased(kept.order), True

    def _compare(self, census: Census, seconds: int) -> None:
        since = _seconds(census.since)
        self._note_listed(census.seen)
        for serial, (_, ordered, _) in list(self._findings.items()):
            if ordered is None or ordered >= since:
                del self._findings[serial]
        for serial, seen in census.seen.items():
            kept = self._orders.get(serial)
            if kept is None or (not kept.is_erased and kept.mark != seen.mark):
                kind = Finding.MISSING if kept is None else Finding.DIFFERING
                self._findings[serial] = (kind, seen.ordered_at, since)
        for serial, kept in self._orders.items():
            is_ours = kept.ordered_at is not None and kept.ordered_at >= since and not kept.is_erased
            if is_ours and serial not in census.seen and kept.vanished_at is None:
                kept.vanished_at = seconds
                if kept.order.lane not in _ENDED and kept.alarm is None:
                    kept.alarm = Alarm.VANISHED

    def _failures(self) -> int:
        count = 0
        for run in reversed(self._runs):
            if run.state == "succeeded":
                break
            count += run.state == "failed"
        return count

    def _open_days(self, since: datetime) -> tuple[Any, ...]:
        days = {
            datetime.fromtimestamp(kept.ordered_at, JST).date()
            for kept in self._orders.values()
            if kept.ordered_at is not None
            and kept.ordered_at >= _seconds(since)
            and kept.order.lane not in _ENDED
            and kept.vanished_at is None
        }
        return tuple(sorted(days))

    @staticmethod
    def _covered_since(proven: list[_Run], succeeded: list[_Run]) -> datetime | None:
        if not proven:
            return None
        covered = first = min(run.window.since for run in proven)
        periods = [run.window for run in succeeded if run.kind is StepKind.PERIOD]
        for window in sorted(periods, key=lambda one: one.since, reverse=True):
            if window.since < first and (window.until is None or window.until >= covered):
                covered = window.since
        return covered


def _last(runs: list[_Run], name: str) -> Any:
    return getattr(runs[-1], name) if runs else None


def _moved(window: Window | None) -> datetime | None:
    return None if window is None else window.since


def _ordered(order: Order) -> int | None:
    return int(order.ordered.utc.timestamp()) if order.ordered and order.ordered.utc else None


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _whole(moment: Any) -> Any:
    """The journal keeps whole seconds."""
    return None if moment is None else moment.replace(microsecond=0)
