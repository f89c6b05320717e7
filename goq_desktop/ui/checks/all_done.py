"""What the check inbox shows when no order is left: that all is done, or where the others are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.checks.worklist import Worklist
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.theme import Role

_ICON_SIZE = 48


class AllDone(QWidget):
    everything_asked = Signal()
    held_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = plain_label("")
        theme.set_role(self.title, Role.TITLE)
        self.text = plain_label("")
        theme.set_role(self.text, Role.HINT)
        self.everything = QPushButton(self.tr("すべての理由を表示(&A)"))
        self.everything.clicked.connect(self.everything_asked)
        self.held = QPushButton(self.tr("保留中の受注を表示(&G)"))
        self.held.clicked.connect(self.held_asked)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE)
        column.addStretch(2)
        for widget in (self._mark, self.title, self.text, self.everything, self.held):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def explain(self, work: Worklist) -> None:
        c = theme.colours()
        self._mark.setPixmap(theme.pixmap("check", c.good, _ICON_SIZE, self.devicePixelRatioF()))
        is_sifted = work.wanted is not None or work.is_on_hold
        self.everything.setVisible(is_sifted and work.orders > 0)
        self.held.setVisible(work.held > 0 and not work.is_on_hold)
        if is_sifted and work.orders:
            self.title.setText(self.tr("ここに出す受注はありません"))
            self.text.setText(self.tr("ほかの理由の受注が{count}件あります。").format(count=work.orders))
        else:
            self.title.setText(self.tr("すべて確認しました"))
            self.text.setText(
                self.tr("保留中の受注が{count}件あります。").format(count=work.held)
                if work.held
                else self.tr("確認する受注が届くと、ここに出ます。")
            )
