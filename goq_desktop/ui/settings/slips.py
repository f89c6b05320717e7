"""モール配送伝票: what stands on the slips of each shop: ご依頼主, 品名, 記事, and codes of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from goq_desktop.domain.sight import StoreSight
from goq_desktop.domain.slips import (
    CONTENTS_UNITS,
    NOTE_UNITS,
    Contents,
    SenderSource,
    contents_of,
    units,
    unprintable,
)
from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem
from goq_desktop.settings.tiles import Settings, ShopSlip, SlipCodes, Slips, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.address_finder import AddressFinder
from goq_desktop.ui.settings.form import Field, FieldGrid, Need, TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.prefecture_box import PrefectureBox
from goq_desktop.ui.settings.slip_codes import SlipCodeFields
from goq_desktop.ui.theme import Role

_ADDRESS: Final = ("name", "postcode", "prefecture", "city", "street", "building", "phone")
_LINES: Final = ("name", "postcode", "city", "street", "building", "phone", "contents_text", "note")


class SlipsForm(TileForm):
    """One shop at a time; the values of all are kept until they are saved."""

    def __init__(self, postcodes: Postcodes) -> None:
        super().__init__()
        self.title = self.tr("モール配送伝票")
        self.explanation = self.tr("送り状に印字する内容を、ショップごとに決めます。")
        self._settings = Settings()
        self._slips: dict[str, ShopSlip] = {}
        self._uid = ""
        self._sight = StoreSight()
        self.empty = MessageLine()
        self.shop = QComboBox()
        self.shop.currentIndexChanged.connect(self._on_shop_chosen)
        self.sender_source = QComboBox()
        for source, name in (
            (SenderSource.CONTRACTOR, self.tr("契約者情報")),
            (SenderSource.SHOP, self.tr("店舗（下に入力）")),
            (SenderSource.PURCHASER, self.tr("注文者")),
        ):
            self.sender_source.addItem(name, source.value)
        self.sender_source.currentIndexChanged.connect(self._on_choice_changed)
        self.contents = QComboBox()
        for rule, name in (
            (Contents.FIRST_PRODUCT, self.tr("最初の商品名")),
            (Contents.ALL_PRODUCTS, self.tr("すべての商品名")),
            (Contents.FIXED, self.tr("決まった文字")),
        ):
            self.contents.addItem(name, rule.value)
        self.contents.currentIndexChanged.connect(self._on_choice_changed)
        self._lines = {name: self._line() for name in _LINES}
        self.prefecture = PrefectureBox()
        self.prefecture.currentIndexChanged.connect(self._on_text_edited)
        self.finder = AddressFinder(
            postcodes,
            self._lines["postcode"],
            self.prefecture,
            self._lines["city"],
            self._lines["street"],
        )
        self.sender_line = MessageLine()
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("品名を確かめる受注"))
        self.order.currentIndexChanged.connect(self._on_order_chosen)
        self.preview = MessageLine()
        self.note_length = MessageLine()
        self.codes = SlipCodeFields()
        self.codes.edited.connect(self._on_codes_edited)
        self._lay_out()

    def load(self, settings: Settings) -> None:
        self._settings = settings
        uids = [shop.uid for shop in settings.shops.shops]
        self._slips = {uid: settings.slips.of(uid) for uid in uids}
        self.codes.load(settings.slip_codes, settings.carriers)
        if self._uid not in uids:
            self._uid = uids[0] if uids else ""
        with QSignalBlocker(self.shop):
            self.shop.clear()
            for shop in settings.shops.shops:
                self.shop.addItem(shop.name, shop.uid)
        self.fields["shop"].set_shown(len(uids) > 1)
        self._show_shop()

    def tiles(self) -> Mapping[str, Tile]:
        slips = [slip for uid, slip in self._slips.items() if slip != ShopSlip(shop=uid)]
        codes = [code for code in self.codes.tile().codes if code.shop in self._slips]
        return {
            "slips": normalising.slips(Slips(shops=tuple(slips))),
            "slip_codes": normalising.slip_codes(SlipCodes(codes=tuple(codes))),
        }

    def show_sight(self, sight: StoreSight) -> None:
        self._sight = sight
        self._show_orders()

    def check(self) -> bool:
        """Every shop is looked at; the first with a problem is shown."""
        tiles = self.tiles()
        slips, codes = tiles["slips"], tiles["slip_codes"]
        assert isinstance(slips, Slips) and isinstance(codes, SlipCodes)
        problems = checks.check_slips(slips, codes, self._settings.carriers)
        for problem in problems:
            if problem.is_blocking:
                self._go_to_shop(_shop_of(problem, slips, codes))
                break
        shown = [
            FieldProblem(name, problem.reason, problem.is_blocking)
            for problem in problems
            if _shop_of(problem, slips, codes) == self._uid
            if (name := self._field_name(problem, codes))
        ]
        return self.show_field_problems(shown)

    def _field_name(self, problem: FieldProblem, codes: SlipCodes) -> str:
        listed, _, name = problem.field.partition("].")
        if not listed.startswith("codes"):
            return name
        return f"{codes.codes[_place(problem)].carrier}.{name}"

    def _go_to_shop(self, uid: str) -> None:
        if uid != self._uid:
            self._uid = uid
            self._show_shop()

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(checks.LONGEST_LINE)
        line.textChanged.connect(self._on_text_edited)
        return line

    def _lay_out(self) -> None:
        tr, lines = self.tr, self._lines
        self.fields = {
            "shop": Field(tr("ショップ"), self.shop, width=220),
            "sender": Field(tr("ご依頼主"), self.sender_source, width=220),
            "name": Field(tr("依頼主の名前"), lines["name"], Need.REQUIRED, width=320),
            "postcode": Field(tr("郵便番号"), lines["postcode"], Need.REQUIRED, width=96, beside=self.finder),
            "prefecture": Field(tr("都道府県"), self.prefecture, Need.REQUIRED, width=140),
            "city": Field(tr("市区町村"), lines["city"], Need.REQUIRED, width=320),
            "street": Field(tr("番地"), lines["street"], Need.REQUIRED, width=320),
            "building": Field(tr("ビル名"), lines["building"], Need.OPTIONAL, width=320),
            "phone": Field(tr("電話番号"), lines["phone"], Need.REQUIRED, width=160),
            "contents": Field(tr("品名"), self.contents, width=220),
            "contents_text": Field(tr("品名の文字"), lines["contents_text"], Need.REQUIRED, width=320),
            "note": Field(tr("記事"), lines["note"], Need.OPTIONAL, width=320),
            "order": Field(tr("品名の例"), self.order, width=220),
        }
        grid = FieldGrid()
        for name in ("shop", "sender"):
            grid.add_row(self.fields[name])
        grid.addWidget(self.sender_line, grid.rowCount(), 2, 1, 4)
        for name in (*_ADDRESS, "contents", "contents_text"):
            grid.add_row(self.fields[name])
        grid.add_row(self.fields["order"])
        grid.addWidget(self.preview, grid.rowCount(), 2, 1, 4)
        grid.add_row(self.fields["note"])
        grid.addWidget(self.note_length, grid.rowCount(), 2, 1, 4)
        outer = QVBoxLayout(self)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.empty)
        outer.addLayout(grid)
        outer.addWidget(self.codes)
        outer.addStretch(1)

    def _show_shop(self) -> None:
        has_shop = bool(self._uid)
        self.empty.say(
            Role.NOTICE, "" if has_shop else self.tr("先に「モール選択」でショップを追加してください。")
        )
        for field in self.fields.values():
            field.setEnabled(has_shop)
        self.codes.show_shop(self._uid)
        self.fields |= self.codes.fields
        if not has_shop:
            return
        slip = self._slips[self._uid]
        widgets = [*self._lines.values(), self.shop, self.sender_source, self.contents, self.prefecture]
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.shop.setCurrentIndex(self.shop.findData(self._uid))
        self.sender_source.setCurrentIndex(self.sender_source.findData(slip.sender.value))
        self.contents.setCurrentIndex(self.contents.findData(slip.contents.value))
        self.prefecture.choose(slip.prefecture)
        for name, line in self._lines.items():
            line.setText(getattr(slip, name))
        for blocker in blockers:
            blocker.unblock()
        self.finder.forget()
        self.show_field_problems(())
        self._show_orders()

    def _show_orders(self) -> None:
        with QSignalBlocker(self.order):
            self.order.clear()
            for one in self._sight.recent:
                if one.shop_uid == self._uid:
                    self.order.addItem(one.order.number[:40], one.order)
        self.fields["order"].set_shown(self.order.count() > 0)
        self._show_example()

    def _show_example(self) -> None:
        """What follows from the values on the page."""
        slip = self._slips.get(self._uid)
        if slip is None:
            return
        for name in _ADDRESS:
            self.fields[name].set_shown(slip.sender is SenderSource.SHOP)
        self.fields["contents_text"].set_shown(slip.contents is Contents.FIXED)
        self._show_sender(slip)
        order = self.order.currentData(Qt.ItemDataRole.UserRole)
        if order is not None:
            self._tell_length(
                self.preview, contents_of(order, slip.contents, slip.contents_text), CONTENTS_UNITS
            )
        else:
            self.preview.say(Role.HINT, self.tr("受注を取り込むと、品名の例がここに出ます。"))
        self.note_length.clear()
        if slip.note:
            self._tell_length(self.note_length, slip.note, NOTE_UNITS)

    def _show_sender(self, slip: ShopSlip) -> None:
        contractor = self._settings.contractor
        if slip.sender is SenderSource.SHOP:
            self.sender_line.clear()
        elif slip.sender is SenderSource.PURCHASER:
            self.sender_line.say(Role.HINT, self.tr("注文した人の名前と住所を印字します。"))
        elif contractor.company:
            address = f"{contractor.prefecture}{contractor.city}{contractor.street}{contractor.building}"
            self.sender_line.say(Role.HINT, f"{contractor.company}　{address}"[:120])
        else:
            self.sender_line.say(Role.NOTICE, self.tr("「契約者情報」がまだ入力されていません。"))

    def _tell_length(self, line: MessageLine, text: str, most: int) -> None:
        bad = unprintable(text)
        length = units(text)
        if bad:
            told = self.tr("送り状に印字できない文字があります: {letters}")
            line.say(Role.PROBLEM, told.format(letters=" ".join(bad[:10])))
        elif length > most:
            told = self.tr("「{text}」半角{length}文字分。{most}文字を超える配送業者ソフトがあります。")
            line.say(Role.NOTICE, told.format(text=text[:60], length=length, most=most))
        else:
            told = self.tr("「{text}」半角{length}文字分（目安は{most}まで）")
            line.say(Role.HINT, told.format(text=text, length=length, most=most))

    def _keep_shown(self) -> None:
        if self._uid:
            self._slips[self._uid] = msgspec.structs.replace(
                self._slips[self._uid],
                sender=SenderSource(self.sender_source.currentData()),
                contents=Contents(self.contents.currentData()),
                prefecture=self.prefecture.currentData(),
                **{name: line.text() for name, line in self._lines.items()},
            )

    @Slot()
    def _on_text_edited(self) -> None:
        self._keep_shown()
        self._show_example()
        self.edited.emit()

    @Slot()
    def _on_choice_changed(self) -> None:
        self._on_text_edited()

    @Slot()
    def _on_codes_edited(self) -> None:
        self.edited.emit()

    @Slot(int)
    def _on_shop_chosen(self, row: int) -> None:
        self._go_to_shop(self.shop.itemData(row))

    @Slot()
    def _on_order_chosen(self) -> None:
        self._show_example()


def _place(problem: FieldProblem) -> int:
    return int(problem.field.partition("[")[2].partition("]")[0])


def _shop_of(problem: FieldProblem, slips: Slips, codes: SlipCodes) -> str:
    listed = codes.codes if problem.field.startswith("codes") else slips.shops
    return listed[_place(problem)].shop
