"""A process killed at any statement of a migration, from any released schema, leaves the old store or the new one."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from goq_desktop.storage.cipher import connect
from goq_desktop.storage.database import Database
from goq_desktop.storage.migrations import REVISIONS
from goq_desktop.storage.order_export import all_orders
from tests.faults.rows import row
from tests.support.made_orders import made_order
from tests.unit.storage.conftest import KEY, SALT
from tests.unit.storage.test_migrations import make

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="forks a process for each kill"),
    pytest.mark.timeout(900),
]

_SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
_MOST_STATEMENTS = 2_000


def schema(file: Path) -> list[object]:
    """All that says how the store is made, with the version it says it has."""
    with closing(connect(file, KEY, SALT)) as connection:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [version, connection.execute(_SCHEMA).fetchall()]


def in_child(work: Callable[[], None]) -> int:
    """The signal that ended a fork that did this work, 0 when it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code <= 0
    return -code


def open_killed_at(file: Path, moment: int) -> Callable[[], None]:
    """Opens a store and dies at this moment: before and after each statement and each commit."""

    def work() -> None:
        passed = 0

        def reach(*_: object) -> None:
            nonlocal passed
            passed += 1
            if passed == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, name, reach)
        database = Database(file, KEY, SALT)
        database.open()
        reach()
        database.close()

    return work


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_killed_migration_is_done_or_not_begun(tmp_path: Path, revision: str) -> None:
    old = tmp_path / "old.db"
    make(old, revision)
    goal = tmp_path / "goal.db"
    shutil.copy(old, goal)
    assert in_child(open_killed_at(goal, _MOST_STATEMENTS)) == 0
    before, after = schema(old), schema(goal)
    assert before != after
    seen = {"old": 0, "new": 0}
    with row("migration killed before and after each statement: a mixture") as figures:
        for moment in range(1, _MOST_STATEMENTS):
            file = tmp_path / "killed.db"
            for left in tmp_path.glob("killed*"):
                left.unlink()
            shutil.copy(old, file)
            was_killed = in_child(open_killed_at(file, moment)) == signal.SIGKILL
            found = schema(file)
            assert found in (before, after), f"a mixture, killed at {moment}"
            seen["old" if found == before else "new"] += 1
            _opens_with_all_orders(file)
            if not was_killed:
                break
            figures.tried += 1
        figures.result = "0"
    assert not was_killed, "every moment was tried"
    assert seen["old"] > 3 and seen["new"]


def _opens_with_all_orders(file: Path) -> None:
    database = Database(file, KEY, SALT)
    database.open()
    try:
        stored = [one.order for one in all_orders(database)]
    finally:
        database.close()
    assert stored == [made_order(number) for number in range(1, 11)]


def test_without_one_transaction_a_mixture_would_be_seen(tmp_path: Path) -> None:
    """The suite's teeth: each statement committed by itself."""
    old, file = tmp_path / "old.db", tmp_path / "killed.db"
    make(old, REVISIONS[0])
    goal = tmp_path / "goal.db"
    shutil.copy(old, goal)
    assert in_child(open_killed_at(goal, _MOST_STATEMENTS)) == 0

    def careless() -> None:
        def commit(connection: object, cursor: Any, *_: object) -> None:
            if cursor.connection.in_transaction:
                cursor.connection.execute("COMMIT")
                cursor.connection.execute("BEGIN IMMEDIATE")

        event.listen(Engine, "after_cursor_execute", commit)
        open_killed_at(file, 40)()

    shutil.copy(old, file)
    assert in_child(careless) == signal.SIGKILL
    assert schema(file) not in (schema(old), schema(goal))
