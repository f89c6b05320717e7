"""A date to type or to step through: the arrow keys go by days, whichever part of it is marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit


class DayField(QDateEdit):
    """Qt's own begins at the year: one press of a key, and a parcel leaves in a year."""

    def stepBy(self, steps: int) -> None:
        self.setDate(self.date().addDays(steps))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        months = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}.get(Qt.Key(event.key()))
        if months is None:
            super().keyPressEvent(event)
        else:
            self.setDate(self.date().addMonths(months))
