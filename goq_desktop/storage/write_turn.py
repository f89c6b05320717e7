"""Whose turn it is to write: one thread of this process at a time, and the others wait as long as it takes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

# So soon somebody who waits is told of it, and again and again.
TOLD_AFTER: Final = 0.5  # seconds


class WriteTurn:
    """SQLite itself gives up on a lock after a while, which a step over many orders may outlast.

    Nobody else writes: the file belongs to this process (`file_lock`).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._listeners = threading.local()

    @contextmanager
    def telling(self, held_up: Callable[[], None]) -> Iterator[None]:
        """Within, `held_up` is called while this thread waits; what it raises ends the waiting."""
        self._listeners.held_up = held_up
        try:
            yield
        finally:
            del self._listeners.held_up

    def take(self) -> None:
        """One who has it already goes on: SQLite refuses them a second transaction."""
        if self._owner == threading.get_ident():
            return
        held_up: Callable[[], None] | None = getattr(self._listeners, "held_up", None)
        while not self._lock.acquire(timeout=TOLD_AFTER):
            if held_up is not None:
                held_up()
        self._owner = threading.get_ident()

    def give(self) -> None:
        """By one who does not have it: nothing."""
        if self._owner == threading.get_ident():
            self._owner = None
            self._lock.release()

    def __enter__(self) -> None:
        self.take()

    def __exit__(self, *_: object) -> None:
        self.give()
