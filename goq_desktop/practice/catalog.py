"""What the practice shop sells, and the words it uses for paying, sending and states."""

from __future__ import annotations

from random import Random
from typing import Final

from goq_desktop.practice.orders import Item

GOODS: Final = (
    Item(code="tea-001", name="練習用 深蒸し煎茶 100g", price=1080, tax_percent=8),
    Item(code="tea-002", name="練習用 玄米茶 200g", price=864, tax_percent=8),
    Item(code="rice-005", name="見本米 5kg", option="精米:白米", price=2980, tax_percent=8),
    Item(code="ume-010", name="例示の梅干し 500g", price=1620, tax_percent=8),
    Item(code="jam-003", name="架空いちごジャム", option="サイズ:大", price=756, tax_percent=8),
    Item(code="cup-101", name="湯のみ「見本」", option="色:藍", price=2200),
    Item(code="cup-102", name="湯のみ「見本」", option="色:白", price=2200),
    Item(code="towel-01", name="今日からタオル 3枚組", price=3300),
    Item(code="bag-007", name="ためし帆布トートバッグ", option="色:生成り / サイズ:M", price=6280),
    Item(code="knife-02", name="練習包丁 三徳 165mm", price=9900),
    Item(code="0012345", name="風呂敷 二巾", option="柄:市松", price=1650),
    Item(code="gift-wrap", name="ギフト包装", price=330),
)

PAYMENT_METHODS: Final = (
    "クレジットカード",
    "銀行振込",
    "代金引換",
    "コンビニ決済(払込票)",
    "後払い",
    "NP後払い",
    "楽天ペイ",
    "PayPay",
    "au PAY",
    "あと払い(ペイディ)",
)
CASH_ON_DELIVERY: Final = "代金引換"
# Paid before anything is sent; of the others the shop hears later.
PAID_AT_ONCE: Final = frozenset({"クレジットカード", "楽天ペイ", "PayPay", "au PAY", "あと払い(ペイディ)"})

CARRIERS: Final = ("ヤマト運輸", "佐川急便", "日本郵便", "西濃運輸", "福山通運")
WISH_TIMES: Final = ("午前中", "12:00～14:00", "14:00～16:00", "16:00～18:00", "18:00～20:00", "19:00～21:00")

CONFIRMED: Final = "確認済"
UNCONFIRMED: Final = "未確認"
PAID: Final = "入金済"
UNPAID: Final = "未入金"
SHIPPED: Final = "発送済"
NOT_SHIPPED: Final = "未発送"
FINISHED: Final = "完了"


def some_items(random: Random) -> tuple[Item, ...]:
    """One to three lines, mostly one."""
    count = random.choice((1, 1, 1, 2, 2, 3))
    return tuple(_some(random, random.choice(GOODS)) for _ in range(count))


def _some(random: Random, goods: Item) -> Item:
    return Item(
        code=goods.code,
        name=goods.name,
        option=goods.option,
        price=goods.price,
        quantity=random.choice((1, 1, 1, 2, 3)),
        tax_percent=goods.tax_percent,
    )


def item(code: str) -> Item:
    """The goods of this code."""
    return next(goods for goods in GOODS if goods.code == code)
