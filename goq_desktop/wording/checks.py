"""Why an order is 要確認, in a name for a line and in a sentence with the next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from goq_desktop.domain.carriers import carrier_of
from goq_desktop.domain.checks.bundling import Hindrance
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.wording.fields import FIELD_NAMES

_NAMES: Final[Mapping[CheckReason, str]] = {
    CheckReason.CANCELLED: "ショップでキャンセル",
    CheckReason.VANISHED: "ショップの一覧から消えた",
    CheckReason.CONFLICT: "自分の変更とショップの変更",
    CheckReason.CHANGED: "ショップで変更",
    CheckReason.POSTCODE: "郵便番号と住所",
    CheckReason.PHONE: "電話番号",
    CheckReason.CHARACTERS: "送り状に書けない文字",
    CheckReason.RARE_CHARACTERS: "機種依存文字",
    CheckReason.LENGTH: "送り状に入らない長さ",
    CheckReason.PAYMENT_UNMAPPED: "支払い方法の表記が未設定",
    CheckReason.CARRIER_UNMAPPED: "配送業者の表記が未設定",
    CheckReason.SLOT_UNMAPPED: "お届け時間帯の表記が未設定",
    CheckReason.COD_BY_MAIL: "代引できない配送方法",
    CheckReason.REMOTE_ISLAND: "離島・沖縄",
    CheckReason.ZERO_YEN: "合計0円",
    CheckReason.MEMO_WISH: "備考にお届けの希望",
    CheckReason.MEMO: "備考あり",
    CheckReason.SAME_CUSTOMER: "同梱候補",
}
_FIELDS: Final = {
    "name": "お名前",
    "company": "会社名",
    "address": "住所",
    "building": "建物名",
    "memo": "配送メモ",
}
_PARTS: Final = {
    "lines": "商品",
    "destination": "送付先",
    "delivery": "お届けの指定",
    "purchaser": "注文者",
    "payment": "支払い方法",
    "money": "金額",
    "memo": "備考",
}
_HINDRANCES: Final = {
    Hindrance.SHOP: "ショップが違う",
    Hindrance.DESTINATIONS: "送付先が複数ある",
    Hindrance.ADDRESS: "送付先が違う",
    Hindrance.DELIVERY: "お届け日・時間帯が違う",
    Hindrance.CARRIER: "配送方法が違う",
    Hindrance.COD: "代引がある",
}
_POSTCODES: Final = {
    "missing": "郵便番号がありません。住所を確かめて、お客様にたずねてください。",
    "form": "郵便番号「{postcode}」が7桁の数字ではありません。住所から正しい番号を調べてください。",
    "unknown": "郵便番号「{postcode}」は郵便番号データにありません。住所から正しい番号を調べてください。",
    "no_address": "郵便番号「{postcode}」（{expected}）だけで、住所がありません。お客様にたずねてください。",
    "prefecture": "郵便番号「{postcode}」は{expected}で、住所の都道府県と違います。どちらが正しいかお客様に確かめてください。",
    "city": "郵便番号「{postcode}」は{expected}で、住所の市区町村と違います。どちらが正しいか確かめてください。",
    "town": "郵便番号「{postcode}」は{expected}で、住所の町名と違うようです。正しければ「確認済み」にしてください。",
}


def reason_name(code: CheckReason) -> str:
    """備考あり: for a line, a filter or a tooltip."""
    return _NAMES[code]


def level_name(level: Level) -> str:
    return {Level.CERTAIN: "要対応", Level.MAYBE: "念のため"}[level]


def reason_text(reason: Reason) -> str:
    """A sentence or two: what it is, and what to do. What stands in the order is quoted as it is."""
    # A line of an older version may have no parameters.
    text = _TEXTS[reason.code](_Params(reason.params)) if reason.params or reason.code in _BARE else ""
    text = text or f"{_NAMES[reason.code]}。内容を確かめてください。"
    where = reason.params.get("where")
    return f"送付先{where}: {text}" if where else text


class _Params(dict[str, str]):
    """What is missing is an empty text."""

    def __missing__(self, _: str) -> str:
        return ""


def _fields(names: str) -> str:
    return "と".join(_FIELDS.get(name, name) for name in names.split())


def _postcode(params: _Params) -> str:
    # Taken apart, since an address may hold braces.
    text = _POSTCODES.get(params["detail"], "")
    for name in ("postcode", "expected"):
        before, brace, after = text.partition(f"{{{name}}}")
        text = f"{before}{params[name]}{after}" if brace else text
    return text


def _phone(params: _Params) -> str:
    if params["detail"] == "missing":
        return "送付先の電話番号がありません。送り状に要ることが多いので、お客様にたずねてください。"
    return f"送付先の電話番号「{params['phone']}」が0から始まる10桁か11桁ではありません。正しい番号に直してください。"


def _characters(params: _Params) -> str:
    where = _fields(params["fields"])
    return f"{where}の「{params['characters']}」は送り状のデータに書けません。似た字に直すか、お客様に確かめてください。"


def _rare(params: _Params) -> str:
    where = _fields(params["fields"])
    return f"{where}の「{params['characters']}」は送り状ソフトが受け付けないことがあります。心配なら似た字に直してください。"


def _length(params: _Params) -> str:
    carrier = carrier_of(params["carrier"])
    unit = "文字" if params["count"] == "characters" else "（半角で数えて）"
    parts = []
    for field in params["fields"].split():
        size, _, most = params[field].partition("/")
        name = _FIELDS.get(field, field)
        parts.append(
            f"{name}が{size}文字で、{most}文字まで"
            if unit == "文字"
            else f"{name}が半角{size}字分で、{most}字分まで"
        )
    name = carrier.name if carrier else "配送業者"
    return f"{name}の送り状に入りません: {'、'.join(parts)}。短くするか、建物名や会社名に分けてください。"


def _cod(params: _Params) -> str:
    carrier = carrier_of(params["carrier"])
    name = params["delivery"]
    if carrier is not None:
        service = next((one.name for one in carrier.services if one.code == params["service"]), "")
        name = f"{carrier.name} {service}".strip()
    return f"代引なのに配送方法が「{name}」です。宅配便に変えるか、支払い方法を変えてもらってください。"


def _changed(params: _Params) -> str:
    parts = "、".join(_PARTS.get(name, name) for name in params["parts"].split())
    return f"確認や出荷の準備をしたあとに、ショップで{parts}が変わりました。今の内容で出荷してよいか確かめてください。"


def _conflict(params: _Params) -> str:
    fields = "、".join(dict.fromkeys(FIELD_NAMES.get(name, name) for name in params["fields"].split()))
    return f"ここで直した{fields}が、ショップでも変わりました。受注の詳細で、どちらを使うか選んでください。"


def _same_customer(params: _Params) -> str:
    numbers, hindrances = params["numbers"].split("\n"), params["hindrances"].split("\n")
    parts = []
    for number, codes in zip(numbers, hindrances, strict=False):
        whys = "、".join(_HINDRANCES[Hindrance(code)] for code in codes.split() if code in _KNOWN_HINDRANCES)
        parts.append(f"{number}（同梱できません: {whys}）" if whys else f"{number}（同梱できます）")
    return f"同じお客様の受注があります: {'、'.join(parts)}。まとめて送るか決めてください。"


_KNOWN_HINDRANCES: Final = frozenset(one.value for one in Hindrance)
_BARE: Final = frozenset({CheckReason.ZERO_YEN, CheckReason.CANCELLED, CheckReason.VANISHED})
_TEXTS: Final[Mapping[CheckReason, Callable[[_Params], str]]] = {
    CheckReason.CANCELLED: lambda params: (
        "確認や出荷の準備をしたあとに、ショップでキャンセルされました。出荷を止めて、出荷済みなら引き取りを手配してください。"
    ),
    CheckReason.CONFLICT: _conflict,
    CheckReason.VANISHED: lambda _: (
        "ショップの一覧から消えました。取り消しかもしれません。発送する前に、ショップの管理画面で確かめてください。"
    ),
    CheckReason.CHANGED: _changed,
    CheckReason.POSTCODE: _postcode,
    CheckReason.PHONE: _phone,
    CheckReason.CHARACTERS: _characters,
    CheckReason.RARE_CHARACTERS: _rare,
    CheckReason.LENGTH: _length,
    CheckReason.PAYMENT_UNMAPPED: lambda params: (
        f"支払い方法「{params['wording']}」の意味が決まっていません。各種設定の「支払い方法」で種類を選んでください。"
    ),
    CheckReason.CARRIER_UNMAPPED: lambda params: (
        f"配送業者「{params['wording']}」の意味が決まっていません。各種設定の「オプション設定」で配送業者を選んでください。"
    ),
    CheckReason.SLOT_UNMAPPED: lambda params: (
        f"お届け時間帯「{params['wording']}」の意味が決まっていません。各種設定の「その他設定」で時間帯を選んでください。"
    ),
    CheckReason.COD_BY_MAIL: _cod,
    CheckReason.REMOTE_ISLAND: lambda params: (
        f"{params['island']}へのお届けです。日数と追加の送料、届けられる配送方法かを確かめてください。"
    ),
    CheckReason.ZERO_YEN: lambda params: "合計金額が0円です。見本や値引きの間違いでないか確かめてください。",
    CheckReason.MEMO_WISH: lambda params: (
        f"備考にお届けの希望があります（{params['wishes']}）。お届け日・時間帯の指定に入れてください。"
    ),
    CheckReason.MEMO: lambda params: f"備考があります: {' '.join(params['memo'].split())}",
    CheckReason.SAME_CUSTOMER: _same_customer,
}
