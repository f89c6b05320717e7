"""その他設定: malls' wordings of delivery times that do not say by themselves which slot they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from goq_desktop.domain.sight import StoreSight
from goq_desktop.domain.slots import NO_WISH, SLOTS, slot_of
from goq_desktop.settings import checks
from goq_desktop.settings.tiles import Settings, SlotName, SlotNames, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.wording_table import Entry, WordingTable
from goq_desktop.ui.theme import Role

_CHOICE_WIDTH: Final = 170


class SlotNamesSection(TileForm):
    """A row a wording; those seen in orders and not understood stand on top, without a slot."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("お届け時間帯")
        self.explanation = self.tr("モールの表記と、時間帯の対応です。")
        self.list = WordingTable(self.tr("時間帯の表記"), self.tr("時間帯"), _CHOICE_WIDTH)
        self.list.edited.connect(self.edited)
        hint = MessageLine()
        hint.say(
            Role.HINT,
            self.tr(
                "「14時～16時」のような表記は、設定しなくても読み取ります。"
                "読み取れない表記は、受注を取り込むと「未設定」としてここに並びます。"
            ),
        )
        outer = QVBoxLayout(self)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(hint)
        outer.addWidget(self.list, 1)

    @property
    def problem(self) -> str:
        return self.list.message.text if self.list.message.role is Role.PROBLEM else ""

    def load(self, settings: Settings) -> None:
        entries = [Entry(name.wording, name.slot) for name in settings.slot_names.names]
        self.list.load(entries, [(slot.code, slot.name) for slot in (NO_WISH, *SLOTS)])

    def tiles(self) -> Mapping[str, Tile]:
        return {"slot_names": self._tile()}

    def unfinished(self) -> tuple[object, ...]:
        return self.list.unfinished()

    def show_unfinished(self, unfinished: tuple[object, ...]) -> None:
        self.list.show_unfinished(unfinished)

    def show_sight(self, sight: StoreSight) -> None:
        self.list.show_seen(sight.slots, _is_understood)

    def check(self) -> bool:
        self.list.finish_typing()
        if self.list.find_incomplete():
            return False
        problems = checks.check_slot_names(self._tile())
        if problems:
            self.list.show_problem(problems[0])
            return False
        self.list.message.clear()
        return True

    def _tile(self) -> SlotNames:
        return SlotNames(
            names=tuple(
                SlotName(wording=self.list.wording(row), slot=self.list.choice(row))
                for row in self.list.rows
                if self.list.choice(row)
            )
        )


def _is_understood(wording: str) -> bool:
    return slot_of(wording) is not None
