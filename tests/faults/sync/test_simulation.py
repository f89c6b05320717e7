"""Seeded days full of faults: nothing is lost, doubled or stale, and the same seed takes the same way."""

from __future__ import annotations

import itertools
import os
import secrets
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

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
SEEDS_WITH_TEETH: Final = 20
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


def test_a_way_that_depends_on_chance_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The teeth of the same way: the plan begins by a chance that is not the seed's."""
    chance, planned = secrets.SystemRandom(), sync_plan.next_call

    def next_call(*words: Any) -> sync_plan.Due:
        due = planned(*words)
        return replace(due, at=due.at + timedelta(seconds=chance.randrange(60))) if due.at else due

    monkeypatch.setattr(sync_plan, "next_call", next_call)
    with row("same seed, teeth: a plan that follows chance, seeds until it is seen") as figures:
        for seed in range(SEEDS_WITH_TEETH):
            figures.tried += 1
            if run(seed).trace != run(seed).trace:
                figures.result = "seen"
                return
    pytest.fail("not noticed")


_TRACES: Final = """
import sys
from tests.faults.sync.test_simulation import run
for seed in range(*map(int, sys.argv[1:])): print(run(seed).trace)
"""
# The time that the PC's clock shows is taken for the shop's.
_BY_THE_WALL: Final = """
from goq_desktop.services import sync_plan
windows = sync_plan._new_windows
def by_the_wall(shop, facts, now):
    return windows(shop, facts, now.astimezone().replace(tzinfo=now.tzinfo))
sync_plan._new_windows = by_the_wall
"""


def traces(zone: str, first: int, last: int, planted: str = "") -> bytes:
    return subprocess.run(
        [sys.executable, "-c", planted + _TRACES, str(first), str(last)],
        cwd=_PROJECT,
        env=os.environ | {"TZ": zone},
        check=True,
        capture_output=True,
    ).stdout


def test_a_plan_by_the_wall_clock_is_noticed() -> None:
    with row("clock, teeth: a plan by the PC's wall clock, two zones") as figures:
        tokyo, new_york = (traces(zone, 0, 10, _BY_THE_WALL) for zone in (ZONES[0], ZONES[2]))
        assert tokyo != new_york
        figures.tried, figures.result = 10, "seen"


def test_the_time_zone_of_the_pc_changes_nothing() -> None:
    """Leap day, turn of the year and the summer times of other countries lie in the simulated days."""
    with row("sleep, clock jumps, leap day in four time zones") as figures:
        for first in in_time(range(0, ZONE_SEEDS, AT_ONCE)):
            by_zone = [traces(zone, first, first + AT_ONCE) for zone in ZONES]
            assert len(set(by_zone)) == 1 and len(by_zone[0].split()) == AT_ONCE
            figures.tried += AT_ONCE
        figures.result = "byte-equal in Tokyo, UTC, New York, Kathmandu"
