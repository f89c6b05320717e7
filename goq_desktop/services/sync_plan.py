"""What to read of a shop next, and when it may be called: pure functions of settings, journal and clock."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from goq_desktop.domain.fetching import FetchRequest, Freshness, Step, StepKind, SyncFacts, Window
from goq_desktop.domain.orders import Order
from goq_desktop.domain.problems import ProblemCode
from goq_desktop.domain.times import end_of_day, start_of_day
from goq_desktop.settings.tiles import Shop

# Orders may appear in the list later than their own time says; how much later is not known.
OVERLAP: Final = timedelta(days=1)

# Days without a fetch are caught up in windows of this length, so that a kill loses one of them at most.
SLICE: Final = timedelta(days=7)

# Orders that stand open here are read again, so that an edit or a cancel is seen whatever time the shop's list
# goes by. The cost is bounded: of the days on which open orders were placed, up to so long ago, so many slices
# a fetch, in turn; with more of them an order waits for its slice, and at worst for the weekly census.
OPEN_DAYS: Final = timedelta(days=90)
OPEN_SLICES: Final = 4

# The list is compared with ours each day over the shorter time, each week over the longer one.
CENSUS_EVERY: Final = timedelta(days=1)
CENSUS_DAYS: Final = timedelta(days=14)
WIDE_EVERY: Final = timedelta(days=7)
WIDE_DAYS: Final = timedelta(days=60)
CENSUS_AGAIN_AFTER: Final = timedelta(hours=1)

# So many failures in a row open the circuit: from then on the shop is tried once a call, ever less often.
FAILURES_TO_OPEN: Final = 3
LONGEST_PAUSE: Final = timedelta(hours=2)
LONGEST_RETRY_AFTER: Final = timedelta(days=7)

# A network that is not there yet, such as after a sleep, is asked for sooner than the shop is fetched.
NETWORK_PAUSE: Final = timedelta(minutes=2)

# A part of a pause that differs from shop to shop, lest all desks come back in the same second.
_JITTER: Final = 0.2
_JITTER_AFTER_MAINTENANCE: Final = timedelta(minutes=5)

_REFUSED: Final = (ProblemCode.KEY_REFUSED, ProblemCode.API_NOT_ENABLED)
# The shop was not even asked: to wait longer would spare nobody.
_OWN_FAULT: Final = (
    ProblemCode.NO_NETWORK,
    ProblemCode.HOST_UNKNOWN,
    ProblemCode.KEY_MISSING,
    ProblemCode.KEYRING_ABSENT,
    ProblemCode.KEYRING_LOCKED,
    ProblemCode.KEYRING_SILENT,
    ProblemCode.KEYRING_CHANGED,
    ProblemCode.DISK_FULL,
    ProblemCode.STORE_IN_USE,
)

QuietUntil = Callable[[datetime], datetime | None]


def steps(shop: Shop, facts: SyncFacts, now: datetime, request: FetchRequest) -> tuple[Step, ...]:
    """What a fetch reads, in this order; each step is a run of its own in the journal.

    A person's own period is taken as it is. Else: the last `fetch_days`, and further back to the last
    proven success less an overlap. What was missed beyond `fetch_days` comes first, oldest first, in bounded
    windows. Then orders that stand open, and the census when it is due. Never before 取込開始日.
    """
    if request.since is not None:
        return (Step(StepKind.PERIOD, Window(since=request.since, until=request.until)),)
    by_shop = shop_now(facts, now)
    new = tuple(Step(StepKind.NEW, window) for window in _new_windows(shop, facts, by_shop))
    reread = tuple(Step(StepKind.OPEN, one) for one in _open_windows(shop, facts, new[0].window.since))
    return (*new, *reread, *_census(shop, facts, now))


def shop_now(facts: SyncFacts, now: datetime) -> datetime:
    """The earlier of the PC's clock and the shop's: whichever is fast, no order falls before the window."""
    return now + min(facts.clock_off, timedelta())


def _new_windows(shop: Shop, facts: SyncFacts, now: datetime) -> Iterator[Window]:
    first = start_of_day(shop.import_from) if shop.import_from else None
    usual = now - timedelta(days=shop.fetch_days)
    missed = usual if facts.proven_until is None else min(usual, facts.proven_until - OVERLAP)
    since = missed if first is None else max(missed, first)
    while since + SLICE < usual:
        yield Window(since=since, until=since + SLICE)
        # Both ends are inclusive, and a shop's times have seconds: an order of that second comes twice, never not.
        since += SLICE
    yield Window(since=since)


def _census(shop: Shop, facts: SyncFacts, now: datetime) -> Iterator[Step]:
    """When it is due. Only of the time that was fetched: what was never asked for is not missing."""

    def is_due(last: datetime | None, every: timedelta) -> bool:
        since = last or facts.first_success
        return since is not None and not since <= now < since + every

    if facts.covered_since is None or not is_due(facts.census_tried, CENSUS_AGAIN_AFTER):
        return
    is_wide = is_due(facts.wide_census, WIDE_EVERY)
    if not is_wide and not is_due(facts.census, CENSUS_EVERY):
        return
    days = WIDE_DAYS if is_wide else CENSUS_DAYS
    since = max(shop_now(facts, now) - days, facts.covered_since)
    if shop.import_from is not None:
        since = max(since, start_of_day(shop.import_from))
    yield Step(StepKind.WIDE_CENSUS if is_wide else StepKind.CENSUS, Window(since=since))


def _open_windows(shop: Shop, facts: SyncFacts, before: datetime) -> tuple[Window, ...]:
    """The slices that are next in turn, without what the new orders' windows hold anyway."""
    slices: list[Window] = []
    covered = facts.covered_since or before
    for day in facts.open_days:
        # What was placed on that day but never asked for stays out.
        start, end = max(start_of_day(day), covered), min(end_of_day(day), before)
        if start >= end or (shop.import_from is not None and day < shop.import_from):
            continue
        if slices and end - slices[-1].since <= SLICE:
            slices[-1] = Window(since=slices[-1].since, until=end)
        else:
            slices.append(Window(since=start, until=end))
    done = facts.reread
    slices.sort(key=lambda one: (done is not None and one.since <= done, one.since))
    return tuple(slices[:OPEN_SLICES])


def belongs(order: Order, shop: Shop) -> bool:
    """Whether an order that the shop sent is to be kept: not when it was placed before 取込開始日.

    The shop's own filter may look at the time of the last change. An order without a readable time is kept.
    """
    if shop.import_from is None or order.ordered is None or order.ordered.utc is None:
        return True
    return order.ordered.utc >= start_of_day(shop.import_from)


class Hold(StrEnum):
    """Why the next automatic call comes later than the rhythm says."""

    KEY = "key"  # not before a person acts
    CIRCUIT = "circuit"
    SHOP_WISH = "shop_wish"  # Retry-After
    MAINTENANCE = "maintenance"
    NETWORK = "network"  # sooner, in truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a shop is fetched by itself; `every` None: only a person fetches.

    `key_generation` names the pair of keys in use; `quiet_until` gives the end of the announced maintenance
    that a moment lies in.
    """

    shop_uid: str
    every: timedelta | None
    key_generation: int = 0
    quiet_until: QuietUntil = lambda _: None


@dataclass(frozen=True, slots=True)
class Due:
    """When the next automatic call is due; `at` None: never by itself."""

    at: datetime | None
    hold: Hold | None = None


def is_circuit_open(failures: int) -> bool:
    return failures >= FAILURES_TO_OPEN


def next_call(rhythm: Rhythm, known: Freshness, now: datetime) -> Due:
    """The next automatic call of a shop. No failure puts it off for good but a refused key, which a person mends."""
    if rhythm.every is None:
        return Due(None)
    code = known.problem.code if known.problem else None
    if code in _REFUSED and known.key_generation == rhythm.key_generation:
        return Due(None, Hold.KEY)
    at, hold = _by_failures(rhythm, known, now, rhythm.every)
    if known.not_before is not None and at < known.not_before <= now + LONGEST_RETRY_AFTER:
        at, hold = known.not_before, Hold.SHOP_WISH
    quiet_until = rhythm.quiet_until(max(at, now))
    if quiet_until is not None:
        return Due(quiet_until + _share(rhythm.shop_uid) * _JITTER_AFTER_MAINTENANCE, Hold.MAINTENANCE)
    return Due(at, hold)


def _by_failures(
    rhythm: Rhythm, known: Freshness, now: datetime, every: timedelta
) -> tuple[datetime, Hold | None]:
    last = known.last_attempt
    # An attempt in the future means that the PC's clock was set back.
    if last is None or last > now:
        return now, None
    code = known.problem.code if known.problem else None
    if code in (ProblemCode.NO_NETWORK, ProblemCode.HOST_UNKNOWN) and known.failures:
        pause = NETWORK_PAUSE * 2 ** min(known.failures - 1, 10)
        return (last + pause, Hold.NETWORK) if pause < every else (last + every, None)
    if code is None or code in _OWN_FAULT or not is_circuit_open(known.failures):
        return last + every, None
    pause = every * 2 ** min(known.failures - FAILURES_TO_OPEN + 1, 10)
    pause = max(every, min(pause, LONGEST_PAUSE))
    return last + pause + pause * _JITTER * _share(f"{rhythm.shop_uid} {known.failures}"), Hold.CIRCUIT


def _share(text: str) -> float:
    """From 0 to 1, always the same for the same text."""
    return zlib.crc32(text.encode()) / 2**32
