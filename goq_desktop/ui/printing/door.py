"""The way into 印刷: its action in menu, toolbar and list, and what is told when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence

from goq_desktop.background.jobs import JobThread
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.ui.printing.print_dialog import PrintDialog


class PrintDoor(QObject):
    def __init__(self, workspace: Workspace, thread: JobThread, state: QSettings, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._state = state
        self._window = window
        self.dialog: PrintDialog | None = None
        self.action = QAction(theme.icon("print"), self.tr("印刷(&R)…"), window)
        self.action.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
        self.action.triggered.connect(self.open)
        window.add_action(self.action)
        window.orders.table.addAction(self.action)

    @Slot()
    def open(self) -> None:
        """The list first: which orders are meant is seen there."""
        if self.dialog is not None:
            return
        if not self._window.orders.isVisible():
            self._window.pages.ask(PageCode.ORDERS, self.open)
            return
        from goq_desktop.services.printing import MOST_ORDERS
        from goq_desktop.ui.printing.print_dialog import PrintDialog

        table = self._window.orders.table
        listed = table.model().rowCount()
        if not listed:
            self._window.say(self.tr("印刷する受注がありません。絞り込みを外すか、受注を取得してください。"))
            return
        dialog = PrintDialog(
            self._workspace,
            self._thread,
            self._state,
            table.selected_ids(),
            (table.first_ids(MOST_ORDERS), listed),
            self._window.orders.lanes,
            self._window,
        )
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        assert dialog is not None
        if dialog.outcome:
            self._window.say(dialog.outcome)
        dialog.deleteLater()
        self._window.orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
