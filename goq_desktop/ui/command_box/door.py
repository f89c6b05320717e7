"""The way into the command box and the list of keys; what was chosen last is remembered in the window's file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QAction, QKeySequence

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui import theme
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.hub.door import HubDoor
from goq_desktop.ui.window import DeskWindow
from goq_desktop.ui.wizard.names import page_title

if TYPE_CHECKING:
    from goq_desktop.ui.command_box.box import CommandBox
    from goq_desktop.ui.command_box.command import Command

_RECENT: Final = "commands/recent"
_MOST_RECENT: Final = 8


class CommandDoor(QObject):
    def __init__(self, hub: HubDoor, state: QSettings, window: DeskWindow) -> None:
        super().__init__(window)
        self._hub = hub
        self._state = state
        self._window = window
        self.box: CommandBox | None = None
        find = QAction(theme.icon("search"), self.tr("操作を探す(&K)…"), window)
        find.setShortcut(QKeySequence("Ctrl+K"))
        find.triggered.connect(self.open_box)
        window.view_menu.addAction(find)
        self._action = find
        keys = QAction(theme.icon("list"), self.tr("キー操作の一覧(&K)…"), window)
        keys.setShortcut(QKeySequence("Shift+F1"))
        keys.triggered.connect(self.open_keys)
        window.help_menu.insertAction(window.help_menu.actions()[1], keys)

    @Slot()
    def open_box(self) -> None:
        from goq_desktop.ui.command_box.box import CommandBox
        from goq_desktop.ui.command_box.sources import commands_of, plain_text

        commands = [each for each in commands_of(self._window) if each.code != plain_text(self._action)]
        box = CommandBox([*commands, *self._of_fields()], self._more, self._recent(), self._window)
        self.box = box
        box.accepted.connect(self._on_chosen)
        box.finished.connect(self._on_box_closed)
        box.open()
        box.line.setFocus()

    @Slot()
    def open_keys(self) -> None:
        from goq_desktop.ui.command_box.key_list import KeyList

        KeyList(self._window).open()

    @Slot()
    def _on_chosen(self) -> None:
        if self.box is None or self.box.chosen is None:
            return
        code = self.box.chosen.code
        if code:
            recent = [code, *(each for each in self._recent() if each != code)]
            self._state.setValue(_RECENT, recent[:_MOST_RECENT])

    @Slot()
    def _on_box_closed(self) -> None:
        self.box = None

    def _recent(self) -> list[str]:
        stored = self._state.value(_RECENT)
        listed = list(stored) if isinstance(stored, (list, tuple)) else [stored]
        return [each for each in listed if isinstance(each, str)]

    def _of_fields(self) -> Iterator[Command]:
        """Each field of the settings by its name."""
        from goq_desktop.ui.command_box.command import Command
        from goq_desktop.ui.hub.field_names import FIELD_NAMES, synonyms_of

        place = self.tr("各種設定 › {page}")
        for page, names in FIELD_NAMES.items():
            for name in names:
                yield Command(
                    code=f"field:{page.value}:{name}",
                    label=name,
                    run=partial(self._hub.go_to, page, name),
                    place=place.format(page=page_title(page)),
                    also=synonyms_of(page, name),
                    is_minor=True,
                )

    def _more(self, text: str) -> list[Command]:
        """What can be done with the text itself; not remembered, since it may be somebody's name."""
        from goq_desktop.ui.command_box.command import Command

        if not text:
            return []
        return [
            Command(
                code="",
                label=self.tr("受注を「{text}」で絞り込む").format(text=text),
                run=lambda: self._filter(text),
                place=self.tr("受注一覧"),
            ),
            Command(
                code="",
                label=self.tr("設定の項目を「{text}」で検索").format(text=text),
                run=lambda: self._hub.search(text),
                place=self.tr("各種設定"),
            ),
        ]

    def _filter(self, text: str) -> None:
        self._window.orders.show_query(OrderQuery(text=text))
        self._window.pages.ask(PageCode.ORDERS)
