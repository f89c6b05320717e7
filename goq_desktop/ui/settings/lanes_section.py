"""その他設定: the shop's own statuses between 新規受付 and 処理済."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

import msgspec
from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from goq_desktop.domain.orders import Lane
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import Lanes, LaneSetting, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import fixed_lane_name
from goq_desktop.ui.settings.confirmation import Confirmation
from goq_desktop.ui.settings.field_messages import field_message
from goq_desktop.ui.settings.form import Field, TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_NAME, _COLOUR = 0, 1
_LANE: Final = Qt.ItemDataRole.UserRole  # a LaneSetting; None on the fixed ones
_ROW_HEIGHT: Final = 30
_COLOUR_WIDTH: Final = 110
_BEFORE, _AFTER = (Lane.NEW,), (Lane.DONE, Lane.CANCELLED)


class LanesSection(TileForm):
    """The list as the tabs stand; the three fixed ones are shown, and nothing can be done to them."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("ステータス")
        self.explanation = self.tr("「新規受付」と「処理済」の間に、お店のステータスを置けます。")
        self._colours = {
            "": self.tr("色なし"),
            "amber": self.tr("橙"),
            "blue": self.tr("青"),
            "green": self.tr("緑"),
            "violet": self.tr("紫"),
            "red": self.tr("赤"),
            "grey": self.tr("灰"),
        }
        self._bad_row: int | None = None
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("ステータスの一覧"))
        self.tree.setHeaderLabels([self.tr("ステータス"), self.tr("色")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(_COLOUR, _COLOUR_WIDTH)
        # Only by a double click or F2, and never on the fixed ones.
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.itemDoubleClicked.connect(self._on_rename_clicked)
        self.tree.itemChanged.connect(self._on_item_changed)
        self.tree.currentItemChanged.connect(self._on_current_changed)

        self.rename_button = self._button(self.tr("名前を変える"), "edit", "F2", self._on_rename_clicked)
        self.up_button = self._button(self.tr("上へ"), "arrow-up", "Alt+Up", self._on_up_clicked)
        self.down_button = self._button(self.tr("下へ"), "arrow-down", "Alt+Down", self._on_down_clicked)
        self.remove_button = self._button(self.tr("削除"), "minus", "Del", self._on_remove_clicked)
        self.colour = QComboBox()
        self.colour.setIconSize(QSize(16, 16))
        for colour, name in self._colours.items():
            self.colour.addItem(theme.swatch(colour), name, colour)
        self.colour.activated.connect(self._on_colour_chosen)
        self.confirmation = Confirmation(self.tr("削除"))
        self.confirmation.confirmed.connect(self._on_removal_confirmed)
        self.confirmation.declined.connect(self.tree.setFocus)
        self._message = MessageLine()
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("例: 発送待ち"))
        self.name.setMaxLength(checks.LONGEST_NAME)
        self.name.returnPressed.connect(self._on_add_clicked)
        self.add_button = QPushButton(theme.icon("plus"), self.tr("追加(&A)"))
        self.add_button.setAccessibleName(self.tr("ステータスを追加"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._on_add_clicked)
        self._lay_out()

    @property
    def problem(self) -> str:
        return self._message.text

    def load(self, settings: Settings) -> None:
        kept = self._current_code()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            self.tree.addTopLevelItems([self._fixed(lane) for lane in _BEFORE])
            self.tree.addTopLevelItems([self._own(lane) for lane in settings.lanes.lanes])
            self.tree.addTopLevelItems([self._fixed(lane) for lane in _AFTER])
            codes = [lane.code for lane in settings.lanes.lanes]
            self.tree.setCurrentItem(self._item(len(_BEFORE) + (codes.index(kept) if kept in codes else 0)))
        self.confirmation.hide()
        self._say_problem("", None)
        self._show_current()

    def tiles(self) -> Mapping[str, Tile]:
        return {"lanes": self._tile()}

    def check(self) -> bool:
        if self.tree.state() is QAbstractItemView.State.EditingState:
            # Taking the focus from the editor keeps what is being typed.
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.name.text().strip():
            # Typed and not added: it is what the person meant.
            self._on_add_clicked()
        problems = checks.check_lanes(self._tile())
        if not problems:
            self._say_problem("", None)
            return True
        row = int(problems[0].field.partition("[")[2].partition("]")[0]) + len(_BEFORE)
        self._say_problem(self._sentence(problems[0], row), row)
        self.tree.setCurrentItem(self._item(row))
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _tile(self) -> Lanes:
        lanes = (self._lane(self._item(row)) for row in range(self.tree.topLevelItemCount()))
        return normalising.lanes(Lanes(lanes=tuple(lane for lane in lanes if lane is not None)))

    def _sentence(self, problem: FieldProblem, row: int) -> str:
        if problem.reason is Reason.REQUIRED:
            return self.tr("{row}行目のステータス名を入力してください。").format(row=row + 1)
        if problem.reason is Reason.DUPLICATE:
            return self.tr("{row}行目と同じ名前のステータスがあります。").format(row=row + 1)
        return self.tr("{row}行目: {reason}").format(row=row + 1, reason=field_message(problem))

    def _say_problem(self, text: str, row: int | None) -> None:
        self._message.say(Role.PROBLEM, text)
        self._bad_row = row
        self._draw()

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.SPACE // 2)
        for button in (self.rename_button, self.up_button, self.down_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addSpacing(theme.SPACE)
        colour = Field(self.tr("選んだステータスの色"), self.colour)
        buttons.addWidget(colour.label)
        buttons.addWidget(colour)
        buttons.addStretch(1)
        add = QHBoxLayout()
        add.setSpacing(theme.SPACE)
        name = Field(self.tr("新しいステータス"), self.name, width=200)
        for widget in (name.label, name, self.add_button):
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
        outer.setColumnStretch(0, 1)

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

    def _fixed(self, lane: Lane) -> QTreeWidgetItem:
        name = fixed_lane_name(lane)
        item = QTreeWidgetItem([name, self.tr("固定")])
        item.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, self.tr("{name}、固定").format(name=name))
        item.setSizeHint(_NAME, QSize(0, _ROW_HEIGHT))
        return item

    def _own(self, lane: LaneSetting) -> QTreeWidgetItem:
        item = QTreeWidgetItem([lane.name, ""])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(_NAME, _LANE, lane)
        item.setSizeHint(_NAME, QSize(0, _ROW_HEIGHT))
        return item

    def _item(self, row: int) -> QTreeWidgetItem:
        item = self.tree.topLevelItem(row)
        assert item is not None
        return item

    def _lane(self, item: QTreeWidgetItem | None) -> LaneSetting | None:
        """What stands in the row; None on a fixed one."""
        lane = item.data(_NAME, _LANE) if item is not None else None
        if not isinstance(lane, LaneSetting) or item is None:
            return None
        return msgspec.structs.replace(lane, name=item.text(_NAME))

    def _current_code(self) -> str:
        lane = self._lane(self.tree.currentItem())
        return lane.code if lane is not None else ""

    def _draw(self) -> None:
        """Icons, colours and their words, in the scheme that is on."""
        with QSignalBlocker(self.tree):
            for row in range(self.tree.topLevelItemCount()):
                item = self._item(row)
                lane = self._lane(item)
                if lane is None:
                    item.setIcon(_NAME, QIcon(theme.pixmap("lock", theme.colours().hint, 16, 2.0)))
                    for column in (_NAME, _COLOUR):
                        item.setForeground(column, QColor(theme.colours().hint))
                    continue
                item.setIcon(_NAME, theme.icon("warning") if row == self._bad_row else theme.icon("list"))
                item.setIcon(_COLOUR, theme.swatch(lane.colour))
                item.setText(_COLOUR, self._colours.get(lane.colour, lane.colour))
        for place, colour in enumerate(self._colours):
            self.colour.setItemIcon(place, theme.swatch(colour))

    def _show_current(self) -> None:
        lane = self._lane(self.tree.currentItem())
        row, first = self.tree.currentIndex().row(), len(_BEFORE)
        last = self.tree.topLevelItemCount() - len(_AFTER) - 1
        for widget in (self.rename_button, self.remove_button, self.colour):
            widget.setEnabled(lane is not None)
        self.up_button.setEnabled(lane is not None and row > first)
        self.down_button.setEnabled(lane is not None and row < last)
        # -1, nothing, for a fixed status and for a colour of a later version.
        self.colour.setCurrentIndex(self.colour.findData(lane.colour) if lane is not None else -1)

    def _move(self, step: int) -> None:
        row = self.tree.currentIndex().row()
        item = self.tree.takeTopLevelItem(row)
        if item is not None:
            self.tree.insertTopLevelItem(row + step, item)
            self.tree.setCurrentItem(item)
            self._say_problem("", None)
            self.edited.emit()

    @Slot()
    def _on_rename_clicked(self) -> None:
        item = self.tree.currentItem()
        if self._lane(item) is not None and item is not None:
            self.tree.editItem(item, _NAME)

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
            self._say_problem(self.tr("追加するステータスの名前を入力してください。"), None)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        item = self._own(LaneSetting(code=f"lane_{uuid4().hex[:8]}", name=name))
        self.tree.insertTopLevelItem(self.tree.topLevelItemCount() - len(_AFTER), item)
        self.name.clear()
        self.tree.setCurrentItem(item)
        self._say_problem("", None)
        self.edited.emit()

    @Slot()
    def _on_remove_clicked(self) -> None:
        lane = self._lane(self.tree.currentItem())
        if lane is not None:
            text = self.tr("「{name}」を削除しますか。中の受注は「{new}」に戻ります。")
            self.confirmation.ask(text.format(name=lane.name, new=fixed_lane_name(Lane.NEW)))

    @Slot()
    def _on_removal_confirmed(self) -> None:
        self.tree.takeTopLevelItem(self.tree.currentIndex().row())
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_problem("", None)
        self._show_current()
        self.edited.emit()

    @Slot()
    def _on_colour_chosen(self) -> None:
        item = self.tree.currentItem()
        lane = self._lane(item)
        if lane is not None and item is not None and lane.colour != self.colour.currentData():
            with QSignalBlocker(self.tree):
                item.setData(_NAME, _LANE, msgspec.structs.replace(lane, colour=self.colour.currentData()))
            self._draw()
            self.edited.emit()

    @Slot()
    def _on_item_changed(self) -> None:
        self._say_problem("", None)
        self.edited.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        # A question about the status that was current must not be answered for another.
        self.confirmation.hide()
        self._show_current()
