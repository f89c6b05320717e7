"""Seeded days full of faults: nothing is lost, doubled or stale, and the same seed takes the same way."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.services import sync_plan
from tests.faults.rows import in_time, row, size
from tests.faults.sync.model import ModelStore
from tests.faults.sync.simulation import Outcome, Simulation
from tests.faults.sync.world import Fault

pytestmark = pytest.mark.timeout(86_400)

PARTS: Final = 8
SEEDS: Final = size(5_000, 200_000)
LATE_ORDERS: Final = size(5_000, 100_000)
ZONE_SEEDS: Final = size(500, 10_000)
AT_ONCE: Final = 250
ZONES: Final = ("Asia/Tokyo", "UTC", "America/New_York", "Asia/Kathmandu")

# Seeds that once failed, for ever tried first: their faults are drawn again as long as the world is the same.
FAILED_ONCE: Final = Path(__file__).with_name("failed_seeds.txt")
_PROJECT: Final = Path(__file__).parents[3]


def run(seed: int) -> Outcome:
    return Simulation(seed, ModelStore()).run()


def kept_seeds() -> list[int]:
    lines = FAILED_ONCE.read_text("utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line and not line.startswith("#")]


def keep(outcome: Outcome) -> None:
    with FAILED_ONCE.open("a", encoding="utf-8") as file:
        file.write(f"{outcome.seed}  {outcome.wrongs[0]}\n")


@pytest.mark.parametrize("seed", kept_seeds())
def test_a_seed_that_failed_once_does_not_fail_again(seed: int) -> None:
    assert run(seed).wrongs == []


@pytest.mark.parametrize("part", range(PARTS))
def test_seeded_days_of_faults_lose_double_and_stale_nothing(part: int) -> None:
    seen: Counter[Fault] = Counter()
    failed: dict[int, list[str]] = {}
    with row("seeded simulation, virtual clock: lost / doubled / stale") as figures:
        for seed in in_time(range(part, SEEDS, PARTS), PARTS):
            outcome = run(seed)
            seen.update(outcome.faults)
            if outcome.wrongs:
                failed[seed] = outcome.wrongs
                if seed not in kept_seeds():
                    keep(outcome)
            figures.tried += 1
        figures.result = f"0 / 0 / 0 under {len(Fault)} kinds of faults"
        assert not failed
    assert set(seen) == set(Fault), "each kind of fault was there"


def test_late_orders_are_never_lost_within_the_overlap_and_told_by_the_census_beyond(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Else some would be found by chance, beside open orders of their day.
    monkeypatch.setattr(sync_plan, "OPEN_SLICES", 0)
    faults = (Fault.LATE, Fault.VERY_LATE, Fault.SLEEP, Fault.EQUAL)
    with row("late orders: none lost within the overlap, beyond it told by the census") as figures:
        for seed in in_time(itertools.count()):
            outcome = Simulation(seed, ModelStore(), faults).run()
            assert outcome.wrongs == [], seed
            figures.tried += outcome.faults[Fault.LATE] + outcome.faults[Fault.VERY_LATE]
            if figures.tried >= LATE_ORDERS:
                break
        figures.result = "0 lost, all told"


def test_the_same_seed_takes_the_same_way() -> None:
    with row("same seed, same trace") as figures:
        for seed in in_time(range(0, SEEDS, 100)):
            assert run(seed).trace == run(seed).trace
            figures.tried += 1
        figures.result = "identical"


def test_the_time_zone_of_the_pc_changes_nothing() -> None:
    """Leap day, turn of the year and the summer times of other countries lie in the simulated days."""
    code = (
        "import sys\n"
        "from tests.faults.sync.test_simulation import run\n"
        "for seed in range(*map(int, sys.argv[1:])): print(run(seed).trace)"
    )

    def said(zone: str, first: int, last: int) -> bytes:
        return subprocess.run(
            [sys.executable, "-c", code, str(first), str(last)],
            cwd=_PROJECT,
            env=os.environ | {"TZ": zone},
            check=True,
            capture_output=True,
        ).stdout

    with row("sleep, clock jumps, leap day in four time zones") as figures:
        for first in in_time(range(0, ZONE_SEEDS, AT_ONCE)):
            traces = [said(zone, first, first + AT_ONCE) for zone in ZONES]
            assert len(set(traces)) == 1 and len(traces[0].split()) == AT_ONCE
            figures.tried += AT_ONCE
        figures.result = "byte-equal in Tokyo, UTC, New York, Kathmandu"
