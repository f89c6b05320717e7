"""Planted bugs: each takes one protection of the sync core away, and the simulation has to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from goq_desktop.domain.fetching import FetchSummary, Step, StepKind, SyncFacts, Window
from goq_desktop.services import sync_cycle, sync_plan, sync_step
from goq_desktop.services.sync_plan import Due, Hold
from goq_desktop.services.sync_step import StepReading, Tally
from goq_desktop.settings.tiles import Shop
from goq_desktop.storage import census, journal, orders
from tests.faults.sync.world import LONG, Fault

Plant = Callable[[pytest.MonkeyPatch], None]
_LONG: Final = timedelta(days=100_000)


def _without_overlap(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "OVERLAP", timedelta())


def _strictly_later(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "OVERLAP", timedelta(seconds=-1))


def _short_overlap(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "OVERLAP", timedelta(hours=1))


def _only_the_usual_days(patch: pytest.MonkeyPatch) -> None:
    def windows(shop: Shop, facts: SyncFacts, now: datetime) -> Iterator[Window]:
        yield Window(since=now - timedelta(days=shop.fetch_days))

    patch.setattr(sync_plan, "_new_windows", windows)


def _gaps_between_slices(patch: pytest.MonkeyPatch) -> None:
    real = sync_plan._new_windows

    def windows(*words: Any) -> Iterator[Window]:
        for number, window in enumerate(real(*words)):
            yield window if not number else replace(window, since=window.since + timedelta(days=2))

    patch.setattr(sync_plan, "_new_windows", windows)


def _newest_slice_first(patch: pytest.MonkeyPatch) -> None:
    real = sync_plan._new_windows
    patch.setattr(sync_plan, "_new_windows", lambda *words: iter([*real(*words)][::-1]))


def _mark_before_rows(patch: pytest.MonkeyPatch) -> None:
    real = sync_cycle._Cycle._counted

    def counted(self: Any, outcome: FetchSummary, before: Tally) -> FetchSummary:
        outcome = real(self, outcome, before)
        if outcome.window.until is None and not outcome.is_complete:
            return replace(outcome, high_water=self._parts.clock.now())
        return outcome

    patch.setattr(sync_cycle._Cycle, "_counted", counted)


def _mark_at_the_end_of_reading(patch: pytest.MonkeyPatch) -> None:
    """What is ordered while the pages come, and listed late, falls before the mark."""

    def high_water(self: Any) -> datetime | None:
        return self._parts.clock.now() + timedelta(days=1) if self._step.kind is StepKind.NEW else None

    patch.setattr(StepReading, "high_water", property(high_water))


def _mark_of_a_slice_is_now(patch: pytest.MonkeyPatch) -> None:
    def high_water(self: Any) -> datetime | None:
        return self._asked_at if self._step.kind is StepKind.NEW else None

    patch.setattr(StepReading, "high_water", property(high_water))


def _local_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "shop_now", lambda _, now: now)
    patch.setattr(sync_cycle, "shop_now", lambda _, now: now)
    patch.setattr(sync_step, "TOLERATED_CLOCK", _LONG)
    _mark_of_a_slice_is_now(patch)


def _time_of_a_fast_pc_is_planned_with(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_step, "TOLERATED_CLOCK", _LONG)


def _shifts_ignored(patch: pytest.MonkeyPatch) -> None:
    real = StepReading._read_once

    def read_once(self: Any) -> None:
        real(self)

    patch.setattr(StepReading, "_read_once", read_once)


def _without_census(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "_census", lambda *_: iter(()))


def _without_wide_census(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "WIDE_DAYS", timedelta(days=3))
    patch.setattr(sync_plan, "CENSUS_DAYS", timedelta(days=3))


def _census_of_what_was_never_asked_for(patch: pytest.MonkeyPatch) -> None:
    def steps(shop: Shop, facts: SyncFacts, now: datetime) -> Iterator[Step]:
        if facts.covered_since is not None:
            yield Step(StepKind.WIDE_CENSUS, Window(since=now - sync_plan.WIDE_DAYS))

    patch.setattr(sync_plan, "_census", steps)


def _without_rereading(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "OPEN_SLICES", 0)


def _only_the_first_slice_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "OPEN_SLICES", 1)
    real = sync_plan._open_windows
    patch.setattr(
        sync_plan,
        "_open_windows",
        lambda shop, facts, before: real(shop, replace(facts, reread=None), before),
    )


def _blind_retry(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "_REFUSED", ())


def _deaf_to_retry_after(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "LONGEST_RETRY_AFTER", -_LONG)


def _awake_in_maintenance(patch: pytest.MonkeyPatch) -> None:
    real = sync_plan.next_call
    patch.setattr(
        sync_plan,
        "next_call",
        lambda rhythm, known, now: real(replace(rhythm, quiet_until=lambda _: None), known, now),
    )


def _switches_itself_off(patch: pytest.MonkeyPatch) -> None:
    real = sync_plan.next_call

    def next_call(rhythm: Any, known: Any, now: Any) -> Due:
        return Due(None, Hold.CIRCUIT) if known.failures >= 3 else real(rhythm, known, now)

    patch.setattr(sync_plan, "next_call", next_call)


def _circuit_without_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync_plan, "LONGEST_PAUSE", _LONG)


def _last_attempt_in_the_future_is_believed(patch: pytest.MonkeyPatch) -> None:
    real = sync_plan._by_failures

    def by_failures(rhythm: Any, known: Any, now: datetime, every: timedelta) -> Any:
        if known.last_attempt is not None and known.last_attempt > now:
            return known.last_attempt + every, None
        return real(rhythm, known, now, every)

    patch.setattr(sync_plan, "_by_failures", by_failures)


def _a_person_s_period_moves_the_mark(patch: pytest.MonkeyPatch) -> None:
    real: Any = vars(StepReading)["high_water"].fget

    def high_water(self: Any) -> datetime | None:
        if self._step.kind in (StepKind.OPEN, StepKind.PERIOD):
            return self._asked_at  # type: ignore[no-any-return]
        marked: datetime | None = real(self)
        return marked

    patch.setattr(StepReading, "high_water", property(high_water))


# Those of the core, which the seeds on the model find.
IN_THE_CORE: Final[Mapping[str, Plant]] = {
    "strict >": _strictly_later,
    "no overlap": _without_overlap,
    "an overlap shorter than the delay": _short_overlap,
    "days offline not caught up": _only_the_usual_days,
    "gaps between slices": _gaps_between_slices,
    "newest slice first": _newest_slice_first,
    "mark before rows": _mark_before_rows,
    "mark ahead of the answer": _mark_at_the_end_of_reading,
    "a slice's mark is now": _mark_of_a_slice_is_now,
    "local time": _local_time,
    "plan by a fast PC's clock": _time_of_a_fast_pc_is_planned_with,
    "shifted pages ignored": _shifts_ignored,
    "no census": _without_census,
    "census too short": _without_wide_census,
    "census of what was never asked for": _census_of_what_was_never_asked_for,
    "open orders not read again": _without_rereading,
    "slices without turns": _only_the_first_slice_again,
    "blind retry after 401": _blind_retry,
    "Retry-After ignored": _deaf_to_retry_after,
    "calls in maintenance": _awake_in_maintenance,
    "switches itself off": _switches_itself_off,
    "circuit open without end": _circuit_without_end,
    "a future attempt is believed": _last_attempt_in_the_future_is_believed,
    "re-reading moves the mark": _a_person_s_period_moves_the_mark,
}

# What brings a bug out soonest, where a seed's own faults seldom do.
_LATE: Final = ((Fault.LATE, Fault.FAILING), None)
_AWAY: Final = ((Fault.SLEEP, Fault.KILL_FINISH, Fault.FAILING, Fault.SHIFT), LONG)
FOCUS: Final[Mapping[str, tuple[tuple[Fault, ...], int | None]]] = {
    "strict >": _LATE,
    "no overlap": _LATE,
    "an overlap shorter than the delay": _LATE,
    "mark ahead of the answer": _LATE,
    "gaps between slices": _AWAY,
    "newest slice first": _AWAY,
    "differences not noticed": ((Fault.EDIT, Fault.SHIP), LONG),
}


def _without_tombstones(patch: pytest.MonkeyPatch) -> None:
    real = orders._known

    def known(connection: Any, shop_uid: str, serials: Any) -> dict[str, Any]:
        return {
            serial: (one[0], one[1] or b"") for serial, one in real(connection, shop_uid, serials).items()
        }

    patch.setattr(orders, "_known", known)


def _without_updates(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(orders, "_update", lambda *_: None)


def _vanished_for_good(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(orders, "note_listed", lambda *_: None)
    patch.setattr(census, "note_listed", lambda *_: None)


def _vanished_not_marked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(census, "mark_vanished", lambda *_: None)


def _findings_not_written(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(journal, "record_census", lambda *_: None)


def _differences_not_noticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(census, "_is_same", lambda *_: True)


# Those of the real store, which seeds on it find.
IN_THE_STORE: Final[Mapping[str, Plant]] = {
    "no tombstones": _without_tombstones,
    "changes not stored": _without_updates,
    "vanished for good": _vanished_for_good,
    "vanished not marked": _vanished_not_marked,
    "findings not written": _findings_not_written,
    "differences not noticed": _differences_not_noticed,
}
