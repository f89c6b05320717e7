"""Fetches in the background, by hand and by wall clock, and what the freshness line says of each shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.census import Findings
from goq_desktop.domain.fetching import FetchProgress, FetchRequest, FetchSummary, Freshness
from goq_desktop.domain.problems import Problem
from goq_desktop.services.sync_plan import Due, Hold, Rhythm, next_call

Fetch = Callable[[FetchRequest, CancelToken, Report], FetchSummary]

# Due times go by the wall clock, which a timer does not follow through a sleep: so it is looked at often.
LOOK_EVERY_MS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFreshness:
    """A shop's state on the freshness line; `next_due` and `hold` tell when and why it is called again."""

    freshness: Freshness
    is_running: bool = False
    is_waiting: bool = False
    next_due: datetime | None = None
    hold: Hold | None = None


class FetchController(QObject):
    """Main-thread owner of the fetch thread: one fetch at a time, the others wait in line.

    When a shop is called by itself is the plan's affair (`services.sync_plan.next_call`): it never switches
    itself off, except for a refused key, until a person fetches or changes the key.
    """

    fetch_started = Signal(str)
    progress_changed = Signal(object)
    fetch_finished = Signal(object)
    fetch_failed = Signal(str, object)
    freshness_changed = Signal()

    def __init__(self, thread: JobThread, fetch: Fetch, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._fetch = fetch
        self._clock = clock
        self._waiting: list[FetchRequest] = []
        self._running: FetchRequest | None = None
        self._job: Job | None = None
        self._known: dict[str, Freshness] = {}
        self._rhythms: dict[str, Rhythm] = {}
        self._has_shops = self._is_wanted_early = False
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_for_due)

    @property
    def is_running(self) -> bool:
        return self._running is not None

    def set_shops(self, rhythms: tuple[Rhythm, ...], known: tuple[Freshness, ...]) -> None:
        """The shops to care for, and what the journal knows of each."""
        self._rhythms = {rhythm.shop_uid: rhythm for rhythm in rhythms}
        self._known = {one.shop_uid: one for one in known}
        self._waiting = [request for request in self._waiting if request.shop_uid in self._rhythms]
        self._timer.start()
        self.freshness_changed.emit()
        self._has_shops = True
        if self._is_wanted_early:
            self._is_wanted_early = False
            self.fetch_now()
        self.look_for_due()

    def states(self) -> tuple[ShopFreshness, ...]:
        """One for each shop, in the shops' order."""
        waiting = {request.shop_uid for request in self._waiting}
        dues = {uid: self._next_due(uid) for uid in self._rhythms}
        return tuple(
            ShopFreshness(
                freshness=self.freshness(uid),
                is_running=self._running is not None and self._running.shop_uid == uid,
                is_waiting=uid in waiting,
                next_due=due.at,
                hold=due.hold,
            )
            for uid, due in dues.items()
        )

    def freshness(self, uid: str) -> Freshness:
        return self._known.get(uid, Freshness(shop_uid=uid))

    def take_findings(self, uid: str, findings: Findings) -> None:
        """What is to be told of a shop's orders after a person has answered to it."""
        self._known[uid] = replace(self.freshness(uid), findings=findings)
        self.freshness_changed.emit()

    def fetch_now(self) -> None:
        """Fetch every shop, one after the other; asked before they are known, as soon as they are."""
        self._is_wanted_early = not self._has_shops
        for uid in self._rhythms:
            self.fetch(FetchRequest(shop_uid=uid))

    def fetch(self, request: FetchRequest) -> None:
        """Line up a fetch; one that is already waiting or running is not doubled."""
        if request in self._waiting or request == self._running:
            return
        self._waiting.append(request)
        self._start_next()
        self.freshness_changed.emit()

    def cancel(self) -> None:
        """Stop the running fetch and forget the waiting ones; what has come is kept."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Cancel, and fetch nothing by itself any more: the thread is about to end."""
        self._timer.stop()
        self.cancel()

    @Slot()
    def look_for_due(self) -> None:
        now = self._clock.now()
        for uid in self._rhythms:
            due = self._next_due(uid).at
            if due is not None and due <= now:
                self.fetch(FetchRequest(shop_uid=uid))

    def _next_due(self, uid: str) -> Due:
        known = self.freshness(uid)
        return next_call(self._rhythms[uid], known, self._clock.now())

    def _start_next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        request = self._running = self._waiting.pop(0)

        def work(token: CancelToken, report: Report) -> FetchSummary:
            return self._fetch(request, token, report)

        self._job = self._thread.submit(work, self._on_done, self._on_failed, self._on_progressed)
        self.fetch_started.emit(request.shop_uid)

    def _on_progressed(self, progress: FetchProgress) -> None:
        self.progress_changed.emit(progress)

    def _on_done(self, summary: FetchSummary) -> None:
        self._note(summary.shop_uid, summary)
        self.fetch_finished.emit(summary)
        self._go_on()

    def _on_failed(self, problem: Problem | None) -> None:
        running = self._running
        assert running is not None
        known = self.freshness(running.shop_uid)
        # Without a problem it was cancelled: what hindered the fetch before it may still do so.
        known = replace(known, last_attempt=self._clock.now(), problem=problem or known.problem)
        if problem is not None:
            known = replace(known, failures=known.failures + 1)
        self._known[running.shop_uid] = known
        self.fetch_failed.emit(running.shop_uid, problem)
        self._go_on()

    def _go_on(self) -> None:
        self._running = self._job = None
        self._start_next()
        self.freshness_changed.emit()

    def _note(self, uid: str, summary: FetchSummary) -> None:
        known = self.freshness(uid)
        self._known[uid] = known.after(summary, self._clock.now())
