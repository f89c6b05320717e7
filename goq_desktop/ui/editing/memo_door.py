"""The way to write ひとことメモ in place: its action and key, and the step that stores it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.services import editing
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.editing.memo_field import memo_of
from goq_desktop.ui.editing.undo_door import UndoDoor
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow


class MemoDoor(QObject):
    def __init__(
        self, workspace: Workspace, thread: JobThread, undo: UndoDoor, menu: QMenu, window: DeskWindow
    ) -> None:
        super().__init__(window)
        self._workspace, self._thread, self._undo, self._window = workspace, thread, undo, window
        self._orders = window.orders
        self.field = window.orders.detail.memo
        self.action = QAction(theme.icon("edit"), self.tr("ひとことメモを書く(&N)"), window)
        self.action.setShortcut(QKeySequence("F2"))
        # On other pages nothing of it would be seen.
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.action.triggered.connect(self.begin)
        self._orders.addAction(self.action)
        self._orders.table.addAction(self.action)
        menu.addAction(self.action)
        self.field.written.connect(self._on_written)
        self.field.ended.connect(self._on_ended)

    @Slot()
    def begin(self) -> None:
        """On the order that is shown beside the list; the pane is shown for it."""
        if not self._orders.isVisible():
            self._window.pages.ask(PageCode.ORDERS, self.begin)
            return
        self._orders.show_detail_at_once()
        self.field.begin()

    @Slot(int, str, str)
    def _on_written(self, order_id: int, text: str, before: str) -> None:
        def work(_: CancelToken, __: Report) -> StepResult:
            return editing.write_note(self._workspace, order_id, text, before)

        def done(result: StepResult) -> None:
            if result.erased:
                why = self.tr("個人情報を消去した受注には、メモを書けません。")
                self.field.show_refused(order_id, text, why)
            elif result.moved_on:
                self.field.show_refused(order_id, text, stored=self._stored(order_id))
            else:
                self.field.show_kept(order_id)
                if result.label is not None:
                    self._undo.take(result)
            self._orders.refresh_at_once()

        def failed(problem: Problem | None) -> None:
            if problem is not None and problem.code is ProblemCode.EDIT_INVALID:
                why = self.tr("見えない文字が入っているため、保存できません。その文字を消してください。")
            else:
                why = self.tr(
                    "保存できませんでした。上の知らせを見て、もう一度 Ctrl+Enter を押してください。"
                )
                self._window.problem.show_if_any(problem)
            self.field.show_refused(order_id, text, why)

        self._thread.submit(work, done, failed, is_kept=True)

    def _stored(self, order_id: int) -> str:
        try:
            stored = self._orders.read_order(order_id)
        except ProblemError as error:
            self._window.problem.show_problem(error.problem)
            return ""
        return memo_of(stored) if stored is not None else ""

    @Slot()
    def _on_ended(self) -> None:
        self._orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
