"""One order is opened alone, whatever else has its number, and the list before is one key away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import Store
from tests.qt.orders.person import count_is, narrow, press, with_memo, write
from tests.support.made_orders import made_order

Open = Callable[[], OrdersView]


@pytest.fixture
def twins(qtbot: QtBot, store: Store, open_view: Open) -> OrdersView:
    """Two shops with orders of the same numbers; the list shows what is new, found by a name."""
    for shop in ("a", "b"):
        store.add([replace(made_order(number), lane=Lane.NEW) for number in range(40)], shop)
    view = open_view()
    view.filter_row.tabs.choose(Lane.NEW)
    write(view.filter_row.text, "佐藤")
    qtbot.waitUntil(count_is(view, 8))
    return view


def open_one(qtbot: QtBot, view: OrdersView, order_id: int) -> None:
    view.show_order(order_id)
    qtbot.waitUntil(lambda: list(view._model.ids) == [order_id])
    qtbot.waitUntil(count_is(view, 1))


def chips(view: OrdersView) -> list[str]:
    return [chip.text() for chip in view.filter_row.chips.chips]


def test_it_alone_is_shown_and_chosen(qtbot: QtBot, twins: OrdersView) -> None:
    open_one(qtbot, twins, 45)
    assert chips(twins) == ["この受注だけ: 管理番号 45"]
    assert list(twins.table.selected_ids()) == [45]
    assert twins.filter_row.text.text() == "" and twins.filter_row.tabs.lane is None
    twins.table.clearSelection()
    twins.show_order(45)
    assert list(twins.table.selected_ids()) == [45]


def test_without_its_chip_the_list_before_is_back(qtbot: QtBot, twins: OrdersView) -> None:
    before = twins.filter_row.query
    open_one(qtbot, twins, 45)
    open_one(qtbot, twins, 46)
    chip = twins.filter_row.chips.chips[0]
    chip.setFocus()
    press(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(count_is(twins, 8))
    assert twins.filter_row.query == before and twins.filter_row.text.text() == "佐藤"
    assert not twins.filter_row.chips.isVisible()


def test_a_sort_keeps_it(qtbot: QtBot, twins: OrdersView) -> None:
    open_one(qtbot, twins, 45)
    with qtbot.waitSignal(twins._listing.finished):
        twins.table.sort_asked.emit(OrderColumn.TOTAL, True)
    assert list(twins._model.ids) == [45]


def search(qtbot: QtBot, view: OrdersView) -> None:
    write(view.filter_row.text, "伊藤")
    qtbot.waitUntil(count_is(view, 8))


def other_tab(qtbot: QtBot, view: OrdersView) -> None:
    view.filter_row.tabs.choose(Lane.NEW)
    qtbot.waitUntil(count_is(view, 80))


def other_shop(qtbot: QtBot, view: OrdersView) -> None:
    view.filter_row.shops.choose("b")
    qtbot.waitUntil(count_is(view, 40))


def condition(qtbot: QtBot, view: OrdersView) -> None:
    narrow(qtbot, view, with_memo)
    qtbot.waitUntil(lambda: chips(view) == ["備考あり"])


@pytest.mark.parametrize("ask", [search, other_tab, other_shop, condition])
def test_whatever_else_is_asked_for_lifts_it(
    qtbot: QtBot, twins: OrdersView, ask: Callable[[QtBot, OrdersView], None]
) -> None:
    open_one(qtbot, twins, 45)
    ask(qtbot, twins)
    assert twins.filter_row.query.filters.order_id is None
    assert "この受注だけ" not in " ".join(chips(twins))


def test_an_order_that_is_not_there_says_so(qtbot: QtBot, twins: OrdersView) -> None:
    twins.show_order(99_999)
    qtbot.waitUntil(twins.empty.isVisible)
    assert twins.empty.title.text() == "条件に当てはまる受注はありません"
    twins.show_query(OrderQuery())
    qtbot.waitUntil(count_is(twins, 80))


def test_what_came_while_another_page_was_shown_is_in_the_detail(qtbot: QtBot, twins: OrdersView) -> None:
    open_one(qtbot, twins, 45)
    qtbot.waitUntil(lambda: twins.detail._order_id == 45)
    twins.hide()
    with qtbot.waitSignal(twins.listed):
        twins.refresh()
    qtbot.waitUntil(lambda: twins.detail._order_id is None)
    twins.show()
    qtbot.waitUntil(lambda: twins.detail._order_id == 45)
