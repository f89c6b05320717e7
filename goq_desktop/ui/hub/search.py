"""Finds a setting by its label, or by another word that people have for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QTabBar,
    QTableView,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from goq_desktop.domain.matching import normalised, words
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui.hub.reveal import ancestors, can_be_shown
from goq_desktop.ui.settings.form import Field, TileForm
from goq_desktop.ui.wizard.names import page_title

_MOST: Final = 30
_LONGEST_LABEL: Final = 60
_COMPOUND: Final = (QComboBox, QAbstractSpinBox, QTabBar)

P = SetupPage
# Words that people say → the tile, and a part of the label there; an empty part is the tile itself. Where a
# tile has no such label (a form shows only what is in use) the tile is what is found.
SYNONYMS: Final[Mapping[str, Sequence[tuple[SetupPage, str]]]] = {
    "住所": (
        (P.CONTRACTOR, "番地"),
        (P.CONTRACTOR, "都道府県"),
        (P.CONTRACTOR, "市区町村"),
        (P.SLIPS, "番地"),
    ),
    "所在地": ((P.CONTRACTOR, "番地"), (P.CONTRACTOR, "都道府県")),
    "電話": ((P.CONTRACTOR, "電話"), (P.SLIPS, "電話")),
    "TEL": ((P.CONTRACTOR, "電話"),),
    "メール": ((P.CONTRACTOR, "メール"),),
    "会社名": ((P.CONTRACTOR, "会社"),),
    "屋号": ((P.CONTRACTOR, "会社"),),
    "店名": ((P.CONTRACTOR, "会社"), (P.SHOPS, "表示名")),
    "インボイス": ((P.CONTRACTOR, "登録番号"), (P.CONTRACTOR, "インボイス")),
    "適格請求書": ((P.CONTRACTOR, "登録番号"), (P.CONTRACTOR, "インボイス")),
    "領収書": ((P.CONTRACTOR, "登録番号"), (P.CONTRACTOR, "インボイス")),
    "納品書": ((P.PAYMENTS, "納品書"), (P.CONTRACTOR, "")),
    "振込先": ((P.CONTRACTOR, "振込"), (P.CONTRACTOR, "口座")),
    "銀行": ((P.CONTRACTOR, "口座"), (P.PAYMENTS, "")),
    "送料": ((P.CARRIERS, "運賃"), (P.CARRIERS, "元払"), (P.CARRIERS, "")),
    "運賃": ((P.CARRIERS, "運賃"), (P.SLIPS, "運賃")),
    "宅配": ((P.CARRIERS, ""),),
    "配送会社": ((P.CARRIERS, ""),),
    "運送会社": ((P.CARRIERS, ""),),
    "クロネコ": ((P.CARRIERS, "ヤマト"),),
    "ゆうパック": ((P.CARRIERS, "日本郵便"),),
    "郵便局": ((P.CARRIERS, "日本郵便"),),
    "お客様コード": ((P.CARRIERS, "コード"), (P.SLIPS, "コード")),
    "送り状ソフト": ((P.CARRIERS, "ソフト"),),
    "B2": ((P.CARRIERS, "ソフト"), (P.CARRIERS, "ヤマト")),
    "e飛伝": ((P.CARRIERS, "ソフト"), (P.CARRIERS, "佐川")),
    "着払い": ((P.CARRIERS, "着払"),),
    "店舗": ((P.SHOPS, ""), (P.SHOP_DETAIL, "ショップ")),
    "モール": ((P.SHOPS, "モール"),),
    "ショップサーブ": ((P.SHOPS, ""), (P.SHOP_DETAIL, "")),
    "代引き手数料": ((P.PAYMENTS, "手数料"), (P.PAYMENTS, "代引")),
    "手数料": ((P.PAYMENTS, "手数料"),),
    "決済": ((P.PAYMENTS, ""),),
    "クレジット": ((P.PAYMENTS, "クレジット"), (P.PAYMENTS, "")),
    "入金待ち": ((P.PAYMENTS, "ステータス"), (P.OTHER, "ステータス")),
    "キー": ((P.SHOP_DETAIL, "キー"),),
    "認証": ((P.SHOP_DETAIL, "キー"),),
    "パスワード": ((P.SHOP_DETAIL, "キー"),),
    "API": ((P.SHOP_DETAIL, "キー"),),
    "ログインID": ((P.SHOP_DETAIL, "ショップID"),),
    "接続": ((P.SHOP_DETAIL, "接続"),),
    "自動取得": ((P.SHOP_DETAIL, "自動"),),
    "取り込み": ((P.SHOP_DETAIL, "取得"), (P.SHOP_DETAIL, "取込")),
    "送り状": ((P.SLIPS, ""), (P.CARRIERS, "送り状")),
    "伝票": ((P.SLIPS, ""),),
    "依頼主": ((P.SLIPS, "依頼主"), (P.SLIPS, "")),
    "差出人": ((P.SLIPS, "依頼主"), (P.SLIPS, "")),
    "品名": ((P.SLIPS, "品名"), (P.SLIPS, "")),
    "記事": ((P.SLIPS, "記事"), (P.SLIPS, "")),
    "時間帯": ((P.OTHER, "時間帯"), (P.CARRIERS, "時間帯")),
    "時間指定": ((P.OTHER, "時間帯"), (P.CARRIERS, "時間帯")),
    "休み": ((P.OTHER, "休"),),
    "定休日": ((P.OTHER, "休"),),
    "休業日": ((P.OTHER, "休"),),
    "祝日": ((P.OTHER, "祝"),),
    "カレンダー": ((P.OTHER, "休"),),
    "ステータス": ((P.OTHER, "ステータス"),),
    "状態": ((P.OTHER, "ステータス"),),
    "色": ((P.OTHER, "色"),),
    "バックアップ": ((P.OTHER, "バックアップ"),),
    "保存先": ((P.OTHER, "バックアップ"),),
    "控え": ((P.OTHER, "バックアップ"),),
    "復元": ((P.OTHER, "バックアップから"),),
    "復旧": ((P.OTHER, "バックアップから"),),
    "個人情報": ((P.OTHER, "消"), (P.OTHER, "個人情報")),
    "消去": ((P.OTHER, "消"),),
    "消費税": ((P.OTHER, "端数"), (P.OTHER, "税")),
    "税": ((P.OTHER, "端数"), (P.OTHER, "税")),
    "四捨五入": ((P.OTHER, "端数"), (P.OTHER, "税")),
    "切り捨て": ((P.OTHER, "端数"), (P.OTHER, "税")),
    "文字コード": ((P.OTHER, "CSV"),),
    "文字化け": ((P.OTHER, "CSV"),),
    "変換": ((P.OPTIONS, ""),),
    "配送方法": ((P.OPTIONS, ""),),
    "配送表記": ((P.OPTIONS, ""),),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A setting that can be gone to; without `widget` it is the tile itself."""

    page: SetupPage
    label: str
    widget: QWidget | None = None

    @property
    def text(self) -> str:
        return f"{page_title(self.page)} › {self.label}" if self.label else page_title(self.page)


def places_of(page: SetupPage, form: TileForm) -> list[Place]:
    """Everything in a form that has a name, from top to bottom, after the tile itself; each name once."""
    found = {"": Place(page, "")}
    for label, widget in _named(form):
        text = label.partition("(&")[0].strip()[:_LONGEST_LABEL]
        if text and text not in found:
            found[text] = Place(page, text, widget)
    return list(found.values())


def find(query: str, places: Iterable[Place]) -> list[Place]:
    """What every word of the query fits: first by name, then by what people also call it."""
    wanted = words(query)
    if not wanted:
        return []
    all_places = list(places)
    names = {id(place): normalised(place.label or page_title(place.page)) for place in all_places}
    by_name = [place for place in all_places if all(word in names[id(place)] for word in wanted)]
    by_name.sort(key=lambda place: not names[id(place)].startswith(wanted[0]))
    by_synonym = [place for word in wanted for place in _by_synonym(word, all_places)]
    by_tile = [
        place
        for place in all_places
        if all(word in normalised(page_title(place.page)) + names[id(place)] for word in wanted)
    ]
    unique = {id(place): place for place in (*by_name, *by_synonym, *by_tile)}
    return list(unique.values())[:_MOST]


def _by_synonym(word: str, places: Sequence[Place]) -> Iterator[Place]:
    for said, meant in SYNONYMS.items():
        key = normalised(said)
        if not (key in word or (len(word) > 1 and word in key)):
            continue
        for page, part in meant:
            there = [place for place in places if place.page is page]
            fitting = [place for place in there if part and normalised(part) in normalised(place.label)]
            yield from fitting or there[:1]


def _named(form: TileForm) -> Iterator[tuple[str, QWidget]]:
    # Of two with one name the one in sight is meant.
    for widget in sorted(form.findChildren(QWidget), key=lambda each: not each.isVisibleTo(form)):
        if not can_be_shown(widget, form) or any(isinstance(up, _COMPOUND) for up in ancestors(widget, form)):
            continue
        if isinstance(widget, QTabWidget):
            for number in range(widget.count()):
                page = widget.widget(number)
                if page is not None:
                    yield widget.tabText(number), page
        elif isinstance(widget, Field):
            yield widget.label.text(), widget.control
        elif widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.objectName().startswith("qt_"):
            yield _name_of(widget), widget
            if isinstance(widget, QTableWidget):
                yield from ((text, widget) for text in _headers(widget))


def _name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _headers(table: QTableView) -> Iterator[str]:
    model = table.model()
    for column in range(model.columnCount()):
        text = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        if isinstance(text, str) and len(text) > 1:
            yield text
