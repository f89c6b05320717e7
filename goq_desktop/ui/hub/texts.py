"""What stands on the tiles of 各種設定: a line each, the word for how it stands, and the reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.tile_states import Reason, Standing, Why

ICONS: Final = {
    SetupPage.CONTRACTOR: "person",
    SetupPage.CARRIERS: "truck",
    SetupPage.SHOPS: "shop",
    SetupPage.PAYMENTS: "card",
    SetupPage.SHOP_DETAIL: "key",
    SetupPage.SLIPS: "slip",
    SetupPage.OTHER: "other",
    SetupPage.OPTIONS: "convert",
}
STANDING_ICONS: Final = {
    Standing.DONE: "check",
    Standing.OPEN: "minus",
    Standing.ATTENTION: "warning",
}
_LONGEST_NAME: Final = 20


def tile_line(page: SetupPage) -> str:
    """What a tile is for, in a few words."""
    return {
        SetupPage.CONTRACTOR: _tr("お店の住所と連絡先"),
        SetupPage.CARRIERS: _tr("使う配送業者と送り状"),
        SetupPage.SHOPS: _tr("つなぐショップの一覧"),
        SetupPage.PAYMENTS: _tr("支払い方法と手数料"),
        SetupPage.SHOP_DETAIL: _tr("ショップID・キー・取得"),
        SetupPage.SLIPS: _tr("送り状に印字する内容"),
        SetupPage.OTHER: _tr("ステータス・休業日・保管"),
        SetupPage.OPTIONS: _tr("配送方法の表記の変換"),
    }[page]


def standing_word(standing: Standing) -> str:
    return {
        Standing.DONE: _tr("済"),
        Standing.OPEN: _tr("未設定"),
        Standing.ATTENTION: _tr("要確認"),
    }[standing]


def reason_text(reason: Reason) -> str:
    sentence = {
        Why.EMPTY: _tr("まだ保存していません"),
        Why.DEFAULTS: _tr("任意・初期値のまま"),
        Why.NO_SHOP: _tr("先にモール選択でショップを追加"),
        Why.FIELDS: _tr("直すところ {count}か所"),
        Why.KEYS_MISSING: _tr("「{shop}」のIDかキーが未入力"),
        Why.KEYS_OLD: _tr("「{shop}」のキーは発行から{days}日"),
        Why.PAYMENTS_UNKNOWN: _tr("受注の表記 {count}件が未登録"),
        Why.DELIVERIES_UNKNOWN: _tr("配送の表記 {count}件が未登録"),
        Why.SLOTS_UNKNOWN: _tr("時間帯の表記 {count}件が未登録"),
        Why.CODE_MISSING: _tr("契約コードは未入力（{count}社）"),
    }[reason.why]
    params = dict(reason.params)
    if reason.why in (Why.KEYS_MISSING, Why.KEYS_OLD):
        if int(params["count"]) > 1:
            sentence = {
                Why.KEYS_MISSING: _tr("{count}店のIDかキーが未入力"),
                Why.KEYS_OLD: _tr("{count}店のキーが発行から半年以上"),
            }[reason.why]
        params["shop"] = str(params["shop"])[:_LONGEST_NAME]
    return sentence.format(**params)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hub", text)
