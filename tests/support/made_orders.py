"""Orders made up for tests of the list: any number, all different, some with the traps of real data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from goq_desktop.domain.orders import Destination, Lane, Moment, Money, Order, OrderLine, Party, ReceivedOrder
from goq_desktop.domain.times import JST

NEWEST: Final = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
MARKUP: Final = '<img src="file:///nowhere/seen.png"><b>山田</b>&amp;'

_FAMILIES: Final = ("佐藤", "髙﨑", "𠮷田", "鈴木", "高橋", "伊藤", "渡邉", "小林", "中村", "五十嵐")
_GIVEN: Final = ("花子", "太郎", "美咲", "大輔", "さくら", "健", "由美子", "翔太", "愛", "一郎")
_PLACES: Final = (
    ("980-0811", "宮城県", "仙台市青葉区", "一番町1-2-3"),
    ("100-0001", "東京都", "千代田区", "千代田1-1"),
    ("530-0001", "大阪府", "大阪市北区", "梅田3-1-3"),
    ("904-0101", "沖縄県", "中頭郡北谷町", "上勢頭5-6"),
    ("060-0001", "北海道", "札幌市中央区", "北一条西2-4"),
)
_ITEMS: Final = (
    ("A-100", "南部鉄器 急須", 6280),
    ("B-20", "手ぬぐい 青海波", 1200),
    ("C-3", "干し芋 500g", 980),
)
_PAYMENTS: Final = ("クレジットカード", "銀行振込", "代金引換", "後払い")
_CARRIERS: Final = ("ヤマト運輸", "佐川急便", "日本郵便")


def made_order(number: int, *, name: str = "", memo: str = "") -> Order:
    """The `number`th order, an hour older than the one before."""
    person = Party(
        name=name or f"{_FAMILIES[number % 10]} {_GIVEN[number // 10 % 10]}",
        name_kana="ヤマダ ハナコ",
        postcode=_PLACES[number % 5][0],
        prefecture=_PLACES[number % 5][1],
        city=_PLACES[number % 5][2],
        street=_PLACES[number % 5][3],
        building="" if number % 3 else "青葉ビル302号室",
        phone=f"090-{number // 10_000 % 10_000:04}-{number % 10_000:04}",
        email=f"kyaku{number}@example.jp",
    )
    lines = tuple(
        OrderLine(code=code, name=item, unit_price=price, quantity=1 + number % 3, tax_percent=10)
        for code, item, price in _ITEMS[: 1 + number % 2]
    )
    subtotal = sum((line.unit_price or 0) * (line.quantity or 0) for line in lines)
    is_done = number % 4 == 3
    target = Destination(
        party=person,
        lines=lines,
        carrier=_CARRIERS[number % 3],
        delivery_date="" if number % 3 else "2026/11/25",
        delivery_slot="" if number % 3 else "14時～16時",
        tracking_number=f"{4000_0000_0000 + number}" if is_done else "",
    )
    ordered = NEWEST - timedelta(hours=number)
    return Order(
        serial=f"S{number:07}",
        number=f"{10_000_000 - number:08}",
        ordered=Moment(utc=ordered, text=ordered.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")),
        lane=Lane.CANCELLED if number % 13 == 12 else Lane.DONE if is_done else Lane.NEW,
        order_status="確認済",
        payment_status="入金済" if number % 2 else "未入金",
        shipping_status="発送済" if is_done else "未発送",
        payment_method=_PAYMENTS[number % 4],
        purchaser=person,
        destinations=(target, target) if number % 7 == 6 else (target,),
        money=Money(subtotal=subtotal, shipping=660, total=subtotal + 660),
        memo=memo or ("" if number % 5 else "のし希望。平日の午前中は不在です。"),
    )


def calm_order(number: int) -> Order:
    """One like it of a customer with no other order, with nothing in it that a person has to look at."""
    order = made_order(number)
    postcode, prefecture, city, street = _PLACES[number % 3]
    person = replace(
        order.purchaser,
        name="佐藤 花子",
        postcode=postcode,
        prefecture=prefecture,
        city=city,
        street=f"{street}-{number}",
    )
    targets = tuple(replace(target, party=person) for target in order.destinations)
    return replace(order, purchaser=person, destinations=targets, memo="")


def received(order: Order) -> ReceivedOrder:
    """The order with an answer that a shop might have given for it."""
    raw = {"serial_code": order.serial, "basic": {"order_number": order.number, "memo": order.memo}}
    return ReceivedOrder(order=order, raw=json.dumps(raw, ensure_ascii=False).encode())
