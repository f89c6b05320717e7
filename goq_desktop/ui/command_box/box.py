"""The command box: type, choose with the arrow keys, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.ui import theme
from goq_desktop.ui.command_box.command import Command, find
from goq_desktop.ui.theme import Role

_LONGEST: Final = 60
_WIDTH: Final = 620
_HEIGHT: Final = 460
_ROW: Final = 3 * theme.SPACE + 2
_MOVING: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

More = Callable[[str], Sequence[Command]]


class CommandBox(QDialog):
    """`more`: what can be done with the typed text itself, after all that is found. The chosen one runs
    when the box is gone; `chosen` tells its code."""

    def __init__(
        self, commands: Sequence[Command], more: More, recent: Sequence[str], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("操作を探す"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chosen: Command | None = None
        self._commands = commands
        self._more = more
        self._recent = recent
        self._shown: list[Command] = []
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("操作を探す"))
        self.line.setPlaceholderText(self.tr("したいことを入力（例: 取得、設定、ホーム）"))
        self.line.setMaxLength(_LONGEST)
        self.line.addAction(QAction(theme.icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_text_changed)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("見つかった操作"))
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemClicked.connect(self._on_item_clicked)
        hint = QLabel(self.tr("↑↓ で選び、Enter で実行します。Esc で閉じます。"))
        hint.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(hint, Role.HINT)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE * 2] * 4)
        rows.setSpacing(theme.SPACE)
        rows.addWidget(self.line)
        rows.addWidget(self.list, 1)
        rows.addWidget(hint)
        self.resize(_WIDTH, _HEIGHT)
        self._fill("")

    @property
    def shown(self) -> Sequence[Command]:
        return tuple(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVING:
                self._move(Qt.Key(event.key()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def _move(self, key: Qt.Key) -> None:
        """To the next that can be done, round the end with the arrow keys."""
        usable = [place for place, command in enumerate(self._shown) if command.is_enabled]
        if not usable:
            return
        current = self.list.currentIndex().row()
        at = usable.index(current) if current in usable else -1
        page = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(0)) - 1)
        if key == Qt.Key.Key_Down:
            at = (at + 1) % len(usable)
        elif key == Qt.Key.Key_Up:
            at = (at - 1) % len(usable)
        elif key == Qt.Key.Key_PageDown:
            at = min(at + page, len(usable) - 1)
        else:
            at = max(at - page, 0)
        self._mark(usable[at])

    def _mark(self, place: int) -> None:
        self.list.setCurrentIndex(self.list.model().index(place, 0))

    def _choose(self) -> None:
        place = self.list.currentIndex().row()
        if not 0 <= place < len(self._shown) or not self._shown[place].is_enabled:
            return
        self.chosen = self._shown[place]
        self.accept()
        # When the window has the keyboard again: what runs may move it.
        QTimer.singleShot(0, self.chosen.run)

    def _fill(self, text: str) -> None:
        self._shown = [*find(text, self._commands, self._recent), *self._more(text.strip())]
        self.list.clear()
        for command in self._shown:
            self.list.addTopLevelItem(self._item(command))
        first = next((place for place, each in enumerate(self._shown) if each.is_enabled), None)
        if first is not None:
            self._mark(first)
        if not self._shown:
            nothing = QTreeWidgetItem([self.tr("見つかりません。別の言葉で探してください。"), "", ""])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addTopLevelItem(nothing)

    def _item(self, command: Command) -> QTreeWidgetItem:
        place = command.place if command.is_enabled else command.why_not or self.tr("いまは使えません")
        item = QTreeWidgetItem([command.label, place, command.keys])
        item.setSizeHint(0, QSize(0, _ROW))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        spoken = [part for part in (command.label, place, command.keys) if part]
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, "、".join(spoken))
        if not command.is_enabled:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._fill(text)

    @Slot(QTreeWidgetItem, int)
    def _on_item_clicked(self, _item: QTreeWidgetItem, _column: int) -> None:
        self._choose()
