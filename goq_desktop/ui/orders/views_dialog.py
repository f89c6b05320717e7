"""保存した表示の整理: rename, order and delete saved views; nothing is kept before 保存."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
from goq_desktop.ui.orders.saved_views import LONGEST_NAME, SavedView, tidy
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_VIEW = Qt.ItemDataRole.UserRole


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
            item.setData(_VIEW, view)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.message = MessageLine()
        self.list.itemChanged.connect(self._on_item_changed)
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
        self.save = buttons.addButton(self.tr("保存"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(self.save, theme.Role.PRIMARY)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3] * 4)
        column.setSpacing(theme.SPACE * 2)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(buttons)
        self.save.setDefault(True)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self._on_row_changed(self.list.currentRow())

    @property
    def views(self) -> tuple[SavedView, ...]:
        """As they stand."""
        return tuple(SavedView(tidy(item.text()), view.query, view.look) for item, view in self._items())

    @property
    def renamed(self) -> Mapping[str, str]:
        """The new name by the one before."""
        return {view.name: tidy(item.text()) for item, view in self._items()}

    def _items(self) -> list[tuple[QListWidgetItem, SavedView]]:
        items = [self.list.item(place) for place in range(self.list.count())]
        return [(item, item.data(_VIEW)) for item in items]

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
    def _on_item_changed(self) -> None:
        self.message.say(Role.HINT, "")

    @Slot()
    def _on_accepted(self) -> None:
        seen: set[str] = set()
        for place, view in enumerate(self.views):
            if not view.name:
                text = self.tr("名前が空です。一覧で見分けられる名前を入れてください。")
            elif len(view.name) > LONGEST_NAME:
                form = self.tr("名前は{most}文字までです（いま{now}文字）。短くしてください。")
                text = form.format(most=LONGEST_NAME, now=len(view.name))
            elif view.name in seen:
                form = self.tr("「{name}」が2つあります。どちらかの名前を変えてください。")
                text = form.format(name=view.name)
            else:
                seen.add(view.name)
                continue
            self.list.setCurrentRow(place)
            self.list.setFocus()
            self.message.say(Role.PROBLEM, text)
            return
        self.accept()

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
