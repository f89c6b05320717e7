"""Backups: made when due, proven readable, kept by days and weeks, and never half a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.fetching import FetchSummary
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.backing_up import Backup, back_up, back_up_when_due, backups
from goq_desktop.services.store_opening import open_store
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage.copying import copy_store
from goq_desktop.storage.order_export import all_orders
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock

Fetch = Callable[..., FetchSummary]


def numbers(workspace: Workspace) -> list[str]:
    return [each.order.number for each in all_orders(workspace.database())]


def restored(backup: Backup, workspace: Workspace, tmp_path: Path) -> list[str]:
    """The orders of a backup, opened as the store of another home with the same keyring."""
    file = tmp_path / "again" / "orders.db"
    file.parent.mkdir()
    file.write_bytes(backup.file.read_bytes())
    database = open_store(file, workspace.credentials)
    try:
        return [each.order.number for each in all_orders(database)]
    finally:
        database.close()


def test_a_backup_holds_all_orders_and_opens_with_the_key_of_the_store(
    workspace: Workspace, fetch: Fetch, token: PatientToken, tmp_path: Path
) -> None:
    fetch()
    backup = back_up(workspace, token)
    assert len(numbers(workspace)) > 100
    assert restored(backup, workspace, tmp_path) == numbers(workspace)
    assert backup.settings_file.read_bytes() == workspace.home.settings_file.read_bytes()


def test_a_backup_is_one_encrypted_file_for_its_owner_only(
    workspace: Workspace, fetch: Fetch, token: PatientToken
) -> None:
    fetch()
    backup = back_up(workspace, token)
    order = next(iter(all_orders(workspace.database()))).order
    content = backup.file.read_bytes()
    assert order.purchaser.name.encode() not in content and b"SQLite format" not in content
    assert {path.name for path in backup.file.parent.iterdir()} == {
        backup.file.name,
        backup.settings_file.name,
    }
    if os.name == "posix":
        assert backup.file.stat().st_mode & 0o077 == 0


def test_it_is_made_once_a_day_and_anew_when_it_is_due(
    workspace: Workspace, clock: SetClock, token: PatientToken
) -> None:
    first = back_up_when_due(workspace, token)
    assert first is not None
    clock.move(timedelta(hours=12))
    assert back_up_when_due(workspace, token) is None
    clock.move(timedelta(hours=12))
    assert back_up_when_due(workspace, token) is not None
    assert len(backups(workspace.home.backups)) == 2


def test_the_settings_say_where_and_how_often(
    workspace: Workspace, token: PatientToken, tmp_path: Path
) -> None:
    folder = tmp_path / "外付け ディスク" / "GoQ"
    workspace.settings_store.save(other=Other(backup_folder=str(folder), backup_rhythm=BackupRhythm.NEVER))
    assert back_up_when_due(workspace, token) is None
    workspace.settings_store.save(other=Other(backup_folder=str(folder)))
    backup = back_up_when_due(workspace, token)
    assert backup is not None and backup.file.parent == folder and backup.file.is_file()


def test_orders_of_this_run_only_are_not_copied(workspace: Workspace, token: PatientToken) -> None:
    workspace.use_session_only()
    assert back_up_when_due(workspace, token) is None


def test_old_backups_go_with_their_settings(
    workspace: Workspace, clock: SetClock, token: PatientToken
) -> None:
    for _ in range(40):
        back_up(workspace, token)
        clock.move(timedelta(days=1))
    made = backups(workspace.home.backups)
    assert 7 + 2 <= len(made) <= 7 + 3
    assert len(list(workspace.home.backups.iterdir())) == 2 * len(made)


def test_a_cancelled_backup_leaves_nothing_and_the_older_one_stays(
    workspace: Workspace, fetch: Fetch, token: PatientToken, clock: SetClock
) -> None:
    fetch()
    older = back_up(workspace, token)
    clock.move(timedelta(days=1))
    token.cancel()
    with pytest.raises(Cancelled):
        back_up(workspace, token)
    assert [each.file for each in backups(workspace.home.backups)] == [older.file]
    assert not list(workspace.home.backups.glob(".*"))


def test_what_a_killed_backup_left_is_removed_by_the_next(workspace: Workspace, token: PatientToken) -> None:
    workspace.prepare()
    names = (
        ".orders-20260101T000000Z.db.77.part",
        ".settings-1.toml.77.part",
        "settings-20260101T000000Z.toml",
    )
    lefts = [workspace.home.backups / name for name in names]
    for left in lefts:
        left.write_bytes(b"half")
    own = workspace.home.backups / "settings-of-mine.toml"
    own.write_bytes(b"")
    back_up(workspace, token)
    assert not any(left.exists() for left in lefts) and own.exists()


def test_a_folder_that_cannot_be_made_is_told(
    workspace: Workspace, token: PatientToken, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    workspace.settings_store.save(other=Other(backup_folder=str(tmp_path / "file" / "folder")))
    with pytest.raises(ProblemError) as caught:
        back_up(workspace, token)
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE


def test_a_damaged_copy_does_not_count(
    workspace: Workspace, fetch: Fetch, token: PatientToken, tmp_path: Path
) -> None:
    """The copy is damaged between its last step and its proof, as a failing disk would."""
    fetch()
    file = tmp_path / "copy.db"
    file.touch()
    calls = 0

    def spoil() -> None:
        nonlocal calls
        calls += 1
        size = file.stat().st_size
        if size > 100_000:
            with file.open("r+b") as opened:
                opened.seek(size // 2)
                opened.write(b"\x00" * 64)

    with pytest.raises(ProblemError) as caught:
        copy_store(workspace.database(), file, spoil)
    assert calls and caught.value.problem.code is ProblemCode.STORE_DAMAGED


def test_other_files_in_the_folder_are_left_alone(
    workspace: Workspace, clock: SetClock, token: PatientToken
) -> None:
    workspace.prepare()
    own = workspace.home.backups / "orders-copy.db"
    own.write_text("a person's own")
    for _ in range(12):
        back_up(workspace, token)
        clock.move(timedelta(days=3))
    assert own.read_text() == "a person's own"


def test_a_backup_from_the_future_does_not_stop_the_next(
    workspace: Workspace, clock: SetClock, token: PatientToken
) -> None:
    back_up(workspace, token)
    clock.move(-timedelta(days=400))
    assert back_up_when_due(workspace, token) is not None
