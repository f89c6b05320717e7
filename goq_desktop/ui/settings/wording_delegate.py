"""How a mall's wording looks in a table's cell, and how it is typed or chosen there: to the character."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from goq_desktop.domain.sight import LONGEST_WORDING, SeenWording
from goq_desktop.ui import theme

_LONGEST_SHOWN: Final = 120
_ICON_SIZE: Final = QSize(16, 16)
_UNSHOWABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COUNT: Final = Qt.ItemDataRole.UserRole
_IS_OPEN: Final = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


def in_one_line(wording: str, longest: int = _LONGEST_SHOWN) -> str:
    """For showing only: no line ends, no marks that turn the direction of what follows, and bounded."""
    shown = _UNSHOWABLE.sub(" ", wording[: longest + 1])
    return shown if len(shown) <= longest else shown[:longest] + "…"


@dataclass(frozen=True, slots=True)
class Offer:
    """A wording that orders hold; `is_open`: nobody has said yet what it means."""

    seen: SeenWording
    is_open: bool


class WordingDelegate(QStyledItemDelegate):
    """With `offers` the cell's editor has a list of the wordings that orders hold."""

    def __init__(self, table: QTableView, name: str, offers: Callable[[], Sequence[Offer]] | None) -> None:
        """`name`: of the cell's editor, for screen readers."""
        super().__init__(table)
        self._name = name
        self._offers = offers

    def displayText(self, value: object, _: QLocale | QLocale.Language) -> str:
        return in_one_line(str(value))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        offers = self._offers() if self._offers else ()
        if not offers:
            line = QLineEdit(parent)
            line.setMaxLength(LONGEST_WORDING)
            line.setAccessibleName(self._name)
            return line
        box = _OfferBox(parent, offers)
        box.setAccessibleName(self._name)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        wording = str(index.data(Qt.ItemDataRole.EditRole))
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, QLineEdit) and line.isModified():
            return  # asked for again, since something else about the row changed: somebody is typing
        if isinstance(editor, QComboBox):
            # A list chooses its first entry by itself.
            editor.setCurrentIndex(editor.findText(wording, Qt.MatchFlag.MatchExactly))
            editor.setEditText(wording)
        elif isinstance(editor, QLineEdit):
            editor.setText(wording)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class _OfferBox(QComboBox):
    def __init__(self, parent: QWidget, offers: Sequence[Offer]) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # It would complete what is typed to another case.
        self.setCompleter(None)  # type: ignore[arg-type]
        line = self.lineEdit()
        assert line is not None
        line.setMaxLength(LONGEST_WORDING)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(_OfferDelegate(self))
        for offer in offers:
            count = self.tr("{count}件").format(count=f"{offer.seen.count:,}")
            self.addItem(offer.seen.text)
            place = self.count() - 1
            self.setItemData(
                place, self.tr("未設定 {count}").format(count=count) if offer.is_open else count, _COUNT
            )
            self.setItemData(place, offer.is_open, _IS_OPEN)


class _OfferDelegate(QStyledItemDelegate):
    """The count stands first: a long wording cannot push it out of sight."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = f"{index.data(_COUNT)}　{in_one_line(str(index.data()))}"
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = theme.icon("warning" if index.data(_IS_OPEN) else "check")
        option.decorationSize = _ICON_SIZE
