"""Counts the orders of an older store in the background, bit by bit, until none is left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem
from goq_desktop.services.workspace import Workspace

# The first orders of the morning come first; in between others have their turn.
_FIRST_MS: Final = 3_000
_PAUSE_MS: Final = 50
# A view that shows the numbers reads them again after so many steps.
_TOLD_EVERY: Final = 20


class CatchingUp(QObject):
    """`progressed`: what is counted has grown, or all is done."""

    progressed = Signal()

    def __init__(self, workspace: Workspace, thread: JobThread, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread = thread
        self._steps = 0
        self._timer = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._timer.timeout.connect(self._on_due)

    def start(self) -> None:
        self._timer.start(_FIRST_MS)

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _on_due(self) -> None:
        if not self._workspace.is_store_open:
            return  # the list tells why; when that is mended the window starts this again

        def work(_: CancelToken, __: Report) -> int:
            database = self._workspace.database()
            from goq_desktop.storage.catching_up import catch_up

            return catch_up(database)

        self._thread.submit(work, self._done, self._failed)

    def _done(self, count: int) -> None:
        if count:
            self._steps += 1
            self._timer.start(_PAUSE_MS)
        if self._steps and (not count or self._steps % _TOLD_EVERY == 0):
            self.progressed.emit()

    def _failed(self, _: Problem | None) -> None:
        """The list tells why the store cannot be used; the next start goes on."""
