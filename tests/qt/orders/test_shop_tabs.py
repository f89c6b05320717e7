"""A person goes from shop to shop: a tab each, with the orders that are still to be done there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.shop_tabs import ShopTabs
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import SHOPS, Store, choose
from tests.support.made_orders import MARKUP, made_order

Open = Callable[[], OrdersView]
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def two_shops(store: Store, open_view: Open) -> OrdersView:
    """12 orders of the first shop, two of them done; three of the second, one cancelled."""
    lanes = {0: Lane.DONE, 1: Lane.DONE}
    store.add([replace(made_order(number), lane=lanes.get(number, Lane.NEW)) for number in range(12)])
    lanes = {0: Lane.CANCELLED}
    store.add([replace(made_order(number), lane=lanes.get(number, Lane.NEW)) for number in range(3)], "b")
    return open_view()


def told(tabs: ShopTabs) -> list[str]:
    return [tabs.accessibleTabName(place) for place in range(tabs.count())]


def count_is(view: OrdersView, count: int) -> Callable[[], bool]:
    return lambda: view.filter_row.count.text() == f"{count}件"


def shown_shops(view: OrdersView) -> set[str]:
    model, place = view.table.model(), COLUMNS.index(OrderColumn.SHOP)
    return {str(model.index(row, place).data()) for row in range(model.rowCount())}


def test_each_tab_says_how_many_orders_wait_there(qtbot: QtBot, two_shops: OrdersView) -> None:
    wanted = ["すべてのショップ 未処理 12件", "みちのく工芸館 未処理 10件", "みちのく 2号店 未処理 2件"]
    assert told(two_shops.filter_row.shops) == wanted
    badge = two_shops.filter_row.shops.tabButton(2, ShopTabs.ButtonPosition.RightSide)
    assert isinstance(badge, QLabel) and badge.text() == "2"
    # Whatever is looked at: it is where work waits.
    two_shops.filter_row.tabs.choose(Lane.DONE)
    qtbot.waitUntil(count_is(two_shops, 2))
    assert told(two_shops.filter_row.shops) == wanted


def test_the_numbers_follow_what_is_stored(qtbot: QtBot, store: Store, two_shops: OrdersView) -> None:
    store.add([replace(made_order(number), lane=Lane.NEW) for number in range(10, 1_200)], "b")
    with qtbot.waitSignal(two_shops._listing.finished):
        two_shops.refresh()
    assert told(two_shops.filter_row.shops)[1:] == [
        "みちのく工芸館 未処理 10件",
        "みちのく 2号店 未処理 1,192件",
    ]


def test_a_shop_where_nothing_waits_has_no_number(store: Store, open_view: Open) -> None:
    store.add([replace(made_order(1), lane=Lane.NEW)])
    store.add([replace(made_order(2), lane=Lane.DONE)], "b")
    tabs = open_view().filter_row.shops
    assert told(tabs)[1:] == ["みちのく工芸館 未処理 1件", "みちのく 2号店"]
    assert tabs.tabButton(2, ShopTabs.ButtonPosition.RightSide) is None


def test_keys_lead_from_shop_to_shop_and_round_the_end(qtbot: QtBot, two_shops: OrdersView) -> None:
    for count, shops in ((12, {"みちのく工芸館"}), (3, {"みちのく 2号店"}), (15, set(SHOPS.values()))):
        QTest.keyClick(two_shops.table, Qt.Key.Key_PageDown, BOTH)
        qtbot.waitUntil(count_is(two_shops, count))
        assert shown_shops(two_shops) == shops
    QTest.keyClick(two_shops.filter_row.text, Qt.Key.Key_PageUp, BOTH)
    qtbot.waitUntil(count_is(two_shops, 3))
    # The arrow keys do the same where the tabs have the keyboard.
    two_shops.filter_row.shops.setFocus()
    QTest.keyClick(two_shops.filter_row.shops, Qt.Key.Key_Left)
    qtbot.waitUntil(count_is(two_shops, 12))


def test_keys_lead_from_status_to_status_past_what_is_hidden(qtbot: QtBot, two_shops: OrdersView) -> None:
    tabs = two_shops.filter_row.tabs
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(two_shops.table, Qt.Key.Key_PageDown, control)
    assert tabs.lane == Lane.NEW
    tabs.set_counts({"new": 3})  # nothing to check
    for _ in range(2):
        QTest.keyClick(two_shops.table, Qt.Key.Key_PageUp, control)
    assert tabs.lane == Lane.CANCELLED


def test_shop_text_and_status_work_together(qtbot: QtBot, two_shops: OrdersView) -> None:
    two_shops.filter_row.tabs.choose(Lane.NEW)
    two_shops.filter_row.text.setText("花子")
    qtbot.waitUntil(count_is(two_shops, 10))
    choose(two_shops.table, 0)
    two_shops.filter_row.shops.choose("b")
    qtbot.waitUntil(count_is(two_shops, 2))
    query = two_shops.filter_row.query
    assert (query.shop_uid, query.lane, query.text) == ("b", Lane.NEW, "花子")


def test_a_query_chooses_its_tab_without_asking_twice(qtbot: QtBot, two_shops: OrdersView) -> None:
    asked: list[OrderQuery] = []
    two_shops.filter_row.query_changed.connect(asked.append)
    two_shops.show_query(OrderQuery(shop_uid="b"))
    assert two_shops.filter_row.shops.shop_uid == "b" and len(asked) == 1
    qtbot.waitUntil(count_is(two_shops, 3))


def test_one_shop_alone_needs_no_tabs(qtbot: QtBot, two_shops: OrdersView) -> None:
    two_shops.filter_row.shops.choose("b")
    two_shops.set_shops({"a": "みちのく工芸館"})
    assert not two_shops.filter_row.shops.isVisible()
    # The shop that was shown is not set up any more.
    assert two_shops.filter_row.query.shop_uid is None
    QTest.keyClick(two_shops.table, Qt.Key.Key_PageDown, BOTH)
    assert two_shops.filter_row.query.shop_uid is None


def test_many_shops_are_scrolled_and_a_long_name_is_cut(qtbot: QtBot, two_shops: OrdersView) -> None:
    long = "とても長い名前のショップ" * 6
    shops = {f"s{number}": f"みちのく {number}号店" for number in range(20)}
    two_shops.set_shops({**shops, "long": long, "markup": MARKUP})
    tabs = two_shops.filter_row.shops
    qtbot.waitUntil(lambda: any(button.isVisible() for button in tabs.findChildren(QToolButton)))
    assert tabs.tabRect(21).width() < 250
    assert "みちのく 3号店" in tabs.tabText(4) and tabs.tabRect(4).width() > 100
    tabs.choose("markup")
    assert tabs.rect().contains(tabs.tabRect(22).center())
    tip = tabs.tabToolTip(22)
    assert tip.startswith("<qt>") and "<b" not in tip.replace("<br>", "")
    assert long in tabs.tabToolTip(21)
    place = tabs.tabRect(22).center()
    QApplication.sendEvent(tabs, QHelpEvent(QEvent.Type.ToolTip, place, tabs.mapToGlobal(QPoint(place))))
    qtbot.waitUntil(QToolTip.isVisible)
    QToolTip.hideText()
