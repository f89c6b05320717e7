"""Sends pages to a printer, one at a turn of the event loop, so that the window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter

from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.ui.printing.paging import Page
from goq_desktop.ui.printing.painting import paint
from goq_desktop.ui.printing.sheet import Paper


class PrinterRun(QObject):
    """Exactly one of `ended` and `failed` is told, unless it is stopped before."""

    progressed = Signal(int, int)  # pages that went, of
    ended = Signal(int)  # pages
    failed = Signal(object)  # Problem

    def __init__(
        self, printer: QPrinter, pages: Sequence[Page], paper: Paper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = _wanted(printer, pages)
        self._paper = paper
        self._sent = 0
        self._painter = QPainter()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)

    def start(self) -> None:
        if not self._pages or not self._painter.begin(self._printer):
            self._fail()
            return
        self._timer.start()

    def stop(self) -> None:
        """Nothing more is sent, and the printer is told to forget the rest."""
        self._timer.stop()
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()

    @Slot()
    def _on_turn(self) -> None:
        if self._sent and not self._printer.newPage():
            self._timer.stop()
            self._painter.end()
            self._fail()
            return
        size = self._printer.paperRect(QPrinter.Unit.DevicePixel).size().toSize()
        paint(self._painter, self._pages[self._sent], self._paper, QRect(QPoint(), size))
        self._sent += 1
        self.progressed.emit(self._sent, len(self._pages))
        if self._sent == len(self._pages):
            self._timer.stop()
            if self._painter.end():
                self.ended.emit(self._sent)
            else:
                self._fail()

    def _fail(self) -> None:
        params: dict[str, str | int] = {"pages": self._sent, "of": len(self._pages)}
        self.failed.emit(Problem(ProblemCode.PRINTING_STOPPED, params))


def _wanted(printer: QPrinter, pages: Sequence[Page]) -> Sequence[Page]:
    """What the person chose in the printer's dialog; pages count from 1."""
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        return pages[printer.fromPage() - 1 : printer.toPage() or None]
    return pages
