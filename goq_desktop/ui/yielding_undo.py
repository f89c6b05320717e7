"""Leaves Ctrl+Z to the window in a field of text that has nothing of its own to take back."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

_REDO = QKeySequence("Ctrl+Y")  # on every system, as in the window


def is_left_to_window(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """For a field's `event`: then it returns False without looking at the event itself."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not can_undo
    is_redo = event.matches(QKeySequence.StandardKey.Redo) or QKeySequence(event.keyCombination()) == _REDO
    return is_redo and not can_redo
