"""The rows above the table that say which orders are shown: shop, status, text, and how many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from goq_desktop.clock import Clock
from goq_desktop.domain.filters import OrderFilters
from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.domain.times import JST
from goq_desktop.ui import theme
from goq_desktop.ui.orders.chip_row import ChipRow
from goq_desktop.ui.orders.counted_tabs import CountedTabs
from goq_desktop.ui.orders.looks import Looks
from goq_desktop.ui.orders.saved_views import SavedViews
from goq_desktop.ui.orders.shop_tabs import ShopTabs
from goq_desktop.ui.orders.status_tabs import StatusTabs
from goq_desktop.ui.orders.views_button import ViewsButton
from goq_desktop.ui.search_field import SearchField

_NARROWEST_FIELD: Final = 120
_WIDEST_FIELD: Final = 340


class FilterRow(QWidget):
    """Holds the query of the list; `query_changed` tells each new one."""

    query_changed = Signal(object)  # OrderQuery
    update_asked = Signal()
    inbox_asked = Signal()  # the check inbox, from among its orders
    sort_chosen = Signal(object, bool)  # by a saved view: OrderColumn, is descending

    def __init__(
        self, settings: QSettings, looks: Looks, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._payments: Sequence[str] = ()
        self._query = OrderQuery()
        self._before_only = OrderQuery()
        self._found: int | None = None
        self._selected = 0
        self.shops = ShopTabs()
        self.shops.tab_chosen.connect(self._on_shop_chosen)
        self.tabs = StatusTabs()
        self.tabs.tab_chosen.connect(self._on_lane_chosen)
        self.text = SearchField(
            self.tr("絞り込み"),
            self.tr("名前・電話・番号・住所で絞り込み"),
            self.tr("Ctrl+F でここへ、Esc で絞り込みを解除"),
        )
        # All that may stand beside it fits into a small screen at 150 %.
        self.text.setMinimumWidth(_NARROWEST_FIELD)
        self.text.setMaximumWidth(_WIDEST_FIELD)
        self.text.textChanged.connect(self._on_text_changed)
        self.narrow = QPushButton(self.tr("条件(&Q)…"))
        self.narrow.setIcon(theme.icon("plus"))
        self.narrow.setToolTip(self.tr("期間・支払い・配送・金額などで絞り込む（Ctrl+Shift+F）"))
        self.narrow.clicked.connect(self._on_narrow)
        self.chips = ChipRow()
        self.chips.filters_changed.connect(self._on_chips_changed)
        self.views = ViewsButton(SavedViews(settings), looks)
        self.views.view_chosen.connect(self._on_view_chosen)
        self.inbox = QPushButton(self.tr("1件ずつ確認"))
        self.inbox.setToolTip(self.tr("要確認を1件ずつ片づける（Ctrl+3）"))
        self.inbox.setIcon(theme.icon("warning"))
        self.inbox.clicked.connect(self.inbox_asked)
        self.inbox.hide()
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setAccessibleName(self.tr("件数"))
        theme.set_role(self.count, theme.Role.HINT)
        # In a place that is empty else: nothing may move when it comes.
        self.update_list = QPushButton()
        self.update_list.setIcon(theme.icon("refresh"))
        self.update_list.setVisible(False)
        self.update_list.clicked.connect(self.update_asked)
        self.tab_actions = (
            self._step(self.tr("前のステータス"), "Ctrl+PgUp", self.tabs, -1),
            self._step(self.tr("次のステータス"), "Ctrl+PgDown", self.tabs, 1),
        )
        self.shop_actions = (
            self._step(self.tr("前のショップ"), "Ctrl+Shift+PgUp", self.shops, -1),
            self._step(self.tr("次のショップ"), "Ctrl+Shift+PgDown", self.shops, 1),
        )
        # Joins the changes of one conversion of the input method; a search that runs gives way to the next letter.
        self._typing = QTimer(self, singleShot=True, interval=0)
        self._typing.timeout.connect(self._on_typed)

        upper = QHBoxLayout()
        upper.setSpacing(2 * theme.SPACE)
        upper.addWidget(self.text, 4)
        upper.addWidget(self.narrow)
        upper.addWidget(self.views)
        upper.addWidget(self.inbox)
        upper.addWidget(self.count)
        upper.addWidget(self.update_list)
        upper.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(upper)
        # Lines of their own: a shop may have many shops and statuses, and 要確認 is the last.
        layout.addWidget(self.shops)
        layout.addWidget(self.tabs)
        layout.addWidget(self.chips)
        # A button's own shortcut would press it for a tenth of a second first.
        update = QShortcut(QKeySequence("F6"), self, context=Qt.ShortcutContext.WindowShortcut)
        update.activated.connect(self.update_asked)
        narrow = QShortcut(QKeySequence("Ctrl+Shift+F"), self, context=Qt.ShortcutContext.WindowShortcut)
        narrow.activated.connect(self._on_narrow)
        find = QShortcut(QKeySequence.StandardKey.Find, self, context=Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self.text.ask)

    @property
    def query(self) -> OrderQuery:
        return self._query

    def set_shops(self, names: Mapping[str, str]) -> None:
        """The display name of each shop uid, in their order; one shop alone needs no choice."""
        self.shops.set_shops(names)
        for action in self.shop_actions:
            action.setVisible(len(names) > 1)
        self._ask(replace(self._query, shop_uid=self.shops.shop_uid))

    def take_text(self) -> None:
        """What was typed last is asked for now, not in a moment."""
        if self._typing.isActive():
            self._typing.stop()
            self._on_typed()

    def set_payments(self, wordings: Sequence[str]) -> None:
        """The shops' wordings for payments, to choose from."""
        self._payments = wordings

    def set_sorting(self, column: OrderColumn, *, is_descending: bool) -> None:
        self._ask(replace(self._query, sort=column, descending=is_descending))

    def set_found(self, found: int | None) -> None:
        """How many orders the list holds; None while they are still being counted."""
        self._found = found
        self._tell_count()

    def offer_update(self, more: int | None) -> None:
        """Say that the order of the list has changed, by how many orders; None: it is as it should be."""
        self.update_list.setVisible(more is not None)
        if not more:
            text = self.tr("並びが変わりました ▸ 更新 F6")
        elif more > 0:
            text = self.tr("{0}件増えました ▸ 更新 F6").format(f"{more:,}")
        else:
            text = self.tr("{0}件減りました ▸ 更新 F6").format(f"{-more:,}")
        self.update_list.setText(text)

    def set_selected(self, selected: int) -> None:
        self._selected = selected
        self._tell_count()

    def show_query(self, query: OrderQuery, *, is_sort_kept: bool = True) -> None:
        """Shop, status, text and filters of `query`. A lane that is not any more is 全て."""
        self.text.blockSignals(True)
        self.text.setText(query.text)
        self.text.blockSignals(False)
        self._typing.stop()
        self.tabs.blockSignals(True)
        self.tabs.choose(query.lane)
        self.tabs.blockSignals(False)
        self.shops.blockSignals(True)
        self.shops.choose(query.shop_uid)
        self.shops.blockSignals(False)
        shown = replace(query, shop_uid=self.shops.shop_uid, lane=self.tabs.lane)
        if is_sort_kept:
            shown = replace(shown, sort=self._query.sort, descending=self._query.descending)
        self._ask(shown)

    def show_only(self, order_id: int) -> None:
        """This order alone; the list before comes back when its chip is taken away.

        Whatever else is asked for lifts it: among one order nobody searches.
        """
        if self._query.filters.order_id is None:
            self._before_only = self._query
        self.show_query(OrderQuery(filters=OrderFilters(order_id=order_id)))

    @Slot()
    def clear(self) -> None:
        """Show everything again; the sorting stays."""
        self.show_query(OrderQuery())

    @Slot()
    def widen(self) -> None:
        """Search for the same text in every order of every shop."""
        self.show_query(OrderQuery(text=self._query.text))

    @property
    def _wide(self) -> OrderQuery:
        """What is asked for, but not for one order alone."""
        return replace(self._query, filters=self._query.filters.without("order_id"))

    def _step(self, name: str, keys: str, tabs: CountedTabs, step: int) -> QAction:
        action = QAction(name, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(partial(tabs.choose_next, step))
        return action

    def _ask(self, query: OrderQuery) -> None:
        if query != self._query:
            self._query = query
            self.chips.show_filters(query.filters)
            self.views.set_query(query, self._place)
            self.inbox.setVisible(query.lane == TO_CHECK)
            self.query_changed.emit(query)

    @property
    def _place(self) -> str:
        """Shop and status in words."""
        lane, shop = self.tabs.lane_name, self.shops.names[self.shops.shop_uid]
        return lane if self.shops.isHidden() else self.tr("{shop} › {lane}").format(shop=shop, lane=lane)

    def _tell_count(self) -> None:
        if self._found is None:
            self.count.setText(self.tr("検索中…"))
        elif self._selected > 1:
            text = self.tr("{0}件中 {1}件を選択")
            self.count.setText(text.format(f"{self._found:,}", f"{self._selected:,}"))
        else:
            self.count.setText(self.tr("{0}件").format(f"{self._found:,}"))

    @Slot(object)
    def _on_shop_chosen(self, shop_uid: str | None) -> None:
        self._ask(replace(self._wide, shop_uid=shop_uid))

    @Slot(object)
    def _on_lane_chosen(self, lane: str | None) -> None:
        self._ask(replace(self._wide, lane=lane))

    @Slot()
    def _on_narrow(self) -> None:
        from goq_desktop.ui.orders.filter_dialog import FilterDialog

        dialog = FilterDialog(
            self._query.filters, self._payments, self._clock.now().astimezone(JST).date(), self
        )
        if dialog.exec():
            self._narrow(dialog.filters)

    def _narrow(self, filters: OrderFilters) -> None:
        self._ask(replace(self._query, filters=filters))

    @Slot(object)
    def _on_chips_changed(self, filters: OrderFilters) -> None:
        if self._query.filters.order_id is not None and filters.order_id is None:
            self.show_query(self._before_only)
        else:
            self._narrow(filters)

    @Slot(object)
    def _on_view_chosen(self, query: OrderQuery) -> None:
        self.sort_chosen.emit(query.sort, query.descending)
        self.show_query(query, is_sort_kept=False)

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._typing.start()

    @Slot()
    def _on_typed(self) -> None:
        self._ask(replace(self._wide, text=self.text.text().strip()))
