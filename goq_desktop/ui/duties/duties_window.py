"""取扱記録と人数, in a window of its own beside the desk."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from goq_desktop.background.jobs import JobThread
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.duties.people_view import PeopleView
from goq_desktop.ui.duties.record_view import RecordView

_SIZE: Final = (860, 560)


class DutiesWindow(QDialog):
    """Reads anew each time it is shown; closing hides it."""

    def __init__(self, workspace: Workspace, thread: JobThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("取扱記録"))
        self.resize(*_SIZE)
        self.record = RecordView(workspace, thread)
        self.people = PeopleView(workspace, thread)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("取扱記録の画面"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.record, self.tr("記録"))
        self.tabs.addTab(self.people, self.tr("人数と影響"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.addWidget(self.tabs)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    def look(self) -> None:
        self.record.look()
        self.people.look()
