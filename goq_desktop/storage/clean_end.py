"""Tells a log that belongs to the store from one that was laid beside it later."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_LOG: Final = "-wal"


class CleanEnd:
    """A mark beside the store while it is closed and everything lies in its one file.

    A log that is found together with the mark is of another time: a backup program's or a folder sync's. SQLite
    would play it into the store, and orders would go back to what they were then, without a word.
    The mark needs no sync of its own: SQLite syncs the folder with each new log, before the first commit in it.
    """

    def __init__(self, store: Path) -> None:
        self._mark = store.with_name(f"{store.stem}.closed")
        self._log = store.with_name(f"{store.name}{_LOG}")

    def take(self) -> None:
        """Before the first connection: a log that is not the store's is kept under another name. Raises OSError."""
        if self._mark.exists():
            if _size(self._log):
                os.replace(self._log, self._log.with_name(f"{self._log.name}.stray"))
            self._mark.unlink()

    def leave(self) -> None:
        """After the last connection, whoever closed it; while another one is open there is no clean end."""
        if not self._log.exists():
            # Without the mark the next start is as after a kill, which loses nothing.
            with suppress(OSError):
                os.close(os.open(self._mark, os.O_CREAT | os.O_WRONLY, 0o600))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
