"""A line of text with an icon beside it: hints, notices, problems and good news in a form."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

_ICON_SIZE: Final = 16
_ICONS: Final = {Role.PROBLEM: "warning", Role.NOTICE: "info", Role.GOOD: "check"}


class MessageLine(QWidget):
    """Empty and without height until something is shown. Text is plain and may wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = Role.HINT
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.hide()

    def say(self, role: Role, text: str) -> None:
        """Show `text` as a HINT, PROBLEM, NOTICE or GOOD line; an empty text hides the line."""
        self._role = role
        theme.set_role(self._text, Role.HINT if role is Role.NOTICE else role)
        self._text.setText(text)
        self._draw_icon()
        if self.parentWidget() is not None:
            self.setVisible(bool(text))
        else:
            # Not placed yet: shown now, it would be a window of its own for a moment, and take the keyboard.
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, not text)

    def clear(self) -> None:
        self.say(Role.HINT, "")

    @property
    def role(self) -> Role:
        return self._role

    @property
    def text(self) -> str:
        return self._text.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        name = _ICONS.get(self._role)
        self._icon.setVisible(name is not None)
        if name is not None:
            c = theme.colours()
            colour = {Role.PROBLEM: c.problem, Role.GOOD: c.good}.get(self._role, c.hint)
            self._icon.setPixmap(theme.pixmap(name, colour, _ICON_SIZE, self.devicePixelRatioF()))
