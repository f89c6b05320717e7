"""One reason of an order: its number, how sure it is, the sentence with the next step, and 確認済み."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from goq_desktop.domain.checks.reason import Level, Reason
from goq_desktop.ui import theme
from goq_desktop.ui.orders.facts import plain_label, value_label
from goq_desktop.ui.theme import Role
from goq_desktop.wording.checks import level_name, reason_name, reason_text

_ICON_SIZE = 16


class ReasonRow(QFrame):
    """`number` counts from 1 and is the key that confirms it, up to 9."""

    confirm_asked = Signal(int)  # the number

    def __init__(self, number: int, reason: Reason, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.reason = reason
        self.setFrameShape(QFrame.Shape.StyledPanel)
        name, level, text = reason_name(reason.code), level_name(reason.level), reason_text(reason)
        self._mark = QLabel()
        head = plain_label(self.tr("{number}. {name}").format(number=number, name=name))
        theme.set_role(head, Role.HEADING)
        self._level = plain_label(level)
        theme.set_role(self._level, Role.PROBLEM if reason.level is Level.CERTAIN else Role.HINT)
        self.sentence = value_label(text)
        self.button = QPushButton(self._button_text())
        self.button.setIcon(theme.icon("check"))
        self.button.setAccessibleName(self.tr("{name} を確認済みにする").format(name=name))
        self.button.setAccessibleDescription(self.tr("{level}: {text}").format(level=level, text=text))
        self.button.clicked.connect(self._on_clicked)
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.SPACE] * 4)
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE // 2)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(head, 0, 1)
        grid.addWidget(self._level, 0, 2)
        grid.addWidget(self.button, 0, 3)
        grid.addWidget(self.sentence, 1, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        if reason.is_confirmed:
            self.show_confirmed()
        else:
            self._draw("warning" if reason.level is Level.CERTAIN else "info")

    @property
    def is_confirmed(self) -> bool:
        return not self.button.isEnabled()

    def show_confirmed(self) -> None:
        self.button.setEnabled(False)
        self.button.setText(self.tr("確認済み"))
        theme.set_role(self._level, Role.HINT)
        self.sentence.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._draw("check")

    def _button_text(self) -> str:
        if self.number > 9:
            return self.tr("確認済みにする")
        return self.tr("確認済みにする（{number}）").format(number=self.number)

    def _draw(self, icon: str) -> None:
        c = theme.colours()
        colour = {"warning": c.problem, "check": c.good}.get(icon, c.hint)
        self._mark.setPixmap(theme.pixmap(icon, colour, _ICON_SIZE, self.devicePixelRatioF()))

    @Slot()
    def _on_clicked(self) -> None:
        self.confirm_asked.emit(self.number)
