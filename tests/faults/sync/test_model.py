"""The model does what the real encrypted store does, so that the seeds on it say something about the app."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from goq_desktop.domain.orders import ReceivedOrder
from goq_desktop.storage.database import Database, new_salt
from tests.faults.rows import row, size
from tests.faults.sync.model import ModelStore
from tests.faults.sync.simulation import Simulation
from tests.faults.sync.stores import SHOP_UID, Held, RealStore

SEEDS: Final = size(6, 300)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealStore]:
    database = Database(tmp_path / "orders.db", secrets.token_bytes(32), new_salt())
    database.create()
    yield RealStore(database)
    database.close()


class Both:
    """Both stores at once: each call goes to both and must be answered alike."""

    def __init__(self, real: RealStore, model: ModelStore) -> None:
        self._real, self._model = real, model
        self.profile_mark = model.profile_mark

    @property
    def writer(self) -> Both:
        return self

    @property
    def journal(self) -> Both:
        return self

    def mark_of(self, received: ReceivedOrder) -> bytes:
        return self._model.mark_of(received)

    def store_page(
        self,
        shop_uid: str,
        run_id: int,
        received: Sequence[ReceivedOrder],
        *,
        now: datetime,
        pages: int = 1,
    ) -> Any:
        theirs = self._real.writer.store_page(shop_uid, run_id, received, now=now, pages=pages)
        ours = self._model.store_page(shop_uid, run_id - 1, received, now=now, pages=pages)
        assert (theirs.new, theirs.updated, theirs.unchanged) == (ours.new, ours.updated, ours.unchanged)
        assert sorted(theirs.alarms) == sorted(ours.alarms)
        return theirs

    def begin(self, *words: Any, **named: Any) -> int:
        run = self._real.journal.begin(*words, **named)
        assert run == self._model.begin(*words, **named) + 1
        return run

    def finish(self, run_id: int, summary: Any, *, now: datetime, census: Any = None) -> None:
        self._model.finish(run_id - 1, summary, now=now, census=census)
        if census is not None:
            # The marks are of the model's making; the real ones stand for the same content.
            seen = {
                serial: type(one)(one.number, one.ordered_at, self._real_mark(one.mark))
                for serial, one in census.seen.items()
            }
            census = type(census)(since=census.since, seen=seen, profile_mark="profile")
        self._real.journal.finish(run_id, summary, now=now, census=census)

    def _real_mark(self, raw: bytes) -> bytes:
        return self._real.writer.mark_of(ReceivedOrder(order=None, raw=raw))  # type: ignore[arg-type]

    def facts(self, shop_uid: str, *, open_since: datetime) -> Any:
        theirs = self._real.journal.facts(shop_uid, open_since=open_since)
        assert theirs == self._model.facts(shop_uid, open_since=open_since)
        return theirs

    def findings(self, shop_uid: str) -> Any:
        theirs = self._real.journal.findings(shop_uid)
        assert theirs == self._model.findings(shop_uid)
        return theirs

    def freshness(self, shop_uid: str) -> Any:
        theirs = self._real.journal.freshness(shop_uid)
        assert theirs == self._model.freshness(shop_uid)
        return theirs

    def held(self) -> Any:
        theirs: Any = self._real.held()
        ours: dict[str, Held] = dict(self._model.held())
        assert theirs == ours
        return theirs

    def found(self) -> Any:
        theirs = self._real.found()
        assert theirs == self._model.found()
        return theirs

    def erase(self, *, before: datetime, now: datetime) -> None:
        self._real.erase(before=before, now=now)
        self._model.erase(before=before, now=now)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_real_store_and_its_model_answer_alike_through_a_seed(seed: int, real: RealStore) -> None:
    with row("seeded simulation, virtual clock: on the real encrypted store") as figures:
        outcome = Simulation(seed, Both(real, ModelStore())).run()
        assert outcome.wrongs == []
        assert outcome.trace == Simulation(seed, ModelStore()).run().trace
        figures.tried = 1
        figures.result = "0 lost / doubled / stale, the same trace as on its model"


def test_the_model_begins_empty(real: RealStore) -> None:
    both = Both(real, ModelStore())
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert both.held() == {} and both.found() == {}
    assert both.facts(SHOP_UID, open_since=now - timedelta(days=90)).proven_until is None
