"""A quiet box that tells one problem: what happened, why, and what to do next."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from goq_desktop.domain.problems import Problem
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

_ICON_SIZE: Final = 20


class ProblemBox(QFrame):
    """Hidden until `show_problem`; the text is plain and wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._icon = QLabel()
        self._title = _wrapping_label()
        theme.set_role(self._title, Role.PROBLEM)
        self._text = _wrapping_label()
        self._next_step = _wrapping_label()
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.SPACE * 3 // 2, theme.SPACE, theme.SPACE * 3 // 2, theme.SPACE)
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE // 2)
        grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        for row, label in enumerate((self._title, self._text, self._next_step)):
            grid.addWidget(label, row, 1)
        grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """All that is shown, for screen readers and tests; empty while hidden."""
        if self.isHidden():
            return ""
        return "\n".join(label.text() for label in (self._title, self._text, self._next_step))

    def show_problem(self, problem: Problem) -> None:
        from goq_desktop.wording.problems import sentence

        wording = sentence(problem)
        self._title.setText(wording.title)
        self._text.setText(wording.text)
        self._next_step.setText(self.tr("次にすること: {step}").format(step=wording.next_step))
        self._draw_icon()
        self.show()
        self.setAccessibleName(wording.title)
        self.setAccessibleDescription(f"{wording.text} {wording.next_step}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange and not self.isHidden():
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        colour = theme.colours().problem
        self._icon.setPixmap(theme.pixmap("warning", colour, _ICON_SIZE, self.devicePixelRatioF()))


def _wrapping_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
