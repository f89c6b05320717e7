"""The ways to local work: its actions in the menus and on the list, what comes of them, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.history import Event, StepResult, UndoState
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.services import editing
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.editing.words import step_words
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.storage.order_list import StoredOrder
    from goq_desktop.ui.editing.edit_dialog import EditDialog


class EditDoor(QObject):
    """One step at a time: while one is written, no other is begun. Each that is written is told, also one
    that found nothing left to change."""

    edited = Signal(object)  # StepResult, as those below
    undone = Signal(object)
    redone = Signal(object)

    def __init__(self, workspace: Workspace, thread: JobThread, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace, self._thread, self._window = workspace, thread, window
        self._orders = window.orders
        self._state = UndoState()
        self._is_writing = False
        self.dialog: EditDialog | None = None
        self.undo_action = self._action("undo", "Ctrl+Z", self._on_undo_triggered)
        self.redo_action = self._action("redo", "Ctrl+Shift+Z", self._on_redo_triggered)
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.edit_action = self._action("edit", "Ctrl+B", self._on_edit_triggered)
        self.edit_action.setText(self.tr("受注を変更(&B)…"))
        self.lane_action = self._action("list", "Ctrl+M", self._on_lane_triggered)
        self.lane_action.setText(self.tr("ステータス変更(&M)…"))
        self._lane_menu = QMenu(self.tr("ステータス変更"), window)
        self._fill_menus()
        self._show_state(UndoState())
        self._orders.table.selection_counted.connect(self._on_selection_counted)
        self._orders.table.addActions([self.lane_action, self.edit_action])
        self._orders.detail.timeline_asked.connect(self._on_timeline_asked)
        self._orders.detail.conflict_decided.connect(self._on_conflict_decided)
        self._on_selection_counted(0)
        # Only when the first list is there: nothing may hold up the start.
        self._orders.listed.connect(self._ask_state, Qt.ConnectionType.SingleShotConnection)

    def _action(self, icon: str, keys: str, triggered: Callable[[], None]) -> QAction:
        action = QAction(theme.icon(icon), "", self._window)
        action.setShortcut(QKeySequence(keys))
        # The forms of 各種設定 have an undo of their own under the same keys.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(triggered)
        self._orders.addAction(action)
        return action

    def _fill_menus(self) -> None:
        bar = self._window.menuBar()
        menu = QMenu(self.tr("編集(&E)"), bar)
        menu.addActions([self.undo_action, self.redo_action])
        menu.addSeparator()
        menu.addActions([self.lane_action, self.edit_action])
        # Behind 受注, where every program has it.
        bar.insertMenu(bar.actions()[1], menu)

    # -- what can be done

    @Slot(int)
    def _on_selection_counted(self, count: int) -> None:
        for action in (self.lane_action, self.edit_action):
            action.setEnabled(count > 0)

    @Slot()
    def _ask_state(self) -> None:
        def work(_: CancelToken, __: Report) -> UndoState:
            return editing.undo_state(self._workspace)

        # What hinders it hinders the list too, which says so.
        self._thread.submit(work, self._show_state, lambda _: None)

    def _show_state(self, state: UndoState) -> None:
        self._state = state
        for action, label, bare in (
            (self.undo_action, state.undo, self.tr("元に戻す(&U)")),
            (self.redo_action, state.redo, self.tr("やり直す(&R)")),
        ):
            words = "" if label is None else f": {step_words(label, self._orders.lanes)}"
            action.setText(bare + words.replace("&", "&&"))
            action.setEnabled(label is not None)

    # -- steps

    @Slot()
    def _on_undo_triggered(self) -> None:
        self._write(lambda: editing.undo(self._workspace), self._undone)

    @Slot()
    def _on_redo_triggered(self) -> None:
        self._write(lambda: editing.redo(self._workspace), self._redone)

    @Slot()
    def _on_lane_triggered(self) -> None:
        if not self._orders.isVisible():
            self._window.pages.ask(PageCode.ORDERS, self._on_lane_triggered)
            return
        self._orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lane_menu.clear()
        for number, (code, name) in enumerate(self._orders.lanes.items(), 1):
            plain = name.replace("&", "&&")
            action = self._lane_menu.addAction(f"&{number} {plain}" if number < 10 else plain)
            action.setData(code)
            action.triggered.connect(self._on_lane_chosen)
        table = self._orders.table
        place = table.visualRect(table.currentIndex()).bottomLeft()
        inside = QPoint(max(0, place.x()), min(max(0, place.y()), table.viewport().height()))
        self._lane_menu.popup(table.viewport().mapToGlobal(inside))
        self._lane_menu.setActiveAction(self._lane_menu.actions()[0])

    @Slot()
    def _on_lane_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        wish, ids = Wish(EditField.LANE, str(action.data())), self._orders.table.selected_ids()
        self._write(lambda: editing.edit(self._workspace, ids, [wish]), self._edited)

    @Slot(int, int, str, bool)
    def _on_conflict_decided(self, order_id: int, place: int, field: str, is_mine_kept: bool) -> None:
        keys = [(place, EditField(field))]
        self._write(
            lambda: editing.resolve(self._workspace, order_id, keys, is_mine_kept=is_mine_kept), self._edited
        )

    def _write(self, step: Callable[[], StepResult], done: Callable[[StepResult], None]) -> None:
        if self._is_writing:
            return
        self._is_writing = True

        def work(_: CancelToken, __: Report) -> tuple[StepResult, UndoState]:
            return step(), editing.undo_state(self._workspace)

        def written(found: tuple[StepResult, UndoState]) -> None:
            self._is_writing = False
            self._show_state(found[1])
            self._orders.refresh_at_once()
            done(found[0])

        def failed(problem: Problem | None) -> None:
            self._is_writing = False
            if problem is not None:
                self._window.problem.show_problem(problem)

        self._thread.submit(work, written, failed)

    def _edited(self, result: StepResult) -> None:
        if result.label is None:
            self._window.say(self.tr("変わった受注はありません。") + self._left_alone(result))
            return
        self.edited.emit(result)
        text = self.tr("{what}。Ctrl+Z で元に戻せます。")
        self._window.say(
            text.format(what=step_words(result.label, self._orders.lanes)) + self._left_alone(result)
        )

    def _undone(self, result: StepResult) -> None:
        self.undone.emit(result)
        self._say_reversed(result, self.tr("元に戻しました: {what}。Ctrl+Shift+Z でやり直せます。"))

    def _redone(self, result: StepResult) -> None:
        self.redone.emit(result)
        self._say_reversed(result, self.tr("やり直しました: {what}。Ctrl+Z で元に戻せます。"))

    def _say_reversed(self, result: StepResult, text: str) -> None:
        if result.label is None:
            return
        if not result.changed_ids:
            text = self.tr("変えられた受注はありません。")
        self._window.say(
            text.format(what=step_words(result.label, self._orders.lanes)) + self._left_alone(result)
        )

    def _left_alone(self, result: StepResult) -> str:
        parts = []
        if result.moved_on:
            parts.append(
                self.tr("あとから変わった{count}件は、そのままにしました。").format(
                    count=f"{result.moved_on:,}"
                )
            )
        if result.erased:
            parts.append(
                self.tr("個人情報を消去した{count}件は、変えられません。").format(count=f"{result.erased:,}")
            )
        return "".join(f" {part}" for part in parts)

    # -- the dialog

    @Slot()
    def _on_edit_triggered(self) -> None:
        if not self._orders.isVisible():
            # What is changed is seen first: which orders are selected stands in the list.
            self._window.pages.ask(PageCode.ORDERS, self._on_edit_triggered)
            return
        ids = self._orders.table.selected_ids()
        if not ids or self.dialog is not None:
            return
        try:
            stored = self._orders.read_order(ids[0]) if len(ids) == 1 else None
        except ProblemError as error:
            self._window.problem.show_problem(error.problem)
            return
        if stored is not None and stored.is_erased:
            self._window.say(self.tr("個人情報を消去した受注は、変えられません。"))
            return
        self._open_dialog(ids, stored)

    def change(self, stored: StoredOrder, first: EditField) -> None:
        """The dialog for one order, from another page; `first` is the field that has the focus."""
        if self.dialog is None:
            self._open_dialog([stored.id], stored).row(first).check.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_dialog(self, ids: Sequence[int], stored: StoredOrder | None) -> EditDialog:
        from goq_desktop.ui.editing.edit_dialog import EditDialog

        dialog = EditDialog(self._workspace, self._thread, ids, stored, self._orders.lanes, self._window)
        self.dialog = dialog
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()
        return dialog

    @Slot(int)
    def _on_dialog_finished(self, code: int) -> None:
        dialog, self.dialog = self.dialog, None
        assert dialog is not None
        result = dialog.result_of_step
        dialog.deleteLater()
        if self._orders.isVisible():
            self._orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if code == QDialog.DialogCode.Accepted and result is not None:
            self._orders.refresh_at_once()
            self._ask_state()
            self._edited(result)

    # -- what happened to an order

    @Slot(int)
    def _on_timeline_asked(self, order_id: int) -> None:
        def work(_: CancelToken, __: Report) -> tuple[Event, ...]:
            return editing.timeline(self._workspace, order_id)

        def shown(events: tuple[Event, ...]) -> None:
            self._orders.detail.show_timeline(order_id, events)

        def failed(problem: Problem | None) -> None:
            if problem is not None:
                self._window.problem.show_problem(problem)

        self._thread.submit(work, shown, failed)
