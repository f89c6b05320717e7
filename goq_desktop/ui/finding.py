"""受注を探す (Ctrl+F): leads to the search of 受注一覧 from every page that has none of its own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence

from goq_desktop.ui import theme
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow

# The others know the key themselves, and two who know it in one window are none.
_WITHOUT_SEARCH: Final = frozenset({PageCode.HOME, PageCode.CHECKS, PageCode.SALES})


class FindOrders(QObject):
    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.action = QAction(theme.icon("search"), self.tr("受注を探す(&F)"), window)
        self.action.setShortcut(QKeySequence.StandardKey.Find)
        self.action.triggered.connect(self._on_triggered)
        window.view_menu.addAction(self.action)
        window.pages.page_shown.connect(self._on_page_shown)
        self._on_page_shown(window.pages.shown)

    @Slot()
    def _on_triggered(self) -> None:
        self._window.pages.ask(PageCode.ORDERS, self._window.orders.filter_row.text.ask)

    @Slot(object)
    def _on_page_shown(self, code: PageCode | None) -> None:
        context = Qt.ShortcutContext
        is_needed = code in _WITHOUT_SEARCH
        self.action.setShortcutContext(
            context.WindowShortcut if is_needed else context.WidgetWithChildrenShortcut
        )
