"""The rows of a `WordingTable`: a wording, a box with what it stands for, and how many orders hold it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from goq_desktop.ui import theme
from goq_desktop.ui.settings.choice_box import ChoiceBox
from goq_desktop.ui.settings.wording_delegate import in_one_line

WORDING, CHOICE, COUNT = 0, 1, 2
_COUNT_WIDTH: Final = 104
_NUMBER_WIDTH: Final = 32
_ROW_HEIGHT: Final = 32
_LONGEST_SPOKEN: Final = 60
_IS_SEEN: Final = Qt.ItemDataRole.UserRole
_ATTACHED: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """`choice` is a code of the choices; `attached` is the form's own and goes with the row."""

    wording: str
    choice: str
    attached: object = None


class WordingRows(QTableWidget):
    """Changes made by a call are silent; `itemChanged` and `choice_changed` are a person's."""

    choice_changed = Signal(int)  # the row

    def __init__(self, noun: str, choice_title: str, choice_width: int) -> None:
        super().__init__(0, 3)
        self._choice_title = choice_title
        self._choices: list[tuple[str, str]] = []
        self.setAccessibleName(self.tr("{noun}の一覧").format(noun=noun))
        keys = self.tr("F2で表記を変え、スペースキーで{choice}を選び、Delで削除します。")
        self.setAccessibleDescription(keys.format(choice=choice_title))
        self.setToolTip(keys.format(choice=choice_title))
        self.setHorizontalHeaderLabels([self.tr("モールの表記"), choice_title, self.tr("受注")])
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setFixedWidth(_NUMBER_WIDTH)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header = self.horizontalHeader()
        header.setSectionResizeMode(WORDING, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(CHOICE, choice_width)
        self.setColumnWidth(COUNT, _COUNT_WIDTH)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """For the rows inserted from now on; code and name of each, without 未設定."""
        self._choices = list(choices)

    def wording(self, row: int) -> str:
        return self.wording_item(row).text()

    def choice(self, row: int) -> str:
        return str(self.choice_box(row).currentData())

    def choice_box(self, row: int) -> QComboBox:
        box = self.cellWidget(row, CHOICE)
        assert isinstance(box, QComboBox)
        return box

    def attached(self, row: int) -> object:
        return self.wording_item(row).data(_ATTACHED)

    def attach(self, row: int, attached: object) -> None:
        with QSignalBlocker(self):
            self.wording_item(row).setData(_ATTACHED, attached)

    def is_seen(self, row: int) -> bool:
        """Orders gave the wording, not a person: it stays as it is."""
        return bool(self.wording_item(row).data(_IS_SEEN))

    def is_open(self, row: int) -> bool:
        """未設定: it stands for nothing and nobody wrote it, so it is no entry."""
        return self.is_seen(row) and not self.choice(row)

    def entry(self, row: int) -> Entry:
        return Entry(self.wording(row), self.choice(row), self.attached(row))

    def entries(self) -> list[Entry]:
        return [self.entry(row) for row in range(self.rowCount())]

    def named(self) -> set[str]:
        """The wordings that stand for something."""
        return {self.wording(row) for row in range(self.rowCount()) if self.choice(row)}

    def wording_item(self, row: int) -> QTableWidgetItem:
        item = self.item(row, WORDING)
        assert item is not None
        return item

    def insert(self, row: int, entry: Entry, *, is_seen: bool = False) -> None:
        with QSignalBlocker(self):
            self.insertRow(row)
            item = QTableWidgetItem(entry.wording)
            item.setData(_IS_SEEN, is_seen)
            item.setData(_ATTACHED, entry.attached)
            if is_seen:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(row, WORDING, item)
            count = QTableWidgetItem()
            count.setFlags(count.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(row, COUNT, count)
        box = ChoiceBox()
        # No stop of Tab, which leads out of the table: the space key opens the box of the current row.
        box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        box.addItem(self.tr("未設定"), "")
        for code, name in self._choices:
            box.addItem(name, code)
        if entry.choice and box.findData(entry.choice) < 0:
            box.addItem(entry.choice, entry.choice)  # of a later version: kept, and named by the check
        box.setCurrentIndex(box.findData(entry.choice))
        box.currentIndexChanged.connect(self._on_choice_changed)
        self.setCellWidget(row, CHOICE, box)
        self.name_box(row)

    def name_box(self, row: int) -> None:
        name = self.tr("「{wording}」の{choice}")
        wording = in_one_line(self.wording(row), _LONGEST_SPOKEN)
        self.choice_box(row).setAccessibleName(name.format(wording=wording, choice=self._choice_title))

    def mark(self, row: int, count: int, *, has_twin: bool) -> None:
        """How many orders hold it, and the signs of 未設定 and 似た表記 in the scheme that is on."""
        cell = self.item(row, COUNT)
        assert cell is not None
        with QSignalBlocker(self):
            self.wording_item(row).setIcon(theme.icon("warning") if self.is_open(row) else QIcon())
            cell.setIcon(theme.icon("info") if has_twin else QIcon())
            cell.setText(self.tr("{count}件").format(count=f"{count:,}") if count else "")
            if has_twin:
                cell.setText(self.tr("似た表記"))

    @Slot()
    def _on_choice_changed(self) -> None:
        for row in range(self.rowCount()):
            if self.choice_box(row) is self.sender():
                self.choice_changed.emit(row)
                return
