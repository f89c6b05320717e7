"""Gathers the commands of a window: its menus, the actions of what is shown, statuses and shops of the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui.availability import why_not
from goq_desktop.ui.command_box.command import Command
from goq_desktop.ui.command_box.synonyms import SYNONYMS
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.saved_views import SavedView
from goq_desktop.ui.orders.views_button import ViewsButton
from goq_desktop.ui.window import DeskWindow

_LONGEST_NAME: Final = 60
_KEY_MARK: Final = re.compile("&(.)")  # two of them are one that is shown


def commands_of(window: DeskWindow) -> list[Command]:
    """Each action once; what has no name is none."""
    found: dict[str, Command] = {}
    for command in (*_of_menus(window), *_of_widgets(window), *_of_lists(window), *_of_views(window)):
        found.setdefault(command.code, command)
    return list(found.values())


def plain_text(action: QAction) -> str:
    """Without the mark of its key in a menu, and the dots that say that it asks more."""
    text = _KEY_MARK.sub(r"\1", action.text().partition("(&")[0]).rstrip("…").strip()
    return one_line(text)[:_LONGEST_NAME]


def native_keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def actions_of_menus(window: DeskWindow) -> Iterator[tuple[str, QAction]]:
    """Each action that does something, with the path of its menu."""
    for action in window.menuBar().actions():
        yield from _in_menu(action, "")


def _in_menu(action: QAction, path: str) -> Iterator[tuple[str, QAction]]:
    menu = action.menu()
    if isinstance(menu, QMenu):
        deeper = f"{path} › {plain_text(action)}" if path else plain_text(action)
        for each in menu.actions():
            yield from _in_menu(each, deeper)
    elif not action.isSeparator() and plain_text(action):
        yield path, action


def _of_menus(window: DeskWindow) -> Iterator[Command]:
    for path, action in actions_of_menus(window):
        yield _command(action, path)


def _of_widgets(window: DeskWindow) -> Iterator[Command]:
    """Of the page that is shown: what has a name but no place in a menu."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            for action in () if isinstance(widget, ViewsButton) else widget.actions():
                if plain_text(action) and action.isVisible() and not isinstance(action.menu(), QMenu):
                    yield _command(action, "")


def _command(action: QAction, path: str) -> Command:
    label = plain_text(action)
    if action.actionGroup() is not None:
        # One of several: chosen once more it stays on.
        on = QCoreApplication.translate("CommandBox", "{name}（いまの設定）")
        shown = on.format(name=label) if action.isChecked() else label
    elif action.isCheckable():
        off = QCoreApplication.translate("CommandBox", "{name}（オン → オフ）")
        on = QCoreApplication.translate("CommandBox", "{name}（オフ → オン）")
        shown = (off if action.isChecked() else on).format(name=label)
    else:
        shown = label
    return Command(
        code=label,
        label=shown,
        run=action.trigger,
        place=path,
        keys=native_keys(action),
        also=SYNONYMS.get(label, ()),
        is_enabled=action.isEnabled() and action.isVisible(),
        why_not=why_not(action),
    )


def _of_lists(window: DeskWindow) -> Iterator[Command]:
    place = QCoreApplication.translate("CommandBox", "受注一覧 › ステータス")
    for lane, name in window.orders.filter_row.tabs.names.items():
        yield Command(
            code=f"lane:{lane or ''}",
            label=one_line(name)[:_LONGEST_NAME],
            run=_shown(window, OrderQuery(lane=lane)),
            place=place,
            also=("ステータス", "タブ"),
        )
    shops = window.orders.filter_row.shops.names
    if len(shops) > 2:  # with one shop alone there is no choice
        place = QCoreApplication.translate("CommandBox", "受注一覧 › ショップ")
        for uid, name in shops.items():
            yield Command(
                code=f"shop:{uid or ''}",
                label=one_line(name)[:_LONGEST_NAME],
                run=_shown(window, OrderQuery(shop_uid=uid)),
                place=place,
                also=("ショップ", "店舗"),
            )


def _of_views(window: DeskWindow) -> Iterator[Command]:
    """The saved views, and what makes and keeps them."""
    place = QCoreApplication.translate("CommandBox", "受注一覧 › 保存した表示")
    shown = QCoreApplication.translate("CommandBox", "{name}（いまの表示）")
    views = window.orders.filter_row.views
    for action in (*views.open_actions, *views.keeping_actions):
        view = action.data()
        name = one_line(view.name) if isinstance(view, SavedView) else plain_text(action)
        yield Command(
            code=f"view:{name}",
            label=shown.format(name=name) if action.isChecked() else name,
            run=_on_orders(window, action),
            place=place,
            keys=native_keys(action),
            also=("保存した表示", "ビュー", "お気に入り"),
            is_enabled=action.isEnabled(),
            why_not=why_not(action),
        )


def _on_orders(window: DeskWindow, action: QAction) -> Callable[[], None]:
    """Where one sees what it does."""

    def act() -> None:
        window.orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
        action.trigger()

    return lambda: window.pages.ask(PageCode.ORDERS, act)


def _shown(window: DeskWindow, query: OrderQuery) -> Callable[[], None]:
    def run() -> None:
        window.orders.show_query(query)
        window.pages.ask(PageCode.ORDERS)

    return run
