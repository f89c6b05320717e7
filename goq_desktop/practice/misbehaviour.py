"""How the practice shop may misbehave on request, and when it does."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FOREVER: Final = sys.maxsize


class Fault(StrEnum):
    """The parameters of `Misbehaviour` that a fault uses are named beside it."""

    SLOW = "slow"  # seconds before a right answer
    SLOW_DRIP = "slow_drip"  # a right answer, byte by byte with `seconds` between them
    REFUSE_KEYS = "refuse_keys"  # 401
    API_NOT_ENABLED = "api_not_enabled"  # 403
    TOO_MANY = "too_many"  # 429, Retry-After: seconds
    FAILING = "failing"  # 500
    MAINTENANCE = "maintenance"  # 503 with a page for people
    HTML = "html"  # 200 with a log-in page
    GARBAGE = "garbage"  # 200 with bytes that are no text
    CUT = "cut"  # half of the length that was announced
    HUGE = "huge"  # megabytes of JSON
    GZIP_BOMB = "gzip_bomb"  # a small answer that inflates to megabytes
    DEEP = "deep"  # lists in lists in lists
    LONG_NUMBER = "long_number"  # a number of a million digits
    ENDLESS = "endless"  # pages with ever new orders, for ever
    REPEATING = "repeating"  # the first page again and again
    SHIFTED = "shifted"  # between two pages the first order vanishes, and the next page skips one
    MOVED = "moved"  # between two pages the first order is edited and goes to the end; one is skipped
    REDIRECT = "redirect"  # 302 to target
    WRONG_CLOCK = "wrong_clock"  # a right answer whose Date is off by hours


@dataclass(frozen=True, slots=True)
class _Usual:
    times: int = FOREVER
    after: int = 0
    path: str = ""


_PAGES: Final = _Usual(path="orders/")
_BETWEEN_PAGES: Final = _Usual(times=1, after=1, path="orders/")
_USUAL: Final = {
    Fault.TOO_MANY: _Usual(times=1),
    Fault.FAILING: _Usual(times=2),
    Fault.ENDLESS: _PAGES,
    Fault.REPEATING: _PAGES,
    Fault.SHIFTED: _BETWEEN_PAGES,
    Fault.MOVED: _BETWEEN_PAGES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misbehaviour:
    """One fault, for `times` of the requests whose path contains `path`, once `after` of them went well.

    None stands for what is usual for the fault: most befall every request, for ever.
    """

    fault: Fault
    path: str | None = None
    times: int | None = None
    after: int | None = None
    seconds: float = 3.0
    megabytes: int = 200
    hours: float = 3.0
    target: str = "http://127.0.0.1:9/"


@dataclass(slots=True)
class _Due:
    misbehaviour: Misbehaviour
    path: str
    times: int
    after: int


class Mischief:
    """The misbehaviours that are still to come. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: list[_Due] = []

    def add(self, misbehaviour: Misbehaviour) -> None:
        usual = _USUAL.get(misbehaviour.fault, _Usual())
        with self._lock:
            self._due.append(
                _Due(
                    misbehaviour=misbehaviour,
                    path=usual.path if misbehaviour.path is None else misbehaviour.path,
                    times=usual.times if misbehaviour.times is None else misbehaviour.times,
                    after=usual.after if misbehaviour.after is None else misbehaviour.after,
                )
            )

    def clear(self) -> None:
        with self._lock:
            self._due.clear()

    def next_for(self, path: str) -> Misbehaviour | None:
        """What befalls the next request for `path`: the first that is due, which is thereby used once."""
        with self._lock:
            for due in self._due:
                if due.path not in path or due.times <= 0:
                    continue
                if due.after > 0:
                    due.after -= 1
                    continue
                due.times -= 1
                return due.misbehaviour
        return None
