"""One fetch of a shop's orders into the store: the plan, the pages, the journal, the outcome."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import (
    FetchPhase,
    FetchProgress,
    FetchRequest,
    FetchSummary,
    PageResult,
    Window,
)
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.rules import Rules
from goq_desktop.malls.client import MallClient, Page
from goq_desktop.services.applying import rules_of
from goq_desktop.services.fetch_window import belongs, plan_window
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter

Report = Callable[[FetchProgress], None]

# How often a window is read again when the shop's list moved while it was read.
READINGS: Final = 3


def fetch_orders(
    workspace: Workspace, request: FetchRequest, token: CancelToken, report: Report
) -> FetchSummary:
    """Fetch one shop's orders; every page is one transaction, so a kill at any moment loses nothing.

    What goes wrong on the way is in the summary's `problems`, not raised; only problems from before the
    first journal entry (no such shop, the store cannot be opened) are raised as `ProblemError`.
    A fetch that was killed is made up for by the next: the mark moves only at a complete end.
    """
    shop = workspace.shop(request.shop_uid)
    database = workspace.database()
    journal = Journal(database)
    now = workspace.clock.now()
    is_automatic = request.since is None
    window = plan_window(shop, journal.proven_until(shop.uid), now, request)
    run_id = journal.begin(shop.uid, window, is_automatic=is_automatic, now=now)
    run = _Run(workspace, shop, window, run_id, token, report)
    summary = run.go()
    if not is_automatic:
        # A person's own period proves nothing about the time up to now.
        summary = replace(summary, high_water=None)
    journal.finish(run_id, summary, now=workspace.clock.now())
    if summary.is_complete:
        # The orders are here, whatever becomes of the note: the shop may be removed by now, the disk full.
        with suppress(ProblemError):
            workspace.note_keys_worked(shop.uid, (KeyKind.MANAGER,))
    return summary


@dataclass
class _Tally:
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    pages: int = 0
    requests: int = 0
    received: int = 0
    total: int | None = None
    high_water: datetime | None = None

    def add(self, page: Page, result: PageResult) -> None:
        self.new += result.new
        self.updated += result.updated
        self.unchanged += result.unchanged
        self.pages += 1
        self.requests += page.requests
        self.received += len(page.orders)
        self.total = page.total


class _Run:
    """The state of one fetch while it runs."""

    def __init__(
        self,
        workspace: Workspace,
        shop: Shop,
        window: Window,
        run_id: int,
        token: CancelToken,
        report: Report,
    ) -> None:
        self._workspace = workspace
        self._shop = shop
        self._window = window
        self._run_id = run_id
        self._token = token
        self._report = report
        self._clock = workspace.clock
        self._started = self._reading_began = self._clock.elapsed()
        self._tally = _Tally()

    def go(self) -> FetchSummary:
        try:
            self._read_until_still()
        except Cancelled:
            return self._summary(was_cancelled=True)
        except ProblemError as error:
            return replace(self._summary(), problems=(error.problem,))
        return self._summary(is_complete=True)

    def _read_until_still(self) -> None:
        profile = self._workspace.profile(self._shop.mall)
        writer = OrderWriter(self._workspace.database(), profile.mark, self._rules)
        reveal = self._workspace.key_reader(self._shop.uid)
        with MallClient(profile, self._shop.shop_id, reveal, self._clock, self._token) as client:
            for _ in range(READINGS - 1):
                if self._read_once(client, writer) is None:
                    return
            shift = self._read_once(client, writer)
            if shift is not None:
                raise shift

    def _rules(self) -> Rules:
        """As they are now: a person may change them while a fetch runs, and have stored orders follow them."""
        return rules_of(self._workspace.load_settings().settings)

    def _read_once(self, client: MallClient, writer: OrderWriter) -> ProblemError | None:
        """Read and store every page; what is returned is not None when the list moved meanwhile."""
        self._tally.received = 0
        self._reading_began = self._clock.elapsed()
        self._tell(FetchPhase.ASKING)
        shift: ProblemError | None = None
        with closing(client.pages(self._window, lambda: self._tell(FetchPhase.WAITING))) as pages:
            for page in pages:
                self._token.check()
                wanted = [received for received in page.orders if belongs(received.order, self._shop)]
                result = writer.store_page(self._shop.uid, self._run_id, wanted, now=self._clock.now())
                if self._tally.high_water is None:
                    self._tally.high_water = self._proven_by(page)
                self._tally.add(page, result)
                self._tell(FetchPhase.STORING)
                if page.has_shifted:
                    shift = ProblemError(
                        ProblemCode.PAGES_SHIFTED, expected=page.total or 0, received=self._tally.received
                    )
        return shift

    def _proven_by(self, page: Page) -> datetime:
        """The earlier of the two clocks: neither, when it is fast, may prove a time that is yet to come."""
        now = self._clock.now()
        return min(now, page.server_time or now)

    def _tell(self, phase: FetchPhase) -> None:
        tally = self._tally
        self._report(
            FetchProgress(
                shop_uid=self._shop.uid,
                phase=phase,
                page=tally.pages,
                received=tally.received,
                total=tally.total,
                new=tally.new,
                updated=tally.updated,
                unchanged=tally.unchanged,
                seconds_left=self._seconds_left(),
            )
        )

    def _seconds_left(self) -> int | None:
        tally = self._tally
        if not tally.received or tally.total is None:
            return None
        spent = self._clock.elapsed() - self._reading_began
        return max(0, round(spent / tally.received * (tally.total - tally.received)))

    def _summary(self, *, is_complete: bool = False, was_cancelled: bool = False) -> FetchSummary:
        tally = self._tally
        return FetchSummary(
            shop_uid=self._shop.uid,
            window=self._window,
            new=tally.new,
            updated=tally.updated,
            unchanged=tally.unchanged,
            pages=tally.pages,
            requests=tally.requests,
            seconds=round(self._clock.elapsed() - self._started, 3),
            high_water=tally.high_water if is_complete else None,
            is_complete=is_complete,
            was_cancelled=was_cancelled,
        )
