"""Reads in the background for a view: one reading at a time, and once more when it was asked for meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem

Result = TypeVar("Result")


class ViewReading:
    """`again` asks anew, as the view is by then; `failed` tells a problem (None: nothing is left to tell)."""

    def __init__(
        self, thread: JobThread, again: Callable[[], None], failed: Callable[[Problem | None], None]
    ) -> None:
        self._thread = thread
        self._again = again
        self._failed = failed
        self._is_running = False
        self._is_outdated = False

    @property
    def is_outdated(self) -> bool:
        """Whether what comes now is read once more at once."""
        return self._is_outdated

    def ask(
        self, work: Callable[[CancelToken, Report], Result], show: Callable[[Result | None], None]
    ) -> None:
        """`work` runs in the thread, `show` gets in the main thread what it gave, or None when it failed."""
        if self._is_running:
            self._is_outdated = True
            return

        def done(result: Result | None) -> None:
            self._is_running = False
            show(result)
            if self._is_outdated:
                self._is_outdated = False
                self._again()

        def failed(problem: Problem | None) -> None:
            self._failed(problem)
            self._is_outdated = False
            done(None)

        self._is_running = True
        self._thread.submit(work, done, failed)
