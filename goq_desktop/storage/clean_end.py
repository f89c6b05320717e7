"""Tells a log or a journal that belongs to the store from one that was laid beside it later."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_LOG: Final = "-wal"
_JOURNAL: Final = "-journal"
_PAGES_BEFORE: Final = slice(16, 20)  # in a journal's head
PAGE_BYTES: Final = 4096


class CleanEnd:
    """A mark beside the store while it is closed and everything lies in its one file.

    A log that is found together with the mark is of another time: a backup program's or a folder sync's. SQLite
    would play it into the store, and orders would go back to what they were then, without a word.
    A journal undoes the first write of all, or that which begins a log in a backup that was put back. One of the
    former that is found later (a disk forgot its removal, a backup program kept it) would roll the whole store
    back to nothing.
    The mark needs no sync of its own: SQLite syncs the folder with each new log, before the first commit in it.
    """

    def __init__(self, store: Path) -> None:
        self._mark = store.with_name(f"{store.stem}.closed")
        self._store = store
        self._log = store.with_name(f"{store.name}{_LOG}")
        self._journal = store.with_name(f"{store.name}{_JOURNAL}")

    def take(self) -> None:
        """Before the first connection: what is not the store's is kept under another name. Raises OSError."""
        if _size(self._store) > PAGE_BYTES and _pages_before(self._journal) <= 1:
            _keep_aside(self._journal)
        if self._mark.exists():
            _keep_aside(self._log)
            self._mark.unlink()

    def leave(self) -> None:
        """After the last connection, whoever closed it; while another one is open there is no clean end."""
        if not self._log.exists():
            # Without the mark the next start is as after a kill, which loses nothing.
            with suppress(OSError):
                os.close(os.open(self._mark, os.O_CREAT | os.O_WRONLY, 0o600))


def _keep_aside(file: Path) -> None:
    if _size(file):
        os.replace(file, file.with_name(f"{file.name}.stray"))


def _pages_before(journal: Path) -> int:
    """What SQLite would cut the store to."""
    with suppress(FileNotFoundError), journal.open("rb") as file:
        return int.from_bytes(file.read(_PAGES_BEFORE.stop)[_PAGES_BEFORE], "big")
    return 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
