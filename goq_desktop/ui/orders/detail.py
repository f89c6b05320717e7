"""The detail pane beside the table: the chosen order as a sheet, and the shop's answer as it came."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.ui import theme

if TYPE_CHECKING:
    from goq_desktop.domain.history import Event
    from goq_desktop.storage.stored_order import StoredOrder
    from goq_desktop.ui.editing.memo_field import MemoField
    from goq_desktop.ui.editing.timeline import Timeline

LONGEST_RAW: Final = 200_000  # characters
_RAW_TAB: Final = 1
_TIMELINE_TAB: Final = 2


class DetailPane(QWidget):
    """What needs the store is asked for: `timeline_asked`, answered by `show_timeline`.

    All but the words for no order is made with the first order that is shown.
    """

    timeline_asked = Signal(int)  # id of the order
    conflict_decided = Signal(int, int, str, bool)  # id, place, field, whether mine is kept
    came_in_sight = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw = b""
        self._order_id: int | None = None
        self._destinations = 1
        self._lanes: Mapping[str, str] = {}
        self._is_raw_shown = False
        self.setAccessibleName(self.tr("受注の詳細"))
        self.setMinimumWidth(280)
        self._empty = QLabel(
            self.tr("受注を選ぶと、ここに詳細が出ます"), alignment=Qt.AlignmentFlag.AlignCenter
        )
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        theme.set_role(self._empty, theme.Role.HINT)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_in_sight.emit()

    @cached_property
    def sheet(self) -> QScrollArea:
        sheet = QScrollArea(widgetResizable=True)
        sheet.setFrameShape(QFrame.Shape.NoFrame)
        sheet.setAccessibleName(self.tr("受注の内容"))
        sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return sheet

    @cached_property
    def raw(self) -> QPlainTextEdit:
        raw = QPlainTextEdit(readOnly=True)
        raw.setFrameShape(QFrame.Shape.NoFrame)
        raw.setFont(theme.fixed_font())
        raw.setAccessibleName(self.tr("ショップから受け取った元データ"))
        raw.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return raw

    @cached_property
    def timeline(self) -> Timeline:
        from goq_desktop.ui.editing.timeline import Timeline

        return Timeline()

    @cached_property
    def memo(self) -> MemoField:
        from goq_desktop.ui.editing.memo_field import MemoField

        return MemoField()

    @cached_property
    def tabs(self) -> QTabWidget:
        tabs = QTabWidget(documentMode=True)
        tabs.setAccessibleName(self.tr("受注の詳細"))
        tabs.tabBar().setAccessibleName(self.tr("詳細の見かた"))
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.memo)
        rows.addWidget(self.sheet, 1)
        tabs.addTab(content, self.tr("内容"))
        tabs.addTab(self.raw, self.tr("元データ"))
        tabs.addTab(self.timeline, self.tr("履歴"))
        tabs.currentChanged.connect(self._on_tab_changed)
        self._stack.addWidget(tabs)
        return tabs

    def show_order(self, stored: StoredOrder, shop_name: str, lanes: Mapping[str, str]) -> None:
        """`lanes`: the name of each lane by its code."""
        self._raw = stored.raw
        self._is_raw_shown = False
        self._lanes, self._destinations = lanes, len(stored.order.destinations)
        if stored.id != self._order_id:
            self.timeline.setRowCount(0)
        self._order_id = stored.id
        from goq_desktop.ui.orders.order_sheet import OrderSheet

        self.show_memo(stored)
        # The memo stands above, where it is written.
        sheet = OrderSheet(stored, shop_name, lanes, has_memo=False)
        sheet.conflict_decided.connect(self._on_conflict_decided)
        self.sheet.setWidget(sheet)
        self.sheet.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self.tabs)
        self._on_tab_changed(self.tabs.currentIndex())

    def show_memo(self, stored: StoredOrder | None) -> None:
        """Of the order that is shown, as it is stored."""
        if stored is None:
            return
        from goq_desktop.ui.editing.memo_field import memo_of

        self.memo.show_memo(stored.id, memo_of(stored), is_locked=stored.is_erased)

    def show_timeline(self, order_id: int, events: Sequence[Event]) -> None:
        """Unless another order is shown by now."""
        if order_id == self._order_id:
            self.timeline.show_events(events, self._lanes, self._destinations)

    def show_nothing(self) -> None:
        self._order_id = None
        if "memo" in vars(self):
            self.memo.show_memo(None, "")
        self._stack.setCurrentWidget(self._empty)

    @Slot(int)
    def _on_tab_changed(self, tab: int) -> None:
        # Laid out only when somebody looks: it is long.
        if tab == _RAW_TAB and not self._is_raw_shown:
            self._is_raw_shown = True
            self.raw.setPlainText(_pretty(self._raw))
        elif tab == _TIMELINE_TAB and self._order_id is not None:
            self.timeline_asked.emit(self._order_id)

    @Slot(int, str, bool)
    def _on_conflict_decided(self, place: int, field: str, is_mine_kept: bool) -> None:
        if self._order_id is not None:
            self.conflict_decided.emit(self._order_id, place, field, is_mine_kept)


def _pretty(raw: bytes) -> str:
    """The answer with one value a line; what is no JSON is shown as it is."""
    text = raw.decode("utf-8", errors="replace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if len(text) <= LONGEST_RAW else text[:LONGEST_RAW] + "\n…"
