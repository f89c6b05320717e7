"""A date that may be left out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.day_field import DayField


class OptionalDate(QWidget):
    """A check box 指定する and, when it is checked, a date."""

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.box = QCheckBox(self.tr("指定する"))
        self.box.setAccessibleName(self.tr("{name}を指定する").format(name=name))
        self.date = DayField()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.box)
        row.addWidget(self.date)
        row.addStretch(1)
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self._on_toggled)
        self.date.dateChanged.connect(self._on_date_changed)

    def load(self, day: date | None, proposal: date) -> None:
        """`proposal`: what the date shows first when none is given yet."""
        shown = day or proposal
        with QSignalBlocker(self.box), QSignalBlocker(self.date):
            self.box.setChecked(day is not None)
            self.date.setDate(QDate(shown.year, shown.month, shown.day))
        self.date.setEnabled(day is not None)

    @property
    def value(self) -> date | None:
        if not self.box.isChecked():
            return None
        day = self.date.date()
        return date(day.year(), day.month(), day.day())

    @Slot(bool)
    def _on_toggled(self, is_given: bool) -> None:
        self.date.setEnabled(is_given)
        self.edited.emit()

    @Slot()
    def _on_date_changed(self) -> None:
        self.edited.emit()
