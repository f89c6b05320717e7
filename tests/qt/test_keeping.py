"""Backups and erasing by themselves: due work is done in the background, a failure is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.problems import ProblemCode
from goq_desktop.paths import Home
from goq_desktop.services.backing_up import backups
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.ui.keeping import Keeping
from goq_desktop.ui.settings.other import OtherForm
from tests.support.set_clock import SetClock

# The first store of a process loads its libraries.
_PATIENCE_MS: Final = 30_000


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore(), SetClock())
    workspace.prepare()
    yield workspace
    workspace.close()


@pytest.fixture
def thread() -> Iterator[JobThread]:
    thread = JobThread("keeping")
    yield thread
    assert thread.stop()


@pytest.fixture
def keeping(workspace: Workspace, thread: JobThread) -> Keeping:
    return Keeping(workspace, thread, thread)


def test_what_is_due_is_done_and_told(qtbot: QtBot, keeping: Keeping, workspace: Workspace) -> None:
    assert keeping.last_backup == ""
    with qtbot.waitSignal(keeping.backed_up, timeout=_PATIENCE_MS):
        keeping.look()
    assert len(backups(workspace.home.backups)) == 1
    assert keeping.last_backup == "2026-11-20 12:04"


def test_what_is_not_due_is_left(
    qtbot: QtBot, keeping: Keeping, thread: JobThread, workspace: Workspace
) -> None:
    workspace.settings_store.save(other=Other(backup_rhythm=BackupRhythm.NEVER))
    keeping.look()
    qtbot.waitUntil(lambda: not thread.is_busy)
    assert backups(workspace.home.backups) == ()


def test_a_backup_that_is_asked_for_is_made_whatever_the_rhythm(
    qtbot: QtBot, keeping: Keeping, workspace: Workspace
) -> None:
    workspace.settings_store.save(other=Other(backup_rhythm=BackupRhythm.NEVER))
    with qtbot.waitSignal(keeping.backed_up, timeout=_PATIENCE_MS):
        keeping.back_up_now()
    assert len(backups(workspace.home.backups)) == 1


def test_a_failure_is_told(qtbot: QtBot, keeping: Keeping, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    workspace.settings_store.save(other=Other(backup_folder=str(tmp_path / "file" / "folder")))
    with qtbot.waitSignal(keeping.problem_occurred, timeout=_PATIENCE_MS) as told:
        keeping.look()
    assert told.args is not None and told.args[0].code is ProblemCode.FILE_UNWRITABLE


def test_the_form_shows_the_newest_backup_and_asks_for_one(
    qtbot: QtBot, keeping: Keeping, workspace: Workspace
) -> None:
    form = OtherForm(workspace.clock)
    qtbot.addWidget(form)
    form.load(workspace.load_settings().settings)
    keeping.attend(form)
    with qtbot.waitSignal(keeping.backed_up, timeout=_PATIENCE_MS):
        form.backup_requested.emit()
    assert "2026-11-20 12:04" in form.keeping.last_backup
