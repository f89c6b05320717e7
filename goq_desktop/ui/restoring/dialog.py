"""Shows the backups that open here, and lets a person choose the one to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from goq_desktop.services.restoring import Restorable
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.busy_line import BusyLine

_SIZE: Final = (560, 440)
_ORDERS_WIDTH: Final = 160


class RestoreDialog(QDialog):
    """Waits from the beginning until `show_backups`. `chosen` carries a `Restorable`; `stopped`: no longer wait."""

    chosen = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backups: Sequence[Restorable] = ()
        self.setWindowTitle(self.tr("バックアップから元に戻す"))
        self.resize(*_SIZE)
        heading = _label(self.tr("どの時点の受注に戻しますか。"), Role.HEADING)
        explanation = _label(
            self.tr(
                "今の受注データは消さずに、別の名前で残します。"
                "その後の受注は次の取得で取り込みますが、その間にこのパソコンで加えた変更は入りません。"
            ),
            Role.HINT,
        )
        self.table = _table()
        self.table.setAccessibleName(self.tr("元に戻せるバックアップ"))
        self.table.setHorizontalHeaderLabels([self.tr("バックアップした日時"), self.tr("受注")])
        self.table.itemDoubleClicked.connect(self._on_restore_clicked)
        self.notice = MessageLine()
        self.problem = ProblemBox()
        self.busy = BusyLine()
        self.busy.stopped.connect(self._on_stop_clicked)
        self.restore_button = QPushButton(self.tr("この時点に戻す"))
        self.close_button = QPushButton(self.tr("やめる"))
        theme.set_role(self.restore_button, Role.PRIMARY)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addStretch(1)
        for button, slot in (
            (self.restore_button, self._on_restore_clicked),
            (self.close_button, self.reject),
        ):
            button.setAccessibleName(button.text())
            button.setAutoDefault(True)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(heading)
        column.addWidget(explanation)
        column.addWidget(self.table, 1)
        column.addWidget(self.notice)
        column.addWidget(self.problem)
        column.addWidget(self.busy)
        column.addLayout(buttons)
        self.wait_for(self.tr("バックアップを確かめています…"))

    def wait_for(self, text: str) -> None:
        self.problem.hide()
        self.restore_button.setEnabled(False)
        self.table.setEnabled(False)
        self.busy.begin(text)

    def show_backups(self, backups: Sequence[Restorable], unreadable: int) -> None:
        """Newest first; the newest is chosen."""
        self._backups = backups
        self.table.setRowCount(len(backups))
        for row, one in enumerate(backups):
            made = one.backup.made_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
            for column, text in enumerate((made, self.tr("{count}件").format(count=f"{one.orders:,}"))):
                self.table.setItem(row, column, QTableWidgetItem(text))
        if not backups:
            text = self.tr("元に戻せるバックアップは、まだありません。")
            self.notice.say(Role.HINT, text)
        elif unreadable:
            text = self.tr("ほかに、開けないバックアップが{count}個あります。")
            self.notice.say(Role.NOTICE, text.format(count=unreadable))
        self.end_wait()

    def show_problem(self, problem: Problem | None) -> None:
        """None: what was waited for was stopped."""
        if problem is not None:
            self.problem.show_problem(problem)
        self.end_wait()

    def end_wait(self) -> None:
        self.busy.end()
        has_backups = bool(self._backups)
        self.restore_button.setEnabled(has_backups)
        self.table.setEnabled(has_backups)
        if not has_backups:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_restore_clicked(self) -> None:
        if self.restore_button.isEnabled():
            self.chosen.emit(self._backups[self.table.currentRow()])

    @Slot()
    def _on_stop_clicked(self) -> None:
        self.stopped.emit()


def _label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.set_role(label, role)
    return label


def _table() -> QTableWidget:
    table = ReadingTable(2)
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(1, _ORDERS_WIDTH)
    return table
