"""Asks until when an order is put on hold."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.ui import theme
from goq_desktop.ui.day_field import DayField
from goq_desktop.ui.orders.facts import plain_label


class HoldDialog(QDialog):
    """Enter puts it on hold without a day; ticked, until the day beside."""

    def __init__(self, order_id: int, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order_id = order_id
        self.setWindowTitle(self.tr("保留"))
        tomorrow = today + timedelta(days=1)
        text = plain_label(
            self.tr("保留した受注は、要確認の順番から外れます。「保留中」でいつでも見られます。")
        )
        text.setWordWrap(True)
        theme.set_role(text, theme.Role.HINT)
        self.has_day = QCheckBox(self.tr("この日にまた出す(&D)"))
        self.day = DayField(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
        self.day.setMinimumDate(self.day.date())
        self.day.setDisplayFormat("yyyy/MM/dd")
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName(self.tr("また出す日"))
        self.day.setEnabled(False)
        self.has_day.toggled.connect(self._on_toggled)
        buttons = QDialogButtonBox()
        self.hold_button = buttons.addButton(self.tr("保留する(&H)"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("やめる(&C)"), QDialogButtonBox.ButtonRole.RejectRole)
        self.hold_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(text)
        column.addWidget(self.has_day)
        column.addWidget(self.day)
        column.addSpacing(theme.SPACE)
        column.addWidget(buttons)
        self.has_day.setFocus()

    @property
    def until(self) -> str | None:
        """The day as "2026-12-01"; None for no day."""
        return self.day.date().toString("yyyy-MM-dd") if self.has_day.isChecked() else None

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        self.day.setEnabled(is_on)
        if is_on:
            self.day.setFocus()
