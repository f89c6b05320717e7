"""履歴: everything that happened to an order, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from goq_desktop.domain.history import Event
from goq_desktop.domain.times import JST
from goq_desktop.ui.editing.words import event_name, event_words
from goq_desktop.ui.orders.columns import one_line


class Timeline(QTableWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName(self.tr("受注の履歴"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalHeaderLabels(
            [self.tr("日時"), self.tr("できごと"), self.tr("内容"), self.tr("だれ")]
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # At most a few hundred short lines.
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_events(self, events: Sequence[Event], lanes: Mapping[str, str], destinations: int) -> None:
        """`lanes`: the name of each lane by its code; `destinations`: how many the order has."""
        self.setRowCount(len(events))
        for row, event in enumerate(events):
            texts = (
                event.at.astimezone(JST).strftime("%m/%d %H:%M"),
                event_name(event.kind),
                event_words(event, lanes, destinations),
                one_line(event.who),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                self.setItem(row, column, item)
