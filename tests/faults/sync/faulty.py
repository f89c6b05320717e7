"""Writer and journal of a simulated store, which kills and full disks may befall before and after each write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from goq_desktop.domain.fetching import FetchSummary, PageResult
from goq_desktop.domain.orders import ReceivedOrder
from goq_desktop.domain.problems import ProblemCode, ProblemError
from tests.faults.sync.stores import SimulatedStore
from tests.faults.sync.world import Fault, Kill, World


class FaultyWriter:
    """The store's writer, which kills and full disks may befall."""

    def __init__(self, world: World, store: SimulatedStore) -> None:
        self._world, self._store = world, store
        self.profile_mark = store.writer.profile_mark

    def mark_of(self, received: ReceivedOrder) -> bytes:
        return self._store.writer.mark_of(received)

    def store_page(
        self,
        shop_uid: str,
        run_id: int,
        received: Sequence[ReceivedOrder],
        *,
        now: datetime,
        pages: int = 1,
    ) -> PageResult:
        world, store = self._world, self._store
        if world.strikes(Fault.KILL_PAGE, 0.02):
            raise Kill
        if world.strikes(Fault.DISK_FULL, 0.03):
            raise ProblemError(ProblemCode.DISK_FULL, path="")
        result = store.writer.store_page(shop_uid, run_id, received, now=now, pages=pages)
        if world.strikes(Fault.KILL_PAGE, 0.02):
            raise Kill
        return result


class FaultyJournal:
    """The store's journal, which kills and full disks may befall."""

    def __init__(self, world: World, store: SimulatedStore) -> None:
        self._world, self._store = world, store
        journal = store.journal
        self.facts, self.findings = journal.facts, journal.findings

    def begin(self, *words: Any, **named: Any) -> int:
        if self._world.strikes(Fault.DISK_FULL, 0.02):
            raise ProblemError(ProblemCode.DISK_FULL, path="")
        return self._store.journal.begin(*words, **named)

    def finish(self, run_id: int, summary: FetchSummary, **named: Any) -> None:
        world, journal = self._world, self._store.journal
        if world.strikes(Fault.KILL_FINISH, 0.05):
            raise Kill
        if world.strikes(Fault.DISK_FULL, 0.02):
            raise ProblemError(ProblemCode.DISK_FULL, path="")
        journal.finish(run_id, summary, **named)
        if world.strikes(Fault.KILL_FINISH, 0.05):
            raise Kill
