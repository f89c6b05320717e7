"""What the button of the problem bar does: unlock the keyring, set the store aside, or try once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import ProblemCode
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.problem_bar import UNOPENABLE, ProblemBar

if TYPE_CHECKING:
    from goq_desktop.ui.wizard.actions import SetupActions


class ProblemAnswers(QObject):
    """`again`: the window once more, with all that it reads."""

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        actions: SetupActions,
        bar: ProblemBar,
        again: Callable[[], None],
    ) -> None:
        super().__init__(bar)
        self._workspace = workspace
        self._thread = thread
        self._actions = actions
        self._bar = bar
        self._again = again
        bar.action_chosen.connect(self._on_action_chosen)

    @Slot()
    def _on_action_chosen(self) -> None:
        problem = self._bar.problem
        self._bar.clear()
        code = problem.code if problem else None
        if code is ProblemCode.KEYRING_LOCKED:
            self._actions.unlock_keyring(lambda _: self._again())
        elif code in UNOPENABLE and not self._workspace.is_store_open:

            def set_aside(_: CancelToken, __: Report) -> None:
                self._workspace.set_aside_store()

            self._thread.submit(set_aside, lambda _: self._again(), self._bar.show_if_any)
        else:
            self._again()
