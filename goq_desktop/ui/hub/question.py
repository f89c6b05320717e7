"""A question with three answers, in place: it stands where the thing is and waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

_ANSWERS: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    then: Callable[[], None]


class Question(QFrame):
    """Hidden until `ask`. The first answer has the focus; Escape gives the last, which changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, Role.NOTICE)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._answers: Sequence[Answer] = ()
        self.buttons = [QPushButton() for _ in range(_ANSWERS)]
        row = QHBoxLayout(self)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._text, 1)
        for button in self.buttons:
            button.setAutoDefault(True)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self._on_escaped)
        self.hide()

    @property
    def text(self) -> str:
        """Empty while nothing is asked."""
        return "" if self.isHidden() else self._text.text()

    def ask(self, question: str, answers: Sequence[Answer]) -> None:
        """`answers` are three. Asked anew, it replaces the question that was open."""
        self._text.setText(question)
        self._answers = answers
        for button, answer in zip(self.buttons, answers, strict=True):
            button.setText(answer.text)
            button.setAccessibleName(answer.text)
            button.setAccessibleDescription(question)
        self.show()
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_clicked(self) -> None:
        place = next(place for place, button in enumerate(self.buttons) if button is self.sender())
        self.hide()
        self._answers[place].then()

    @Slot()
    def _on_escaped(self) -> None:
        self.hide()
        self._answers[-1].then()
