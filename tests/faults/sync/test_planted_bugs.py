"""The suite has teeth: each protection of the sync core that is taken away is noticed within some seeds."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.storage.database import Database, new_salt
from tests.faults.rows import row
from tests.faults.sync.bugs import FOCUS, IN_THE_CORE, IN_THE_STORE
from tests.faults.sync.model import ModelStore
from tests.faults.sync.simulation import Simulation
from tests.faults.sync.stores import RealStore

SEEDS: Final = 400
SEEDS_ON_THE_STORE: Final = 12
ROW: Final = "planted bugs in the sync core, caught"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("bug", IN_THE_CORE)
def test_a_bug_in_the_core_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with row(ROW) as figures:
        IN_THE_CORE[bug](monkeypatch)
        faults, days = FOCUS.get(bug, (None, None))
        seeds = (Simulation(seed, ModelStore(), faults, days) for seed in range(SEEDS))
        assert any(one.run().wrongs for one in seeds), "not noticed"
        figures.tried, figures.result = 1, "all"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("bug", IN_THE_STORE)
def test_a_bug_in_the_store_is_caught(bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with row(ROW) as figures:
        IN_THE_STORE[bug](monkeypatch)
        faults, days = FOCUS.get(bug, (None, None))
        for seed in range(SEEDS_ON_THE_STORE):
            database = Database(tmp_path / f"{seed}.db", secrets.token_bytes(32), new_salt())
            database.create()
            wrongs = Simulation(seed, RealStore(database), faults, days).run().wrongs
            database.close()
            if wrongs:
                break
        else:
            pytest.fail("not noticed")
        figures.tried, figures.result = 1, "all"
