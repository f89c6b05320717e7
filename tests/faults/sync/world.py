"""The virtual world of one seed: true time, the PC's clock, and which faults befall it when."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from goq_desktop.clock import Clock
from goq_desktop.domain.problems import ProblemCode
from goq_desktop.malls.failures import CallFailure

HOUR: Final = 3600
DAY: Final = 24 * HOUR
DAYS: Final = 8
LONG: Final = 24  # so many days has one seed in sixteen

# Before a maintenance, a leap day, a turn of the year, and changes of summer time elsewhere.
_BEGINS: Final = tuple(
    int(datetime(*day, 3, 4, 5, tzinfo=UTC).timestamp())
    for day in ((2026, 11, 16), (2028, 2, 26), (2026, 12, 28), (2027, 3, 12), (2027, 11, 1))
)


class Fault(StrEnum):
    """Everything that can go wrong in a seed; each seed draws some of them."""

    LATE = "listed late, within the overlap"
    VERY_LATE = "listed later than the overlap"
    EDIT = "edited"
    CANCEL = "cancelled"
    SHIP = "sent by the shop"
    VANISH = "vanished"
    BACK = "vanished and back"
    SHIFT = "list shifts between two pages"
    EQUAL = "equal time stamps"
    REFUSED = "401"
    BUSY = "429 with Retry-After"
    FAILING = "500"
    TIMEOUT = "timeout"
    CUT = "answer cut"
    OFFLINE = "no network"
    NO_DATE = "no Date header"
    CLOCK_JUMP = "the PC's clock jumps"
    CLOCK_OFF = "the PC's clock is off from the start"
    SLEEP = "asleep for days"
    KILL_PAGE = "killed before or after a page"
    KILL_FINISH = "killed before or after a step's end"
    DISK_FULL = "disk full"
    ERASE = "people erased"


class Kill(BaseException):
    """The process ends here; what was committed stays."""


class World:
    """True time in seconds since 1970, and what the PC's clock makes of it. `faults` and `days`: else the seed's."""

    def __init__(self, seed: int, faults: Collection[Fault] | None = None, days: int | None = None) -> None:
        self.chance = random.Random(seed)
        self.begin = self.chance.choice(_BEGINS)
        self.days = days or (LONG if self.chance.random() < 0.0625 else DAYS)
        self.end = self.begin + self.days * DAY
        self.now = float(self.begin)
        self.pc_off = 0
        self.is_quiet = False  # no more faults
        self.seen: Counter[Fault] = Counter()
        drawn = self.chance.sample(list(Fault), self.chance.randint(3, len(Fault)))
        self.faults = frozenset(drawn if faults is None else faults)
        self.bad_times = self._bad_times()

    @property
    def seconds(self) -> int:
        return int(self.now)

    def strikes(self, fault: Fault, probability: float) -> bool:
        """Whether a fault that this seed has drawn befalls now."""
        if self.is_quiet or fault not in self.faults or self.chance.random() >= probability:
            return False
        self.seen[fault] += 1
        return True

    def call_failure(self) -> CallFailure | None:
        """What a call that is made now ends with."""
        for one in self.bad_times:
            if one.begin <= self.now < one.end and not self.is_quiet and self.chance.random() < one.rate:
                self.seen[one.fault] += 1
                return _FAILURES[one.fault](self.chance)
        return None

    def _bad_times(self) -> list[BadTime]:
        found = []
        for fault in sorted(self.faults & set(_FAILURES)):
            for _ in range(self.chance.randint(1, 3)):
                begin = self.begin + self.chance.randint(0, self.days * DAY)
                length = self.chance.choice([HOUR, 5 * HOUR, DAY, 2 * DAY])
                found.append(BadTime(fault, begin, begin + length, self.chance.choice([0.3, 1.0])))
        return found


@dataclass(frozen=True, slots=True)
class BadTime:
    fault: Fault
    begin: int
    end: int
    rate: float


_FAILURES: Final[Mapping[Fault, Callable[[random.Random], CallFailure]]] = {
    Fault.BUSY: lambda chance: CallFailure(
        ProblemCode.SHOP_BUSY, host="", seconds=0, retry_after=float(chance.randint(60, 5 * HOUR))
    ),
    Fault.FAILING: lambda _: CallFailure(ProblemCode.SHOP_FAILED, host="", status=500),
    Fault.TIMEOUT: lambda _: CallFailure(ProblemCode.TIMED_OUT, host="", seconds=300),
    Fault.CUT: lambda _: CallFailure(ProblemCode.ANSWER_CUT, host=""),
    Fault.OFFLINE: lambda _: CallFailure(ProblemCode.NO_NETWORK, host=""),
}


class VirtualClock(Clock):
    """The PC's clock in a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._world.now, UTC) + timedelta(seconds=self._world.pc_off)

    def elapsed(self) -> float:
        return self._world.now
