"""Paints the cells: what was searched for is marked in them, and a tooltip comes only where it tells more."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from goq_desktop.domain.matching import spans, words
from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.model import OrderTableModel

_CELL_MARGIN: Final = 16  # what the style keeps free at both sides of a cell, together
_SEARCHED: Final = frozenset(
    COLUMNS.index(column)
    for column in (
        OrderColumn.NUMBER,
        OrderColumn.PURCHASER,
        OrderColumn.RECIPIENT,
        OrderColumn.ITEMS,
        OrderColumn.PAYMENT,
        OrderColumn.CARRIER,
        OrderColumn.TRACKING,
        OrderColumn.MEMO,
    )
)
# A scroll paints the same cells again and again.
_spans = lru_cache(maxsize=4096)(spans)


class CellDelegate(QStyledItemDelegate):
    """Text is painted as it is, never as markup."""

    def __init__(self, model: OrderTableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._orders = model
        self._words: tuple[str, ...] = ()

    def mark(self, typed: str) -> None:
        """Mark the words of what a person typed, from the next painting on."""
        self._words = words(typed)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if not self._words or index.column() not in _SEARCHED:
            super().paint(painter, option, index)
            return
        places = _spans(self._orders.cell(index.row(), index.column()), self._words)
        if not places:
            super().paint(painter, option, index)
            return
        from PySide6.QtWidgets import QStyle  # its many names take 8 ms: not before the first paint

        styled = QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        text, styled.text = styled.text, ""
        style = styled.widget.style() if styled.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, styled, painter, styled.widget)
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, styled, styled.widget)
        _draw(painter, styled, text, places, room)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            text = index.data(Qt.ItemDataRole.DisplayRole) or ""
            room = view.visualRect(index).width() - _CELL_MARGIN
            is_whole = option.fontMetrics.horizontalAdvance(text) <= room
            if is_whole and not self._orders.tip_says_more(index):
                QToolTip.hideText()
                return True
        return super().helpEvent(event, view, option, index)


def _draw(
    painter: QPainter,
    option: QStyleOptionViewItem,
    text: str,
    places: tuple[tuple[int, int], ...],
    room: QRect,
) -> None:
    """The text with its marked places: bold and underlined, so that it shows without colours too."""
    from PySide6.QtWidgets import QStyle

    margin = _CELL_MARGIN // 4
    room = room.adjusted(margin, 0, -margin, 0)
    bold = QFont(option.font)
    bold.setBold(True)
    layout = QTextLayout(text, option.font)
    plain = QTextOption(option.displayAlignment)
    plain.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(plain)
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    form = QTextCharFormat()
    form.setFont(bold)
    form.setFontUnderline(True)
    if not is_selected:
        form.setBackground(QColor(theme.colours().notice))
    ranges = []
    for first, last in places:
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = first, last - first, form
        ranges.append(part)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width())
    layout.endLayout()
    group = (
        QPalette.ColorGroup.Active
        if option.state & QStyle.StateFlag.State_Active
        else QPalette.ColorGroup.Inactive
    )
    role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
    painter.save()
    painter.setClipRect(room)
    painter.setPen(option.palette.color(group, role))
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2))
    painter.restore()
