"""After a power cut at any moment the store opens, is whole, and holds every page that was told to be stored."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.domain.problems import ProblemError
from goq_desktop.storage import cipher, writing_engine
from goq_desktop.storage.database import Database
from tests.faults.power_cut import work
from tests.faults.power_cut.disk import Disk
from tests.faults.power_cut.recording import Acknowledged, Event, is_possible, recorded
from tests.faults.rows import in_time, row, size

pytestmark = [
    pytest.mark.skipif(not is_possible(), reason="this build of SQLite hides the functions for a layer"),
    pytest.mark.timeout(size(900, 86_400)),
]

PARTS: Final = 4
CUTS: Final = 5_000  # of one recording
ROUNDS: Final = size(20_000, 1_000_000) // CUTS
CUTS_WITH_TEETH: Final = size(400, 4_000)
CUTS_WHILE_MADE: Final = size(4, 500)  # a moment


@pytest.fixture(autouse=True)
def _small_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the log starts over many times in a short piece of work."""
    monkeypatch.setattr(writing_engine, "_PAGES_OF_LOG", 150)


@pytest.fixture(autouse=True)
def _nothing_beside_the_store(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A name that the layer did not hand on as it was would become a file wherever the process stands."""
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    yield
    assert list(here.iterdir()) == []


def synchronous(monkeypatch: pytest.MonkeyPatch, value: str, answer: int) -> None:
    others = [one for one in cipher._PRAGMAS if one[0] != "synchronous"]
    monkeypatch.setattr(cipher, "_PRAGMAS", (*others, ("synchronous", value, answer)))


def after_cuts(events: Sequence[Event], folder: Path, file: Path, cuts: int, seed: int) -> Counter[str]:
    """What became of the store at `cuts` moments, by name."""
    chance = random.Random(seed)
    begun = next(i for i, event in enumerate(events) if isinstance(event, Acknowledged))
    moments = Counter(chance.randint(begun, len(events)) for _ in range(cuts))
    # The file itself is made before SQLite sees it.
    disk, seen = Disk({str(file): b""}), Counter[str]()
    for moment in range(len(events) + 1):
        for _ in range(moments[moment]):
            seen[_after_cut(disk, chance, folder)] += 1
        if moment < len(events):
            disk.follow(events[moment])
    return seen


def _lay_out(disk: Disk, chance: random.Random, folder: Path) -> None:
    for old in folder.iterdir():
        old.unlink()
    for path, content in disk.after_cut(chance).items():
        (folder / Path(path).name).write_bytes(content)


def _after_cut(disk: Disk, chance: random.Random, folder: Path) -> str:
    _lay_out(disk, chance, folder)
    try:
        step = work.step_of(folder / "orders.db")
    except (ProblemError, work.Corrupt):
        return "corrupt"
    return "whole" if step >= disk.acknowledged else "lost"


def cut(tmp_path: Path, cuts: int, seed: int) -> Counter[str]:
    recorded_in, folder = tmp_path / f"recorded-{seed}", tmp_path / "left"
    recorded_in.mkdir()
    folder.mkdir(exist_ok=True)
    file = recorded_in / "orders.db"
    events = work.record(file)
    # Nothing that is looked at has to wait for the disk either.
    with recorded():
        return after_cuts(events, folder, file, cuts, seed)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_power_cut_loses_nothing_that_was_told_to_be_stored(tmp_path: Path, part: int) -> None:
    with row("power cut: corrupt / acknowledged lost") as figures:
        for seed in in_time(range(part, ROUNDS, PARTS), PARTS):
            seen = cut(tmp_path, CUTS, seed)
            figures.tried += CUTS
            figures.result = f"{seen['corrupt']} / {seen['lost']}"
            assert seen == {"whole": CUTS}


def test_a_power_cut_while_the_store_is_made_leaves_a_store_or_none(tmp_path: Path) -> None:
    """The next start opens it or makes it anew; nothing was stored yet that could be lost."""
    file = tmp_path / "orders.db"
    events = work.record(file)
    made = next(i for i, event in enumerate(events) if isinstance(event, Acknowledged))
    disk, chance = Disk({str(file): b""}), random.Random(5)
    with recorded(), row("power cut while the store is made: neither a store nor none") as figures:
        for event in events[:made]:
            disk.follow(event)
            for number in range(CUTS_WHILE_MADE):
                left = tmp_path / f"{number}"
                left.mkdir(exist_ok=True)
                _lay_out(disk, chance, left)
                assert _step_at_next_start(left / "orders.db") == 0
                figures.tried += 1
        figures.result = "0"


def _step_at_next_start(file: Path) -> int:
    salt = cipher.read_salt(file)
    if salt is None:
        database = Database(file, work.KEY, work.SALT)
        database.create()
        database.close()
    elif salt != work.SALT:
        # The very first sector was torn: there is no key for it, and the next step says to start a new store.
        return 0
    return work.step_of(file)


def test_without_any_sync_the_suite_finds_what_is_lost_and_corrupt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronous(monkeypatch, "OFF", 0)
    with row("power cut, teeth: synchronous=OFF, corrupt / lost") as figures:
        seen = cut(tmp_path, CUTS_WITH_TEETH, 1)
        corrupt, lost = (seen[what] / CUTS_WITH_TEETH for what in ("corrupt", "lost"))
        figures.tried, figures.result = CUTS_WITH_TEETH, f"{corrupt:.0%} / {lost:.0%}"
        assert corrupt >= 0.9


def test_without_a_sync_a_commit_the_suite_finds_lost_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronous(monkeypatch, "NORMAL", 1)
    with row("power cut, teeth: synchronous=NORMAL, corrupt / lost") as figures:
        seen = cut(tmp_path, CUTS_WITH_TEETH, 1)
        figures.tried = CUTS_WITH_TEETH
        figures.result = f"{seen['corrupt']} / {seen['lost'] / CUTS_WITH_TEETH:.0%}"
        assert seen["corrupt"] == 0
        assert seen["lost"] >= 0.2 * CUTS_WITH_TEETH
