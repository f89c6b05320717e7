"""The store replaced by a newer or an older one on disks that fill at any moment; one line a size.

Started as `unshare --mount python -m tests.faults.disk_full.replacing PLACE FIRST STEP LAST WHAT [careless]`.
WHAT is a released revision that is migrated, `restore`, or `erased`: a backup that still holds people who were
erased since. FIRST, STEP and LAST are the room in KiB beside what lies there; it ends with the first that is enough.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import Secret, database_slot
from goq_desktop.domain.handling import HandlingKind, HandlingQuery, Soundness
from goq_desktop.domain.problems import ProblemError
from goq_desktop.paths import Home
from goq_desktop.services.backing_up import backups
from goq_desktop.services.erasing import erase_now
from goq_desktop.services.handling import newest, verified
from goq_desktop.services.restoring import prepare, take_restored
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage import restoring
from goq_desktop.storage.cipher import connect, read_salt
from goq_desktop.storage.migrations import REVISIONS
from goq_desktop.storage.staged import staged
from tests.faults.disk_full.day import ROOMY_KIB, Day, Told
from tests.support.made_orders import NEWEST
from tests.support.set_clock import SetClock
from tests.unit.storage.conftest import KEY, SALT
from tests.unit.storage.test_migrations import make

# How the store is made, and each order of it as it was told.
State = tuple[Any, ...]

_MADE: Final = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
_ORDERS: Final = "SELECT order_id, document FROM order_documents ORDER BY order_id"
_LATER: Final = timedelta(days=200)


@dataclass(frozen=True)
class Replacing:
    """A home that lies ready to be copied, and the pieces of work on a copy of it."""

    pristine: Path
    keys: SessionStore
    is_restoring: bool

    def workspace(self, root: Path) -> Workspace:
        return Workspace(Home.at(root), self.keys, SetClock(NEWEST + _LATER))

    def pieces(self) -> list[Callable[[Workspace], object]]:
        opened: Callable[[Workspace], object] = Workspace.database
        return [_stage, opened, take_restored] if self.is_restoring else [opened]

    def state(self, root: Path) -> State:
        """Of a copy elsewhere: to look at the store itself takes room."""
        store = Home.at(root).database
        with tempfile.TemporaryDirectory() as elsewhere:
            for end in ("", "-wal", "-journal"):
                if (file := store.with_name(store.name + end)).exists():
                    shutil.copy(file, elsewhere)
            copy = Path(elsewhere, store.name)
            salt = read_salt(copy)
            key = self.keys.read(database_slot(salt)) if salt else None
            assert salt and key, "no store is there"
            with closing(connect(copy, bytes.fromhex(key.reveal()), salt)) as reader:
                assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                version = reader.execute("SELECT version_num FROM alembic_version").fetchone()
                return (version, reader.execute(_MADE).fetchall(), reader.execute(_ORDERS).fetchall())


def _stage(workspace: Workspace) -> None:
    """And end, so that it is put in place at the next start."""
    prepare(workspace, backups(workspace.home.backups)[0], CancelToken())
    workspace.close()


def made_ready(what: str, pristine: Path) -> Replacing:
    keys, home = SessionStore(), Home.at(pristine)
    home.ensure()
    if what in REVISIONS:
        keys.write(database_slot(SALT), Secret(KEY.hex()))
        make(home.database, what)
        return Replacing(pristine, keys, is_restoring=False)
    day = Day(home, keys)
    first, *_, last = work = list(day.work())
    for piece in work[:-2]:
        piece()
    backup = backups(home.backups)[0].file
    day.workspace.close()
    kept = backup.read_bytes()
    first()
    last()
    if what == "erased":
        day.clock.move(_LATER - timedelta(days=1))
        erased = erase_now(day.workspace, 60, CancelToken(), lambda *_: None)
        assert erased.orders and backup.read_bytes() != kept
        backup.write_bytes(kept)
    day.workspace.close()
    return Replacing(pristine, keys, is_restoring=True)


def _noted(workspace: Workspace) -> Counter[HandlingKind]:
    return Counter(one.kind for one in newest(workspace, HandlingQuery(), 500)[1])


def with_room_for(
    kib: int, place: Path, replacing: Replacing, old: State, new: State, noted: Counter[HandlingKind]
) -> Told:
    """Replace the store until the disk is full, look at what is there, make room, and go on."""
    _mount(place, ROOMY_KIB)
    problems: list[str] = []
    root = place / "home"
    workspace = replacing.workspace(root)
    try:
        shutil.copytree(replacing.pristine, root)
        lies = os.statvfs(place)
        _mount(place, (lies.f_blocks - lies.f_bfree) * lies.f_frsize // 1024 + kib, "remount")
        for piece in replacing.pieces():
            try:
                piece(workspace)
            except ProblemError as error:
                if problems:
                    raise
                problems.append(error.problem.code)
                # A new start, as after switching the PC off and on; then with room.
                workspace.close()
                assert replacing.state(root) in (old, new), "a mixture"
                workspace = replacing.workspace(root)
                _mount(place, ROOMY_KIB, "remount")
                workspace.database()
                assert replacing.state(root) in (old, new), "a mixture at the next start"
                piece(workspace)
        found = _noted(workspace)
        assert found >= noted and found[HandlingKind.RESTORED] == noted[HandlingKind.RESTORED], "notes"
        assert verified(workspace).soundness is Soundness.WHOLE, "the handling log"
        workspace.close()
        assert replacing.state(root) == new, "not the new store"
        return Told(kib, problems, "")
    except Exception as error:  # noqa: BLE001 - told as the row's finding
        return Told(kib, problems, f"{type(error).__name__}: {error}")
    finally:
        workspace.close()
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mount(place: Path, kib: int, *words: str) -> None:
    options = ",".join((*words, f"size={kib}k"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)


def be_careless() -> None:
    """The suite's teeth: statements of a migration that count by themselves, a copy that counts half written."""

    def commit(connection: object, cursor: Any, *_: object) -> None:
        if cursor.connection.in_transaction:
            cursor.connection.execute("COMMIT")
            cursor.connection.execute("BEGIN IMMEDIATE")

    def stage(source: Path, store: Path, _: object, name: str, __: object) -> int:
        with restoring._written(store):
            shutil.copyfile(source, staged(store, name))
        return 0

    event.listen(Engine, "after_cursor_execute", commit)
    vars(restoring)["stage"] = stage


def main() -> None:
    place, (first, step, last), what = Path(sys.argv[1]), map(int, sys.argv[2:5]), sys.argv[5]
    with tempfile.TemporaryDirectory() as kept:
        replacing = made_ready(what, Path(kept, "home"))
        goal = Path(kept, "goal")
        shutil.copytree(replacing.pristine, goal)
        workspace = replacing.workspace(goal)
        for piece in replacing.pieces():
            piece(workspace)
        noted = _noted(workspace)
        workspace.close()
        old, new = replacing.state(replacing.pristine), replacing.state(goal)
        assert old != new
        if sys.argv[6:]:
            be_careless()
        for kib in range(first, last + 1, step):
            told = with_room_for(kib, place, replacing, old, new, noted)
            print(json.dumps(asdict(told)), flush=True)
            if not told.problems and not told.fault:
                return  # the new store fits


if __name__ == "__main__":
    main()
