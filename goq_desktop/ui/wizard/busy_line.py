"""The line at the foot of a page that says what is being waited for, with the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from goq_desktop.ui import theme


class BusyLine(QWidget):
    """Hidden while nothing is waited for."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(theme.SPACE * 15, theme.SPACE)
        self.stop_button = QPushButton(self.tr("中止"))
        self.stop_button.setAccessibleName(self.tr("待つのを中止する"))
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        for widget in (self._bar, self._text, self.stop_button):
            row.addWidget(widget)
        row.addStretch()
        self.hide()

    def begin(self, text: str) -> None:
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self.show()
        if self.isVisible():
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        self.hide()
