"""Labelled values of an order: plain, selectable, bounded text in two aligned columns."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.orders.unbroken import UnbrokenValue

LONGEST_VALUE: Final = 2000
_CAPTION_WIDTH: Final = 88


class Facts(QWidget):
    """A heading and below it a line for each fact that the order states."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE)
        self._grid.setVerticalSpacing(theme.SPACE // 2)
        self._grid.setColumnMinimumWidth(0, _CAPTION_WIDTH)
        self._grid.setColumnStretch(1, 1)
        title = plain_label(heading)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(title, theme.Role.HEADING)
        self._grid.addWidget(title, 0, 0, 1, 2)
        self._heading = heading

    @property
    def is_empty(self) -> bool:
        return self._grid.count() == 1

    def add(self, caption: str, value: str, *, is_amount: bool = False, is_strong: bool = False) -> None:
        """Add a fact; an empty value is none."""
        if not value.strip():
            return
        label = value_label(value)
        if is_amount:
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        if is_strong:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        self._put(caption, label)

    def add_unbroken(self, caption: str, value: str) -> None:
        """A fact without gaps; an empty value is none."""
        if value.strip():
            self._put(caption, UnbrokenValue(value[:LONGEST_VALUE]))

    def add_wide(self, widget: QWidget) -> None:
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def _put(self, caption: str, value: QWidget) -> None:
        row = self._grid.rowCount()
        name = plain_label(caption)
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        value.setAccessibleName(f"{self._heading} {caption}")
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)


def plain_label(text: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def value_label(text: str) -> QLabel:
    """Text from outside: whatever stands in it is shown as it is, wrapped, and can be selected."""
    label = plain_label(text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…")
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    # A long word without a gap must not widen the pane.
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label
