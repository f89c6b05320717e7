"""A fetch of orders: what is asked, how far it is, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from goq_desktop.domain.census import NO_FINDINGS, Alarm, Findings
from goq_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period of order times, aware UTC; `until` None means up to now."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One fetch of one shop. Without `since` the window follows the settings and the last proven success."""

    shop_uid: str
    since: datetime | None = None
    until: datetime | None = None


class StepKind(StrEnum):
    """What a step of a fetch is for; the values are kept in the journal."""

    NEW = "new"  # moves the mark of what is proven
    PERIOD = "period"  # a person's own period
    OPEN = "open"  # reads orders again that stand open here
    CENSUS = "census"  # compares the shop's list with ours and stores no order
    WIDE_CENSUS = "wide_census"

    @property
    def is_census(self) -> bool:
        return self in (StepKind.CENSUS, StepKind.WIDE_CENSUS)


@dataclass(frozen=True, slots=True)
class Step:
    """One window to read. Only a `NEW` one moves the mark, to its end."""

    kind: StepKind
    window: Window


class FetchPhase(StrEnum):
    ASKING = "asking"
    STORING = "storing"
    WAITING = "waiting"  # between two tries
    HELD_UP = "held_up"  # another work of this desk writes into the store


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchProgress:
    """`total` is what the shop said it holds in the window (None: not told yet); `seconds_left` an estimate."""

    shop_uid: str
    phase: FetchPhase
    page: int
    received: int
    total: int | None
    new: int
    updated: int
    unchanged: int
    seconds_left: int | None = None
    kind: StepKind = StepKind.NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSummary:
    """How a fetch ended. It is a proven success only when `is_complete`: all pages came and are stored.

    `high_water` is the shop's time up to which orders are proven to be here; the next window starts
    from it, less an overlap. It moves only with a complete fetch of the automatic window. `not_before` is
    the PC's time before which the shop wants no call. `clock_off` is how far the shop's clock is ahead of the
    PC's, negative: behind; None: not told. `alarms` tell of orders that were worked on and changed at the
    shop, `findings` all that is to be told of the shop's orders by now; None: not looked at.
    """

    shop_uid: str
    window: Window
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    pages: int = 0
    requests: int = 0
    seconds: float = 0.0
    high_water: datetime | None = None
    is_complete: bool = False
    was_cancelled: bool = False
    problems: tuple[Problem, ...] = ()
    not_before: datetime | None = None
    clock_off: timedelta | None = None
    key_generation: int = 0
    steps_done: int = 0
    alarms: tuple[Alarm, ...] = ()
    findings: Findings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFacts:
    """What the journal knows of a shop and the next steps follow from.

    `covered_since` is where the fetched time begins, `open_days` are the days in Japan on which orders were
    placed that stand open here, `reread` is where the last window of them began. Times are the PC's but for
    `proven_until`, `covered_since` and `reread`.
    """

    proven_until: datetime | None = None
    covered_since: datetime | None = None
    first_success: datetime | None = None
    census: datetime | None = None
    wide_census: datetime | None = None
    census_tried: datetime | None = None
    open_days: tuple[date, ...] = ()
    reread: datetime | None = None
    failures: int = 0
    clock_off: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What the freshness line shows for a shop and when it may be called again, from the journal alone.

    `failures` counts those in a row; `key_generation` is the pair of keys of the last end.
    """

    shop_uid: str
    last_success: datetime | None = None
    new_at_last_success: int = 0
    last_attempt: datetime | None = None
    problem: Problem | None = None
    failures: int = 0
    not_before: datetime | None = None
    key_generation: int = 0
    findings: Findings = NO_FINDINGS

    def after(self, summary: FetchSummary, now: datetime) -> Freshness:
        """What is known once a fetch has ended; the journal says the same."""
        known = replace(self, last_attempt=now, findings=summary.findings or self.findings)
        # A person's own period proves nothing about the time up to now.
        if summary.high_water is not None:
            known = replace(known, last_success=now, new_at_last_success=summary.new)
        if summary.problems:
            return replace(
                known,
                problem=summary.problems[0],
                failures=1 if summary.steps_done else self.failures + 1,
                not_before=summary.not_before,
                key_generation=summary.key_generation,
            )
        if summary.is_complete:
            return replace(
                known, problem=None, failures=0, not_before=None, key_generation=summary.key_generation
            )
        return known


@dataclass(frozen=True, slots=True)
class PageResult:
    """What storing one page did."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    changed_ids: tuple[int, ...] = field(default=())
    alarms: tuple[Alarm, ...] = ()
