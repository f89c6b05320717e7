"""What the settings make of orders, as a person meets it in the list: own lanes, marks, words, tooltips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QHelpEvent, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from goq_desktop.domain.lanes import OwnLane
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.query import OrderColumn
from goq_desktop.domain.rules import PaymentRule, Rules
from goq_desktop.storage.reworking import rework
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.status_tabs import StatusTabs
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.settings.message_line import MessageLine
from tests.qt.orders.conftest import Store, choose
from tests.support.made_orders import calm_order

Open = Callable[[], OrdersView]
HOSTILE = "<b>保留</b> & 他"
LANES = (OwnLane("held", HOSTILE, "amber"), OwnLane("later", "あとで"))
# Of the methods: one is known and held, one is known, two are not.
RULES = Rules(
    payments={
        "クレジットカード": PaymentRule(PaymentKind.CARD),
        "代金引換": PaymentRule(PaymentKind.COD, "held"),
    },
    deliveries={"ヤマト運輸": ("yamato", "compact")},
    lanes=frozenset({"held", "later"}),
)
HELD = sum(
    one.lane is Lane.NEW and one.payment_method == "代金引換" for one in (calm_order(n) for n in range(60))
)
TO_CHECK = sum(
    one.lane is Lane.NEW and one.payment_method not in RULES.payments
    for one in (calm_order(number) for number in range(60))
)


@pytest.fixture
def worked(store: Store, open_view: Open) -> OrdersView:
    """60 orders that the rules were applied to."""
    store.add([calm_order(number) for number in range(60)])
    rework(store.database, RULES, lambda: None)
    view = open_view()
    view.set_lanes(LANES)
    return view


@pytest.fixture(autouse=True)
def no_tooltip() -> Iterator[None]:
    yield
    QToolTip.hideText()


def index(view: OrdersView, row: int, column: OrderColumn) -> QModelIndex:
    return view.table.model().index(row, COLUMNS.index(column))


def cells(view: OrdersView, column: OrderColumn) -> list[str]:
    return [index(view, row, column).data().strip() for row in range(view.table.model().rowCount())]


def tabs_shown(tabs: StatusTabs) -> list[str]:
    return [tabs.accessibleTabName(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]


def click(tabs: StatusTabs, name: str) -> None:
    place = next(n for n in range(tabs.count()) if tabs.accessibleTabName(n).startswith(name))
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(place).center())


def test_a_lane_of_the_shops_own_is_a_tab_with_its_colour_and_its_orders(
    worked: OrdersView, qtbot: QtBot
) -> None:
    tabs = worked.filter_row.tabs
    named = {name.split(" ")[0]: place for place, name in enumerate(tabs_shown(tabs))}
    assert list(named) == [
        "全て",
        "未処理",
        "新規受付",
        "<b>保留</b>",
        "あとで",
        "処理済",
        "キャンセル",
        "要確認",
    ]
    assert tabs_shown(tabs)[3] == f"{HOSTILE} {HELD}件" and tabs_shown(tabs)[4] == "あとで"
    assert [not tabs.tabIcon(place).isNull() for place in range(5)] == [False, False, False, True, False]
    click(tabs, HOSTILE)
    qtbot.waitUntil(lambda: worked.filter_row.count.text() == f"{HELD}件")
    assert {text.removeprefix("要確認 ") for text in cells(worked, OrderColumn.LANE)} == {HOSTILE}


def test_orders_to_check_are_marked_counted_and_found(worked: OrdersView, qtbot: QtBot) -> None:
    click(worked.filter_row.tabs, "要確認")
    qtbot.waitUntil(lambda: worked.filter_row.count.text() == f"{TO_CHECK}件")
    assert all(text.startswith("要確認 ") for text in cells(worked, OrderColumn.LANE))
    mark = index(worked, 0, OrderColumn.LANE).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(mark, QIcon) and not mark.isNull()
    assert "支払い方法の表記が未設定" in index(worked, 0, OrderColumn.LANE).data(
        Qt.ItemDataRole.AccessibleDescriptionRole
    )
    click(worked.filter_row.tabs, "全て")
    qtbot.waitUntil(lambda: worked.filter_row.count.text() == "60件")
    texts = cells(worked, OrderColumn.LANE)
    unmarked = next(row for row, text in enumerate(texts) if not text.startswith("要確認"))
    assert index(worked, unmarked, OrderColumn.LANE).data(Qt.ItemDataRole.DecorationRole) is None


def test_a_tab_to_check_is_gone_when_nothing_is_and_another_is_chosen(
    worked: OrdersView, store: Store, qtbot: QtBot
) -> None:
    click(worked.filter_row.tabs, "要確認")
    qtbot.waitUntil(lambda: worked.filter_row.count.text() == f"{TO_CHECK}件")
    rework(store.database, Rules(), lambda: None)
    worked.refresh()
    qtbot.waitUntil(worked.empty.isVisible)
    assert worked.empty.title.text() == "「要確認」の受注はありません"
    assert tabs_shown(worked.filter_row.tabs)[-1] == "要確認"
    click(worked.filter_row.tabs, "全て")
    assert tabs_shown(worked.filter_row.tabs)[-1].startswith("キャンセル")


def test_the_reasons_are_in_the_detail(worked: OrdersView, qtbot: QtBot) -> None:
    number = next(
        n
        for n in range(60)
        if calm_order(n).lane is Lane.NEW and calm_order(n).payment_method not in RULES.payments
    )
    choose(worked.table, number)
    qtbot.waitUntil(worked.detail.tabs.isVisible)
    lines = [line.text for line in worked.detail.findChildren(MessageLine) if line.isVisible()]
    (line,) = lines
    assert line.startswith(
        f"要確認: 支払い方法「{calm_order(number).payment_method}」の意味が決まっていません。"
    )
    labels = [label for label in worked.detail.findChildren(QLabel) if label.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


@pytest.mark.parametrize("column", [OrderColumn.CARRIER, OrderColumn.LANE, OrderColumn.PURCHASER])
def test_the_mouse_gets_a_tooltip_where_it_tells_more_than_a_cell_with_room(
    worked: OrdersView, qtbot: QtBot, column: OrderColumn
) -> None:
    row = next(
        n
        for n in range(60)
        if calm_order(n).lane is Lane.NEW
        and calm_order(n).payment_method not in RULES.payments
        and calm_order(n).destinations[0].carrier == "ヤマト運輸"
    )
    table, place = worked.table, COLUMNS.index(column)
    table.setColumnWidth(place, 400)
    table.scrollTo(index(worked, row, column))
    spot = table.visualRect(index(worked, row, column)).center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(spot))
    QApplication.sendEvent(table.viewport(), event)
    expected = {
        OrderColumn.CARRIER: "<qt>ヤマト運輸 宅急便コンパクト（ヤマト運輸）</qt>",
        OrderColumn.LANE: "支払い方法の表記が未設定",
        OrderColumn.PURCHASER: "",
    }[column]
    if expected:
        qtbot.waitUntil(QToolTip.isVisible)
        assert expected in QToolTip.text()
    else:
        assert not QToolTip.text()


def test_a_new_name_colour_and_order_of_the_lanes_is_seen_at_once(worked: OrdersView) -> None:
    tabs = worked.filter_row.tabs
    worked.set_lanes((OwnLane("later", "あとで", "blue"), OwnLane("held", "取り置き")))
    assert [name.split(" ")[0] for name in tabs_shown(tabs)][3:5] == ["あとで", "取り置き"]
    assert [not tabs.tabIcon(place).isNull() for place in range(5)] == [False, False, False, True, False]
    names = {text.removeprefix("要確認 ") for text in cells(worked, OrderColumn.LANE)}
    assert "取り置き" in names and HOSTILE not in names


def test_a_changed_lane_name_is_seen_in_the_open_detail(worked: OrdersView, qtbot: QtBot) -> None:
    held = cells(worked, OrderColumn.LANE).index(HOSTILE)
    choose(worked.table, held)
    qtbot.waitUntil(worked.detail.tabs.isVisible)
    worked.set_lanes([replace(LANES[0], name="取り置き")])
    qtbot.waitUntil(lambda: any("取り置き" in label.text() for label in worked.detail.findChildren(QLabel)))


def test_swatches_follow_the_scheme(worked: OrdersView, qapp: QApplication, qtbot: QtBot) -> None:
    tabs = worked.filter_row.tabs
    light = tabs.tabIcon(3).pixmap(16).toImage()
    theme.apply(qapp, Qt.ColorScheme.Dark)
    qtbot.waitUntil(lambda: tabs.tabIcon(3).pixmap(16).toImage() != light)
