"""保存した表示: the menu of the saved views, each with its key, and what makes, keeps and takes them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui.availability import allow
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.looks import Looks
from goq_desktop.ui.orders.saved_views import SavedView, SavedViews

_SHORTCUTS: Final = 9


class ViewsButton(QPushButton):
    """The view that was opened or saved last is the one that 上書き is about."""

    view_chosen = Signal(object)  # OrderQuery
    said = Signal(str)  # what was done, for the foot of the window

    def __init__(self, views: SavedViews, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("保存した表示(&B)"), parent)
        self._views = views
        self._looks = looks
        self._query = OrderQuery()
        self._place = ""
        self._opened = ""
        self._before: tuple[SavedView, ...] | None = None  # the last change
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self._open_actions: list[QAction] = []
        self.keep = self._action(self.tr("いまの表示に名前を付けて保存(&S)…"), self._on_keep)
        self.overwrite = self._action("", self._on_overwrite)
        self.arrange = self._action(self.tr("名前・並び順の変更と削除(&M)…"), self._on_arrange)
        self.take_back = self._action(self.tr("保存した表示の変更を取り消す(&Z)"), self._on_take_back)
        self._fill()

    @property
    def open_actions(self) -> tuple[QAction, ...]:
        """One for each view, in their order."""
        return tuple(self._open_actions)

    @property
    def keeping_actions(self) -> tuple[QAction, ...]:
        return (self.keep, self.overwrite, self.arrange, self.take_back, self._looks.restore)

    def set_query(self, query: OrderQuery, place: str) -> None:
        """What 保存 would keep, and which view is marked as the shown one; `place`: shop and lane in words."""
        self._query = query
        self._place = place
        for action in self._open_actions:
            action.setChecked(action.data().query == query)

    def _action(self, text: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(act)
        return action

    def _fill(self) -> None:
        self._menu.clear()
        for action in self._open_actions:
            self.removeAction(action)
            action.deleteLater()
        views = self._views.load()
        self._open_actions = []
        for place, view in enumerate(views):
            action = QAction(one_line(view.name).replace("&", "&&"), self, checkable=True)
            action.setData(view)
            if place < _SHORTCUTS:
                action.setShortcut(f"Ctrl+Alt+{place + 1}")
            action.triggered.connect(self._on_view)
            self._menu.addAction(action)
            # Else its key would be heard in the open menu only.
            self.addAction(action)
            self._open_actions.append(action)
        if views:
            self._menu.addSeparator()
        self._menu.addActions(list(self.keeping_actions))
        names = [view.name for view in views]
        self._opened = self._opened if self._opened in names else ""
        shown = one_line(self._opened).replace("&", "&&")
        self.overwrite.setText(
            self.tr("「{name}」をいまの表示で上書き(&O)").format(name=shown)
            if shown
            else self.tr("開いた表示を上書き(&O)")
        )
        opened = self.tr("先に、保存した表示を1つ開いてください。")
        allow(self.overwrite, None if self._opened else opened)
        allow(self.arrange, None if views else self.tr("保存した表示はまだありません。"))
        changed = self.tr("この起動中に、保存した表示は変えていません。")
        allow(self.take_back, changed if self._before is None else None)
        self.set_query(self._query, self._place)

    def _keep(self, views: tuple[SavedView, ...], before: tuple[SavedView, ...] | None) -> None:
        self._views.save(views)
        self._before = before
        self._fill()

    def _now(self, name: str) -> SavedView:
        return SavedView(name, self._query, self._looks.now)

    def _store(self, name: str) -> None:
        """As it is now, under this name, in place of one that has it."""
        kept, before = self._now(name), self._views.load()
        others = {view.name: view for view in before}
        self._opened = name
        self._keep(tuple({**others, name: kept}.values()), before)
        done = (
            self.tr("表示「{name}」を上書きしました。「保存した表示」で取り消せます。")
            if name in others
            else self.tr("表示「{name}」を保存しました。")
        )
        self.said.emit(done.format(name=name))

    @Slot()
    def _on_view(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            view: SavedView = action.data()
            self._opened = view.name
            if view.look is not None:
                self._looks.show_view(view.look)
            self.view_chosen.emit(view.query)
            self._fill()

    @Slot()
    def _on_keep(self) -> None:
        from goq_desktop.ui.orders.view_name_dialog import ViewNameDialog
        from goq_desktop.ui.orders.view_words import summary

        names = [view.name for view in self._views.load()]
        dialog = ViewNameDialog(names, summary(self._now(""), self._place), self)
        if dialog.exec():
            self._store(dialog.name)

    @Slot()
    def _on_overwrite(self) -> None:
        self._store(self._opened)

    @Slot()
    def _on_arrange(self) -> None:
        from goq_desktop.ui.orders.views_dialog import ViewsDialog

        before = self._views.load()
        dialog = ViewsDialog(before, self)
        if dialog.exec() and dialog.views != before:
            self._opened = dialog.renamed.get(self._opened, self._opened)
            self._keep(dialog.views, before)
            self.said.emit(self.tr("保存した表示を変更しました。「保存した表示」で取り消せます。"))

    @Slot()
    def _on_take_back(self) -> None:
        if self._before is not None:
            self._keep(self._before, None)
            self.said.emit(self.tr("保存した表示を、変更する前に戻しました。"))
