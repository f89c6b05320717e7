"""What the settings make of an order, in the cells and tooltips of the table."""

from __future__ import annotations

from dataclasses import replace

from goq_desktop.domain.lanes import OwnLane
from goq_desktop.domain.query import OrderColumn, OrderRow
from goq_desktop.ui.orders.columns import cell_text, cell_words, lane_names, tooltip

WORDS = cell_words({}, lane_names([OwnLane("held", "保留")]))
ROW = OrderRow(
    id=1,
    shop_uid="a",
    number="1",
    ordered=None,
    ordered_text="",
    lane="held",
    purchaser="",
    recipient="",
    recipient_address="",
    destinations=1,
    items="",
    lines=1,
    total=None,
    payment="",
    payment_status="",
    shipping_status="",
    carrier="小型宅急便",
    delivery_date="",
    delivery_slot="14:00-16:00",
    shipped="",
    tracking="",
    memo="",
)
MAPPED = replace(ROW, carrier_code="yamato", service_code="compact", slot_code="14-16")


def test_a_mapped_delivery_shows_the_carrier_and_tells_the_shops_words() -> None:
    assert cell_text(ROW, OrderColumn.CARRIER, WORDS) == "小型宅急便"
    assert cell_text(MAPPED, OrderColumn.CARRIER, WORDS) == "ヤマト運輸 宅急便コンパクト"
    assert tooltip(MAPPED, OrderColumn.CARRIER, WORDS) == "ヤマト運輸 宅急便コンパクト（小型宅急便）"
    assert tooltip(ROW, OrderColumn.CARRIER, WORDS) == "小型宅急便"


def test_a_slot_is_shown_in_one_way() -> None:
    assert cell_text(MAPPED, OrderColumn.DELIVERY_SLOT, WORDS) == "14時～16時"
    assert "14:00-16:00" in tooltip(MAPPED, OrderColumn.DELIVERY_SLOT, WORDS)


def test_a_lane_of_the_shops_own_is_named_and_a_removed_one_is_the_first() -> None:
    assert cell_text(ROW, OrderColumn.LANE, WORDS) == "保留"
    assert cell_text(replace(ROW, lane="gone"), OrderColumn.LANE, WORDS) == "新規受付"


def test_an_order_to_check_says_so_and_why() -> None:
    row = replace(ROW, reasons="payment slot")
    assert cell_text(row, OrderColumn.LANE, WORDS) == "要確認 保留"
    told = tooltip(row, OrderColumn.LANE, WORDS)
    assert "支払い方法" in told and "お届け時間帯" in told and "配送業者" not in told
