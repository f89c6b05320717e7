"""使い方: the manual that comes with the program, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from goq_desktop import resources
from goq_desktop.ui import theme


class ManualWindow(QDialog):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("GoQ Desktop の使い方"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 640)
        text = QTextBrowser()
        text.setAccessibleName(self.tr("使い方"))
        text.setOpenLinks(False)
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        text.document().setDocumentMargin(theme.SPACE * 3)
        text.setMarkdown(resources.path("manual", "README.md").read_text("utf-8"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text)
