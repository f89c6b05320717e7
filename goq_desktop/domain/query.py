"""What the order table asks for: filter, order, and the rows it paints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goq_desktop.domain.filters import NO_FILTERS, OrderFilters


class OrderColumn(StrEnum):
    """The columns of 受注一覧 in their first order; each is sortable."""

    ID = "id"  # 管理番号
    ORDERED = "ordered"  # 注文日時
    NUMBER = "number"  # 受注番号
    SHOP = "shop"  # 発注元
    LANE = "lane"  # ステータス
    PURCHASER = "purchaser"  # 注文者
    RECIPIENT = "recipient"  # 送付先
    ITEMS = "items"  # 商品
    TOTAL = "total"  # 合計金額
    PAYMENT = "payment"  # 支払い方法
    PAYMENT_STATUS = "payment_status"  # 入金状況
    SHIPPING_STATUS = "shipping_status"  # 発送状況
    CARRIER = "carrier"  # 配送業者
    DELIVERY_DATE = "delivery_date"  # お届け日指定
    DELIVERY_SLOT = "delivery_slot"  # お届け時間帯
    SHIPPED = "shipped"  # 出荷日
    TRACKING = "tracking"  # 伝票番号
    MEMO = "memo"  # 備考
    NOTE = "note"  # ひとことメモ


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuery:
    """None means no filter; `lane` is a lane's code, `lanes.UNFINISHED` or `lanes.TO_CHECK`.

    `text` is what the person typed; it is normalised for matching."""

    shop_uid: str | None = None
    lane: str | None = None
    text: str = ""
    filters: OrderFilters = NO_FILTERS
    sort: OrderColumn = OrderColumn.ORDERED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One painted row: all text but the sums and the time. `ordered` is UTC seconds since 1970.

    The last six are what settings and people make of the order; `reasons` are codes with a space between.
    """

    id: int
    shop_uid: str
    number: str
    ordered: int | None
    ordered_text: str
    lane: str
    purchaser: str
    recipient: str
    recipient_address: str
    destinations: int
    items: str
    lines: int
    total: int | None
    payment: str
    payment_status: str
    shipping_status: str
    carrier: str
    delivery_date: str
    delivery_slot: str
    shipped: str
    tracking: str
    memo: str
    carrier_code: str = ""
    service_code: str = ""
    slot_code: str = ""
    reasons: str = ""
    note: str = ""
    parcels: int | None = None
    attention: str | None = None
