"""Saved views: lists that a person named, kept in the window's state, and the menu that opens them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QWidget

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui.orders.columns import one_line

LONGEST_NAME: Final = 30
_KEY: Final = "views/saved"
_NONE: Final = "[]"
_SHORTCUTS: Final = 9


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name and all that it asks for: shop, lane, text, filters and sort."""

    name: str
    query: OrderQuery


class SavedViews:
    """Reads and writes them; what cannot be read is no view."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def load(self) -> tuple[SavedView, ...]:
        text = str(self._settings.value(_KEY, _NONE))
        if text == _NONE:
            return ()  # mostly, and the library that reads them would be loaded for nothing
        import msgspec

        try:
            return msgspec.json.decode(text, type=tuple[SavedView, ...])
        except (msgspec.MsgspecError, UnicodeError):
            return ()

    def save(self, views: tuple[SavedView, ...]) -> None:
        import msgspec

        self._settings.setValue(_KEY, msgspec.json.encode(views).decode())
        self._settings.sync()


class ViewsButton(QPushButton):
    """保存した表示: the views, each on Ctrl+Alt and its number, and what makes and keeps them."""

    view_chosen = Signal(object)  # OrderQuery

    def __init__(self, views: SavedViews, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("保存した表示(&B)"), parent)
        self._views = views
        self._query = OrderQuery()
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._open_actions: list[QAction] = []
        self.keep = QAction(self.tr("いまの表示に名前を付けて保存(&S)…"), self)
        self.keep.triggered.connect(self._on_keep)
        self.arrange = QAction(self.tr("名前・並び順の変更と削除(&M)…"), self)
        self.arrange.triggered.connect(self._on_arrange)
        self._fill()

    def set_query(self, query: OrderQuery) -> None:
        """What 保存 would keep, and which view is marked as the shown one."""
        self._query = query
        for action in self._open_actions:
            action.setChecked(action.data() == query)

    def _fill(self) -> None:
        self._menu.clear()
        for action in self._open_actions:
            self.removeAction(action)
            action.deleteLater()
        views = self._views.load()
        self._open_actions = []
        for place, view in enumerate(views):
            action = QAction(one_line(view.name).replace("&", "&&"), self, checkable=True)
            action.setData(view.query)
            if place < _SHORTCUTS:
                action.setShortcut(f"Ctrl+Alt+{place + 1}")
            action.triggered.connect(self._on_view)
            self._menu.addAction(action)
            # Else its key would be heard in the open menu only.
            self.addAction(action)
            self._open_actions.append(action)
        if views:
            self._menu.addSeparator()
        self._menu.addAction(self.keep)
        self._menu.addAction(self.arrange)
        self.arrange.setEnabled(bool(views))
        self.set_query(self._query)

    @Slot()
    def _on_view(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.view_chosen.emit(action.data())
            self.set_query(self._query)

    @Slot()
    def _on_keep(self) -> None:
        name, is_given = QInputDialog.getText(
            self,
            self.tr("表示を保存"),
            self.tr("この絞り込みと並び順に付ける名前（同じ名前があれば置き換えます）"),
        )
        name = one_line(name).strip()[:LONGEST_NAME]
        if not is_given or not name:
            return
        kept = SavedView(name, self._query)
        views = self._views.load()
        if name in [view.name for view in views]:
            views = tuple(kept if view.name == name else view for view in views)
        else:
            views = (*views, kept)
        self._views.save(views)
        self._fill()

    @Slot()
    def _on_arrange(self) -> None:
        from goq_desktop.ui.orders.views_dialog import ViewsDialog

        dialog = ViewsDialog(self._views.load(), self)
        if dialog.exec():
            self._views.save(dialog.views)
            self._fill()
