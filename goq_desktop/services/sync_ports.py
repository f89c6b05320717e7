"""What the sync core needs of the world: a shop to read, a store to write, a journal, a clock."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from goq_desktop.cancellation import CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.census import Census, Findings
from goq_desktop.domain.fetching import (
    FetchProgress,
    FetchSummary,
    PageResult,
    StepKind,
    SyncFacts,
    Window,
)
from goq_desktop.domain.orders import ReceivedOrder
from goq_desktop.settings.tiles import Shop

if TYPE_CHECKING:
    from goq_desktop.malls.client import Page

Report = Callable[[FetchProgress], None]


class OrderSource(Protocol):
    """The shop's order list. Raises ProblemError, Cancelled."""

    def pages(self, window: Window, on_wait: Callable[[], None]) -> Generator[Page, None, None]: ...


class PageWriter(Protocol):
    """Raises STORE_*, DISK_FULL; then nothing of the pages is stored."""

    profile_mark: str

    def store_page(
        self,
        shop_uid: str,
        run_id: int,
        received: Sequence[ReceivedOrder],
        *,
        now: datetime,
        pages: int = 1,
    ) -> PageResult: ...

    def mark_of(self, received: ReceivedOrder) -> bytes:
        """Stands for the whole content of an order."""
        ...


class RunJournal(Protocol):
    """Raises STORE_*, DISK_FULL."""

    def begin(
        self,
        shop_uid: str,
        window: Window,
        *,
        is_automatic: bool,
        now: datetime,
        kind: StepKind,
        key_generation: int,
    ) -> int: ...

    def finish(
        self, run_id: int, summary: FetchSummary, *, now: datetime, census: Census | None = None
    ) -> None: ...

    def facts(self, shop_uid: str, *, open_since: datetime) -> SyncFacts: ...

    def findings(self, shop_uid: str) -> Findings: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A shop and the writer that understands its answers."""

    source: OrderSource
    writer: PageWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncParts:
    """Everything that one fetch of one shop works with.

    `connect` opens the link, which is closed at the fetch's end; with True each call is tried only once.
    With `store_in` writer and `report` are called in a thread of their own, within what it gives, and with
    several pages at once where these come fast; else each page is stored before the next one is waited for.
    """

    shop: Shop
    key_generation: int
    journal: RunJournal
    connect: Callable[[bool], AbstractContextManager[Link]]
    clock: Clock
    token: CancelToken
    report: Report
    store_in: Callable[[], AbstractContextManager[None]] | None = None
