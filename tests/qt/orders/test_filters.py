"""A person narrows the list with conditions and keeps lists under names, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.filter_dialog import FilterDialog
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.orders.views_dialog import ViewsDialog
from tests.qt.orders.conftest import Store
from tests.support.made_orders import MARKUP, made_order

Open = Callable[[], OrdersView]
WITH_MEMO = sum(bool(made_order(number).memo) for number in range(300))
TRACKED = sum(bool(made_order(number).destinations[0].tracking_number) for number in range(300))


@contextmanager
def answering(
    qtbot: QtBot, view: OrdersView, act: Callable[[QDialog], None]
) -> Iterator[list[type[QDialog]]]:
    """Do `act` with the dialog that comes up meanwhile."""
    seen: list[type[QDialog]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isActiveWindow():
            if dialog is not None:
                dialog.activateWindow()
            QTimer.singleShot(5, answer)
            return
        seen.append(type(dialog))
        act(dialog)

    QTimer.singleShot(0, answer)
    yield seen
    assert seen
    # Off-screen nobody gives the window the keys back.
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def write(widget: QWidget, text: str) -> None:
    """As an input method does."""
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(widget, typed)


def narrow(qtbot: QtBot, view: OrdersView, act: Callable[[FilterDialog], None]) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, FilterDialog)
        act(dialog)
        press(dialog, Qt.Key.Key_Return)

    with answering(qtbot, view, fill):
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        press(view.table, Qt.Key.Key_F, both)


def count_is(view: OrdersView, count: int) -> Callable[[], bool]:
    return lambda: view.filter_row.count.text() == f"{count}件"


def with_memo(dialog: FilterDialog) -> None:
    dialog.flags["has_memo"].setFocus()
    press(dialog.flags["has_memo"], Qt.Key.Key_Down)


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


@pytest.fixture
def kept(qtbot: QtBot, view: OrdersView) -> OrdersView:
    """With two saved views: 備考, sorted by 合計金額, and すべて."""
    keep_as(qtbot, view, "すべて")
    narrow(qtbot, view, with_memo)
    view.table.horizontalHeader().sectionClicked.emit(list(OrderColumn).index(OrderColumn.TOTAL))
    keep_as(qtbot, view, "備考")
    return view


def keep_as(qtbot: QtBot, view: OrdersView, name: str) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, QInputDialog)
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        write(line, name)
        press(line, Qt.Key.Key_Return)

    with answering(qtbot, view, fill):
        view.filter_row.views.keep.trigger()


def names(view: OrdersView) -> list[str]:
    return [action.text() for action in view.filter_row.views._open_actions]


def test_a_view_comes_back_whole_by_its_key_and_in_the_next_run(
    qtbot: QtBot, kept: OrdersView, open_view: Open
) -> None:
    assert names(kept) == ["すべて", "備考"]
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(kept.table, Qt.Key.Key_1, both)
    qtbot.waitUntil(count_is(kept, 300))
    again = open_view()
    assert names(again) == ["すべて", "備考"]
    press(again.table, Qt.Key.Key_2, both)
    qtbot.waitUntil(count_is(again, WITH_MEMO))
    assert [chip.text() for chip in again.filter_row.chips.chips] == ["備考あり"]
    assert again.filter_row.query.sort is OrderColumn.TOTAL
    place = list(OrderColumn).index(OrderColumn.TOTAL)
    title = again.table.model().headerData(place, Qt.Orientation.Horizontal)
    assert title.strip() == "合計金額 ▼"


def test_the_same_name_replaces(qtbot: QtBot, kept: OrdersView) -> None:
    keep_as(qtbot, kept, "すべて")
    assert names(kept) == ["すべて", "備考"]
    assert kept.filter_row.views._open_actions[0].data().filters.has_memo is True


def test_views_are_renamed_ordered_and_deleted(qtbot: QtBot, kept: OrdersView) -> None:
    def arrange(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewsDialog)
        dialog.list.setFocus()
        press(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        dialog.list.setCurrentRow(0)
        press(dialog.list, Qt.Key.Key_F2)
        editor = dialog.list.findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        write(editor, "メモ")
        press(editor, Qt.Key.Key_Return)
        dialog.accept()

    with answering(qtbot, kept, arrange):
        kept.filter_row.views.arrange.trigger()
    assert names(kept) == ["メモ", "すべて"]

    def delete(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewsDialog)
        dialog.list.setFocus()
        press(dialog.list, Qt.Key.Key_Delete)
        dialog.accept()

    with answering(qtbot, kept, delete):
        kept.filter_row.views.arrange.trigger()
    assert names(kept) == ["すべて"]


def test_a_damaged_state_is_no_view(store: Store, open_view: Open, view: OrdersView) -> None:
    view._settings.setValue("views/saved", '[{"name": 1}]')
    view._settings.sync()
    assert names(open_view()) == []
