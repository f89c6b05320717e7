"""Copies an open store into a file of its own, and proves that the copy can be read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database

# A few hundred steps for a store of a million orders: `check` is asked between two.
_PAGES_A_STEP: Final = 4_000
_COUNT: Final = "SELECT count(*) FROM orders"


def copy_store(database: Database, target: Path, check: Callable[[], None]) -> int:
    """The number of orders in the copy, which opens with the same key; `target` is an empty file.

    Orders may be written meanwhile: the copy holds what was committed at the call. `check` is called
    between steps and may raise. Raises STORE_DAMAGED when the copy is not sound, DISK_FULL, STORE_*.
    """
    with translated(target), closing(database.reader()) as source:
        # One transaction around all steps: else a write in between would begin the copy anew.
        source.execute("BEGIN")
        wanted = count_orders(source)
        with closing(database.connect_to(target)) as copy:
            source.backup(copy, pages=_PAGES_A_STEP, progress=lambda *_: check())
            # It is to be one file, and nobody writes into it.
            copy.execute("PRAGMA journal_mode = DELETE")
            check()
            if not is_sound(copy) or count_orders(copy) != wanted:
                raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(target))
    return wanted


def orders_in(database: Database) -> int:
    """The number of stored orders. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return count_orders(reader)


def count_orders(connection: Connection) -> int:
    """In a store or a copy of one."""
    return int(connection.execute(_COUNT).fetchone()[0])


def is_sound(connection: Connection) -> bool:
    """Every page is authentic, and the tables hold together."""
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        return False
    return [row[0] for row in connection.execute("PRAGMA quick_check")] == ["ok"]
