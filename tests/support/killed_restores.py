"""Restores a backup in a child that is killed at one step after the other: `python -m … DIR KEY SALT`.

DIR holds `orders.db` and the older `backup.db`, which open with the key. Prints for each step its number,
whether the child was killed at it, and how many orders the store, the file kept aside and the store after
a second restoring hold.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from functools import partial
from pathlib import Path

from goq_desktop.storage.cipher import connect_sealed
from goq_desktop.storage.copying import orders_in
from goq_desktop.storage.database import Database
from goq_desktop.storage.restoring import OpenCopy, peek, put_in_place, stage
from tests.support.file_steps import stopped_at


def _kill(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _restore(folder: Path, open_copy: OpenCopy, name: str) -> None:
    stage(folder / "backup.db", folder / "orders.db", open_copy, name, lambda: None)
    put_in_place(folder / "orders.db")


def _killed_at(step: int, folder: Path, open_copy: OpenCopy) -> bool:
    """False when the child came to its end before this step."""
    child = os.fork()
    if not child:
        with stopped_at(step, _kill):
            _restore(folder, open_copy, "1")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _opened(folder: Path, key: bytes, salt: bytes) -> int:
    """As at the next start."""
    put_in_place(folder / "orders.db")
    database = Database(folder / "orders.db", key, salt)
    database.open()
    try:
        return orders_in(database)
    finally:
        database.close()


def main(folder: Path, key: bytes, salt: bytes) -> None:
    open_copy = partial(connect_sealed, key=key, salt=salt)
    step, is_killed = 0, True
    while is_killed:
        place = folder / str(step)
        place.mkdir()
        for name in ("orders.db", "backup.db"):
            shutil.copy2(folder / name, place / name)
        is_killed = _killed_at(step, place, open_copy)
        now = _opened(place, key, salt)
        aside = [peek(file, open_copy) for file in place.glob("orders.before-restore-1.db")]
        _restore(place, open_copy, "2")
        print(step, is_killed, now, sum(aside), _opened(place, key, salt))
        assert not [*place.glob("*.restored-*"), *place.glob(".*")]
        shutil.rmtree(place)
        step += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(bytes.fromhex, sys.argv[2:4]))
