"""Work of the window in short steps, between which it paints and hears its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

_LONGEST_WAIT_MS: Final = 1_000


class Steps(QObject):
    """One step whenever nothing else waits, from `begin` on."""

    def __init__(self, steps: Iterable[Callable[[], None]], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = iter(steps)
        self._is_ready: Callable[[], bool] = lambda: True
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)
        self._late = QTimer(self, singleShot=True, interval=_LONGEST_WAIT_MS)
        self._late.timeout.connect(self._timer.start)

    def begin_after_paint(self, widget: QWidget, is_ready: Callable[[], bool]) -> None:
        """Begin when `widget` was painted while `is_ready`; soon in any case, for a window may be out of sight."""
        self._is_ready = is_ready
        widget.installEventFilter(self)
        self._late.start()

    @Slot()
    def begin(self) -> None:
        if self._late.isActive():
            self._late.stop()
            self._timer.start()

    def stop(self) -> None:
        """What is left is not done any more."""
        self._late.stop()
        self._timer.stop()
        self._steps = iter(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._is_ready():
            watched.removeEventFilter(self)
            self.begin()  # the first step after this painting
        return False

    @Slot()
    def _on_turn(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
        else:
            step()
