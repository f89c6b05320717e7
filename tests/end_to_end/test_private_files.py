"""Whatever the app writes in a day is for its owner alone, also what was open to others before."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from tests.support.desk_person import PATIENCE, DeskPerson

pytestmark = [
    pytest.mark.usefixtures("real_keyring", "careless_rights"),
    pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX"),
]


@pytest.fixture
def careless_rights() -> Iterator[None]:
    """The system lets everybody read and write new files, unless the app sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(home: Home) -> list[str]:
    """Files and folders of the home that another user of the PC could use in any way."""
    folders = (home.settings_dir, home.data_dir, home.backups, home.logs)
    found = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    assert len(found) > len(folders) + 8, "a day leaves more than that"
    return [f"{path.name} {stat.S_IMODE(mode):o}" for path in found if (mode := path.lstat().st_mode) & 0o077]


def test_a_whole_day_leaves_nothing_that_others_could_read(
    start: Callable[[], DeskPerson], server: PracticeServer, home: Home, qtbot: QtBot, tmp_path: Path
) -> None:
    person = start()
    person.set_up_quickly(server)
    person.fetch()
    with qtbot.waitSignal(person.desk.keeping.backed_up, timeout=PATIENCE):
        person.desk.keeping.back_up_now()
    exported = tmp_path / "受注.json"
    person.export(exported)
    person.window.close()
    assert {path.suffix for path in home.data_dir.iterdir()} >= {".db", ".db-wal", ".lock"}
    assert open_to_others(home) == []
    assert stat.S_IMODE(exported.stat().st_mode) == 0o600
    person.desk.stop()
    for folder in (home.settings_dir, home.data_dir, home.backups, home.logs):
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode | 0o077)
    start().arrive_at_table()
    assert open_to_others(home) == []
