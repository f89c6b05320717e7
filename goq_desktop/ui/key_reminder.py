"""A line in the window for keys that were issued long ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from goq_desktop.settings.tiles import Shop
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role


class KeyReminder(QFrame):
    """Hidden while no shop's keys are old. It goes away when a newer 発行日 is entered."""

    renewal_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        icon = QLabel()
        icon.setPixmap(theme.icon("key").pixmap(20))
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        button = QPushButton(self.tr("キーを更新する(&R)"))
        button.setAccessibleName(self.tr("キーを更新する"))
        button.clicked.connect(self.renewal_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE * 2, theme.SPACE, theme.SPACE * 2, theme.SPACE)
        row.setSpacing(theme.SPACE)
        row.addWidget(icon)
        row.addWidget(self.text, 1)
        row.addWidget(button)
        self.hide()

    def show_shops(self, shops: Sequence[Shop], today: date) -> None:
        parts = [
            self.tr("「{name}」は{days}日前").format(name=shop.name, days=(today - shop.keys_issued_on).days)
            for shop in shops
            if shop.keys_issued_on
        ]
        self.text.setText(
            self.tr("認証キーの発行から半年以上たちました（{shops}）。更新をお勧めします。").format(
                shops="、".join(parts)
            )
        )
        self.setVisible(bool(parts))
