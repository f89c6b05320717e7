"""準備 n/8: what the quick way left open, in the window until it is done or put away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from goq_desktop.services.setup_flow import STEPS, TILES
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.names import page_title

# More would make the window wider than a small screen; the tiles show them all.
_MOST_BUTTONS: Final = 3


class TaskList(QFrame):
    """One line: how far the preparation is, a button for each of the first open tasks, and one for the rest."""

    task_chosen = Signal(str)  # the page's name; empty for all tiles
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

    @property
    def text(self) -> str:
        """How far the preparation is."""
        return self._count.text()

    def load(self, settings: Settings) -> None:
        """Show what is open; hidden when nothing is, or when it was put away."""
        opened = [step.page for step in STEPS if step.page in TILES and not step.is_done(settings)]
        while (item := self._tasks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        done = len(TILES) - len(opened)
        self._count.setText(self.tr("準備 {done}/{all}").format(done=done, all=len(TILES)))
        for page in opened[:_MOST_BUTTONS]:
            name = page_title(page)
            self._add_button(page.value, name, self.tr("{name}を設定する").format(name=name))
        rest = len(opened) - _MOST_BUTTONS
        if rest > 0:
            text = self.tr("ほか {count}件").format(count=rest)
            self._add_button("", text, self.tr("残りの設定を各種設定で見る"))
        self.setVisible(bool(opened) and not settings.setup.is_task_list_dismissed)

    def _add_button(self, task: str, text: str, name: str) -> None:
        button = QPushButton(text)
        button.setProperty("task", task)
        button.setAccessibleName(name)
        button.clicked.connect(self._on_task_clicked)
        self._tasks.addWidget(button)

    @Slot()
    def _on_task_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.task_chosen.emit(sender.property("task"))

    @Slot()
    def _on_close_clicked(self) -> None:
        self.hide()
        self.dismissed.emit()
