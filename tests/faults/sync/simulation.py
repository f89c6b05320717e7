"""One seed: days of a shop and a desk full of faults, then quiet, and what is lost, doubled or stale by then."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from typing import Any, Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import FetchRequest, FetchSummary
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.times import JST
from goq_desktop.malls.failures import CallFailure
from goq_desktop.services import sync_plan
from goq_desktop.services.sync_cycle import run_fetch
from goq_desktop.services.sync_plan import Rhythm
from goq_desktop.services.sync_ports import Link, SyncParts
from goq_desktop.settings.tiles import Shop
from tests.faults.sync.faulty import FaultyJournal, FaultyWriter
from tests.faults.sync.shop import SimulatedShop
from tests.faults.sync.stores import SHOP_UID, SimulatedStore
from tests.faults.sync.verdict import false_alarms, false_findings, lost_or_stale, wrong_marks
from tests.faults.sync.world import DAY, HOUR, Fault, Kill, VirtualClock, World

AUTOMATIC: Final = FetchRequest(shop_uid=SHOP_UID)
_ERASE_AFTER: Final = timedelta(days=2)


@dataclass(slots=True)
class Outcome:
    """What is wrong at the end, and a digest of all that happened on the way there."""

    seed: int
    wrongs: list[str] = field(default_factory=list)
    trace: str = ""
    fetches: int = 0
    orders: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)


class Simulation:
    """`faults` and `days`: else the seed's."""

    def __init__(
        self,
        seed: int,
        store: SimulatedStore,
        faults: Collection[Fault] | None = None,
        days: int | None = None,
    ) -> None:
        self.world = World(seed, faults, days)
        self.store = store
        self.outcome = Outcome(seed)
        chance = self.world.chance
        self.shop = SimulatedShop(is_by_order_date=chance.random() < 0.5, now=lambda: self.world.seconds)
        self.shop.on_call = self._on_call
        self.clock = VirtualClock(self.world)
        self.settings = Shop(uid=SHOP_UID, name="店", fetch_days=chance.choice([1, 1, 2, 7]))
        self._every = timedelta(hours=chance.choice([3, 6, 11]))
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._planned = 0
        self._awake_from = 0
        self._is_key_bad = False
        self._key_generation = 1
        self._refused_key: int | None = None
        self._is_by_person = False
        self._not_before: datetime | None = None
        self._excused: set[int] = set()
        self._hidden: set[int] = set()
        self._promised_since: float | None = None
        self._digest = hashlib.blake2b(digest_size=16)
        self._plan_days()

    def run(self) -> Outcome:
        for _ in range(100_000):
            at = self._next_fetch()
            if self._events and self._events[0][0] <= at:
                when, _, happen = heappop(self._events)
                self.world.now = max(self.world.now, when)
                happen()
            elif at >= self.world.end:
                break
            else:
                self.world.now = max(self.world.now, at)
                # Asked again, as the desk does: it may have slept past its time, into a maintenance.
                if self._next_fetch() <= self.world.now + 1:
                    self._fetch(AUTOMATIC)
        else:
            self._wrong("it never ends")
        self._come_to_rest()
        self.outcome.trace = self._digest.hexdigest()
        self.outcome.orders = len(self.shop.orders)
        self.outcome.faults = self.world.seen
        return self.outcome

    # -- what happens at the shop and at the desk

    def _plan_days(self) -> None:
        world, chance = self.world, self.world.chance
        first = world.begin - self.settings.fetch_days * DAY
        for number in range(12):
            # Some of them just after the first window begins.
            old = first + chance.randint(0, DAY) if number % 2 else world.begin - chance.randint(0, 10 * DAY)
            self.shop.place(number, old)
        count, when = 12, world.begin
        while when < self.world.end:
            when += chance.randint(HOUR // 2, 14 * HOUR)
            is_rush = Fault.EQUAL in world.faults and chance.random() < 0.2
            if is_rush:
                world.seen[Fault.EQUAL] += 1
            for _ in range(chance.randint(2, 6) if is_rush else 1):
                self._at(when, partial(self._place, count))
                count += 1
        if Fault.CLOCK_OFF in world.faults:
            world.pc_off = chance.choice([-1, 1]) * chance.randint(HOUR, 40 * DAY)
            world.seen[Fault.CLOCK_OFF] += 1
            self._at(world.begin + chance.randint(DAY, world.days * DAY), partial(self._set_clock, 0))
        for fault, times, happen in (
            (Fault.CLOCK_JUMP, 3, self._jump),
            (Fault.SLEEP, 2, self._sleep),
            (Fault.REFUSED, 2, self._refuse),
            (Fault.ERASE, 3, self._erase),
        ):
            if fault in world.faults:
                for _ in range(chance.randint(1, times)):
                    self._at(world.begin + chance.randint(DAY, (world.days - 1) * DAY), happen)

    def _at(self, when: int, happen: Callable[[], None]) -> None:
        self._planned += 1
        heappush(self._events, (when, self._planned, happen))

    def _place(self, number: int) -> None:
        world, chance, now = self.world, self.world.chance, self.world.seconds
        delay = 0
        if world.strikes(Fault.LATE, 0.5):
            delay = DAY - chance.randint(0, HOUR) if chance.random() < 0.5 else chance.randint(1, DAY)
        elif world.strikes(Fault.VERY_LATE, 0.15):
            delay = chance.randint(DAY + HOUR, 4 * DAY)
            self._excused.add(number)
        self.shop.place(number, now, delay)
        for fault, probability, happen in (
            (Fault.EDIT, 0.4, self._edit),
            (Fault.CANCEL, 0.2, self._cancel),
            (Fault.SHIP, 0.5, self._ship),
            (Fault.VANISH, 0.1, self._vanish),
        ):
            if world.strikes(fault, probability):
                when = now + delay + chance.randint(60, 4 * DAY)
                if when < self.world.end:
                    self._at(when, partial(happen, number))
        self._note("placed", number, delay)

    def _edit(self, number: int) -> None:
        self._change(number)

    def _cancel(self, number: int) -> None:
        self._change(number, lane=Lane.CANCELLED)

    def _ship(self, number: int) -> None:
        if self.shop.orders[number].lane is Lane.NEW:
            self._change(number, lane=Lane.DONE)

    def _change(self, number: int, **what: Any) -> None:
        old = self.shop.orders[number]
        # By the order's date nobody sees a change of what is closed here; the census does.
        if self.shop.is_by_order_date and old.lane is not Lane.NEW:
            self._excused.add(number)
        self.shop.change(number, **what)
        self._note("changed", number)

    def _vanish(self, number: int) -> None:
        self._hidden.add(number)
        self.shop.hide(number, is_listed=False)
        self._note("vanished", number)
        if self.world.strikes(Fault.BACK, 0.5):
            self._excused.add(number)
            self._at(
                self.world.seconds + self.world.chance.randint(HOUR, 3 * DAY), partial(self._return, number)
            )

    def _return(self, number: int) -> None:
        self.shop.hide(number, is_listed=True)

    def _jump(self) -> None:
        self.world.seen[Fault.CLOCK_JUMP] += 1
        self._set_clock(self.world.chance.choice([-1, 1]) * self.world.chance.randint(60, 20 * DAY))
        self._at(self.world.seconds + self.world.chance.randint(HOUR, 2 * DAY), partial(self._set_clock, 0))

    def _set_clock(self, off: int) -> None:
        self.world.pc_off = off
        self._not_before = None
        self._note("clock", off)

    def _sleep(self) -> None:
        self.world.seen[Fault.SLEEP] += 1
        self._awake_from = self.world.seconds + self.world.chance.randint(DAY, (self.world.days - 2) * DAY)

    def _refuse(self) -> None:
        self.world.seen[Fault.REFUSED] += 1
        self._is_key_bad = True
        self._at(self.world.seconds + self.world.chance.randint(HOUR, 2 * DAY), self._mend_key)

    def _mend_key(self) -> None:
        """A person changes the key, or has it allowed again and fetches."""
        self._is_key_bad = False
        if self.world.chance.random() < 0.5:
            self._key_generation += 1
        else:
            self._fetch(AUTOMATIC, is_by_person=True)

    def _erase(self) -> None:
        self.world.seen[Fault.ERASE] += 1
        now = self.clock.now()
        self.store.erase(before=now - _ERASE_AFTER, now=now)

    # -- what the desk does

    def _next_fetch(self) -> float:
        rhythm = Rhythm(
            shop_uid=SHOP_UID,
            every=self._every,
            key_generation=self._key_generation,
            quiet_until=quiet_until,
        )
        known = self.store.journal.freshness(SHOP_UID)
        now = self.clock.now()
        due = sync_plan.next_call(rhythm, known, now)
        if due.at is None:
            code = known.problem.code if known.problem else None
            if code is not ProblemCode.KEY_REFUSED:
                self._wrong("the automatic fetch has switched itself off")
            return float("inf")
        if due.at > now + timedelta(days=7):
            self._wrong("the next fetch is far away")
        at = self.world.now + max(0.0, (due.at - now).total_seconds())
        return max(at, self._awake_from)

    def _fetch(self, request: FetchRequest, *, is_by_person: bool = False) -> FetchSummary | None:
        self._is_by_person = is_by_person
        self.outcome.fetches += 1
        began = self.world.now
        if not is_by_person and quiet_until(self.clock.now()) is not None:
            self._wrong("called in announced maintenance")
        parts = SyncParts(
            shop=self.settings,
            key_generation=self._key_generation,
            journal=FaultyJournal(self.world, self.store),
            connect=self._connect,
            clock=self.clock,
            token=CancelToken(),
            report=lambda _: None,
        )
        summary = None
        try:
            summary = run_fetch(parts, request)
            self._note("fetched", summary.new, summary.updated, summary.unchanged, summary.problems)
            if summary.not_before is not None:
                self._not_before = summary.not_before
            if summary.high_water is not None and self._promised_since is None:
                # A first fetch that no answer told the time cannot know that the PC's clock is ahead.
                is_told = summary.clock_off is not None
                self._promised_since = began - self.settings.fetch_days * DAY if is_told else float("inf")
            self._tell(false_alarms(summary, self._hidden))
        except Kill:
            self._forget("killed")
        except ProblemError as error:
            self._forget(error.problem.code)
        self.world.now += self.world.chance.randint(1, 120)
        return summary

    def _forget(self, why: str) -> None:
        """What the shop said last was not written down: nobody can keep to it."""
        self._note("forgotten", why)
        self._refused_key = self._not_before = None

    @contextmanager
    def _connect(self, is_probe: bool) -> Iterator[Link]:
        yield Link(self.shop, FaultyWriter(self.world, self.store))

    def _on_call(self) -> None:
        """Before each page: time passes, the shop goes on, and the call may fail."""
        world = self.world
        world.now += world.chance.randint(1, 20)
        while self._events and self._events[0][0] <= world.now and not world.is_quiet:
            when, number, happen = heappop(self._events)
            if happen == self._mend_key:  # a person waits until the fetch is over
                heappush(self._events, (when + HOUR, number, happen))
            else:
                happen()
        if world.strikes(Fault.SHIFT, 0.15) and self.shop.orders:
            self._change(world.chance.choice(sorted(self.shop.orders)))
        self._look_for_manners()
        if self._is_key_bad:
            self._refused_key = self._key_generation
            raise CallFailure(ProblemCode.KEY_REFUSED, key=KeyKind.MANAGER, shop="", status=401)
        self._refused_key = None
        failure = world.call_failure()
        if failure is not None:
            raise failure
        self.shop.tells_time = not world.strikes(Fault.NO_DATE, 0.5)

    def _look_for_manners(self) -> None:
        """What no desk may do to a shop by itself."""
        if self._is_by_person or self.world.is_quiet:
            return
        now = self.clock.now()
        if self._refused_key == self._key_generation:
            self._wrong("called by itself with a refused key")
        if self._not_before is not None and now < self._not_before:
            self._wrong("called before Retry-After")
        self._not_before = None

    # -- the end

    def _come_to_rest(self) -> None:
        """The faults end and the clock is set; then what a fetch must see, then all that a census brings."""
        world = self.world
        world.is_quiet = True
        world.now = max(world.now, float(world.end), self._awake_from)
        for _ in range(len(self._events)):
            _, _, happen = heappop(self._events)
            if happen not in (self._jump, self._sleep, self._refuse, self._mend_key):
                happen()
        world.pc_off, self._is_key_bad, self.shop.tells_time = 0, False, True
        world.now = max(world.now, *(float(one.visible_from) for one in self.shop.orders.values()))
        for _ in range(4):  # more turns than there are slices of open orders
            world.now += HOUR
            summary = self._fetch(AUTOMATIC, is_by_person=True)
            if summary is None or not summary.is_complete:
                self._wrong(f"no complete fetch at rest: {summary and summary.problems}")
                return
        self._tell(lost_or_stale(self.store, self.shop, self._covered(), self._excused, "before the census"))
        for _ in range(2):
            world.now += 8 * DAY
            self._fetch(AUTOMATIC, is_by_person=True)
            findings = self.store.journal.findings(SHOP_UID)
            self._tell(false_findings(self.store, self.shop, self._covered()))
            if findings.since is not None:
                self._fetch(FetchRequest(shop_uid=SHOP_UID, since=findings.since), is_by_person=True)
        self._tell(lost_or_stale(self.store, self.shop, self._covered(), set(), "at the end"))
        self._tell(wrong_marks(self.store, self.shop, self._covered()))

    def _covered(self) -> int:
        facts = self.store.journal.facts(SHOP_UID, open_since=self.clock.now())
        assert facts.covered_since is not None and self._promised_since is not None
        return int(min(facts.covered_since.timestamp(), self._promised_since))

    def _tell(self, wrongs: Iterator[str]) -> None:
        for text in wrongs:
            self._wrong(text)

    def _wrong(self, text: str) -> None:
        if len(self.outcome.wrongs) < 20:
            self.outcome.wrongs.append(text)

    def _note(self, *what: object) -> None:
        self._digest.update(repr((round(self.world.now, 3), self.world.pc_off, what)).encode())


def quiet_until(moment: datetime) -> datetime | None:
    """The announced maintenance: the third Wednesday of a month, 02:00 to 08:00 in Japan."""
    local = moment.astimezone(JST)
    if local.weekday() == 2 and 15 <= local.day <= 21 and 2 <= local.hour < 8:
        return local.replace(hour=8, minute=0, second=0, microsecond=0)
    return None
