"""The ways to local work: its actions in the menus and on the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.history import Event
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.services import editing
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.availability import allow
from goq_desktop.ui.editing.undo_door import UndoDoor
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder
    from goq_desktop.ui.editing.edit_dialog import EditDialog


class EditDoor(QObject):
    """Every step goes through `undo`, which tells of it and takes it back. `menu`: 編集."""

    def __init__(self, workspace: Workspace, thread: JobThread, undo: UndoDoor, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace, self._thread, self._window = workspace, thread, window
        self._orders = window.orders
        self._undo = undo
        self.dialog: EditDialog | None = None
        self.edit_action = self._action("edit", "Ctrl+B", self._on_edit_triggered)
        self.edit_action.setText(self.tr("受注を変更(&B)…"))
        self.lane_action = self._action("list", "Ctrl+M", self._on_lane_triggered)
        self.lane_action.setText(self.tr("ステータス変更(&M)…"))
        self._lane_menu = QMenu(self.tr("ステータス変更"), window)
        self._fill_menus()
        self._orders.table.selection_counted.connect(self._on_selection_counted)
        self._orders.table.addActions([self.lane_action, self.edit_action])
        self._orders.detail.timeline_asked.connect(self._on_timeline_asked)
        self._orders.detail.conflict_decided.connect(self.decide_conflict)
        self._on_selection_counted(0)

    def _action(self, icon: str, keys: str, triggered: Callable[[], None]) -> QAction:
        action = QAction(theme.icon(icon), "", self._window)
        action.setShortcut(QKeySequence(keys))
        # On other pages nothing of it would be seen.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(triggered)
        self._orders.addAction(action)
        return action

    def _fill_menus(self) -> None:
        self.menu = menu = self._window.edit_menu
        menu.setToolTipsVisible(True)
        menu.addActions([self._undo.undo_action, self._undo.redo_action])
        menu.addSeparator()
        menu.addActions([self.lane_action, self.edit_action])

    # -- what can be done

    @Slot(int)
    def _on_selection_counted(self, count: int) -> None:
        for action in (self.lane_action, self.edit_action):
            allow(action, None if count else self.tr("先に受注を選んでください。"))

    # -- steps

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
        self._undo.run(lambda: editing.edit(self._workspace, ids, [wish]))

    @Slot(int, int, str, bool)
    def decide_conflict(self, order_id: int, place: int, field: str, is_mine_kept: bool) -> None:
        """A person chose between their own value and the shop's."""
        keys = [(place, EditField(field))]
        self._undo.run(lambda: editing.resolve(self._workspace, order_id, keys, is_mine_kept=is_mine_kept))

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
            self._open_dialog([stored.id], stored).begin_with(first)

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
            self._undo.take(result)

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
