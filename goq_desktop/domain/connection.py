"""A connection test: which key worked, and what the shop answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from goq_desktop.domain.problems import Problem

TOLERATED_MINUTES: Final = 5  # a PC's clock that is off by less disturbs nothing


class KeyKind(StrEnum):
    OPEN = "open"  # オープン認証キー
    MANAGER = "manager"  # マネジャー認証キー


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCheck:
    """One key's test: `problem` None means the shop accepted it; `detail` is what it answered (a count, text)."""

    key: KeyKind
    problem: Problem | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionProof:
    """The result of a whole test.

    `orders_7_days` and the newest order prove that order access itself works; both None when the
    order list could not be read, with the reason in `orders_problem`.
    `keys_look_swapped`: each key was refused in its own place and accepted in the other's.
    """

    shop_uid: str
    checks: tuple[KeyCheck, ...]
    orders_7_days: int | None = None
    newest_number: str = ""
    newest_ordered: datetime | None = None
    orders_problem: Problem | None = None
    keys_look_swapped: bool = False
    clock_off_minutes: int = 0

    @property
    def is_working(self) -> bool:
        return self.orders_7_days is not None and all(check.problem is None for check in self.checks)

    @property
    def problem(self) -> Problem | None:
        """The first thing to mend, or None."""
        return next((c.problem for c in self.checks if c.problem), None) or self.orders_problem
