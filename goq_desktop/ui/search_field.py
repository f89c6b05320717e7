"""A field in which a person searches while typing: Esc empties it, Down goes on to what was found."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from goq_desktop.ui import theme
from goq_desktop.ui.yielding_undo import is_left_to_window

_LONGEST: Final = 100
_NARROWEST: Final = 180


class SearchField(QLineEdit):
    down_pressed = Signal()

    def __init__(self, name: str, hint: str, tip: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setToolTip(tip)
        self.setClearButtonEnabled(True)
        self.setMaxLength(_LONGEST)
        self.setMinimumWidth(_NARROWEST)
        self.addAction(QAction(theme.icon("search"), "", self), self.ActionPosition.LeadingPosition)

    @Slot()
    def ask(self) -> None:
        """Take the keyboard, so that the next letter begins a new search."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        can_undo, can_redo = self.isUndoAvailable(), self.isRedoAvailable()
        if is_left_to_window(event, can_undo=can_undo, can_redo=can_redo):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)
