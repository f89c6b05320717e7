"""The floor of a start: a window with an empty table, from the start of its process to its first paint."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from tests.benchmarks.children import resident_bytes


class _Table(QTableView):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        seconds = (time.monotonic_ns() - int(sys.argv[1])) / 1e9
        print(json.dumps({"seconds": seconds, "bytes": resident_bytes()}), flush=True)
        QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = _Table()
    table.setModel(QStandardItemModel(0, 18))
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    app.exec()
