"""A person narrows the list with conditions, by keyboard alone."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui.orders.filter_dialog import FilterDialog
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.person import count_is, narrow, press, with_memo, write
from tests.support.made_orders import MARKUP, made_order

WITH_MEMO = sum(bool(made_order(number).memo) for number in range(300))
TRACKED = sum(bool(made_order(number).destinations[0].tracking_number) for number in range(300))


def test_conditions_become_chips_and_delete_takes_them_away(qtbot: QtBot, view: OrdersView) -> None:
    def fill(dialog: FilterDialog) -> None:
        with_memo(dialog)
        press(dialog.flags["has_tracking"], Qt.Key.Key_Down)

    narrow(qtbot, view, fill)
    chips = view.filter_row.chips
    assert [chip.text() for chip in chips.chips] == ["備考あり", "伝票番号あり"]
    assert chips.chips[0].accessibleName() == "備考ありを外す"
    chips.chips[0].setFocus()
    press(chips.chips[0], Qt.Key.Key_Delete)
    assert [chip.text() for chip in chips.chips] == ["伝票番号あり"]
    qtbot.waitUntil(count_is(view, TRACKED))
    # The focus is on the next chip, not lost.
    assert chips.chips[0].hasFocus()
    press(chips.chips[0], Qt.Key.Key_Space)
    qtbot.waitUntil(count_is(view, 300))
    assert not chips.isVisible()


def test_all_conditions_go_at_once(qtbot: QtBot, view: OrdersView) -> None:
    narrow(qtbot, view, with_memo)
    qtbot.waitUntil(count_is(view, WITH_MEMO))
    press(view.filter_row.chips.clear, Qt.Key.Key_Space)
    qtbot.waitUntil(count_is(view, 300))


def test_conditions_work_together_with_text_and_status(qtbot: QtBot, view: OrdersView) -> None:
    narrow(qtbot, view, with_memo)
    view.filter_row.text.setFocus()
    write(view.filter_row.text, "髙﨑")
    fitting = [
        number
        for number in range(300)
        if made_order(number).memo and made_order(number).purchaser.name.startswith("髙﨑")
    ]
    qtbot.waitUntil(count_is(view, len(fitting)))


def test_a_period_of_each_kind_of_day(qtbot: QtBot, view: OrdersView) -> None:
    def fill(dialog: FilterDialog) -> None:
        press(dialog.days.since.box, Qt.Key.Key_Space)
        dialog.days.since.date.setDate(QDate(2026, 11, 20))
        press(dialog.date_kind, Qt.Key.Key_End)
        assert not dialog.days.since.box.isChecked()
        press(dialog.days.until.box, Qt.Key.Key_Space)
        dialog.days.until.date.setDate(QDate(2026, 11, 25))

    narrow(qtbot, view, fill)
    texts = [chip.text() for chip in view.filter_row.chips.chips]
    assert texts == ["注文日 2026/11/20〜", "お届け希望日 〜2026/11/25"]
    periods = view.filter_row.query.filters.periods
    assert [period.kind for period in periods] == [DateKind.ORDERED, DateKind.WISHED]
    seen: list[OrderFilters] = []
    narrow(qtbot, view, lambda dialog: seen.append(dialog.filters))
    assert seen[0].periods == periods


def test_a_period_that_ends_before_it_begins_is_not_taken(qtbot: QtBot, view: OrdersView) -> None:
    bad = Period(kind=DateKind.PAID, since=date(2026, 2, 1), until=date(2026, 1, 1))
    dialog = FilterDialog(OrderFilters(periods=(bad,)), [], date(2026, 2, 2))
    qtbot.addWidget(dialog)
    dialog.show()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible() and "入金日" in dialog.problem.text()


def test_no_hit_says_that_the_conditions_are_why(qtbot: QtBot, view: OrdersView) -> None:
    narrow(qtbot, view, lambda dialog: dialog.payment.setEditText("そんな支払い方法はない"))
    qtbot.waitUntil(view.empty.isVisible)
    assert view.empty.title.text() == "条件に当てはまる受注はありません"
    view.empty.clear.click()
    qtbot.waitUntil(count_is(view, 300))


def test_a_wording_with_markup_is_shown_as_it_is(qtbot: QtBot, view: OrdersView) -> None:
    narrow(qtbot, view, lambda dialog: dialog.payment.setEditText(MARKUP))
    chip = view.filter_row.chips.chips[0]
    assert MARKUP[:20].replace("&", "&&") in chip.text()


def test_down_without_a_hit_leads_to_what_is_offered(qtbot: QtBot, view: OrdersView) -> None:
    view.filter_row.tabs.choose("new")
    write(view.filter_row.text, "どこにもない")
    qtbot.waitUntil(view.empty.isVisible)
    view.filter_row.text.setFocus()
    press(view.filter_row.text, Qt.Key.Key_Down)
    assert view.empty.widen.hasFocus()
    press(view.empty.widen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.filter_row.query.lane is None)
    qtbot.waitUntil(lambda: not view.empty.widen.isVisible())
    view.filter_row.text.setFocus()
    press(view.filter_row.text, Qt.Key.Key_Down)
    assert view.empty.clear.hasFocus()


def test_many_conditions_take_lines_and_do_not_stretch_the_window(qtbot: QtBot, view: OrdersView) -> None:
    view.resize(800, 640)
    day = date(2026, 11, 1)
    periods = tuple(Period(kind=kind, since=day, until=day) for kind in DateKind)
    filters = OrderFilters(
        periods=periods, payment="銀行振込" * 30, amount_from=1, amount_to=9_999, has_memo=True
    )
    view.show_query(OrderQuery(filters=filters))
    row = view.filter_row.chips
    qtbot.waitUntil(row.isVisible)
    qtbot.waitUntil(lambda: row.height() > 2 * row.chips[0].height())
    assert view.width() == 800
    shown = [*row.chips, row.clear]
    places = [(chip.y(), chip.x()) for chip in shown]
    assert places == sorted(places) and len(set(places)) == len(shown)
    assert all(row.rect().contains(chip.geometry()) for chip in shown)
    view.resize(1300, 640)
    few_lines = len({chip.y() for chip in shown})
    assert few_lines < len({y for y, _ in places})
    view.filter_row.clear()
    assert not row.isVisible()


def chosen_number(view: OrdersView) -> str:
    (order_id,) = view.table.selected_ids()
    stored = view.read_order(order_id)
    assert stored is not None
    return stored.order.number


def test_enter_right_behind_the_text_chooses_the_first_of_its_orders(qtbot: QtBot, view: OrdersView) -> None:
    # As a scanner types: the list of before is still there when Enter comes.
    for number in (made_order(40).number, made_order(123).number):
        view.filter_row.text.ask()
        qtbot.waitUntil(view.filter_row.text.hasFocus)
        write(view.filter_row.text, number)
        press(view.filter_row.text, Qt.Key.Key_Return)
        qtbot.waitUntil(view.table.hasFocus)
        assert chosen_number(view) == number
        qtbot.waitUntil(count_is(view, 1))
        assert chosen_number(view) == number


def test_down_chooses_the_first_order(qtbot: QtBot, view: OrdersView) -> None:
    view.filter_row.text.setFocus()
    press(view.filter_row.text, Qt.Key.Key_Down)
    assert view.table.hasFocus() and list(view.table.selected_ids()) == [view._model.ids[0]]


def test_enter_without_a_hit_waits_for_the_next_text(qtbot: QtBot, view: OrdersView) -> None:
    field = view.filter_row.text
    field.setFocus()
    write(field, "どこにもない")
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(view.empty.isVisible)
    assert field.hasFocus()
    write(field, made_order(40).number)
    assert field.text() == made_order(40).number
    qtbot.waitUntil(count_is(view, 1))
    assert field.hasFocus(), "a text without Enter leads nowhere"


def test_a_letter_behind_enter_takes_the_wish_back(qtbot: QtBot, view: OrdersView) -> None:
    field = view.filter_row.text
    field.setFocus()
    write(field, made_order(40).number[:4])
    press(field, Qt.Key.Key_Return)
    write(field, made_order(40).number[4:])
    qtbot.waitUntil(count_is(view, 1))
    assert field.hasFocus()
