"""Erases people in a backup in children that are killed at one step after the other: `python -m … DIR`.

Prints for each step its number, what the child was killed at, and how many erased people the backup then
still holds, and after another call.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.paths import Home
from goq_desktop.services import backup_erasing
from goq_desktop.services.backing_up import back_up, backups
from goq_desktop.services.store_opening import look_into
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage import backup_erasing as stored
from goq_desktop.storage.database import Database
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import made_order, received
from tests.support.set_clock import SetClock

_STEPS = (
    (shutil, "copyfile"),
    (backup_erasing, "open_store"),
    (stored, "erase_orders"),
    (Database, "close"),
    (Database, "connect_to"),
    (stored, "is_sound"),
    (os, "replace"),
    (Path, "unlink"),
)


def _killed_at(step: int, work: Callable[[], object]) -> str:
    """The step at which a child was killed; empty when it came to its end before."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        passed = 0

        def reach(name: str) -> None:
            nonlocal passed
            passed += 1
            if passed == step:
                os.write(writer, name.encode())
                os.kill(os.getpid(), signal.SIGKILL)

        def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **options: Any) -> Any:
                reach(f"before-{name}")
                result = real(*args, **options)
                reach(f"after-{name}")
                return result

            return call

        with ExitStack() as patches:
            for place, name in _STEPS:
                patches.enter_context(patch.object(place, name, watched(name, getattr(place, name))))
            work()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        name = answer.read()
    os.waitpid(child, 0)
    return name


def _held(workspace: Workspace, serials: list[str]) -> int:
    (backup,) = backups(workspace.home.backups)
    with closing(look_into(backup.file, workspace.credentials)) as reader:
        (total,) = reader.execute("SELECT count(*) FROM orders").fetchone()
        assert total == 60
        assert not reader.execute("PRAGMA cipher_integrity_check").fetchall()
        held = reader.execute("SELECT serial FROM orders WHERE erased_at IS NULL").fetchall()
    return len({serial for (serial,) in held} & set(serials))


def main(folder: Path) -> None:
    clock, credentials = SetClock(), SessionStore()
    first = Workspace(Home.at(folder / "first"), credentials, clock)
    first.settings_store.save(other=Other(erase_after_days=60))
    orders = [made_order(number) for number in range(60)]
    database = first.database()
    run = Journal(database).begin("a", Window(since=clock.now()), is_automatic=True, now=clock.now())
    OrderWriter(database, "profile").store_page("a", run, [received(one) for one in orders], now=clock.now())
    back_up(first, CancelToken())
    clock.move(timedelta(days=61))
    erase_finished(database, NO_RULES, before=clock.now() - timedelta(days=60), now=clock.now())
    with closing(database.reader()) as reader:
        erased = [row[0] for row in reader.execute("SELECT serial FROM orders WHERE erased_at IS NOT NULL")]
    first.close()
    step, name = 0, "start"
    while name:
        step += 1
        shutil.copytree(folder / "first", folder / "home")
        workspace = Workspace(Home.at(folder / "home"), credentials, clock)

        def work(workspace: Workspace = workspace) -> object:
            return backup_erasing.erase_in_backups(workspace, CancelToken())

        name = _killed_at(step, work)
        then = _held(workspace, erased)
        work()
        left = [path.name for path in workspace.home.backups.iterdir() if path.name.startswith(".")]
        print(step, name or "-", len(erased), then, _held(workspace, erased), len(left))
        workspace.close()
        shutil.rmtree(folder / "home")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
