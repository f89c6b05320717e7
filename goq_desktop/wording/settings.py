"""The Japanese names of tiles, fields and values of the settings, as the screens write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from goq_desktop.settings.difference import Difference, Kind, Value

_LONGEST_VALUE: Final = 60
_MOST_LISTED: Final = 8
_WEEKDAYS: Final = "月火水木金土日"

TILE_NAMES: Final[Mapping[str, str]] = {
    "contractor": "契約者情報",
    "carriers": "配達業者設定",
    "shops": "モール選択",
    "payments": "支払い方法",
    "slips": "モール配送伝票",
    "slip_codes": "モール配送伝票の契約",
    "lanes": "ステータス",
    "slot_names": "お届け時間帯",
    "calendar": "休業日",
    "other": "その他設定",
    "conversions": "オプション設定",
}

_ADDRESS: Final = {
    "postcode": "郵便番号",
    "prefecture": "都道府県",
    "city": "市区町村",
    "street": "番地",
    "building": "ビル名",
    "phone": "電話番号",
}
_CONTRACT: Final = {
    "customer_code": "お客様コード",
    "category_code": "分類コード",
    "freight_code": "運賃管理番号",
    "default_slip": "送り状の種類",
}

FIELD_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "contractor": {
        "company": "会社名・屋号",
        "representative": "代表者名",
        "manager": "管理責任者名",
        **_ADDRESS,
        "fax": "FAX",
        "email": "メールアドレス",
        "invoice_number": "インボイス番号",
        "bank_account": "振込先",
    },
    "carriers": {
        "carrier": "配送業者",
        "services": "サービス",
        "software": "送り状ソフト",
        **_CONTRACT,
        "charges": "支払い区分",
        "slots": "時間帯",
    },
    "shops": {
        "mall": "モール",
        "name": "店舗名",
        "shop_id": "ショップID",
        "fetch_days": "受注を取得する日数",
        "auto_fetch": "自動取得",
        "interval_minutes": "自動取得の間隔",
        "import_from": "取込開始日",
        "keys_issued_on": "キーの発行日",
    },
    "payments": {
        "wording": "モールの表記",
        "kind": "種類",
        "first_lane": "最初のステータス",
        "fee": "手数料",
        "printed_name": "納品書の表記",
        "is_cod_slip": "代引の送り状",
    },
    "slips": {
        "shop": "ショップ",
        "sender": "ご依頼主",
        "name": "ご依頼主の名前",
        **_ADDRESS,
        "contents": "品名",
        "contents_text": "品名の文字",
        "note": "記事",
    },
    "slip_codes": {"shop": "ショップ", "carrier": "配送業者", **_CONTRACT},
    "lanes": {"code": "番号", "name": "名前", "colour": "色"},
    "slot_names": {"wording": "モールの表記", "slot": "時間帯"},
    "calendar": {
        "closed_weekdays": "毎週の休み",
        "rests_on_holidays": "祝日も休む",
        "closed_days": "休業にする日",
        "open_days": "営業にする日",
    },
    "other": {
        "rounding": "端数処理",
        "backup_folder": "バックアップの保存先",
        "backup_rhythm": "バックアップの間隔",
        "erase_after_days": "個人情報の消去",
        "bundle_days": "同梱候補を探す日数",
        "csv_encoding": "CSVの文字コード",
    },
    "conversions": {"wording": "モールの表記", "carrier": "配送業者", "service": "サービス"},
}

_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {
        "prepaid": "前払い（入金待ち）",
        "card": "カード",
        "cod": "代引",
        "deferred": "後払い",
        "settled": "決済済み",
    },
    "charges": {"sender": "元払", "recipient": "着払", "cod": "代引"},
    "sender": {"contractor": "契約者情報", "shop": "店舗の住所", "purchaser": "注文者"},
    "contents": {"first_product": "最初の商品名", "all_products": "すべての商品名", "fixed": "決まった文字"},
    "rounding": {"down": "切り捨て", "nearest": "四捨五入", "up": "切り上げ"},
    "csv_encoding": {"utf-8": "UTF-8", "cp932": "Shift_JIS"},
    "backup_rhythm": {"daily": "毎日", "weekly": "毎週", "never": "しない"},
    "colour": {"amber": "橙", "blue": "青", "green": "緑", "violet": "紫", "red": "赤", "grey": "灰"},
    "first_lane": {"new": "新規受付", "": "種類のとおり"},
    "mall": {"shopserve": "ショップサーブ"},
}
_UNITS: Final = {
    "fee": "円",
    "fetch_days": "日",
    "interval_minutes": "分",
    "erase_after_days": "日後",
    "bundle_days": "日",
}


def item_text(difference: Difference) -> str:
    """What differs: `支払い方法「銀行振込」の手数料`."""
    tile = TILE_NAMES[difference.tile]
    entry = f"「{_plain(difference.entry)}」" if difference.entry else ""
    if difference.kind is Kind.MOVED:
        return f"{tile}の並び順"
    field = FIELD_NAMES[difference.tile].get(difference.field, difference.field)
    return f"{tile}{entry}の{field}" if field else f"{tile}{entry}"


def before_text(difference: Difference) -> str:
    return _side_text(difference, difference.before)


def after_text(difference: Difference) -> str:
    return _side_text(difference, difference.after)


def difference_text(difference: Difference) -> str:
    """All in one line: `支払い方法「銀行振込」の手数料: 0円 → 300円`."""
    return f"{item_text(difference)}: {before_text(difference)} → {after_text(difference)}"


def _side_text(difference: Difference, value: Value) -> str:
    if value is None:
        # Without an entry there is nothing; a date of an entry may not be set.
        return "（未設定）" if difference.kind is Kind.CHANGED else "（なし）"
    if difference.kind is not Kind.CHANGED and not difference.field and not isinstance(value, tuple):
        return "あり"
    if isinstance(value, tuple):
        parts = [_value_text(difference.field, each) for each in value[:_MOST_LISTED]]
        more = [f"ほか{len(value) - _MOST_LISTED}件"] if len(value) > _MOST_LISTED else []
        return "、".join([*parts, *more]) or "（なし）"
    return _value_text(difference.field, value)


def _value_text(field: str, value: str | int | date) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        if field == "closed_weekdays":
            return _WEEKDAYS[value] if value in range(len(_WEEKDAYS)) else str(value)
        if field in ("erase_after_days", "bundle_days") and not value:
            return "しない"
        return f"{value:,}{_UNITS.get(field, '')}"
    return _plain(_CHOICES.get(field, {}).get(value, value)) or "（空）"


def _plain(text: str) -> str:
    """One bounded line without what a terminal or a screen would take for more than a letter."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: _LONGEST_VALUE + 1])
    return shown if len(text) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…"
