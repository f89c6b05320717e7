"""Saves settings in a child that is killed at one step after the other: `python -m … DIR`.

Prints for each step its number, whether the child was killed at it, the company name that the file then holds,
and how many hidden files it left; the next save removes these.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Settings
from tests.support.file_steps import stopped_at


def _kill(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _save(file: Path, name: str, *, all_at_once: bool) -> None:
    contractor = Contractor(company=name)
    if all_at_once:
        SettingsStore(file).replace_all(Settings(contractor=contractor))
    else:
        SettingsStore(file).save(contractor=contractor)


def _killed_at(step: int, file: Path, *, all_at_once: bool) -> bool:
    """False when the child came to its end before this step."""
    child = os.fork()
    if not child:
        with stopped_at(step, _kill):
            _save(file, "new", all_at_once=all_at_once)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(folder: Path, kind: str) -> None:
    all_at_once = kind == "import"
    step, is_killed = 0, True
    while is_killed:
        place = folder / str(step)
        file = place / "settings.toml"
        _save(file, "old", all_at_once=False)
        is_killed = _killed_at(step, file, all_at_once=all_at_once)
        loaded = SettingsStore(file).load()
        assert loaded.problems == ()
        leftovers = len([*place.glob(".*.new")])
        print(step, is_killed, loaded.settings.contractor.company, leftovers)
        _save(file, "after", all_at_once=False)
        assert not [*place.glob(".*.new")]
        assert SettingsStore(file).load().settings.contractor.company == "after"
        shutil.rmtree(place)
        step += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
