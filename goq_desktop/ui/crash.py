"""The last net: an unforeseen error is logged without values and told once, in plain words."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from goq_desktop.domain.problems import Problem, ProblemError

_log = logging.getLogger(__name__)


def tell_problem(problem: Problem, parent: QWidget | None = None) -> None:
    """A box with what happened, why, and what to do next."""
    from goq_desktop.wording.problems import sentence

    wording = sentence(problem)
    box = QMessageBox(QMessageBox.Icon.Warning, "GoQ Desktop", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(wording.title)
    box.setInformativeText(f"{wording.text}\n\n{wording.next_step}")
    box.exec()


class CrashReporter(QObject):
    """Installed as `sys.excepthook` and `threading.excepthook`; safe from any thread.

    The log gets file names and line numbers but no values: an exception's text may hold order data.
    """

    problem_reported = Signal(object)  # Problem
    _reported = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        # Queued: the hook may run in any thread, the dialog only in this one.
        self.problem_reported.connect(self._on_problem_reported, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        if isinstance(error, ProblemError):
            # Foreseen, but by nobody on the way: it has its own words.
            self.problem_reported.emit(error.problem)
            return
        where = "".join(traceback.format_tb(trace))
        _log.error("unforeseen %s\n%s", kind.__name__, where)
        if where not in self._seen:
            self._seen.add(where)
            self._reported.emit()

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    @Slot(object)
    def _on_problem_reported(self, problem: Problem) -> None:
        tell_problem(problem)

    @Slot()
    def _on_reported(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "GoQ Desktop", "")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("予期しない問題が起きました。"))
        box.setInformativeText(
            self.tr(
                "受注データは無事です。このまま続けられます。\n"
                "画面の様子がおかしいときは、GoQ Desktopを終了して開き直してください。"
            )
        )
        box.exec()
