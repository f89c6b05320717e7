"""保存した表示の整理: rename, order and delete saved views; nothing is kept before 保存."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.saved_views import LONGEST_NAME, SavedView

_QUERY = Qt.ItemDataRole.UserRole


class ViewsDialog(QDialog):
    def __init__(self, views: Sequence[SavedView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("保存した表示の整理"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("保存した表示"))
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        for view in views:
            item = QListWidgetItem(view.name)
            item.setData(_QUERY, view)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        # F2 is the list's own key for it.
        self.rename = self._button(self.tr("名前を変更(&N)"), "F2", self._on_rename)
        self.up = self._button(self.tr("上へ(&U)"), "Alt+Up", self._on_up)
        self.down = self._button(self.tr("下へ(&W)"), "Alt+Down", self._on_down)
        self.delete = self._button(self.tr("削除(&D)"), "Del", self._on_delete)
        side = QVBoxLayout()
        side.setSpacing(theme.SPACE)
        for button in (self.rename, self.up, self.down, self.delete):
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE * 2)
        row.addWidget(self.list, 1)
        row.addLayout(side)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        save = buttons.addButton(self.tr("保存"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(save, theme.Role.PRIMARY)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3] * 4)
        column.setSpacing(theme.SPACE * 2)
        column.addLayout(row)
        column.addWidget(buttons)
        save.setDefault(True)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self._on_row_changed(self.list.currentRow())

    @property
    def views(self) -> tuple[SavedView, ...]:
        """As they stand; an emptied name is the one before."""
        found = []
        for place in range(self.list.count()):
            item = self.list.item(place)
            view: SavedView = item.data(_QUERY)
            name = one_line(item.text()).strip()[:LONGEST_NAME]
            found.append(SavedView(name or view.name, view.query))
        return tuple(found)

    def _button(self, text: str, key: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(key)
        button.clicked.connect(act)
        # The list itself knows F2; the letters of the buttons stay with them.
        if key != "F2":
            shortcut = QShortcut(QKeySequence(key), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        return button

    def _move(self, by: int) -> None:
        place = self.list.currentRow()
        if 0 <= place + by < self.list.count():
            self.list.insertItem(place + by, self.list.takeItem(place))
            self.list.setCurrentRow(place + by)

    @Slot(int)
    def _on_row_changed(self, place: int) -> None:
        self.rename.setEnabled(place >= 0)
        self.delete.setEnabled(place >= 0)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < self.list.count() - 1)

    @Slot()
    def _on_rename(self) -> None:
        self.list.editItem(self.list.currentItem())

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    @Slot()
    def _on_delete(self) -> None:
        self.list.takeItem(self.list.currentRow())
