"""Reads one window of a shop into the store, page by page, and tells how far it came."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from goq_desktop.domain.census import Alarm, Census, Seen
from goq_desktop.domain.fetching import FetchPhase, FetchProgress, PageResult, Step, StepKind
from goq_desktop.domain.orders import Order, ReceivedOrder
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.page_storing import Arrival, PageStoring
from goq_desktop.services.sync_plan import belongs
from goq_desktop.services.sync_ports import Link, SyncParts

if TYPE_CHECKING:
    from goq_desktop.malls.client import Page

# How often a window is read again when the shop's list moved while it was read.
READINGS: Final = 3

# A shop's clock that is behind the plan's by more than this means that the plan began too late.
TOLERATED_CLOCK: Final = timedelta(minutes=5)


class ClockAhead(Exception):
    """The window was planned by a clock that is ahead of the shop's: orders may lie before it."""


@dataclass(slots=True)
class Tally:
    """What a fetch has brought so far; `received` and `total` are of the reading that goes on."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    pages: int = 0
    requests: int = 0
    received: int = 0
    total: int | None = None
    alarms: tuple[Alarm, ...] = ()

    def add(self, pages: Sequence[Page], result: PageResult) -> None:
        self.new += result.new
        self.updated += result.updated
        self.unchanged += result.unchanged
        self.pages += len(pages)
        self.requests += sum(page.requests for page in pages)
        self.received += sum(len(page.orders) for page in pages)
        self.total = pages[-1].total
        self.alarms += result.alarms


class StepReading:
    """One step while it runs. `planned_now` is the time that its window was planned by."""

    def __init__(
        self, parts: SyncParts, link: Link, step: Step, run_id: int, tally: Tally, planned_now: datetime
    ) -> None:
        self._parts = parts
        self._link = link
        self._step = step
        self._run_id = run_id
        self._tally = tally
        self._planned_now = planned_now
        self._began = parts.clock.elapsed()
        self._newest: datetime | None = None
        self._asked_at: datetime | None = None
        self._seen: dict[str, Seen] = {}
        self._telling = threading.Lock()
        self.clock_off: timedelta | None = None

    @property
    def census(self) -> Census | None:
        """After `read`: all that the shop lists in the window, when that is what the step is for."""
        if not self._step.kind.is_census:
            return None
        mark = self._link.writer.profile_mark
        return Census(since=self._step.window.since, seen=self._seen, profile_mark=mark)

    @property
    def high_water(self) -> datetime | None:
        """After `read`: the time up to which the shop's orders are proven to be here.

        The shop's own time as its first answer began, or what its orders tell; no time to come by the PC's
        clock, and nothing beyond the window. None when nothing told the shop's time.
        """
        if self._step.kind is not StepKind.NEW or self._asked_at is None:
            return None
        window = self._step.window
        if self.clock_off is not None:
            proven = self._asked_at + min(self.clock_off, timedelta())
        elif self._newest is not None:
            proven = min(self._asked_at, self._newest)
        else:
            return None
        return proven if window.until is None else min(proven, window.until)

    def read(self) -> None:
        """Read and store every page. Raises ProblemError, Cancelled, ClockAhead; what was stored stays."""
        for _ in range(READINGS - 1):
            if self._read_once() is None:
                return
        shift = self._read_once()
        if shift is not None:
            raise shift

    def _read_once(self) -> ProblemError | None:
        """What is returned is not None when the list moved meanwhile."""
        parts, tally = self._parts, self._tally
        tally.received = 0
        self._seen.clear()
        self._began = parts.clock.elapsed()
        self._tell(FetchPhase.ASKING)
        shifted: Page | None = None
        pages = self._link.source.pages(self._step.window, lambda: self._tell(FetchPhase.WAITING))
        with closing(pages), self._storing() as put:
            for page in pages:
                parts.token.check()
                self._look_at_clock(page)
                wanted = [received for received in page.orders if belongs(received.order, parts.shop)]
                self._note_newest(received.order for received in page.orders)
                put(Arrival(page, wanted))
                if page.has_shifted:
                    shifted = page
        if shifted is None:
            return None
        return ProblemError(ProblemCode.PAGES_SHIFTED, expected=shifted.total or 0, received=tally.received)

    def _storing(self) -> AbstractContextManager[Callable[[Arrival], None]]:
        within = self._parts.store_in
        if within is not None and not self._step.kind.is_census:
            return PageStoring(self._take, within, self._parts.token)
        return nullcontext(lambda arrival: self._take((arrival,)))

    def _take(self, arrivals: Sequence[Arrival]) -> None:
        """Store pages in one transaction, and count and tell them once they are safe."""
        orders = [one for arrival in arrivals for one in arrival.orders]
        result = self._stored(orders, len(arrivals))
        with self._telling:
            self._tally.add([arrival.page for arrival in arrivals], result)
        self._tell(FetchPhase.STORING)

    def _stored(self, orders: Sequence[ReceivedOrder], pages: int) -> PageResult:
        """In a census only note what is there."""
        parts, writer = self._parts, self._link.writer
        if not self._step.kind.is_census:
            now = parts.clock.now()
            return writer.store_page(parts.shop.uid, self._run_id, orders, now=now, pages=pages)
        for one in orders:
            order = one.order
            ordered = order.ordered.utc if order.ordered else None
            seconds = None if ordered is None else int(ordered.timestamp())
            self._seen[order.serial] = Seen(order.number, seconds, writer.mark_of(one))
        return PageResult()

    def _look_at_clock(self, page: Page) -> None:
        """By the first page that tells it; what is ordered after the first one is the next fetch's affair."""
        now = self._parts.clock.now()
        self._asked_at = self._asked_at or now
        if self.clock_off is not None or page.server_time is None:
            return
        self.clock_off = page.server_time - now
        is_ahead = self._planned_now - page.server_time > TOLERATED_CLOCK
        if is_ahead and self._step.kind is not StepKind.PERIOD:
            raise ClockAhead

    def _note_newest(self, orders: Iterator[Order]) -> None:
        for order in orders:
            for moment in (order.ordered, order.updated):
                if moment is not None and moment.utc is not None:
                    self._newest = max(self._newest or moment.utc, moment.utc)

    def _tell(self, phase: FetchPhase) -> None:
        """From the thread that reads or the one that stores."""
        tally = self._tally
        with self._telling:
            self._parts.report(
                FetchProgress(
                    shop_uid=self._parts.shop.uid,
                    phase=phase,
                    page=tally.pages,
                    received=tally.received,
                    total=tally.total,
                    new=tally.new,
                    updated=tally.updated,
                    unchanged=tally.unchanged,
                    seconds_left=self._seconds_left(),
                    kind=self._step.kind,
                )
            )

    def _seconds_left(self) -> int | None:
        tally = self._tally
        if not tally.received or tally.total is None:
            return None
        spent = self._parts.clock.elapsed() - self._began
        return max(0, round(spent / tally.received * (tally.total - tally.received)))
