"""モール選択: the list of shops, each a line with its mall and its own name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

import msgspec
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import Settings, Shop, Shops, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.confirmation import Confirmation
from goq_desktop.ui.settings.field_messages import field_message
from goq_desktop.ui.settings.form import Field, Need, TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

SHOPSERVE: Final = "shopserve"
PRACTICE: Final = "practice"
_NAME: Final = 0
_ROW_HEIGHT: Final = 30
_LIST_HEIGHT: Final = 280
_SHOP: Final = Qt.ItemDataRole.UserRole


class ShopsForm(TileForm):
    """Without a saved shop it proposes one of the first kind offered.

    It changes names and order only: what モール詳細設定 holds of a shop stays with it.
    """

    def __init__(self, is_practice_allowed: bool = False) -> None:
        super().__init__()
        self.title = self.tr("モール選択")
        self.explanation = self.tr("受注を取り込むショップです。名前は一覧のタブになります。")
        self._malls = {SHOPSERVE: self.tr("ショップサーブ"), PRACTICE: self.tr("練習ショップ")}
        self._offered = [PRACTICE, SHOPSERVE] if is_practice_allowed else [SHOPSERVE]

        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("ショップの一覧"))
        self.tree.setHeaderLabels([self.tr("表示名"), self.tr("モール")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setColumnWidth(_NAME, 280)
        # Only by a double click or F2 on the name: see the itemDoubleClicked and edit calls below.
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.itemDoubleClicked.connect(self._on_rename_clicked)
        self.tree.itemChanged.connect(self._on_item_changed)
        self.tree.currentItemChanged.connect(self._on_current_changed)

        self.rename_button = self._button(self.tr("名前を変える"), "edit", "F2", self._on_rename_clicked)
        self.up_button = self._button(self.tr("上へ"), "arrow-up", "Alt+Up", self._on_up_clicked)
        self.down_button = self._button(self.tr("下へ"), "arrow-down", "Alt+Down", self._on_down_clicked)
        self.remove_button = self._button(self.tr("外す"), "minus", "Del", self._on_remove_clicked)
        self.confirmation = Confirmation(self.tr("外す"))
        self.confirmation.confirmed.connect(self._on_removal_confirmed)
        self.confirmation.declined.connect(self.tree.setFocus)
        self._message = MessageLine()

        self.mall = QComboBox()
        for mall in self._offered:
            self.mall.addItem(self._malls[mall], mall)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("例: 本店"))
        self.name.setMaxLength(checks.LONGEST_NAME)
        self.name.returnPressed.connect(self._on_add_clicked)
        self.add_button = QPushButton(theme.icon("plus"), self.tr("追加(&A)"))
        self.add_button.setAccessibleName(self.tr("ショップを追加"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._on_add_clicked)
        self._lay_out()

    @property
    def problem(self) -> str:
        return self._message.text

    def load(self, settings: Settings) -> None:
        mall = self._offered[0]
        shops = settings.shops.shops or (Shop(uid=_new_uid(), mall=mall, name=self._malls[mall]),)
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for shop in shops:
                self._append(shop)
            self.tree.setCurrentItem(self._item(0))
        self.confirmation.hide()
        self._message.clear()
        self._set_buttons()

    def tiles(self) -> Mapping[str, Tile]:
        return {"shops": self._tile()}

    def check(self) -> bool:
        if self.tree.state() is QAbstractItemView.State.EditingState:
            # Taking the focus from the editor keeps what is being typed.
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.name.text().strip():
            # Typed and not added: it is what the person meant.
            self._on_add_clicked()
        problems = checks.check_shops(self._tile())
        for row in range(self.tree.topLevelItemCount()):
            self._item(row).setIcon(_NAME, theme.icon("shop"))
        if not problems:
            self._message.clear()
            return True
        self._message.say(Role.PROBLEM, self._sentence(problems[0]))
        bad_row = _row_of(problems[0])
        if bad_row is None:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._item(bad_row).setIcon(_NAME, theme.icon("warning"))
            self.tree.setCurrentItem(self._item(bad_row))
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _tile(self) -> Shops:
        items = [self._item(row) for row in range(self.tree.topLevelItemCount())]
        shops = (msgspec.structs.replace(item.data(0, _SHOP), name=item.text(_NAME)) for item in items)
        return normalising.shops(Shops(shops=tuple(shops)))

    def _sentence(self, problem: FieldProblem) -> str:
        row = _row_of(problem)
        if row is None:
            return self.tr("ショップを1つ以上追加してください。")
        if problem.reason is Reason.REQUIRED:
            return self.tr("{row}行目の表示名を入力してください。").format(row=row + 1)
        if problem.reason is Reason.DUPLICATE:
            return self.tr("{row}行目と同じ表示名があります。").format(row=row + 1)
        return self.tr("{row}行目: {reason}").format(row=row + 1, reason=field_message(problem))

    def _lay_out(self) -> None:
        self.tree.setMaximumHeight(_LIST_HEIGHT)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.SPACE // 2)
        for button in (self.rename_button, self.up_button, self.down_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        add = QHBoxLayout()
        add.setSpacing(theme.SPACE)
        mall = Field(self.tr("モール"), self.mall, Need.NONE, width=160)
        name = Field(self.tr("表示名"), self.name, Need.NONE, width=200)
        for widget in (mall.label, mall, name.label, name, self.add_button):
            add.addWidget(widget)
        add.addStretch(1)
        outer = QGridLayout(self)
        outer.setHorizontalSpacing(theme.SPACE * 2)
        outer.setVerticalSpacing(theme.SPACE)
        outer.addWidget(self.tree, 0, 0)
        outer.addLayout(buttons, 0, 1)
        outer.addWidget(self._message, 1, 0, 1, 2)
        outer.addWidget(self.confirmation, 2, 0, 1, 2)
        outer.addLayout(add, 3, 0, 1, 2)
        outer.setRowStretch(0, 1)
        outer.setRowStretch(4, 1)

    def _button(self, text: str, icon: str, key: str, slot: object) -> QPushButton:
        sequence = QKeySequence(key)
        button = QPushButton(theme.icon(icon), text)
        button.setAutoDefault(False)
        button.setToolTip(sequence.toString(QKeySequence.SequenceFormat.NativeText))
        button.clicked.connect(slot)
        QShortcut(sequence, self.tree, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(
            button.click
        )
        return button

    def _append(self, shop: Shop) -> QTreeWidgetItem:
        item = QTreeWidgetItem([shop.name, self._malls.get(shop.mall, shop.mall)])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setIcon(_NAME, theme.icon("shop"))
        item.setSizeHint(_NAME, QSize(0, _ROW_HEIGHT))
        item.setData(0, _SHOP, shop)
        self.tree.addTopLevelItem(item)
        return item

    def _item(self, row: int) -> QTreeWidgetItem:
        item = self.tree.topLevelItem(row)
        assert item is not None
        return item

    def _row(self) -> int:
        return self.tree.currentIndex().row()

    def _move(self, step: int) -> None:
        row = self._row()
        item = self.tree.takeTopLevelItem(row)
        if item is not None:
            self.tree.insertTopLevelItem(row + step, item)
            self.tree.setCurrentItem(item)
            self.edited.emit()

    def _set_buttons(self) -> None:
        row, count = self._row(), self.tree.topLevelItemCount()
        self.rename_button.setEnabled(row >= 0)
        self.remove_button.setEnabled(row >= 0)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < count - 1)

    @Slot()
    def _on_rename_clicked(self) -> None:
        self.tree.editItem(self._item(self._row()), _NAME)

    @Slot()
    def _on_up_clicked(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self._move(1)

    @Slot()
    def _on_add_clicked(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._message.say(Role.PROBLEM, self.tr("追加するショップの表示名を入力してください。"))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        item = self._append(Shop(uid=_new_uid(), mall=self.mall.currentData(), name=name))
        self.name.clear()
        self._message.clear()
        self.tree.setCurrentItem(item)
        self._set_buttons()
        self.edited.emit()

    @Slot()
    def _on_remove_clicked(self) -> None:
        name = self._item(self._row()).text(_NAME)
        text = self.tr("「{name}」を一覧から外しますか。取り込み済みの受注は消えません。")
        self.confirmation.ask(text.format(name=name))

    @Slot()
    def _on_removal_confirmed(self) -> None:
        self.tree.takeTopLevelItem(self._row())
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_buttons()
        self.edited.emit()

    @Slot()
    def _on_item_changed(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        # A question about the shop that was current must not be answered for another.
        self.confirmation.hide()
        self._set_buttons()


def _row_of(problem: FieldProblem) -> int | None:
    """The row in `shops[1].name`; None when the list itself is meant."""
    _before, bracket, after = problem.field.partition("[")
    return int(after.partition("]")[0]) if bracket else None


def _new_uid() -> str:
    return uuid4().hex[:8]
