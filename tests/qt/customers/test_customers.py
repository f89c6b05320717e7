"""顧客管理 by keyboard: find somebody, mark and note them, see it in the list of orders, go to an order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.domain.customers import MOST
from goq_desktop.domain.orders import Party
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.query import OrderColumn
from goq_desktop.services import noting
from goq_desktop.storage.customer_list import find_customers
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.customers.customers import CustomersPage
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.window import DeskWindow
from tests.support.made_orders import MARKUP, made_order, received

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, window: DeskWindow) -> CustomersPage:
    """At the people of some orders, one of whom has a name full of markup."""
    orders = [received(made_order(number, name=MARKUP if number == 3 else "")) for number in range(12)]
    OrderWriter(desk.workspace.database(), "made").store_page("a", 0, orders, now=desk.workspace.clock.now())
    window.orders.refresh()
    qtbot.keyClick(window, Qt.Key.Key_5, CTRL)
    page = desk.customers_door.page
    assert page is not None
    qtbot.waitUntil(lambda: page.list.rowCount() == 12)
    return page


def text(page: CustomersPage, row: int, column: int = 0) -> str:
    item = page.list.item(row, column)
    return "" if item is None else item.text()


def find(qtbot: QtBot, page: CustomersPage, typed: str, count: int = 1) -> None:
    page.text.selectAll()
    page.text.insert(typed)
    qtbot.waitUntil(lambda: page.list.rowCount() == count)


def test_somebody_is_found_and_shown_with_their_orders(qtbot: QtBot, desk: Desk, page: CustomersPage) -> None:
    assert page.text.hasFocus()
    find(qtbot, page, "0000-0004")
    qtbot.keyClick(page.text, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    qtbot.waitUntil(lambda: page.person.orders.rowCount() == 1)
    assert made_order(4).purchaser.email in page.person.facts.text()
    assert "注文 1回" in page.person.facts.text()
    item = page.person.orders.item(0, 1)
    assert item is not None and item.text() == made_order(4).number


def test_a_mark_and_a_note_by_keys_show_in_the_orders(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    page.person.mark.setFocus()
    qtbot.keyClick(page.person.mark, Qt.Key.Key_Space)
    page.person.note.setFocus()
    page.person.note.insertPlainText("電話に出ない")
    assert page.person.is_unsaved
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: window.pages.shown is PageCode.ORDERS)  # nothing is asked
    database = desk.workspace.database()

    def has_note() -> bool:
        return [one.note for one in find_customers(database, "", is_marked_only=True).people] == [
            "電話に出ない"
        ]

    qtbot.waitUntil(has_note)
    qtbot.waitUntil(lambda: not desk.task_thread.is_busy and not desk.listing.is_running)
    model = window.orders.table.model()
    purchasers = [
        str(model.index(row, COLUMNS.index(OrderColumn.PURCHASER)).data()).strip()
        for row in range(model.rowCount())
    ]
    assert [name for name in purchasers if "要注意" in name] == [f"【要注意】{made_order(4).purchaser.name}"]


def test_what_is_typed_survives_news_of_the_list(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    page.person.note.setFocus()
    page.person.note.insertPlainText("はじめ")
    window.orders.refresh()
    qtbot.waitUntil(lambda: not desk.task_thread.is_busy and not desk.listing.is_running)
    page.person.note.insertPlainText("とおわり")
    qtbot.waitUntil(lambda: not desk.task_thread.is_busy and not desk.listing.is_running)
    assert page.person.note.toPlainText() == "はじめとおわり"
    page.list.setFocus()
    database = desk.workspace.database()
    qtbot.waitUntil(lambda: find_customers(database, "0000-0004").people[0].note == "はじめとおわり")


def test_closing_the_window_keeps_what_is_typed(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    page.person.note.insertPlainText("おわり")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert find_customers(desk.workspace.database(), "0000-0004").people[0].note == "おわり"


def test_enter_on_an_order_leads_to_it(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    qtbot.waitUntil(lambda: page.person.orders.rowCount() == 1)
    page.person.orders.setFocus()
    qtbot.keyClick(page.person.orders, Qt.Key.Key_Return)
    assert window.pages.shown is PageCode.ORDERS
    qtbot.waitUntil(lambda: len(window.orders.table.selected_ids()) == 1)
    stored = window.orders.read_order(window.orders.table.selected_ids()[0])
    assert stored is not None and stored.order.number == made_order(4).number
    assert window.orders.table.model().rowCount() == 1


def test_markup_in_a_name_is_only_text(qtbot: QtBot, page: CustomersPage) -> None:
    find(qtbot, page, "nowhere")
    assert text(page, 0) == MARKUP
    assert page.person.name.text().startswith(MARKUP)
    assert page.person.name.textFormat() is Qt.TextFormat.PlainText


def test_nobody_found_says_what_to_do(qtbot: QtBot, page: CustomersPage) -> None:
    find(qtbot, page, "ロケット", 0)
    assert "見つかりません" in page.note.text()
    assert not page.person.name.isVisible()
    qtbot.keyClick(page.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.rowCount() == 12)


def test_counts_of_the_tabs_come_back_with_their_page(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    for _ in range(2):  # counted twice while out of sight
        window.orders.refresh()
        qtbot.waitUntil(lambda: not desk.listing.is_running)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, CTRL)
    tabs = window.orders.filter_row.tabs
    badge = tabs.tabButton(0, tabs.ButtonPosition.RightSide)
    assert badge is not None and badge.isVisible()


def test_a_note_is_taken_back_by_keys_and_stands_in_the_history(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    note = page.person.note
    note.setFocus()
    note.insertPlainText("電話に出ない")
    page.list.setFocus()
    qtbot.waitUntil(desk.undo_door.undo_action.isEnabled)
    assert "顧客のメモを変更（1人）" in window.statusBar().currentMessage()
    qtbot.waitUntil(lambda: page.person.events.rowCount() == 1)
    qtbot.keyClick(page.list, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: note.toPlainText() == "")
    qtbot.waitUntil(lambda: page.person.events.rowCount() == 2)
    cells = [page.person.events.item(row, 2) for row in range(2)]
    assert [cell.text() for cell in cells if cell] == [
        "メモ: 電話に出ない → なし",
        "メモ: なし → 電話に出ない",
    ]
    qtbot.keyClick(page.list, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: note.toPlainText() == "電話に出ない")


def test_a_note_on_somebody_who_became_another_stays_to_be_kept(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    page.person.note.insertPlainText("大切な方")
    database = desk.workspace.database()
    with database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE customers SET text = NULL WHERE phone LIKE '%0000-0004'")
    page.person.keep()
    refused = page.person.refused
    qtbot.waitUntil(refused.isVisible)
    assert refused.text.text() == "大切な方" and "まとめられた" in refused.why.text
    find(qtbot, page, "0000-0005")
    qtbot.waitUntil(lambda: page.person.note.toPlainText() == "")
    assert refused.isVisible()
    refused.add.setFocus()
    qtbot.keyClick(refused.add, Qt.Key.Key_Space)
    assert not refused.isVisible() and page.person.note.toPlainText() == "大切な方"
    qtbot.waitUntil(lambda: find_customers(database, "0000-0005").people[0].note == "大切な方")


def test_a_mark_by_its_key_is_kept_whatever_is_done_at_once_after(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    qtbot.keyClick(page.text, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    marked = find_customers(desk.workspace.database(), "", is_marked_only=True).people
    assert [one.phone for one in marked] == [made_order(4).purchaser.phone]


def test_the_window_stays_open_for_what_is_being_written_on_a_page_out_of_sight(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    page.person.note.insertPlainText("おわり")
    window.show_orders()  # as after an order was opened: nobody asked the page that was left
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert find_customers(desk.workspace.database(), "0000-0004").people[0].note == "おわり"


def test_the_window_stays_open_for_a_refused_note_until_it_is_thrown_away(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    find(qtbot, page, "0000-0004")
    page.person.note.insertPlainText("大切な方")
    with desk.workspace.database().engine().begin() as connection:
        connection.exec_driver_sql("UPDATE customers SET text = NULL WHERE phone LIKE '%0000-0004'")
    page.person.keep()
    refused = page.person.refused
    qtbot.waitUntil(refused.isVisible)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: window.pages.shown is PageCode.ORDERS)
    window.close()
    assert window.isVisible() and refused.isVisible()
    assert "まだ閉じません" in window.statusBar().currentMessage()
    refused.drop.setFocus()
    qtbot.keyClick(refused.drop, Qt.Key.Key_Space)
    window.close()
    assert not window.isVisible()


def test_everybody_is_reached_by_going_down(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage
) -> None:
    more = range(12, 2 * MOST + 50)
    people = [Party(name=f"客{number}", phone=f"090-3333-{number:04}") for number in more]
    orders = [
        received(replace(made_order(number), purchaser=party))
        for number, party in zip(more, people, strict=True)
    ]
    OrderWriter(desk.workspace.database(), "made").store_page("a", 0, orders, now=desk.workspace.clock.now())
    window.orders.refresh()
    qtbot.waitUntil(lambda: page.list.rowCount() == MOST)
    page.list.setFocus()

    def go_down(count: int) -> None:
        qtbot.keyClick(page.list, Qt.Key.Key_End, CTRL)
        chosen = page.chosen
        qtbot.waitUntil(lambda: page.list.rowCount() == count)
        assert page.chosen == chosen, "the person who was chosen stays so"

    go_down(2 * MOST)
    go_down(2 * MOST + 50)
    assert page.count.text() == f"{2 * MOST + 50}人"


def test_a_note_that_the_store_could_not_take_stays_to_be_kept(
    qtbot: QtBot, desk: Desk, window: DeskWindow, page: CustomersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ProblemError(ProblemCode.DISK_FULL)

    find(qtbot, page, "0000-0004")
    with monkeypatch.context() as patched:
        patched.setattr(noting, "keep_note", fail)
        page.person.note.insertPlainText("電話に出ない")
        page.person.keep()
        refused = page.person.refused
        qtbot.waitUntil(refused.isVisible)
    assert refused.text.text() == "電話に出ない" and "画面の上" in refused.why.text
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: page.person.note.toPlainText() == "")
    refused.add.setFocus()
    qtbot.keyClick(refused.add, Qt.Key.Key_Space)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert find_customers(desk.workspace.database(), "0000-0004").people[0].note == "電話に出ない"
