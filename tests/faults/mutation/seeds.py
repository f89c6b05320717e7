"""A bounded number of seeds of the simulation for the mutants; not collected but by its name."""

from __future__ import annotations

from typing import Final

import pytest

from tests.faults.sync.model import ModelStore
from tests.faults.sync.simulation import Simulation
from tests.faults.sync.world import LONG, Fault

_SEEDS: Final = 60
_A_TEST: Final = 5
# What comes late, and what was away for long, seldom falls to a seed by itself.
_LATE: Final = (Fault.LATE, Fault.VERY_LATE, Fault.FAILING)
_AWAY: Final = (Fault.SLEEP, Fault.KILL_FINISH, Fault.FAILING, Fault.SHIFT)


@pytest.mark.parametrize("first", range(0, _SEEDS, _A_TEST))
def test_seeds(first: int) -> None:
    for seed in range(first, first + _A_TEST):
        assert Simulation(seed, ModelStore()).run().wrongs == []


@pytest.mark.parametrize("first", range(0, _SEEDS // 3, _A_TEST))
def test_seeds_with_late_orders(first: int) -> None:
    for seed in range(first, first + _A_TEST):
        assert Simulation(seed, ModelStore(), _LATE).run().wrongs == []


@pytest.mark.parametrize("first", range(0, _SEEDS // 6, _A_TEST))
def test_seeds_of_long_absence(first: int) -> None:
    for seed in range(first, first + _A_TEST):
        assert Simulation(seed, ModelStore(), _AWAY, LONG).run().wrongs == []
