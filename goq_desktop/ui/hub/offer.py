"""After a rule for orders was saved: the orders that are there already can follow it, when a person wants that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.names import page_title


class Offer(QFrame):
    """Hidden until `show_for`; it stays while one goes on to other tiles, until it is taken or put away."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, Role.NOTICE)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.take_button = QPushButton(self.tr("保存済みの受注に反映(&H)…"))
        self.take_button.setAccessibleName(self.tr("保存済みの受注に反映"))
        self.take_button.setAutoDefault(True)
        self.take_button.clicked.connect(self._on_take_clicked)
        close = QToolButton()
        close.setIcon(theme.icon("close"))
        close.setAutoRaise(True)
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.setAccessibleName(self.tr("反映せずに閉じる"))
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE * 2, theme.SPACE, theme.SPACE, theme.SPACE)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._text, 1)
        row.addWidget(self.take_button)
        row.addWidget(close)
        self.hide()

    def show_for(self, page: SetupPage) -> None:
        self._text.setText(
            self.tr("「{title}」は、これから取り込む受注から使います。").format(title=page_title(page))
        )
        self.take_button.setAccessibleDescription(self._text.text())
        self.show()

    @Slot()
    def _on_take_clicked(self) -> None:
        self.hide()
        self.taken.emit()
