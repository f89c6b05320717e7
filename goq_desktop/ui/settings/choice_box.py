"""Boxes that change only when a person means it: turning the wheel scrolls the page, and nothing else."""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QStyle, QStyleOptionComboBox, QStylePainter

_FEWEST_LETTERS: Final = 8


class ChoiceBox(QComboBox):
    """A long name is elided and widens nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_FEWEST_LETTERS)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width() - 4
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class YenBox(QSpinBox):
    """Whole yen from 0. Digits of an input method that is left on count as digits."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.setRange(0, most)
        self.setGroupSeparatorShown(True)
        self.setSuffix(self.tr(" 円"))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(unicodedata.normalize("NFKC", text), position)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
