"""A fetch of orders: what is asked, how far it is, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
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
    from it, less an overlap. It moves only with a complete fetch of the automatic window.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What the freshness line shows for a shop, from the journal alone."""

    shop_uid: str
    last_success: datetime | None = None
    new_at_last_success: int = 0
    last_attempt: datetime | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class PageResult:
    """What storing one page did."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    changed_ids: tuple[int, ...] = field(default=())
