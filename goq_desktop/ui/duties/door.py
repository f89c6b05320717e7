"""The ways to the duties: their actions in the menus, and the notes of what a person copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import MANY_COPIED, HandlingKind
from goq_desktop.domain.problems import Problem
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.ui.duties.duties_window import DutiesWindow
    from goq_desktop.ui.duties.erasing_dialog import ErasingDialog
    from goq_desktop.ui.duties.support_dialog import SupportDialog


class DutiesDoor(QObject):
    def __init__(self, workspace: Workspace, thread: JobThread, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._window = window
        self.duties: DutiesWindow | None = None
        self.erasing: ErasingDialog | None = None
        self.support: SupportDialog | None = None
        self.record_action = QAction(theme.icon("list"), self.tr("取扱記録と人数(&R)…"), self)
        self.record_action.triggered.connect(self.show_record)
        self.erasing_action = QAction(self.tr("個人情報を今すぐ消去(&E)…"), self)
        self.erasing_action.triggered.connect(self.ask_to_erase)
        self.support_action = QAction(theme.icon("info"), self.tr("サポート用ファイル(&S)…"), self)
        self.support_action.triggered.connect(self.show_support)
        # Before the last, which is what the program is.
        before = window.help_menu.actions()[-1]
        window.help_menu.insertActions(before, [self.support_action, self.record_action, self.erasing_action])
        window.orders.table.copied.connect(self._on_copied)

    @Slot()
    def show_record(self) -> None:
        if self.duties is None:
            from goq_desktop.ui.duties.duties_window import DutiesWindow

            self.duties = DutiesWindow(self._workspace, self._thread, self._window)
            self.duties.people.erasing_asked.connect(self.ask_to_erase)
        self.duties.show()
        self.duties.raise_()
        self.duties.activateWindow()

    @Slot()
    def show_support(self) -> None:
        if self.support is None:
            from goq_desktop.ui.duties.support_dialog import SupportDialog

            self.support = SupportDialog(self._workspace, self._thread, self._window)
        self.support.look()
        self.support.open()

    @Slot()
    def ask_to_erase(self) -> None:
        if self.erasing is None:
            from goq_desktop.ui.duties.erasing_dialog import ErasingDialog

            is_beside = self.duties is not None and self.duties.isVisible()
            self.erasing = ErasingDialog(
                self._workspace, self._thread, self.duties if is_beside else self._window
            )
            self.erasing.erased.connect(self._on_erased)
            self.erasing.finished.connect(self._on_erasing_closed)
        self.erasing.open()

    @Slot()
    def _on_erased(self) -> None:
        self._window.orders.refresh_at_once()
        if self.duties is not None and self.duties.isVisible():
            self.duties.look()

    @Slot()
    def _on_erasing_closed(self) -> None:
        """What a job still tells finds the dialog; it is let go, not deleted under it."""
        self.erasing = None

    @Slot(int)
    def _on_copied(self, orders: int) -> None:
        if orders < MANY_COPIED:
            return

        def work(_: CancelToken, __: Report) -> None:
            self._workspace.database()
            from goq_desktop.services.handling import note

            note(self._workspace, HandlingKind.COPIED, orders)

        def failed(problem: Problem | None) -> None:
            if problem is not None:
                self._window.problem.show_problem(problem)

        self._thread.submit(work, lambda _: None, failed)
