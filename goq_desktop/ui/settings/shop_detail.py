"""モール詳細設定: a shop's id, its two keys, and how its orders are fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.clock import Clock
from goq_desktop.credentials.store import LONGEST_SECRET
from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from goq_desktop.malls.profile import KeyHelp
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import Settings, Shop, Shops, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.proof_view import ProofView
from goq_desktop.ui.settings.form import Field, FieldGrid, Need, TileForm
from goq_desktop.ui.settings.key_guide import KeyGuide
from goq_desktop.ui.settings.optional_date import OptionalDate
from goq_desktop.ui.settings.shop_keys import KeyEntry
from goq_desktop.wording.keys import KEY_NAMES

_SIDE_WIDTH: Final = 240


class ShopDetailForm(TileForm):
    """The panel of one shop at a time; with several shops a list at the top chooses.

    `key_help`: for each mall, where its keys are found. Typed keys stay here, in memory, until
    `forget_keys`; they are no part of the tile. Nor is, while they wait to replace kept ones, a 発行日 that
    was typed: it is that of the new keys (`entered_issue_day`).
    """

    test_requested = Signal(str)  # the shop's uid; its keys are read with `entered_keys`
    exchange_requested = Signal(str)  # the shop's uid; of its keys at least one lies in the keyring

    def __init__(self, key_help: Mapping[str, KeyHelp], clock: Clock) -> None:
        super().__init__()
        self.title = self.tr("モール詳細設定")
        self.explanation = self.tr(
            "ショップにつなぐための情報です。キーはこのパソコンのキーリングに保存します。"
        )
        self._key_help = key_help
        self._clock = clock
        self._shops = Shops()
        self._kept = Shops()
        self._uid = ""
        self._entered: dict[str, dict[KeyKind, str]] = {}

        self.shop = QComboBox()
        self.shop.activated.connect(self._on_shop_chosen)
        self.shop_id = QLineEdit()
        self.shop_id.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.shop_id.setFont(theme.fixed_font())
        self.shop_id.textChanged.connect(self._on_edited)
        self.keys = {kind: KeyEntry(KEY_NAMES[kind]) for kind in (KeyKind.OPEN, KeyKind.MANAGER)}
        self.days = _number(checks.FETCH_DAYS, self.tr(" 日分"))
        self.is_automatic = QCheckBox(self.tr("自動で取得"))
        self.interval = _number(checks.INTERVAL_MINUTES, self.tr(" 分ごと"))
        self.interval.setSingleStep(5)
        self.interval.setAccessibleName(self.tr("自動取得の間隔"))
        self.import_from = OptionalDate(self.tr("取込開始日"))
        self.issued_on = OptionalDate(self.tr("発行日"))
        for changed in (
            self.days.valueChanged,
            self.is_automatic.toggled,
            self.interval.valueChanged,
            self.import_from.edited,
            self.issued_on.edited,
        ):
            changed.connect(self._on_edited)
        self.is_automatic.toggled.connect(self.interval.setEnabled)
        for entry in self.keys.values():
            entry.edited.connect(self._on_key_edited)
            entry.cleaned.connect(self._on_key_cleaned)

        self.guide = KeyGuide()
        self.proof = ProofView()
        self.test_button = QPushButton(theme.icon("check"), self.tr("接続テスト(&T)"))
        self.test_button.setAccessibleName(self.tr("接続テスト"))
        self.test_button.clicked.connect(self._on_test_clicked)
        self.exchange_button = QPushButton(theme.icon("refresh"), self.tr("2つのキーを入れ替える(&X)"))
        self.exchange_button.setAccessibleName(self.tr("2つのキーを入れ替える"))
        self.exchange_button.clicked.connect(self._on_exchange_clicked)
        for button in (self.test_button, self.exchange_button):
            button.setAutoDefault(False)
        self._lay_out()

    @property
    def current_uid(self) -> str:
        return self._uid

    def load(self, settings: Settings) -> None:
        """Show the shops of the settings; the shop that is shown stays when it is still there."""
        typed = {shop.uid: self.entered_issue_day(shop.uid) for shop in self._shops.shops}
        self._kept = settings.shops
        self._shops = Shops(
            shops=tuple(
                _issued(shop, typed.get(shop.uid) or shop.keys_issued_on) for shop in self._kept.shops
            )
        )
        uids = [shop.uid for shop in self._shops.shops]
        if self._uid not in uids:
            self._uid = uids[0] if uids else ""
        with QSignalBlocker(self.shop):
            self.shop.clear()
            for shop in self._shops.shops:
                self.shop.addItem(shop.name, shop.uid)
        self.fields["shop"].set_shown(len(uids) > 1)
        self._show_shop()

    def tiles(self) -> Mapping[str, Tile]:
        self._keep_shown()
        shops = tuple(
            _issued(shop, kept.keys_issued_on) if (kept := self._replaced(shop.uid)) else shop
            for shop in self._shops.shops
        )
        return {"shops": normalising.shops(Shops(shops=shops))}

    def check(self) -> bool:
        """Every shop is looked at; the first with a problem is shown."""
        self._keep_shown()
        shown = self._shops.find(self._uid)
        others = [shop for shop in self._shops.shops if shop.uid != self._uid]
        for shop in ([shown] if shown else []) + others:
            problems = self._problems(shop)
            if any(problem.is_blocking for problem in problems):
                if shop.uid != self._uid:
                    self.show_shop(shop.uid)
                return self.show_field_problems(problems)
        return self.show_field_problems(self._problems(shown) if shown else ())

    def show_shop(self, uid: str) -> None:
        """Go to the panel of this shop."""
        self._keep_shown()
        self._uid = uid
        self._show_shop()

    def entered_keys(self, uid: str) -> dict[KeyKind, str]:
        """The keys that were typed for a shop and not forgotten: secrets, for the keyring only."""
        return dict(self._entered.get(uid, {}))

    def entered_issue_day(self, uid: str) -> date | None:
        """発行日 as typed with keys that are to replace kept ones; None when it was left as it was."""
        self._keep_shown()
        shop, kept = self._shops.find(uid), self._replaced(uid)
        if shop is None or kept is None or shop.keys_issued_on == kept.keys_issued_on:
            return None
        return shop.keys_issued_on

    def forget_keys(self, uid: str) -> None:
        """They lie in the keyring now; the next `load` shows 設定済み."""
        self._entered.pop(uid, None)

    def enter(self, shop_id: str, keys: Mapping[KeyKind, str]) -> None:
        """As if a person had pasted them."""
        self.shop_id.setText(shop_id)
        for kind, text in keys.items():
            self.keys[kind].enter(text)

    def exchange_keys(self) -> bool:
        """Put each typed key in the other's place; False when not both were typed."""
        entered = self._entered.get(self._uid, {})
        if len(entered) < len(self.keys):
            return False
        self._entered[self._uid] = {
            KeyKind.OPEN: entered[KeyKind.MANAGER],
            KeyKind.MANAGER: entered[KeyKind.OPEN],
        }
        self._show_shop()
        self.edited.emit()
        return True

    def show_busy(self, text: str) -> None:
        self.test_button.setEnabled(False)
        self.exchange_button.hide()
        self.guide.hide()
        self.proof.show_busy(text)

    def show_proof(self, proof: ConnectionProof) -> None:
        """A test's result; one for another shop than the one shown is not shown."""
        self.test_button.setEnabled(True)
        if proof.shop_uid == self._uid:
            self.guide.hide()
            self.proof.show_proof(proof)
            self.exchange_button.setVisible(proof.keys_look_swapped)

    def show_problem(self, problem: Problem) -> None:
        self.test_button.setEnabled(True)
        self.exchange_button.hide()
        self.guide.hide()
        self.proof.show_problem(problem)

    def _lay_out(self) -> None:
        automatic = QWidget()
        row = QHBoxLayout(automatic)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.is_automatic)
        row.addWidget(self.interval)
        row.addStretch(1)
        automatic.setFocusProxy(self.is_automatic)
        self.fields = {
            "shop": Field(self.tr("ショップ"), self.shop),
            "shop_id": Field(self.tr("ショップID"), self.shop_id, Need.REQUIRED),
            "open_key": Field(KEY_NAMES[KeyKind.OPEN], self.keys[KeyKind.OPEN], Need.REQUIRED),
            "manager_key": Field(KEY_NAMES[KeyKind.MANAGER], self.keys[KeyKind.MANAGER], Need.REQUIRED),
            "fetch_days": Field(self.tr("受注を取得する日数"), self.days, width=96),
            "interval_minutes": Field(self.tr("自動取得"), automatic),
            "import_from": Field(
                self.tr("取込開始日"),
                self.import_from,
                Need.OPTIONAL,
                hint=self.tr("これより前の受注は取り込みません。"),
            ),
            "keys_issued_on": Field(
                self.tr("発行日"),
                self.issued_on,
                Need.OPTIONAL,
                hint=self.tr("更新の時期をお知らせします。"),
            ),
        }
        grid = FieldGrid()
        for field in self.fields.values():
            grid.add_row(field)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        left.addLayout(grid)
        left.addSpacing(theme.SPACE)
        for button in (self.test_button, self.exchange_button):
            left.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        # Guide and result take turns in one place: the form never grows beyond its page.
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.guide)
        right.addWidget(self.proof)
        right.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setSpacing(theme.SPACE * 2)
        outer.addLayout(left, 1)
        outer.addWidget(side)

    def _show_shop(self) -> None:
        shop = self._shops.find(self._uid)
        self.setEnabled(shop is not None)
        if shop is None:
            return
        entered = self._entered.get(shop.uid, {})
        with QSignalBlocker(self):
            self.shop.setCurrentIndex(self.shop.findData(shop.uid))
            self.shop_id.setText(shop.shop_id)
            self.days.setValue(shop.fetch_days)
            self.is_automatic.setChecked(shop.auto_fetch)
            self.interval.setValue(shop.interval_minutes)
            self.interval.setEnabled(shop.auto_fetch)
            self.import_from.load(shop.import_from, self._today())
            self.issued_on.load(shop.keys_issued_on, self._today())
        for kind, entry in self.keys.items():
            set_on = shop.key_set_on(kind)
            entry.load(set_on, entered.get(kind, ""))
            self.fields[f"{kind.value}_key"].set_hint(self._dates(set_on, shop.key_worked_on(kind)))
        self.guide.show_help(self._key_help.get(shop.mall, KeyHelp()))
        self._forget_result()
        self._say_issue_day()
        self.show_field_problems(())

    def _keep_shown(self) -> None:
        shop = self._shops.find(self._uid)
        if shop is not None:
            self._shops = self._shops.with_shop(
                msgspec.structs.replace(
                    shop,
                    shop_id=self.shop_id.text(),
                    fetch_days=self.days.value(),
                    auto_fetch=self.is_automatic.isChecked(),
                    interval_minutes=self.interval.value(),
                    import_from=self.import_from.value,
                    keys_issued_on=self.issued_on.value,
                )
            )

    def _replaced(self, uid: str) -> Shop | None:
        """The shop as it is kept, when keys were typed in place of kept ones."""
        kept = self._kept.find(uid)
        return kept if kept and kept.has_any_key and self._entered.get(uid) else None

    def _say_issue_day(self) -> None:
        is_today = self._replaced(self._uid) is not None and self.entered_issue_day(self._uid) is None
        self.fields["keys_issued_on"].set_hint(
            self.tr("保存すると今日の日付になります。")
            if is_today
            else self.tr("更新の時期をお知らせします。")
        )

    def _problems(self, shop: Shop) -> list[FieldProblem]:
        problems = checks.check_shop(shop, self._today())
        entered = self._entered.get(shop.uid, {})
        for kind in self.keys:
            field = f"{kind.value}_key"
            if not entered.get(kind) and shop.key_set_on(kind) is None:
                problems.append(FieldProblem(field, Reason.REQUIRED))
            elif len(entered.get(kind, "")) > LONGEST_SECRET:
                problems.append(FieldProblem(field, Reason.TOO_LONG))
        if len(entered) == len(self.keys) and len(set(entered.values())) == 1:
            problems.append(FieldProblem("manager_key", Reason.DUPLICATE))
        return problems

    def _dates(self, set_on: date | None, worked_on: date | None) -> str:
        if set_on is None:
            return ""
        if worked_on is None:
            return self.tr("{day} に設定、未使用").format(day=set_on)
        return self.tr("{day} に設定、最後に使えた日 {worked}").format(day=set_on, worked=worked_on)

    def _today(self) -> date:
        return self._clock.now().astimezone(JST).date()

    def _forget_result(self) -> None:
        self.proof.clear()
        self.guide.setVisible(bool(self.guide.text))
        self.exchange_button.hide()
        self.test_button.setEnabled(True)

    @Slot()
    def _on_edited(self) -> None:
        if self.sender() is self.issued_on:
            self._say_issue_day()
        self.edited.emit()

    @Slot()
    def _on_key_edited(self) -> None:
        entered = {kind: entry.text for kind, entry in self.keys.items() if entry.text}
        self._entered[self._uid] = entered
        for kind, entry in self.keys.items():
            if entry is self.sender():
                self.fields[f"{kind.value}_key"].clear_problem()
        # The result was about other keys.
        self._forget_result()
        self._say_issue_day()
        self.edited.emit()

    @Slot(str)
    def _on_key_cleaned(self, sentence: str) -> None:
        kind = next(kind for kind, entry in self.keys.items() if entry is self.sender())
        self.fields[f"{kind.value}_key"].show_notice(sentence)

    @Slot(int)
    def _on_shop_chosen(self, row: int) -> None:
        self.show_shop(self.shop.itemData(row))

    @Slot()
    def _on_test_clicked(self) -> None:
        self._keep_shown()
        shop = self._shops.find(self._uid)
        if shop is not None and self.show_field_problems(self._problems(shop)):
            self.test_requested.emit(self._uid)

    @Slot()
    def _on_exchange_clicked(self) -> None:
        if self.exchange_keys():
            self.test_requested.emit(self._uid)
        else:
            self.exchange_requested.emit(self._uid)


def _issued(shop: Shop, day: date | None) -> Shop:
    return msgspec.structs.replace(shop, keys_issued_on=day)


def _number(values: range, suffix: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(values[0], values[-1])
    box.setSuffix(suffix)
    return box
