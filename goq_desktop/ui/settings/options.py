"""オプション設定: the mall's wordings of a delivery, and the carrier and service that each stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.sight import StoreSight
from goq_desktop.settings import checks
from goq_desktop.settings.tiles import Conversion, Conversions, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.conversion_trial import ConversionTrial, Rule
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.wording_table import Entry, WordingTable
from goq_desktop.ui.theme import Role

_CHOICE_WIDTH: Final = 260
_NAMES: Final = frozenset(carrier.name for carrier in CARRIERS)


class OptionsForm(TileForm):
    """配送業者取り込みの変換設定, with what it does to the stored orders as the rules stand."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("オプション設定")
        self.explanation = self.tr(
            "モールの配送方法の表記を、配送業者とサービスに置き換えます。表記は1文字でも違うと一致しません。"
        )
        self._sight = StoreSight()
        self.list = WordingTable(
            self.tr("変換"), self.tr("配送業者とサービス"), _CHOICE_WIDTH, is_ordered=True, offers_seen=True
        )
        self.table = self.list.table
        self.list.edited.connect(self._on_edited)
        self.state = MessageLine()
        self.trial = ConversionTrial()
        outer = QVBoxLayout(self)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.state)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.trial)

    @property
    def problem(self) -> str:
        return self.list.message.text if self.list.message.role is Role.PROBLEM else ""

    def load(self, settings: Settings) -> None:
        entries = [
            Entry(rule.wording, f"{rule.carrier} {rule.service}".rstrip())
            for rule in settings.conversions.rules
        ]
        used = {use.carrier for use in settings.carriers.used}
        if used:
            used |= {rule.carrier for rule in settings.conversions.rules}
        self.list.load(entries, self._choices(used))
        self._show_state()

    def tiles(self) -> Mapping[str, Tile]:
        return {"conversions": self._tile()}

    def unfinished(self) -> tuple[object, ...]:
        return self.list.unfinished()

    def show_unfinished(self, unfinished: tuple[object, ...]) -> None:
        self.list.show_unfinished(unfinished)
        self._show_state()

    def show_sight(self, sight: StoreSight) -> None:
        self._sight = sight
        self.list.show_seen(sight.carriers, _NAMES.__contains__)
        self.trial.show_orders(sight.carriers, _NAMES.__contains__)
        self._show_state()

    def check(self) -> bool:
        self.list.finish_typing()
        if self.list.find_incomplete():
            return False
        problems = checks.check_conversions(self._tile())
        if problems:
            title = self.tr("配送業者とサービス")
            self.list.show_problem(problems[0], {"carrier": title, "service": title})
            return False
        self.list.message.clear()
        return True

    def _tile(self) -> Conversions:
        rules = []
        for row in self.list.rows:
            carrier, _, service = self.list.choice(row).partition(" ")
            if carrier:
                rules.append(Conversion(wording=self.list.wording(row), carrier=carrier, service=service))
        return Conversions(rules=tuple(rules))

    def _show_state(self) -> None:
        """What is left to choose, and the rules as they stand for whoever tries them."""
        self.trial.show_rules(
            [
                Rule(self.list.wording(row), self.list.choice_box(row).currentText())
                for row in self.list.rows
                if self.list.choice(row)
            ]
        )
        left = self.list.unnamed
        if not self._sight.carriers:
            text = self.tr(
                "受注を取り込むと、配送方法の表記がここに並びます。先に入れるには「追加」を押してください。"
            )
            self.state.say(Role.HINT, text)
        elif left:
            text = self.tr(
                "受注にある表記のうち{kinds}種類（受注{count}件）が未設定です。選ぶまで保存されません。"
            )
            count = sum(one.count for one in left)
            self.state.say(Role.NOTICE, text.format(kinds=len(left), count=f"{count:,}"))
        else:
            count = sum(one.count for one in self._sight.carriers)
            text = self.tr("保存済みの受注{count}件は、すべて配送業者が決まります。")
            self.state.say(Role.GOOD, text.format(count=f"{count:,}"))

    def _choices(self, carriers: set[str]) -> Iterator[tuple[str, str]]:
        """The plain parcel of each carrier, then its services; all carriers when none is in use."""
        plain = self.tr("なし（通常）")
        for carrier in CARRIERS:
            if carriers and carrier.code not in carriers:
                continue
            yield carrier.code, f"{carrier.name}　{plain}"
            for service in carrier.services:
                yield f"{carrier.code} {service.code}", f"{carrier.name}　{service.name}"

    @Slot()
    def _on_edited(self) -> None:
        self._show_state()
        self.edited.emit()
