"""The table of 受注一覧: keyboard, selection and scroll kept by order, columns as the person likes them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.availability import allow
from goq_desktop.ui.orders.cell_delegate import CellDelegate
from goq_desktop.ui.orders.clipboard import MOST_ROWS, selection_text
from goq_desktop.ui.orders.column_state import ColumnState
from goq_desktop.ui.orders.columns import COLUMNS, DESCENDING_FIRST, title
from goq_desktop.ui.orders.density import AIR, Density
from goq_desktop.ui.orders.model import OrderTableModel
from goq_desktop.ui.orders.place import Place, ranges, row_of, rows_of
from goq_desktop.ui.orders.table_look import ColumnLook

_HEADER_AIR: Final = 15


class OrderTable(QTableView):
    """A view of an `OrderTableModel`; rows are whole, any number of them can be selected."""

    order_chosen = Signal(object)  # id of the current order, or None
    sort_asked = Signal(object, bool)  # OrderColumn, is descending
    selection_counted = Signal(int)
    copied = Signal(int)  # so many orders, whole rows of them

    def __init__(self, model: OrderTableModel, state_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders = model
        self._chosen: int | None = None
        self._sorting: tuple[OrderColumn, bool] | None = None
        self._place = Place()
        self._is_restoring = False
        self.setModel(model)
        self._cells = CellDelegate(model, self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(self.tr("受注一覧"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._set_up_rows()
        self.columns = self._set_up_columns(state_file)
        self._add_actions()

    def show_list(self, ids: array[int]) -> None:
        """A new list, seen from its top; the selection comes back where its orders are found."""
        self._place = self._place_now()
        with self._restoring():
            self._orders.reset_ids(ids)
            self._select_place(0)
        self.scrollToTop()

    def append(self, ids: array[int]) -> None:
        """Go on with the list of `show_list`."""
        start = len(self._orders.ids)
        with self._restoring():
            self._orders.append_ids(ids)
            self._select_place(start)

    def end_list(self) -> None:
        """All orders of the list are here: what is not among them is not selected any more."""
        self._place = Place()
        self._tell_chosen()

    def refresh_list(self, ids: array[int]) -> None:
        """The same list, read again: selection and view stay at their orders."""
        self._place = self._place_now()
        across = self.horizontalScrollBar().value()
        # Whoever looks at the top wants to see what comes in there.
        top = self._place.top if self.verticalScrollBar().value() > 0 else None
        with self._restoring():
            self._orders.reset_ids(ids)
            self._select_place(0)
        row = None if top is None else row_of(top, self._orders.ids)
        self.updateGeometries()
        self.verticalScrollBar().setValue(row or 0)
        self.horizontalScrollBar().setValue(across)
        self.end_list()

    def reread(self) -> None:
        """The same rows in their places, with what the store says of them now."""
        self._orders.reread()

    @property
    def is_in_use(self) -> bool:
        """Whether somebody works in it: rows that move would be the wrong ones under their hands."""
        return self.selectionModel().hasSelection() or self.verticalScrollBar().value() > 0

    def show_columns(self, columns: Iterable[ColumnLook]) -> None:
        self.columns.show(columns)
        self._keep_current_seen()

    def set_density(self, density: Density) -> None:
        """Rows as high as the text and some air; the order at the top edge stays there."""
        rows, current = self.verticalHeader(), self.currentIndex()
        y = self.rowViewportPosition(current.row()) if current.isValid() else -1
        is_current_seen = 0 <= y < self.viewport().height()
        height = self.fontMetrics().height() + AIR[density]
        # Else Qt tells of each row by itself: nine minutes over a million orders.
        rows.blockSignals(True)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()
        if is_current_seen:
            across = self.horizontalScrollBar().value()
            self.scrollTo(current)
            self.horizontalScrollBar().setValue(across)

    def mark_text(self, typed: str) -> None:
        """Mark in the cells what a person searches for."""
        self._cells.mark(typed)
        self.viewport().update()

    def select_first(self) -> None:
        """Choose the first order, as the Down key does."""
        if self._orders.ids:
            self.setCurrentIndex(self._orders.index(0, self._first_column()))

    def selected_ids(self) -> array[int]:
        """The orders of the selected rows, from the top."""
        found = array("q")
        for first, last in self._selected_runs():
            found.extend(self._orders.ids[first : last + 1])
        return found

    def first_ids(self, most: int) -> array[int]:
        """The orders of the list from its top, selected or not."""
        return self._orders.ids[:most]

    def mark_sorting(self, column: OrderColumn, *, is_descending: bool) -> None:
        """Show how the list is sorted, without asking for it."""
        self._sorting = (column, is_descending)
        self._orders.set_sorting(column, is_descending=is_descending)

    def columns_menu(self, parent: QWidget) -> QMenu:
        """表示する列: a check mark for each column."""
        menu = QMenu(self.tr("表示する列(&L)"), parent)
        menu.setToolTipsVisible(True)
        header = self.horizontalHeader()
        places = [header.logicalIndex(place) for place in range(header.count())]
        shown = [section for section in places if not header.isSectionHidden(section)]
        for section in places:
            action = QAction(title(COLUMNS[section]), menu, checkable=True, checked=section in shown)
            # The last one stays: without a header there would be no way back.
            alone = self.tr("最後の列は隠せません。先にほかの列を表示してください。")
            allow(action, alone if shown == [section] else None)
            action.setData(section)
            action.triggered.connect(self._on_column_toggled)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("最初の並びに戻す(&R)"), self.columns.reset)
        return menu

    def _set_up_rows(self) -> None:
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_density(Density.NORMAL)

    def _set_up_columns(self, state_file: Path) -> ColumnState:
        header = self.horizontalHeader()
        header.setAccessibleName(self.tr("列の見出し"))
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        # To paint a title the header asks whether each row of its column is selected: half a minute after
        # Ctrl+A over 100,000 orders. With a selection of its own, always empty, it has nothing to ask.
        header.setSelectionModel(QItemSelectionModel(self._orders, header))
        header.sectionClicked.connect(self._on_section_clicked)
        header.setFixedHeight(self.fontMetrics().height() + _HEADER_AIR)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu_asked)
        return ColumnState(header, state_file)

    def _add_actions(self) -> None:
        copy = QAction(self.tr("選択した行をコピー(&C)"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_selection)
        copy_cell = QAction(self.tr("このセルをコピー(&E)"), self)
        copy_cell.setShortcut(QKeySequence("Ctrl+Shift+C"))
        copy_cell.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy_cell.triggered.connect(self._on_copy_cell)
        sort = QAction(self.tr("この列で並べ替え(&S)"), self)
        sort.setShortcut(QKeySequence("Ctrl+Shift+S"))
        sort.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        sort.triggered.connect(self._on_sort_by_current)
        self.addActions([copy, copy_cell, sort])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # -- what Qt calls

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if not self._is_restoring:
            self._tell_chosen()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._is_restoring:
            # The person chose anew: what was selected before is not wanted back.
            self._place = Place()
            self.selection_counted.emit(self._count_selected())

    def moveCursor(
        self, cursor_action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # A row is one thing here: Home and End mean the list, not the row.
        if cursor_action in (self.CursorAction.MoveHome, self.CursorAction.MoveEnd):
            index = super().moveCursor(cursor_action, modifiers | Qt.KeyboardModifier.ControlModifier)
            return index.siblingAtColumn(max(self.currentIndex().column(), self._first_column()))
        return super().moveCursor(cursor_action, modifiers)

    def hideEvent(self, event: QHideEvent) -> None:
        self.columns.save_if_changed()
        super().hideEvent(event)

    # -- the rest

    @Slot()
    def copy_selection(self) -> None:
        """The selected rows into the clipboard, one a line, with the columns as they stand on screen."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(place) for place in range(header.count())]
        columns = [section for section in places if not header.isSectionHidden(section)]
        runs = self._selected_runs()
        QGuiApplication.clipboard().setText(selection_text(self._orders, runs, columns))
        self.copied.emit(min(MOST_ROWS, sum(last - first + 1 for first, last in runs)))

    @Slot()
    def _on_copy_cell(self) -> None:
        current = self.currentIndex()
        if current.isValid():
            QGuiApplication.clipboard().setText(self._orders.cell(current.row(), current.column()))

    @Slot(int)
    def _on_section_clicked(self, section: int) -> None:
        column = COLUMNS[section]
        is_descending = column in DESCENDING_FIRST
        if self._sorting is not None and self._sorting[0] is column:
            is_descending = not self._sorting[1]
        self.sort_asked.emit(column, is_descending)

    @Slot()
    def _on_sort_by_current(self) -> None:
        if self.currentIndex().isValid():
            self._on_section_clicked(self.currentIndex().column())

    @Slot(QPoint)
    def _on_header_menu_asked(self, position: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(position))

    @Slot(bool)
    def _on_column_toggled(self, is_checked: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.columns.set_shown(action.data(), is_checked)
            self._keep_current_seen()

    def _keep_current_seen(self) -> None:
        current = self.currentIndex()
        if current.isValid() and self.isColumnHidden(current.column()):
            # From a cell that nobody sees the keys lead nowhere.
            self.selectionModel().setCurrentIndex(
                current.siblingAtColumn(self._first_column()), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        places = (header.logicalIndex(place) for place in range(header.count()))
        return next(section for section in places if not header.isSectionHidden(section))

    def _count_selected(self) -> int:
        return sum(last + 1 - first for first, last in self._selected_runs())

    def _selected_runs(self) -> list[tuple[int, int]]:
        """First and last row of each part of the selection, from the top."""
        selection = self.selectionModel().selection()
        parts = (selection.at(n) for n in range(selection.count()))
        return sorted((part.top(), part.bottom()) for part in parts)

    def _place_now(self) -> Place:
        ids, current, top = self._orders.ids, self.currentIndex().row(), self.rowAt(0)
        selected = array("q")
        for first, last in self._selected_runs():
            selected.extend(ids[first : last + 1])
        return Place(
            # Not yet found again in a list that is still coming in: still wanted.
            selected=frozenset(selected) | self._place.selected,
            current=ids[current] if current >= 0 else self._place.current,
            top=ids[top] if top >= 0 else None,
        )

    @contextmanager
    def _restoring(self) -> Iterator[None]:
        self._is_restoring = True
        # A row that becomes current again must not pull the view to it.
        self.setAutoScroll(False)
        try:
            yield
        finally:
            self.setAutoScroll(True)
            self._is_restoring = False
        self.selection_counted.emit(self._count_selected())

    def _select_place(self, start: int) -> None:
        """Select and make current what belongs to the place, in the rows from `start` on."""
        ids, model = self._orders.ids, self._orders
        selection = QItemSelection()
        for first, last in ranges(rows_of(self._place.selected, ids, start)):
            selection.select(model.index(first, 0), model.index(last, len(COLUMNS) - 1))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flag.Select | flag.Rows)
        if self._place.current is not None and not self.currentIndex().isValid():
            row = row_of(self._place.current, ids, start)
            if row is not None:
                self.selectionModel().setCurrentIndex(model.index(row, self._first_column()), flag.NoUpdate)

    def _tell_chosen(self) -> None:
        row = self.currentIndex().row()
        chosen = self._orders.ids[row] if row >= 0 else None
        if chosen != self._chosen:
            self._chosen = chosen
            self.order_chosen.emit(chosen)
