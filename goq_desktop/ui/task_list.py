"""準備 n/6: what the quick way left open, in the window until it is done or put away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from goq_desktop.services.setup_flow import STEPS, SetupPage
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.names import page_title


class TaskList(QFrame):
    """One line: how far the preparation is, and a button for each open task."""

    task_chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(theme.SPACE * 2, theme.SPACE, theme.SPACE, theme.SPACE)
        self._line.setSpacing(theme.SPACE)
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self._count, Role.HEADING)
        self._line.addWidget(self._count)
        self._tasks = QHBoxLayout()
        self._tasks.setSpacing(theme.SPACE)
        self._line.addLayout(self._tasks)
        self._line.addStretch(1)
        close = QToolButton()
        close.setIcon(theme.icon("close"))
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("準備の一覧を閉じる"))
        close.setToolTip(self.tr("閉じる（設定メニューからいつでも開けます）"))
        close.clicked.connect(self._on_close_clicked)
        self._line.addWidget(close)

    def load(self, settings: Settings) -> None:
        """Show what is open; hidden when nothing is, or when it was put away."""
        tasks = [step for step in STEPS if step.page is not SetupPage.CONFIRM]
        opened = [step for step in tasks if not step.is_done(settings)]
        while (item := self._tasks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        done = len(tasks) - len(opened)
        self._count.setText(self.tr("準備 {done}/{all}").format(done=done, all=len(tasks)))
        for step in opened:
            button = QPushButton(page_title(step.page))
            button.setProperty("task", step.page.value)
            button.setAccessibleName(self.tr("{name}を設定する").format(name=page_title(step.page)))
            button.clicked.connect(self._on_task_clicked)
            self._tasks.addWidget(button)
        self.setVisible(bool(opened) and not settings.setup.is_task_list_dismissed)

    @Slot()
    def _on_task_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.task_chosen.emit(sender.property("task"))

    @Slot()
    def _on_close_clicked(self) -> None:
        self.hide()
        self.dismissed.emit()
