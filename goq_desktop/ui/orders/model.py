"""The table model: holds the ids of all found orders, and the rows of only those lately painted."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QIcon

from goq_desktop.domain.lanes import Lane
from goq_desktop.domain.problems import ProblemError
from goq_desktop.domain.query import OrderColumn, OrderRow
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import (
    COLUMNS,
    NUMERIC,
    alignment,
    cell_text,
    cell_words,
    lane_names,
    title,
    tooltip,
)

ReadRows = Callable[[Sequence[int]], Sequence[OrderRow]]

ROWS_PER_PAGE: Final = 32  # about what a window shows: a jump reads little more than it paints
PAGES_KEPT: Final = 64  # a page is some 50 kB, and read again in 1 ms
_NO_PARENT: Final = QModelIndex()
# Keeps what is aligned to the right off the column beside it.
_AIR: Final = tuple("\u2002" if column in NUMERIC else "" for column in COLUMNS)
_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_LANE: Final = COLUMNS.index(OrderColumn.LANE)
_ALIGNMENTS: Final = tuple(alignment(column) for column in COLUMNS)


class OrderTableModel(QAbstractTableModel):
    """Rows are read a page at a time by `read_rows`, when they are painted; nothing else ever queries.

    A page that cannot be read is shown empty, and `read_failed` tells once why; the next reset tries anew.
    """

    read_failed = Signal(object)  # Problem

    def __init__(self, read_rows: ReadRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read_rows = read_rows
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[OrderRow | None]] = OrderedDict()
        self._words = cell_words({}, lane_names())
        self._titles = tuple(title(column) for column in COLUMNS)
        self._is_failing = False
        self._bug: Exception | None = None

    @property
    def ids(self) -> array[int]:
        """The ids in the order of the rows; not to be changed."""
        return self._ids

    def set_shops(self, names: Mapping[str, str]) -> None:
        """The display name of each shop uid."""
        self._words = cell_words(names, self._words.lanes)
        self._tell_repaint()

    def set_lanes(self, names: Mapping[str, str]) -> None:
        """The display name of each lane."""
        self._words = cell_words(self._words.shops, names)
        self._tell_repaint()

    def reset_ids(self, ids: array[int]) -> None:
        """Show these orders instead; rows already read are read again."""
        self.beginResetModel()
        self._ids = ids[:]
        self._pages.clear()
        self._is_failing = False
        self.endResetModel()

    def reread(self) -> None:
        """Forget what was read of the rows: they are read again when they are painted."""
        self._pages.clear()
        self._is_failing = False
        self._tell_repaint()

    def append_ids(self, ids: array[int]) -> None:
        first = len(self._ids)
        self.beginInsertRows(_NO_PARENT, first, first + len(ids) - 1)
        self._ids.extend(ids)
        # The last page was cut where the ids ended.
        self._pages.pop(first // ROWS_PER_PAGE, None)
        self.endInsertRows()

    def order_row(self, row: int) -> OrderRow | None:
        """The order in this row, None when it could not be read or is gone."""
        page_number, place = divmod(row, ROWS_PER_PAGE)
        page = self._pages.get(page_number)
        if page is None:
            page = self._read_page(page_number)
            self._pages[page_number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page_number)
        return page[place]

    def cell(self, row: int, column: int) -> str:
        order = self.order_row(row)
        return "" if order is None else cell_text(order, COLUMNS[column], self._words)

    def tip_says_more(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether the tooltip of a cell tells what the cell would not, however wide it is."""
        return self._tooltip(index) != self.cell(index.row(), index.column())

    def set_sorting(self, column: OrderColumn, *, is_descending: bool) -> None:
        """Mark the title of the column by which the ids are sorted."""
        marks = {column: "▼" if is_descending else "▲"}
        self._titles = tuple(f"{title(one)} {marks.get(one, '')}".rstrip() for one in COLUMNS)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        # Compared in the order of how often each is asked: this runs for every painted cell.
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()) + _AIR[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            order = self.order_row(index.row())
            is_quiet = order is not None and order.lane == Lane.CANCELLED
            return QColor(theme.colours().hint) if is_quiet else None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._mark(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self._tooltip(index)
            # Qt guesses whether a tooltip is markup; as escaped markup the guess cannot go wrong.
            return f"<qt>{escape(text)}</qt>" if text else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._tooltip(index) if self.tip_says_more(index) else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.cell(index.row(), index.column())
            return f"{title(COLUMNS[index.column()])}: {text}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] + _AIR[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[section]
        return None

    def _tooltip(self, index: QModelIndex | QPersistentModelIndex) -> str:
        order = self.order_row(index.row())
        return "" if order is None else tooltip(order, COLUMNS[index.column()], self._words)

    def _mark(self, index: QModelIndex | QPersistentModelIndex) -> QIcon | None:
        """Beside the word 要確認."""
        if index.column() != _LANE:
            return None
        order = self.order_row(index.row())
        return theme.icon("warning") if order is not None and order.reasons else None

    def _read_page(self, page_number: int) -> Sequence[OrderRow | None]:
        start = page_number * ROWS_PER_PAGE
        wanted = self._ids[start : start + ROWS_PER_PAGE]
        if self._is_failing:
            return [None] * len(wanted)
        try:
            found = {row.id: row for row in self._read_rows(wanted)}
        except ProblemError as error:
            self._is_failing = True
            self.read_failed.emit(error.problem)
            found = {}
        except Exception as bug:  # noqa: BLE001 - it is raised again, when nobody paints
            # Qt asks for rows in the midst of painting, where an exception ends the process.
            self._is_failing = True
            self._bug = bug
            QTimer.singleShot(0, self._on_bug_due)
            found = {}
        return [found.get(order_id) for order_id in wanted]

    @Slot()
    def _on_bug_due(self) -> None:
        bug, self._bug = self._bug, None
        if bug is not None:
            raise bug

    def _tell_repaint(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
