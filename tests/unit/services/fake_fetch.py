"""A fetch of which everything is fake but the sync core: the shop's answers, the writer, the journal, the clock."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.census import NO_FINDINGS, Census
from goq_desktop.domain.fetching import (
    FetchProgress,
    FetchRequest,
    FetchSummary,
    PageResult,
    SyncFacts,
    Window,
)
from goq_desktop.domain.orders import Moment, Order, ReceivedOrder
from goq_desktop.malls.client import Page
from goq_desktop.services.sync_cycle import run_fetch
from goq_desktop.services.sync_ports import Link, SyncParts
from goq_desktop.settings.tiles import Shop
from tests.support.made_orders import made_order, received
from tests.support.set_clock import NOON, SetClock

AUTOMATIC = FetchRequest(shop_uid="a")


def order_at(number: int, ordered: datetime | None, updated: datetime | None = None) -> Order:
    def moment(at: datetime | None) -> Moment | None:
        return None if at is None else Moment(utc=at, text="")

    return replace(made_order(number), ordered=moment(ordered), updated=moment(updated))


def page(*orders: Order, number: int = 1, total: int | None = None, **told: Any) -> Page:
    usual = {"requests": 1, "server_time": NOON}
    return Page(orders=tuple(map(received, orders)), number=number, total=total, **{**usual, **told})


class FakeClock(SetClock):
    """Whose durations stand still as well until they are moved."""

    passed = 0.0

    def elapsed(self) -> float:
        return self.passed


@dataclass
class FakeShop:
    """Answers each window with the next of `answers`: pages, or what is raised after them."""

    answers: list[Sequence[Page | Exception]]
    windows: list[Window] = field(default_factory=list)
    before_page: Callable[[], None] = lambda: None
    waits: int = 0
    is_closed: bool = False

    def pages(self, window: Window, on_wait: Callable[[], None]) -> Generator[Page, None, None]:
        self.windows.append(window)
        answer = self.answers.pop(0)
        for _ in range(self.waits):
            on_wait()
        try:
            for one in answer:
                self.before_page()
                if isinstance(one, Exception):
                    raise one
                yield one
        finally:
            self.is_closed = True


class FakeWriter:
    profile_mark = "made by"

    def __init__(self, results: Sequence[PageResult] = ()) -> None:
        self.results = list(results)
        self.stored: list[tuple[str, int, list[str], datetime]] = []

    def mark_of(self, one: ReceivedOrder) -> bytes:
        return one.order.serial.encode()

    def store_page(
        self, shop_uid: str, run_id: int, received: Sequence[ReceivedOrder], *, now: datetime, pages: int = 1
    ) -> PageResult:
        self.stored.append((shop_uid, run_id, [one.order.serial for one in received], now))
        return self.results.pop(0) if self.results else PageResult(new=len(received))


@dataclass
class FakeJournal:
    known: SyncFacts = field(default_factory=SyncFacts)
    begun: list[dict[str, Any]] = field(default_factory=list)
    ended: list[tuple[int, FetchSummary, datetime, Census | None]] = field(default_factory=list)
    asked_since: datetime | None = None

    def begin(self, shop_uid: str, window: Window, **named: Any) -> int:
        self.begun.append({"shop_uid": shop_uid, "window": window, **named})
        return len(self.begun)

    def finish(
        self, run_id: int, summary: FetchSummary, *, now: datetime, census: Census | None = None
    ) -> None:
        self.ended.append((run_id, summary, now, census))
        if summary.clock_off is not None:
            self.known = replace(self.known, clock_off=summary.clock_off)

    def facts(self, shop_uid: str, *, open_since: datetime) -> SyncFacts:
        self.asked_since = open_since
        return self.known

    def findings(self, shop_uid: str) -> Any:
        return NO_FINDINGS


class Desk:
    """One fetch with everything fake about it."""

    def __init__(self, *answers: Sequence[Page | Exception], results: Sequence[PageResult] = ()) -> None:
        self.shop = FakeShop(list(answers))
        self.writer = FakeWriter(results)
        self.journal = FakeJournal()
        self.clock = FakeClock()
        self.token = CancelToken()
        self.told: list[FetchProgress] = []
        self.probes: list[bool] = []
        self.settings = Shop(uid="a", name="本店", fetch_days=7)

    def fetch(self, request: FetchRequest = AUTOMATIC) -> FetchSummary:
        @contextmanager
        def connect(is_probe: bool) -> Iterator[Link]:
            self.probes.append(is_probe)
            yield Link(self.shop, self.writer)

        parts = SyncParts(
            shop=self.settings,
            key_generation=3,
            journal=self.journal,
            connect=connect,
            clock=self.clock,
            token=self.token,
            report=self.told.append,
        )
        return run_fetch(parts, request)
