"""Stopped before or after any step of twelve days that reaches outside, the desk goes on as if it had not been."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.faults.every_point.bugs import BUGS
from tests.faults.every_point.days import DAYS
from tests.faults.every_point.replay import Replay
from tests.faults.rows import in_time, row, size

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="copies the files of an open store"),
    pytest.mark.timeout(size(1_800, 86_400)),
]

PAIRS: Final = size(2, 417)  # a day
NAMES: Final = [day.name for day in DAYS]


@pytest.mark.parametrize("name", NAMES)
def test_a_stop_at_any_point_changes_nothing_in_the_end(name: str, tmp_path: Path) -> None:
    replay = Replay(tmp_path, NAMES.index(name))
    with row("stopped at every point of twelve days: lost / doubled / stale / keys in files") as figures:
        watched = replay.watch()
        wrongs = [wrong for left in watched.left for wrong in replay.wrongs(watched, left)]
        figures.tried = watched.points.total()
        assert wrongs == []
        assert len(watched.left) > 20
        figures.result = "0 / 0 / 0 / 0"


@pytest.mark.parametrize("name", NAMES)
def test_a_second_stop_on_the_way_on_changes_nothing_either(name: str, tmp_path: Path) -> None:
    replay, chance = Replay(tmp_path, NAMES.index(name)), random.Random(name)
    with row("stopped at two points of twelve days, sampled") as figures:
        watched = replay.watch()
        for _ in in_time(range(PAIRS), len(NAMES)):
            second = replay.stopped_again(chance.choice(watched.left), chance)
            assert list(replay.wrongs(watched, second)) == []
            figures.tried += 1
        figures.result = "0 / 0 / 0 / 0"


@pytest.mark.parametrize("bug", BUGS)
def test_a_protection_that_is_taken_away_is_missed(
    bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, take_away = BUGS[bug]
    with row("stopped at every point, teeth: protections taken away, noticed") as figures:
        figures.tried = 1
        take_away(monkeypatch)
        replay = Replay(tmp_path, NAMES.index(day))
        watched = replay.watch()
        assert any(wrong for left in watched.left for wrong in replay.wrongs(watched, left)), "not noticed"
        figures.result = "all"
