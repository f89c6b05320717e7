"""A fetch of orders: what is asked, how far it is, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Step:
    """One window to read. Only a `NEW` one moves the mark, to its end."""

    kind: StepKind
    window: Window


class FetchPhase(StrEnum):
    ASKING = "asking"
    STORING = "storing"
    WAITING = "waiting"  # between two tries


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSummary:
    """How a fetch ended. It is a proven success only when `is_complete`: all pages came and are stored.

    `high_water` is the shop's time up to which orders are proven to be here; the next window starts
    from it, less an overlap. It moves only with a complete fetch of the automatic window. `not_before` is
    the PC's time before which the shop wants no call. `clock_off` is how far the shop's clock is ahead of the
    PC's, negative: behind; None: not told.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFacts:
    """What the journal knows of a shop and the next steps follow from."""

    proven_until: datetime | None = None
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

    def after(self, summary: FetchSummary, now: datetime) -> Freshness:
        """What is known once a fetch has ended; the journal says the same."""
        known = replace(self, last_attempt=now)
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
