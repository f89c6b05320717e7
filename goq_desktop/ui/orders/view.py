"""受注一覧 as a whole: freshness, filter, table and detail, tied to the listing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from goq_desktop.background.listing import LaneCounts, OrderListing
from goq_desktop.clock import Clock
from goq_desktop.domain.lanes import OwnLane
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import lane_names
from goq_desktop.ui.orders.density import DensityChoice
from goq_desktop.ui.orders.detail import DetailPane
from goq_desktop.ui.orders.filter_row import FilterRow
from goq_desktop.ui.orders.freshness_bar import FreshnessBar
from goq_desktop.ui.orders.looks import Looks
from goq_desktop.ui.orders.model import OrderTableModel, ReadRows
from goq_desktop.ui.orders.notes import EmptyPage, PracticeMark
from goq_desktop.ui.orders.table import OrderTable

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder

ReadDetail = Callable[[int], "StoredOrder | None"]

_DETAIL_AFTER: Final = 40  # ms: a held arrow key passes many orders
_SEARCHING_AFTER: Final = 300  # ms: before that the old count stays, a flicker tells nobody anything
_DETAIL_WIDTH: Final = 380


class OrdersView(QWidget):
    """`read_rows` and `read_detail` read synchronously, on the window's own connection, by order id.

    Nothing is asked of the listing before `start()`, so that the window can be painted first.
    """

    fetch_asked = Signal()
    cancel_asked = Signal()
    problem_occurred = Signal(object)  # Problem
    listed = Signal()  # a list is complete: of another query, or of orders that came or changed

    def __init__(
        self,
        listing: OrderListing,
        read_rows: ReadRows,
        read_detail: ReadDetail,
        state_file: Path,
        clock: Clock,
        *,
        is_practice: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._listing = listing
        self._read_detail = read_detail
        self._settings = QSettings(str(state_file), QSettings.Format.IniFormat, self)
        self._shops: Mapping[str, str] = {}
        self._chosen: int | None = None
        self._shown: StoredOrder | None = None
        self._counts: Mapping[str, int] = {}
        self._newer: array[int] | None = None  # the list as it would be, while another stays on screen
        self._is_update_wanted = False
        # Somebody wants into the list that is being read: where to, should it be empty.
        self._if_empty: Callable[[], None] | None = None
        self._lanes = lane_names()
        self._model = OrderTableModel(read_rows, self)
        self.freshness = FreshnessBar(clock)
        self.table = OrderTable(self._model, state_file)
        self.density = DensityChoice(self._settings, self)
        self.table.set_density(self.density.density)
        self.filter_row = FilterRow(self._settings, Looks(self.table, self.density, self._settings), clock)
        self.detail = DetailPane()
        self.detail_action = QAction(self.tr("詳細を表示(&D)"), self, checkable=True)
        self._detail_timer = QTimer(self, singleShot=True, interval=_DETAIL_AFTER)
        self._searching = QTimer(self, singleShot=True, interval=_SEARCHING_AFTER)
        self._compose(is_practice=is_practice)
        self._connect()
        query = self.filter_row.query
        self.table.mark_sorting(query.sort, is_descending=query.descending)

    @cached_property
    def empty(self) -> EmptyPage:
        """In place of the table while that has no rows."""
        empty = EmptyPage()
        empty.clear_asked.connect(self.filter_row.clear)
        empty.widen_asked.connect(self.filter_row.widen)
        empty.fetch_asked.connect(self.fetch_asked)
        self._list.addWidget(empty)
        return empty

    def set_shops(self, names: Mapping[str, str]) -> None:
        """The display name of each shop uid, in the order of モール選択."""
        self._shops = names
        self._model.set_shops(names)
        self.filter_row.set_shops(names)

    @property
    def lanes(self) -> Mapping[str, str]:
        """The name of each lane by its code, in the order of the tabs."""
        return self._lanes

    def read_order(self, order_id: int) -> StoredOrder | None:
        """As it is stored now. Raises STORE_*."""
        return self._read_detail(order_id)

    def set_lanes(self, own: Sequence[OwnLane]) -> None:
        """The shop's own lanes, in the order of その他設定."""
        self._lanes = lane_names(own)
        # The same order may stand in a lane of another name now.
        self._shown = None
        self._detail_timer.start()
        self._model.set_lanes(self._lanes)
        self.filter_row.tabs.set_lanes(self._lanes, {lane.code: lane.colour for lane in own})

    def start(self) -> None:
        """Ask for the first list."""
        self._ask(self.filter_row.query)

    def open_on_unfinished(self) -> None:
        """Before `start`: what is to be done comes first; what is done is a tab or a search away."""
        self.filter_row.show_query(OrderQuery(lane=self.filter_row.tabs.unfinished))

    def show_query(self, query: OrderQuery) -> None:
        """The list of `query` in place of what was asked for; the sorting stays."""
        self.filter_row.show_query(query)

    def show_order(self, order_id: int) -> None:
        """This order alone, chosen, until somebody asks for another list."""
        self.filter_row.show_only(order_id)
        if list(self._model.ids[:2]) == [order_id]:
            # Asked for once more, it is there already.
            self.table.select_first()

    @Slot()
    def refresh(self) -> None:
        """Orders came or changed: read the list again. Rows in use stay in their places, and 更新 is offered."""
        self._listing.refresh()

    @Slot()
    def refresh_at_once(self) -> None:
        """After what the person did, which the rows tell at once: read the list again, with selection and view kept."""
        self._is_update_wanted = True
        self.table.reread()
        self._listing.refresh()

    def show_detail_at_once(self) -> None:
        """The current order beside the list, on the sheet of its facts."""
        self.detail_action.setChecked(True)
        self.detail.tabs.setCurrentIndex(0)
        self._detail_timer.stop()
        self._on_detail_due()

    def _compose(self, *, is_practice: bool) -> None:
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([10_000, self._remembered_width()])
        self.detail_action.setShortcut(QKeySequence("F4"))
        # On other pages nothing of it would be seen, and the choice boxes of 各種設定 open by this key.
        self.detail_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.detail_action.setChecked(self._settings.value("detail/shown", "true") != "false")
        self.detail.setVisible(self.detail_action.isChecked())
        self.addAction(self.detail_action)
        self.addActions([*self.filter_row.tab_actions, *self.filter_row.shop_actions])
        head = QWidget()
        rows = QVBoxLayout(head)
        rows.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        rows.setSpacing(theme.SPACE)
        rows.addWidget(self.freshness)
        rows.addWidget(self.filter_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if is_practice:
            layout.addWidget(PracticeMark())
        layout.addWidget(head)
        body = QVBoxLayout()
        body.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        body.addWidget(self._splitter)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        listing = self._listing
        listing.ids_reset.connect(self._on_ids_reset)
        listing.ids_appended.connect(self._on_ids_appended)
        listing.ids_refreshed.connect(self._on_ids_refreshed)
        listing.lanes_counted.connect(self._on_lanes_counted)
        listing.finished.connect(self._on_finished)
        listing.failed.connect(self._on_failed)
        self.filter_row.query_changed.connect(self._on_query_changed)
        self.filter_row.update_asked.connect(self._on_update_asked)
        self.filter_row.sort_chosen.connect(self._on_sort_chosen)
        self.filter_row.text.down_pressed.connect(self._on_list_asked)
        self.filter_row.text.textChanged.connect(self._on_text_changed)
        self.filter_row.text.returnPressed.connect(self._on_enter_pressed)
        self.table.sort_asked.connect(self._on_sort_asked)
        # Told while painting; a message box must wait until that is over.
        self._model.read_failed.connect(self.problem_occurred, Qt.ConnectionType.QueuedConnection)
        self.table.order_chosen.connect(self._on_order_chosen)
        self.table.selection_counted.connect(self.filter_row.set_selected)
        self.density.chosen.connect(self.table.set_density)
        self.freshness.cancel_asked.connect(self.cancel_asked)
        self.detail_action.toggled.connect(self._on_detail_toggled)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._detail_timer.timeout.connect(self._on_detail_due)
        # What was read of the order while another page was shown is not here.
        self.detail.came_in_sight.connect(self._detail_timer.start)
        self._searching.timeout.connect(self._on_searching_long)

    def _ask(self, query: OrderQuery) -> None:
        self._searching.start()
        self._listing.set_query(query)

    def _remembered_width(self) -> int:
        text = str(self._settings.value("detail/width", _DETAIL_WIDTH))
        return min(max(int(text), 280), 1200) if text.isdecimal() else _DETAIL_WIDTH

    @Slot(object)
    def _on_query_changed(self, query: OrderQuery) -> None:
        self._ask(query)

    @Slot(object, bool)
    def _on_sort_asked(self, column: OrderColumn, is_descending: bool) -> None:
        self.table.mark_sorting(column, is_descending=is_descending)
        self.filter_row.set_sorting(column, is_descending=is_descending)

    @Slot(object, bool)
    def _on_sort_chosen(self, column: OrderColumn, is_descending: bool) -> None:
        self.table.mark_sorting(column, is_descending=is_descending)

    @Slot()
    def _on_list_asked(self) -> None:
        self._go_to_list(self._ask_empty)

    def _ask_empty(self) -> None:
        self.empty.ask()

    @Slot()
    def _on_text_changed(self) -> None:
        # Whoever goes on typing does not want away.
        self._if_empty = None

    @Slot()
    def _on_enter_pressed(self) -> None:
        # Whoever types or scans numbers goes on with the next one.
        self._go_to_list(self.filter_row.text.ask)

    def _go_to_list(self, if_empty: Callable[[], None]) -> None:
        self.filter_row.take_text()
        # An Enter may come before its orders do; the rows that still stand there are not meant.
        self._if_empty = if_empty
        if not self._listing.is_running:
            self._arrive()

    def _arrive(self) -> None:
        if_empty, self._if_empty = self._if_empty, None
        if if_empty is None:
            return
        if self._list.currentWidget() is not self.table:
            if_empty()
            return
        # With the focus Qt makes the first row current, and selects nothing.
        if not self.table.currentIndex().isValid():
            self.table.select_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_ids_reset(self, ids: array[int]) -> None:
        self._newer = None
        self._is_update_wanted = False
        self.filter_row.offer_update(None)
        self.table.mark_text(self.filter_row.query.text)
        self.table.show_list(ids)
        if ids:
            self._list.setCurrentWidget(self.table)
            self._arrive()
            if self.filter_row.query.filters.order_id is not None:
                self.table.select_first()

    @Slot(object)
    def _on_ids_appended(self, ids: array[int]) -> None:
        self.table.append(ids)

    @Slot(object)
    def _on_ids_refreshed(self, ids: array[int]) -> None:
        is_kept = self.table.is_in_use and not self._is_update_wanted
        self._is_update_wanted = False
        if ids == self._model.ids:
            self._keep(None)
        elif is_kept:
            self._keep(ids)
        else:
            self._newer = None
            self.table.refresh_list(ids)
            self.filter_row.offer_update(None)
        # The order may have changed while its id did not.
        self._detail_timer.start()

    def _keep(self, newer: array[int] | None) -> None:
        self._newer = newer
        self.table.reread()
        self.filter_row.offer_update(None if newer is None else len(newer) - len(self._model.ids))

    @Slot()
    def _on_update_asked(self) -> None:
        if self._newer is not None:
            newer, self._newer = self._newer, None
            self.table.refresh_list(newer)
            self.filter_row.offer_update(None)
            self._tell_found(len(newer))

    @Slot(object)
    def _on_lanes_counted(self, counts: LaneCounts) -> None:
        self._counts = counts.counts
        self.filter_row.tabs.set_counts(counts.counts)
        self.filter_row.shops.set_unfinished(counts.unfinished)

    @Slot(int)
    def _on_finished(self, found: int) -> None:
        self._searching.stop()
        self.table.end_list()
        if self.table.hasFocus() and not self.table.currentIndex().isValid():
            # Whoever went on to it before the search had ended stands nowhere else.
            self.table.select_first()
        if self._newer is None:
            self._tell_found(found)
        self._arrive()
        self.listed.emit()

    def _tell_found(self, found: int) -> None:
        self.filter_row.set_found(found)
        if found:
            self._list.setCurrentWidget(self.table)
            return
        query = self.filter_row.query
        has_orders = any(self._counts.values()) or query.shop_uid is not None
        self.empty.explain(query, has_orders=has_orders, lane=self.filter_row.tabs.lane_name)
        self._list.setCurrentWidget(self.empty)

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        self._searching.stop()
        self.problem_occurred.emit(problem)

    @Slot()
    def _on_searching_long(self) -> None:
        self.filter_row.set_found(None)

    @Slot(object)
    def _on_order_chosen(self, order_id: int | None) -> None:
        self._chosen = order_id
        self._detail_timer.start()

    @Slot()
    def _on_detail_due(self) -> None:
        if self._chosen is None or not self.detail.isVisible():
            self._shown = None
            self.detail.show_nothing()
            return
        try:
            stored = self._read_detail(self._chosen)
        except ProblemError as error:
            self.detail.show_nothing()
            self.problem_occurred.emit(error.problem)
            return
        # The same again would only lose the place and what is selected in it.
        if stored == self._shown:
            self.detail.show_memo(stored)  # what was written there since may be taken back already
            return
        self._shown = stored
        if stored is None:
            self.detail.show_nothing()
        else:
            shop = self._shops.get(stored.shop_uid, stored.shop_uid)
            self.detail.show_order(stored, shop, self._lanes)

    @Slot(bool)
    def _on_detail_toggled(self, is_shown: bool) -> None:
        self.detail.setVisible(is_shown)
        self._settings.setValue("detail/shown", "true" if is_shown else "false")
        self._detail_timer.start()

    @Slot(int, int)
    def _on_splitter_moved(self, _position: int, _handle: int) -> None:
        self._settings.setValue("detail/width", self._splitter.sizes()[1])
