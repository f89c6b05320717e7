"""The columns of 受注一覧: title, first width, alignment, and the text of a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt

from goq_desktop.domain.lanes import Lane, OwnLane
from goq_desktop.domain.query import OrderColumn, OrderRow
from goq_desktop.domain.times import JST
from goq_desktop.ui.orders.worked import delivery_name, reason_names, slot_name

LONGEST_CELL: Final = 300  # characters; more than any screen shows, less than an order can bring
COLUMNS: Final = tuple(OrderColumn)
NUMERIC: Final = frozenset({OrderColumn.TOTAL})
# What people want to see first in these is the newest or the largest.
DESCENDING_FIRST: Final = frozenset(
    {OrderColumn.ID, OrderColumn.ORDERED, OrderColumn.TOTAL, OrderColumn.SHIPPED}
)

# A cell is one line high: a line break would hide what follows, a writing direction would turn it round.
_DISTURBING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")

# Logical pixels at 10 points.
WIDTHS: Final = {
    OrderColumn.ID: 76,
    OrderColumn.ORDERED: 128,
    OrderColumn.NUMBER: 104,
    OrderColumn.SHOP: 110,
    OrderColumn.LANE: 150,
    OrderColumn.PURCHASER: 120,
    OrderColumn.RECIPIENT: 220,
    OrderColumn.ITEMS: 230,
    OrderColumn.TOTAL: 96,
    OrderColumn.PAYMENT: 120,
    OrderColumn.PAYMENT_STATUS: 92,
    OrderColumn.SHIPPING_STATUS: 92,
    OrderColumn.CARRIER: 110,
    OrderColumn.DELIVERY_DATE: 110,
    OrderColumn.DELIVERY_SLOT: 110,
    OrderColumn.SHIPPED: 110,
    OrderColumn.TRACKING: 120,
    OrderColumn.MEMO: 220,
    OrderColumn.NOTE: 180,
}


@dataclass(frozen=True, slots=True)
class CellWords:
    """The words a cell needs beyond its row, looked up once and not for each cell."""

    shops: Mapping[str, str]
    lanes: Mapping[str, str]
    to_check: str
    attention: str
    yen: str
    others: str
    times: str


def title(column: OrderColumn) -> str:
    translate = QCoreApplication.translate
    return {
        OrderColumn.ID: translate("OrderColumns", "管理番号"),
        OrderColumn.ORDERED: translate("OrderColumns", "注文日時"),
        OrderColumn.NUMBER: translate("OrderColumns", "受注番号"),
        OrderColumn.SHOP: translate("OrderColumns", "発注元"),
        OrderColumn.LANE: translate("OrderColumns", "ステータス"),
        OrderColumn.PURCHASER: translate("OrderColumns", "注文者"),
        OrderColumn.RECIPIENT: translate("OrderColumns", "送付先"),
        OrderColumn.ITEMS: translate("OrderColumns", "商品"),
        OrderColumn.TOTAL: translate("OrderColumns", "合計金額"),
        OrderColumn.PAYMENT: translate("OrderColumns", "支払い方法"),
        OrderColumn.PAYMENT_STATUS: translate("OrderColumns", "入金状況"),
        OrderColumn.SHIPPING_STATUS: translate("OrderColumns", "発送状況"),
        OrderColumn.CARRIER: translate("OrderColumns", "配送業者"),
        OrderColumn.DELIVERY_DATE: translate("OrderColumns", "お届け日指定"),
        OrderColumn.DELIVERY_SLOT: translate("OrderColumns", "お届け時間帯"),
        OrderColumn.SHIPPED: translate("OrderColumns", "出荷日"),
        OrderColumn.TRACKING: translate("OrderColumns", "伝票番号"),
        OrderColumn.MEMO: translate("OrderColumns", "備考"),
        OrderColumn.NOTE: translate("OrderColumns", "ひとことメモ"),
    }[column]


def fixed_lane_name(lane: Lane) -> str:
    translate = QCoreApplication.translate
    return {
        Lane.NEW: translate("OrderColumns", "新規受付"),
        Lane.DONE: translate("OrderColumns", "処理済"),
        Lane.CANCELLED: translate("OrderColumns", "キャンセル"),
    }[lane]


def lane_names(own: Iterable[OwnLane] = ()) -> Mapping[str, str]:
    """The name of each lane by its code, in the order of the tabs: the shop's own stand between the fixed."""
    new, *ended = ((lane.value, fixed_lane_name(lane)) for lane in Lane)
    return dict([new, *((lane.code, lane.name) for lane in own), *ended])


def cell_words(shops: Mapping[str, str], lanes: Mapping[str, str]) -> CellWords:
    """`shops`: the display name of each shop uid; `lanes`: of each lane."""
    translate = QCoreApplication.translate
    return CellWords(
        shops=shops,
        lanes=lanes,
        attention=translate("OrderColumns", "【要注意】{0}"),
        to_check=translate("OrderColumns", "要確認 {0}"),
        yen=translate("OrderColumns", "{0}円"),
        others=translate("OrderColumns", "{0}（ほか{1}件）"),
        times="%Y/%m/%d %H:%M",
    )


def alignment(column: OrderColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMERIC else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def cell_text(row: OrderRow, column: OrderColumn, words: CellWords) -> str:
    """One line of plain text, at most `LONGEST_CELL` characters; empty when the order says nothing."""
    return one_line(_TEXTS[column](row, words))


def one_line(text: str) -> str:
    """Text from outside as a cell can show it: bounded, without line breaks and writing directions."""
    return _DISTURBING.sub(" ", text[:LONGEST_CELL])


def _ordered(row: OrderRow, words: CellWords) -> str:
    if row.ordered is None:
        return row.ordered_text
    return datetime.fromtimestamp(row.ordered, UTC).astimezone(JST).strftime(words.times)


def _lane(row: OrderRow, words: CellWords) -> str:
    # A lane that was removed stands for the first until the orders in it were moved there.
    name = words.lanes.get(row.lane, words.lanes[Lane.NEW])
    return words.to_check.format(name) if row.reasons else name


def tooltip(row: OrderRow, column: OrderColumn, words: CellWords) -> str:
    """What a cell says, and what the shop's own words or the reasons are where it says something else."""
    text = cell_text(row, column, words)
    raw = {OrderColumn.CARRIER: row.carrier, OrderColumn.DELIVERY_SLOT: row.delivery_slot}.get(column, "")
    if column is OrderColumn.LANE:
        raw = reason_names(row.reasons.split())
    elif column is OrderColumn.PURCHASER:
        raw = row.attention or ""
    return text if raw in ("", text) else f"{text}（{one_line(raw)}）"


def _purchaser(row: OrderRow, words: CellWords) -> str:
    return row.purchaser if row.attention is None else words.attention.format(row.purchaser)


def _recipient(row: OrderRow, words: CellWords) -> str:
    text = f"{row.recipient} {row.recipient_address}".strip()
    return words.others.format(text, row.destinations - 1) if row.destinations > 1 else text


def _items(row: OrderRow, words: CellWords) -> str:
    return words.others.format(row.items, row.lines - 1) if row.lines > 1 else row.items


def _total(row: OrderRow, words: CellWords) -> str:
    return "" if row.total is None else words.yen.format(f"{row.total:,}")


_TEXTS: Final[dict[OrderColumn, Callable[[OrderRow, CellWords], str]]] = {
    OrderColumn.ID: lambda row, words: str(row.id),
    OrderColumn.ORDERED: _ordered,
    OrderColumn.NUMBER: lambda row, words: row.number,
    OrderColumn.SHOP: lambda row, words: words.shops.get(row.shop_uid, row.shop_uid),
    OrderColumn.LANE: _lane,
    OrderColumn.PURCHASER: _purchaser,
    OrderColumn.RECIPIENT: _recipient,
    OrderColumn.ITEMS: _items,
    OrderColumn.TOTAL: _total,
    OrderColumn.PAYMENT: lambda row, words: row.payment,
    OrderColumn.PAYMENT_STATUS: lambda row, words: row.payment_status,
    OrderColumn.SHIPPING_STATUS: lambda row, words: row.shipping_status,
    OrderColumn.CARRIER: lambda row, words: (
        delivery_name(row.carrier_code, row.service_code) if row.carrier_code else row.carrier
    ),
    OrderColumn.DELIVERY_DATE: lambda row, words: row.delivery_date,
    OrderColumn.DELIVERY_SLOT: lambda row, words: slot_name(row.slot_code) or row.delivery_slot,
    OrderColumn.SHIPPED: lambda row, words: row.shipped,
    OrderColumn.TRACKING: lambda row, words: row.tracking,
    OrderColumn.MEMO: lambda row, words: row.memo,
    OrderColumn.NOTE: lambda row, words: row.note,
}
