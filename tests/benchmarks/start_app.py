"""The app itself, from the start of its process to the first paint of a table with rows."""

from __future__ import annotations

import sys
import time
from unittest.mock import patch

from goq_desktop.__main__ import main


def _watched() -> int:
    import json

    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QTableView

    import goq_desktop.app  # noqa: F401 - as `main` does, at this moment
    from goq_desktop.ui.orders.table import OrderTable

    def paint(table: OrderTable, event: QPaintEvent) -> None:
        QTableView.paintEvent(table, event)
        if table.model().rowCount():
            seconds = (time.monotonic_ns() - int(sys.argv[2])) / 1e9
            print(json.dumps({"seconds": seconds}), flush=True)
            QTimer.singleShot(0, QApplication.quit)

    with patch.object(OrderTable, "paintEvent", paint):
        return main(["--home", sys.argv[1]])


if __name__ == "__main__":
    sys.exit(_watched())
