"""The answer to an alarm: that it was seen is stored as a step, and what is left is told again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from goq_desktop.background.fetching import FetchController
from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.census import Findings
from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.domain.problems import ProblemCode
from goq_desktop.services import confirming
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.editing.undo_door import UndoDoor
from goq_desktop.ui.window import DeskWindow


class AlarmDoor(QObject):
    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        fetches: FetchController,
        undo: UndoDoor,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._workspace, self._thread, self._fetches = workspace, thread, fetches
        self._undo, self._window = undo, window
        window.orders.freshness.alarms_confirmed.connect(self._on_confirmed)
        undo.undone.connect(self._on_reversed)
        undo.redone.connect(self._on_reversed)

    @Slot(str)
    def _on_confirmed(self, shop_uid: str) -> None:
        # What stands there; a fetch may be finding more.
        seen = self._fetches.freshness(shop_uid).findings.alarms

        def work(_: CancelToken, __: Report) -> StepResult:
            return confirming.see_alarms(self._workspace, shop_uid, seen)

        def done(result: StepResult) -> None:
            if result.label is not None:
                self._undo.take(result)
            self._window.problem.clear_of(ProblemCode.WORKED_ON_CHANGED)
            self._look_again()

        self._thread.submit(work, done, self._window.problem.show_if_any, is_kept=True)

    @Slot(object)
    def _on_reversed(self, result: StepResult) -> None:
        if result.label is not None and result.label.kind is EventKind.ALARM_SEEN:
            self._look_again()

    def _look_again(self) -> None:
        shops = [shop.uid for shop in self._workspace.shops()]

        def work(_: CancelToken, __: Report) -> Mapping[str, Findings]:
            database = self._workspace.database()
            from goq_desktop.storage.journal import Journal

            journal = Journal(database)
            return {uid: journal.findings(uid) for uid in shops}

        def take(found: Mapping[str, Findings]) -> None:
            for uid, findings in found.items():
                self._fetches.take_findings(uid, findings)

        self._thread.submit(work, take, self._window.problem.show_if_any)
