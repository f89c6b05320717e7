"""Ends the wait for a call that may never return."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

# A service that answers nobody would otherwise gather one stuck thread for each try.
_MOST_STUCK: Final = 8


class DeadlinePassed(Exception):
    """The call did not end in time; it may still take effect."""


class Deadline:
    """A moment that several calls share."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._end - time.monotonic())


class AbandoningCaller:
    """Runs each call in a daemon thread of its own and leaves that behind when the deadline passes.

    One call at a time is the caller's business. `work` must not raise: nobody would hear of it.
    """

    def __init__(self) -> None:
        self._stuck: list[threading.Thread] = []

    def call(self, work: Callable[[], T], deadline: Deadline) -> T:
        """What `work` returns. Raises `DeadlinePassed`; at once while too many calls are stuck."""
        self._stuck = [thread for thread in self._stuck if thread.is_alive()]
        if len(self._stuck) >= _MOST_STUCK:
            raise DeadlinePassed
        answers: list[T] = []
        thread = threading.Thread(target=lambda: answers.append(work()), name="keyring", daemon=True)
        thread.start()
        thread.join(deadline.seconds_left)
        if not answers:
            self._stuck.append(thread)
            raise DeadlinePassed
        return answers[0]
