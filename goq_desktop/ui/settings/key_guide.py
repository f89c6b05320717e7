"""The box beside the key fields: where in the cart's admin the keys are, step by step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from goq_desktop.malls.profile import KeyHelp
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role


class KeyGuide(QFrame):
    """The words come from the mall's profile and are shown as plain text."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, Role.NOTICE)
        self._heading = QLabel(self.tr("キーの場所"))
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self._heading, Role.HEADING)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3 // 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._heading)
        column.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        return self._text.text()

    def add_button(self, button: QPushButton) -> None:
        """Something that saves a person these steps; it stands below them."""
        self._column.addWidget(button)

    def show_help(self, help_: KeyHelp) -> None:
        paragraphs = [help_.key_page] if help_.key_page else []
        paragraphs += [f"{number}. {step}" for number, step in enumerate(help_.key_steps, 1)]
        if help_.shop_id_hint:
            paragraphs.append(self.tr("ショップID: {hint}").format(hint=help_.shop_id_hint))
        self._text.setText("\n".join(paragraphs))
