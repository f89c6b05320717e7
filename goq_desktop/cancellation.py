"""A token that asks long work to stop, and wakes it from a wait."""

from __future__ import annotations

import threading


class Cancelled(Exception):
    """Raised inside work whose token was cancelled; not an error, nothing is to be reported."""


class CancelToken:
    """Set by one thread, looked at by another.

    Work calls `check()` between its steps and `wait()` instead of sleeping.
    """

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when somebody asked for it."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleep for `seconds`, or raise `Cancelled` as soon as somebody asks for it."""
        if self._event.wait(seconds):
            raise Cancelled
