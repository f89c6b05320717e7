"""The line in which one looks for a setting, and the list of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.hub.search import Place

_WIDTH: Final = 280
_LONGEST_QUERY: Final = 60
_ROW_HEIGHT: Final = 32


class SearchLine(QLineEdit):
    """The keyboard stays here: arrows move in the list below, Enter goes, Escape gives up."""

    moved = Signal(int)  # down 1, up -1
    chosen = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.setMaxLength(_LONGEST_QUERY)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("設定を探す（Ctrl+F）"))
        self.setAccessibleName(self.tr("設定を探す"))
        self.setAccessibleDescription(self.tr("上下の矢印キーで選び、Enterで開きます。"))
        glass = QAction(theme.icon("search"), "", self)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchResults(QWidget):
    place_chosen = Signal(object)  # Place

    def __init__(self) -> None:
        super().__init__()
        self._places: Sequence[Place] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("見つかった設定"))
        self.list.itemActivated.connect(self._on_item_activated)
        self.list.itemClicked.connect(self._on_item_activated)
        self._none = QLabel()
        self._none.setTextFormat(Qt.TextFormat.PlainText)
        self._none.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.addWidget(self.list, 1)
        column.addWidget(self._none)
        column.addStretch(0)

    @property
    def texts(self) -> list[str]:
        return [self.list.item(row).text() for row in range(self.list.count())]

    @property
    def message(self) -> str:
        """What is said when nothing was found."""
        return "" if self._none.isHidden() else self._none.text()

    def show_places(self, query: str, places: Sequence[Place]) -> None:
        self._places = places
        self.list.clear()
        for place in places:
            item = QListWidgetItem(place.text)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(places))
        self._none.setVisible(not places)
        self._none.setText(
            self.tr(
                "「{query}」に当たる設定は見つかりません。"
                "短い言葉にして探し直すか、Escキーでタイルに戻って選んでください。"
            ).format(query=query.strip())
        )

    def move_mark(self, step: int) -> None:
        if self._places:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._places))

    def choose(self) -> None:
        """Go to what is marked."""
        row = self.list.currentRow()
        if 0 <= row < len(self._places):
            self.place_chosen.emit(self._places[row])

    @Slot()
    def _on_item_activated(self) -> None:
        self.choose()
