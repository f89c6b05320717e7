"""Carriers and their services: two things, as GoQ keeps them (配送業者 and チェック項目)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Service:
    """A way of sending beside the carrier's plain parcel; `code` is stable, `name` is on screen."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Carrier:
    code: str
    name: str
    services: tuple[Service, ...]


CARRIERS: Final = (
    Carrier(
        "yamato",
        "ヤマト運輸",
        (
            Service("takkyubin", "宅急便"),
            Service("compact", "宅急便コンパクト"),
            Service("nekopos", "ネコポス"),
            Service("yu_packet", "クロネコゆうパケット"),
            Service("yu_mail", "クロネコゆうメール"),
        ),
    ),
    Carrier(
        "sagawa", "佐川急便", (Service("hikyaku", "飛脚宅配便"), Service("hikyaku_mail", "飛脚メール便"))
    ),
    Carrier(
        "japan_post",
        "日本郵便",
        (
            Service("yu_pack", "ゆうパック"),
            Service("yu_packet", "ゆうパケット"),
            Service("post_packet", "ポスパケット"),
            Service("click_post", "クリックポスト"),
            Service("letter", "定形外"),
            Service("express", "速達"),
        ),
    ),
    Carrier("seino", "西濃運輸", (Service("kangaroo", "カンガルー便"), Service("mini", "カンガルーミニ便"))),
    Carrier("fukuyama", "福山通運", (Service("parcel", "フクツー宅配便"), Service("freight", "路線便"))),
)
