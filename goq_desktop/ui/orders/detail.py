"""The detail pane beside the table: the chosen order as a sheet, and the shop's answer as it came."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
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

from goq_desktop.domain.history import Event
from goq_desktop.ui import theme
from goq_desktop.ui.editing.memo_field import MemoField, memo_of
from goq_desktop.ui.editing.timeline import Timeline
from goq_desktop.ui.orders.order_sheet import OrderSheet

if TYPE_CHECKING:
    from goq_desktop.storage.order_list import StoredOrder

LONGEST_RAW: Final = 200_000  # characters
_RAW_TAB: Final = 1
_TIMELINE_TAB: Final = 2


class DetailPane(QWidget):
    """What needs the store is asked for: `timeline_asked`, answered by `show_timeline`."""

    timeline_asked = Signal(int)  # id of the order
    conflict_decided = Signal(int, int, str, bool)  # id, place, field, whether mine is kept

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
        self.sheet = QScrollArea(widgetResizable=True)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setAccessibleName(self.tr("受注の内容"))
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.raw = QPlainTextEdit(readOnly=True)
        self.raw.setFrameShape(QFrame.Shape.NoFrame)
        self.raw.setFont(theme.fixed_font())
        self.raw.setAccessibleName(self.tr("ショップから受け取った元データ"))
        self.raw.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setAccessibleName(self.tr("受注の詳細"))
        self.tabs.tabBar().setAccessibleName(self.tr("詳細の見かた"))
        self.memo = MemoField()
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.memo)
        rows.addWidget(self.sheet, 1)
        self.tabs.addTab(content, self.tr("内容"))
        self.tabs.addTab(self.raw, self.tr("元データ"))
        self.timeline = Timeline()
        self.tabs.addTab(self.timeline, self.tr("履歴"))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.tabs)

    def show_order(self, stored: StoredOrder, shop_name: str, lanes: Mapping[str, str]) -> None:
        """`lanes`: the name of each lane by its code."""
        self._raw = stored.raw
        self._is_raw_shown = False
        self._lanes, self._destinations = lanes, len(stored.order.destinations)
        if stored.id != self._order_id:
            self.timeline.setRowCount(0)
        self._order_id = stored.id
        self.memo.show_memo(stored.id, memo_of(stored), is_locked=stored.is_erased)
        # The memo stands above, where it is written.
        sheet = OrderSheet(stored, shop_name, lanes, has_memo=False)
        sheet.conflict_decided.connect(self._on_conflict_decided)
        self.sheet.setWidget(sheet)
        self.sheet.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self.tabs)
        self._on_tab_changed(self.tabs.currentIndex())

    def show_timeline(self, order_id: int, events: Sequence[Event]) -> None:
        """Unless another order is shown by now."""
        if order_id == self._order_id:
            self.timeline.show_events(events, self._lanes, self._destinations)

    def show_nothing(self) -> None:
        self._order_id = None
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
