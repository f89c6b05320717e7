"""A backup takes the store's place whole or not at all, and what was there is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.storage.cipher import Connection, connect_sealed
from goq_desktop.storage.copying import copy_store, orders_in
from goq_desktop.storage.database import Database
from goq_desktop.storage.restoring import peek, put_in_place, stage
from tests.support.made_orders import made_order
from tests.unit.storage.conftest import KEY, PROJECT, SALT, Store

OLD, NEW = 3, 5  # orders in the backup, and in the store when it is restored


def open_copy(file: Path) -> Connection:
    return connect_sealed(file, KEY, SALT)


def nothing() -> None:
    """No cancel."""


@pytest.fixture
def backup(database: Database, store: Store, tmp_path: Path) -> Path:
    """Of the store as it was two orders ago."""
    backup = tmp_path / "backup.db"
    store([made_order(number) for number in range(OLD)])
    backup.touch()
    copy_store(database, backup, nothing)
    store([made_order(number) for number in range(OLD, NEW)])
    return backup


def reopened(file: Path) -> int:
    database = Database(file, KEY, SALT)
    database.open()
    try:
        return orders_in(database)
    finally:
        database.close()


def test_a_look_at_a_backup_changes_nothing_in_its_folder(backup: Path) -> None:
    before = {path.name: path.read_bytes() for path in backup.parent.iterdir()}
    assert peek(backup, open_copy) == OLD
    assert {path.name: path.read_bytes() for path in backup.parent.iterdir()} == before


def test_a_backup_takes_the_place_of_the_store_which_is_kept(
    backup: Path, database: Database, file: Path
) -> None:
    assert stage(backup, file, open_copy, "1", nothing) == OLD
    assert orders_in(database) == NEW, "until the store is closed it goes on as it is"
    with pytest.raises(ProblemError) as caught:
        put_in_place(file)
    assert caught.value.problem.code is ProblemCode.STORE_IN_USE
    database.close()
    assert put_in_place(file) == "1"
    assert put_in_place(file) is None
    assert reopened(file) == OLD
    assert reopened(file.with_name("orders.before-restore-1.db")) == NEW
    assert backup.is_file()


def test_a_log_that_was_not_yet_in_the_store_goes_with_it(
    backup: Path, database: Database, file: Path
) -> None:
    """As a killed process leaves it."""
    left = {name: file.with_name(name).read_bytes() for name in ("orders.db", "orders.db-wal")}
    assert left["orders.db-wal"]
    stage(backup, file, open_copy, "1", nothing)
    database.close()
    file.with_name("orders.closed").unlink()
    for name, content in left.items():
        file.with_name(name).write_bytes(content)
    put_in_place(file)
    assert reopened(file) == OLD
    assert reopened(file.with_name("orders.before-restore-1.db")) == NEW


def test_what_is_not_sound_never_comes_near_the_store(backup: Path, database: Database, file: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        stage(backup, file, open_copy, "1", nothing)
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED
    database.close()
    assert put_in_place(file) is None
    assert reopened(file) == NEW


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 40_000])
def test_what_is_no_backup_is_damaged(tmp_path: Path, file: Path, content: bytes) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        peek(other, open_copy)
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED
    with pytest.raises(ProblemError) as caught:
        stage(other, file, open_copy, "1", nothing)
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED


def test_a_cancel_leaves_nothing_behind(backup: Path, file: Path) -> None:
    def cancel() -> None:
        raise Cancelled

    before = {path.name for path in file.parent.iterdir()}
    with pytest.raises(Cancelled):
        stage(backup, file, open_copy, "1", cancel)
    assert {path.name for path in file.parent.iterdir()} == before


def test_a_second_choice_takes_the_place_of_the_first(backup: Path, database: Database, file: Path) -> None:
    stage(backup, file, open_copy, "1", nothing)
    stage(backup, file, open_copy, "2", nothing)
    database.close()
    assert put_in_place(file) == "2"
    assert put_in_place(file) is None


def test_a_store_that_is_gone_is_no_hindrance(backup: Path, database: Database, file: Path) -> None:
    database.close()
    file.unlink()
    stage(backup, file, open_copy, "1", nothing)
    assert put_in_place(file) == "1"
    assert reopened(file) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_kill_at_any_step_leaves_the_old_store_or_the_backup_and_loses_neither(
    backup: Path, database: Database
) -> None:
    database.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_restores", str(backup.parent), KEY.hex(), SALT.hex()],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    killed = [(int(now), int(aside)) for _, is_killed, now, aside, _ in rows if is_killed == "True"]
    assert len(killed) > 15
    # Up to one step the store is as it was, from then on it is the backup and the other one lies beside it.
    assert set(killed) == {(NEW, 0), (OLD, NEW)}
    assert killed == sorted(killed, reverse=True)
    assert rows[-1][1:4] == ["False", str(OLD), str(NEW)]
    assert {again for *_, again in rows} == {str(OLD)}
