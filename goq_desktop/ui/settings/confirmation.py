"""A question in place of a message box: it stands where the thing is, and does nothing until answered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role


class Confirmation(QFrame):
    """Hidden until `ask`. The safe answer has the focus, and Escape gives it."""

    confirmed = Signal()
    declined = Signal()

    def __init__(self, yes: str) -> None:
        super().__init__()
        theme.set_role(self, Role.NOTICE)
        self._question = QLabel()
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setWordWrap(True)
        self.yes = QPushButton(yes)
        self.no = QPushButton(self.tr("やめる"))
        for button, slot in ((self.yes, self._on_yes_clicked), (self.no, self._on_no_clicked)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self._on_no_clicked)
        row = QHBoxLayout(self)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._question, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.hide()

    def ask(self, question: str) -> None:
        self._question.setText(question)
        self.yes.setAccessibleName(self.yes.text())
        self.no.setAccessibleName(self.no.text())
        self.no.setAccessibleDescription(question)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_yes_clicked(self) -> None:
        self.hide()
        self.confirmed.emit()

    @Slot()
    def _on_no_clicked(self) -> None:
        self.hide()
        self.declined.emit()
