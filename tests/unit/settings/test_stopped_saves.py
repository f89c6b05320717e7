"""A save that fails or is killed at any of its steps leaves the old settings or the new, never a mixture."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import files
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Settings, Setup
from tests.support.file_steps import stopped_at

ROOT = Path(__file__).parents[3]
OLD = Settings(contractor=Contractor(company="old", city="札幌市"), setup=Setup(page="old"))
NEW = Settings(contractor=Contractor(company="new", city="函館市"), setup=Setup(page="new"))

Save = Callable[[SettingsStore], object]


def _save(store: SettingsStore) -> object:
    return store.save(contractor=NEW.contractor, setup=NEW.setup)


def _import(store: SettingsStore) -> object:
    return store.replace_all(NEW)


class Stopped(BaseException):
    """Nothing catches it, as nothing catches a kill; but what is cleaned up on the way out is."""


def _stop(name: str) -> None:
    raise Stopped(name)


def _break(name: str) -> None:
    raise OSError(errno.EIO, name)


def _fill(name: str) -> None:
    raise OSError(errno.ENOSPC, name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "settings.toml"
    SettingsStore(file).save(contractor=OLD.contractor, setup=OLD.setup)
    return file


def steps_of(save: Save, file: Path) -> list[str]:
    with stopped_at(-1, _stop) as passed:
        save(SettingsStore(file))
    SettingsStore(file).save(contractor=OLD.contractor, setup=OLD.setup)
    return passed


@pytest.mark.parametrize("save", [_save, _import])
def test_the_steps_are_those_of_a_careful_write(file: Path, save: Save) -> None:
    steps = steps_of(save, file)
    one = ["before open", "after open", "before write", "half written", "written"]
    one += ["before fsync", "after fsync", "before chmod", "after chmod", "before replace", "after replace"]
    one += ["before open", "after open", "before fsync", "after fsync"]
    lock = ["before open", "after open"]
    if sys.platform == "linux":
        assert steps == [*lock, *one * (2 if save is _import else 1)]


@pytest.mark.parametrize("stop", [_stop, _break, _fill])
@pytest.mark.parametrize("save", [_save, _import])
def test_old_or_new_after_a_stop_at_any_step(file: Path, save: Save, stop: Callable[[str], None]) -> None:
    seen = set()
    old = file.read_bytes()
    for step, name in enumerate(steps_of(save, file)):
        with stopped_at(step, stop), pytest.raises((Stopped, ProblemError)) as caught:
            save(SettingsStore(file))
        if isinstance(caught.value, ProblemError):
            wanted = ProblemCode.DISK_FULL if stop is _fill else ProblemCode.STORE_UNWRITABLE
            assert caught.value.problem.code is wanted
        loaded = SettingsStore(file).load()
        assert loaded.problems == ()
        assert loaded.settings in (OLD, NEW), name
        seen.add(loaded.settings.contractor.company)
        for copy in file.parent.glob("settings.toml.before-import-*"):
            assert copy.read_bytes() in (old, file.read_bytes())
        _save(SettingsStore(file))
        assert SettingsStore(file).load().settings == NEW
        SettingsStore(file).save(contractor=OLD.contractor, setup=OLD.setup)
    assert seen == {"old", "new"}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("kind", ["save", "import"])
def test_old_or_new_after_a_kill_at_any_step(tmp_path: Path, kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_saves", str(tmp_path), kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    names = [name for _, is_killed, name, _ in rows if is_killed == "True"]
    assert len(names) > 10
    # Up to one step it is the old one, from then on the new one.
    assert names == sorted(names, key=["old", "new"].index)
    assert set(names) == {"old", "new"}
    assert rows[-1][1:] == ["False", "new", "0"]
    assert "1" in {leftovers for *_, leftovers in rows}


def test_a_leftover_goes_at_the_next_start_but_not_what_is_being_written(file: Path) -> None:
    left = [file.with_name(f".settings.toml{copy}.4711.new") for copy in ("", ".damaged-20261123T120000Z")]
    for each in left:
        each.write_bytes(b"half")
    with files.locked(file):
        SettingsStore(file).sweep()
        assert all(each.exists() for each in left)
    SettingsStore(file).sweep()
    assert not any(each.exists() for each in left)
    assert SettingsStore(file).load().settings == OLD
