"""A person filters, sorts and reads orders in the list, over a real encrypted store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import Store, choose
from tests.support.made_orders import made_order

Open = Callable[[], OrdersView]


def column(view: OrdersView, wanted: OrderColumn) -> list[str]:
    model = view.table.model()
    place = COLUMNS.index(wanted)
    return [model.index(row, place).data().strip() for row in range(model.rowCount())]


def test_opens_on_all_orders_newest_first(view: OrdersView) -> None:
    times = column(view, OrderColumn.ORDERED)
    assert len(times) == 300
    assert times == sorted(times, reverse=True)
    assert view.filter_row.count.text() == "300件"


def test_typed_text_filters(qtbot: QtBot, view: OrdersView) -> None:
    typed = QInputMethodEvent()
    typed.setCommitString("髙﨑")
    QApplication.sendEvent(view.filter_row.text, typed)
    qtbot.waitUntil(lambda: view.filter_row.count.text() == "30件")
    assert all(name.startswith("髙﨑") for name in column(view, OrderColumn.PURCHASER))


def test_find_key_goes_to_the_filter_escape_empties_it_and_down_goes_on(
    qtbot: QtBot, view: OrdersView
) -> None:
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = view.filter_row.text
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "nothing like this")
    qtbot.waitUntil(lambda: view.filter_row.count.text() == "0件")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    qtbot.waitUntil(lambda: view.filter_row.count.text() == "300件")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert view.table.hasFocus()
    assert view.table.currentIndex().row() == 0


def test_status_tab_filters_and_counts(qtbot: QtBot, view: OrdersView) -> None:
    tabs = view.filter_row.tabs
    done = sum(made_order(number).lane is Lane.DONE for number in range(300))
    assert tabs.accessibleTabName(2) == f"処理済 {done}件"
    tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: view.filter_row.count.text() == f"{done}件")
    assert set(column(view, OrderColumn.LANE)) == {"処理済"}


def test_tab_without_orders_has_no_number(store: Store, open_view: Open) -> None:
    store.add([replace(made_order(1), lane=Lane.NEW)])
    tabs = open_view().filter_row.tabs
    assert tabs.tabButton(1, tabs.ButtonPosition.RightSide) is not None
    assert tabs.tabButton(2, tabs.ButtonPosition.RightSide) is None
    assert tabs.accessibleTabName(2) == "処理済"


def test_shop_filters_and_counts_its_own(qtbot: QtBot, store: Store, open_view: Open) -> None:
    store.add([made_order(number) for number in range(5)])
    store.add([made_order(number) for number in range(3)], "b")
    view = open_view()
    view.filter_row.shops.choose("b")
    qtbot.waitUntil(lambda: view.filter_row.count.text() == "3件")
    assert set(column(view, OrderColumn.SHOP)) == {"みちのく 2号店"}
    qtbot.waitUntil(lambda: view.filter_row.tabs.accessibleTabName(0) == "全て 3件")


def test_header_click_sorts_and_a_second_one_turns_round(qtbot: QtBot, view: OrdersView) -> None:
    header = view.table.horizontalHeader()
    place = COLUMNS.index(OrderColumn.PURCHASER)
    middle = header.sectionViewportPosition(place) + header.sectionSize(place) // 2

    def click() -> list[str]:
        with qtbot.waitSignal(view._listing.finished):
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 10))
        return column(view, OrderColumn.PURCHASER)

    names = click()
    assert names == sorted(names)
    assert view.table.model().headerData(place, Qt.Orientation.Horizontal) == "注文者 ▲"
    names = click()
    assert names == sorted(names, reverse=True)
    assert view.table.model().headerData(place, Qt.Orientation.Horizontal) == "注文者 ▼"


def test_chosen_order_is_shown_whole(qtbot: QtBot, view: OrdersView) -> None:
    choose(view.table, 6)
    order = made_order(6)
    qtbot.waitUntil(view.detail.tabs.isVisible)
    texts = {label.text() for label in view.detail.findChildren(QLabel)}
    assert {order.purchaser.name, order.purchaser.phone, "送付先 1/2", "送付先 2/2", "合計金額"} <= texts
    view.detail.tabs.setCurrentIndex(1)
    assert '"order_number": "09999994"' in view.detail.raw.toPlainText()


def test_changed_order_is_shown_anew_after_refresh(qtbot: QtBot, store: Store, view: OrdersView) -> None:
    choose(view.table, 0)
    qtbot.waitUntil(view.detail.tabs.isVisible)
    store.add([made_order(0, memo="ご住所が変わりました")])
    view.refresh()
    qtbot.waitUntil(
        lambda: "ご住所が変わりました" in {label.text() for label in view.detail.findChildren(QLabel)}
    )
    assert column(view, OrderColumn.MEMO)[0] == "ご住所が変わりました"


def test_empty_store_offers_to_fetch(qtbot: QtBot, open_view: Open) -> None:
    view = open_view()
    assert view.empty.isVisible()
    assert view.empty.title.text() == "まだ受注がありません"
    with qtbot.waitSignal(view.fetch_asked):
        view.empty.fetch.click()
    assert not view.empty.clear.isVisible()


def test_filter_without_hits_offers_to_show_all(qtbot: QtBot, view: OrdersView) -> None:
    view.filter_row.tabs.setCurrentIndex(1)
    view.filter_row.text.setText("<b>ない</b>")
    qtbot.waitUntil(view.empty.isVisible)
    assert view.empty.title.text() == "「<b>ない</b>」に当てはまる受注はありません"
    assert not view.empty.fetch.isVisible()
    view.empty.clear.click()
    qtbot.waitUntil(lambda: view.filter_row.count.text() == "300件")
    assert view.table.isVisible()
    assert view.filter_row.text.text() == ""
    assert view.filter_row.tabs.lane is None


def test_status_without_orders_says_so(qtbot: QtBot, store: Store, open_view: Open) -> None:
    store.add([replace(made_order(1), lane=Lane.NEW)])
    view = open_view()
    view.filter_row.tabs.setCurrentIndex(3)
    qtbot.waitUntil(view.empty.isVisible)
    assert view.empty.title.text() == "「キャンセル」の受注はありません"


def test_everything_that_takes_keys_has_a_name(qtbot: QtBot, view: OrdersView) -> None:
    choose(view.table, 0)
    qtbot.waitUntil(view.detail.tabs.isVisible)
    for tab in range(view.detail.tabs.count()):
        view.detail.tabs.setCurrentIndex(tab)
        nameless = [
            widget
            for widget in view.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        ]
        assert nameless == []


def test_opens_on_what_is_to_be_done(qtbot: QtBot, view: OrdersView) -> None:
    with qtbot.waitSignal(view._listing.finished):
        view.open_on_unfinished()
    assert {lane.removeprefix("要確認 ") for lane in column(view, OrderColumn.LANE)} == {"新規受付"}


def test_a_name_that_is_only_in_finished_orders_is_a_button_away(qtbot: QtBot, view: OrdersView) -> None:
    done = next(number for number in range(300) if made_order(number).lane is Lane.DONE)
    view.open_on_unfinished()
    view.filter_row.text.setText(made_order(done).number)
    qtbot.waitUntil(view.empty.widen.isVisible)
    view.empty.widen.setFocus()
    QTest.keyClick(view.empty.widen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: column(view, OrderColumn.NUMBER) == [made_order(done).number])
    assert view.filter_row.text.text() == made_order(done).number
