"""The names on screen of what can be edited and of what a shop can change, by their codes in the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from goq_desktop.domain.census import Alarm
from goq_desktop.domain.edits import EditField
from goq_desktop.domain.history import NoteField

FIELD_NAMES: Final[Mapping[str, str]] = {
    EditField.LANE: "ステータス",
    EditField.NOTE: "ひとことメモ",
    EditField.SHIP_DATE: "出荷日",
    EditField.DELIVERY: "配送業者",
    EditField.SLOT: "お届け時間帯",
    EditField.PARCELS: "個口数",
    EditField.TRACKING: "伝票番号",
    EditField.NAME: "お名前",
    EditField.PHONE: "電話番号",
    EditField.POSTCODE: "郵便番号",
    EditField.PREFECTURE: "都道府県",
    EditField.CITY: "市区町村",
    EditField.STREET: "番地",
    EditField.BUILDING: "建物名",
}

# What the shop did to an order that somebody here relied on.
ALARM_NAMES: Final[Mapping[Alarm, str]] = {
    Alarm.CANCELLED: "ショップでキャンセル",
    Alarm.CHANGED: "ショップで変更",
    Alarm.VANISHED: "ショップの一覧から消えた",
}

# What else stands in a history: of a person, and names of `domain.shop_changes`, which only a shop changes.
SHOP_FIELD_NAMES: Final[Mapping[str, str]] = {
    **FIELD_NAMES,
    NoteField.NOTE: "メモ",
    NoteField.MARK: "要注意",
    "number": "受注番号",
    "ordered": "注文日時",
    "paid": "入金日",
    "ship_planned": "出荷予定日",
    "shipped": "出荷日",
    "order_status": "受注状況",
    "payment_status": "入金状況",
    "shipping_status": "発送状況",
    "payment_method": "支払い方法",
    "subtotal": "小計",
    "shipping": "送料",
    "fee": "手数料",
    "discount": "値引き",
    "points": "ポイント",
    "total": "合計金額",
    "memo": "備考",
    "carrier": "配送業者",
    "delivery_date": "お届け日指定",
    "delivery_slot": "お届け時間帯",
    "tracking_number": "伝票番号",
    "lines": "商品",
    "name_kana": "お名前（カナ）",
    "company": "会社名",
    "email": "メールアドレス",
    "address": "住所",
    "purchaser_name": "注文者のお名前",
    "purchaser_name_kana": "注文者のお名前（カナ）",
    "purchaser_company": "注文者の会社名",
    "purchaser_postcode": "注文者の郵便番号",
    "purchaser_phone": "注文者の電話番号",
    "purchaser_email": "注文者のメールアドレス",
    "purchaser_address": "注文者の住所",
}
