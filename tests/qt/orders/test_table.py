"""The table keeps a person's place, takes the keyboard, and remembers its columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.table import OrderTable
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import Store, choose
from tests.support.made_orders import made_order

Open = Callable[[], OrdersView]


def selected_ids(table: OrderTable) -> set[int]:
    ids = table._orders.ids
    return {ids[index.row()] for index in table.selectionModel().selectedRows()}


def select(table: OrderTable, *rows: int) -> set[int]:
    for row in rows:
        flag = QItemSelectionModel.SelectionFlag
        table.selectionModel().setCurrentIndex(table.model().index(row, 0), flag.Select | flag.Rows)
    return selected_ids(table)


def refresh(qtbot: QtBot, view: OrdersView) -> None:
    with qtbot.waitSignal(view._listing.finished):
        view.refresh_at_once()


def test_selection_and_view_stay_at_their_orders_through_a_refresh(
    qtbot: QtBot, store: Store, view: OrdersView
) -> None:
    table = view.table
    chosen = select(table, 150, 151, 160)
    current = table._orders.ids[table.currentIndex().row()]
    table.verticalScrollBar().setValue(140)
    top = table._orders.ids[table.rowAt(0)]
    table.horizontalScrollBar().setValue(55)
    store.add([made_order(number) for number in range(-40, 0)])
    refresh(qtbot, view)
    assert table.model().rowCount() == 340
    assert selected_ids(table) == chosen
    assert table._orders.ids[table.currentIndex().row()] == current
    assert table._orders.ids[table.rowAt(0)] == top
    assert table.horizontalScrollBar().value() == 55
    assert view.filter_row.count.text() == "340件中 3件を選択"


def test_new_orders_come_into_view_for_whoever_is_at_the_top(
    qtbot: QtBot, store: Store, view: OrdersView
) -> None:
    store.add([made_order(-1)])
    refresh(qtbot, view)
    assert view.table.rowAt(0) == 0
    assert view.table.model().index(0, COLUMNS.index(OrderColumn.NUMBER)).data() == made_order(-1).number


def test_selection_follows_its_orders_into_another_order(qtbot: QtBot, view: OrdersView) -> None:
    chosen = select(view.table, 290, 5)  # the current one comes with a later slice
    view.table.verticalScrollBar().setValue(100)
    with qtbot.waitSignal(view._listing.finished):
        view.table.sort_asked.emit(OrderColumn.ORDERED, False)
    assert selected_ids(view.table) == chosen
    assert view.table.rowAt(0) == 0, "a new list is seen from its top"


def test_order_that_is_filtered_away_is_not_chosen_any_more(qtbot: QtBot, view: OrdersView) -> None:
    choose(view.table, 1)
    told: list[object] = []
    view.table.order_chosen.connect(told.append)
    view.filter_row.text.setText("佐藤")
    qtbot.waitUntil(lambda: view.filter_row.count.text() == "30件")
    assert selected_ids(view.table) == set()
    assert told == [None]


def test_home_end_and_page_keys_move_through_the_list(view: OrdersView) -> None:
    table = view.table
    table.setFocus()
    choose(table, 100)
    table.selectionModel().setCurrentIndex(
        table.model().index(100, 3), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    QTest.keyClick(table, Qt.Key.Key_PageUp)
    after_page = table.currentIndex().row()
    assert 0 < after_page < 100
    QTest.keyClick(table, Qt.Key.Key_End)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (299, 3)
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 3)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1


def test_copies_selected_rows_as_they_stand_on_screen(view: OrdersView) -> None:
    table = view.table
    header = table.horizontalHeader()
    for section in range(len(COLUMNS)):
        header.setSectionHidden(section, COLUMNS[section] not in (OrderColumn.NUMBER, OrderColumn.TOTAL))
    header.moveSection(
        header.visualIndex(COLUMNS.index(OrderColumn.TOTAL)),
        header.visualIndex(COLUMNS.index(OrderColumn.NUMBER)),
    )
    table.setFocus()
    choose(table, 2)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    expected = "\n".join(
        f"{made_order(number).money.total:,}円\t{made_order(number).number}" for number in (2, 3)
    )
    assert QGuiApplication.clipboard().text() == expected


def test_row_is_counted_once_though_its_columns_were_moved(view: OrdersView) -> None:
    table = view.table
    header = table.horizontalHeader()
    header.moveSection(0, 4)
    header.moveSection(2, 6)
    rows = [table.visualRect(table.model().index(row, 3)).center() for row in (1, 4)]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rows[0])
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, shift, pos=rows[1])
    assert view.filter_row.count.text() == "300件中 4件を選択"


def test_copied_text_is_no_formula(store: Store, open_view: Open) -> None:
    store.add([made_order(1, name="=HYPERLINK(1)", memo="二行の\n\t備考")])
    table = open_view().table
    choose(table, 0)
    table.copy_selection()
    copied = QGuiApplication.clipboard().text()
    assert "\t'=HYPERLINK(1)\t" in copied
    assert copied.count("\n") == 0
    assert copied.count("\t") == len(COLUMNS) - 1


def test_column_width_is_remembered(view: OrdersView, open_view: Open) -> None:
    items = COLUMNS.index(OrderColumn.ITEMS)
    view.table.setColumnWidth(items, 333)
    view.hide()
    assert open_view().table.columnWidth(items) == 333


def test_column_order_is_remembered(view: OrdersView, open_view: Open) -> None:
    header = view.table.horizontalHeader()
    memo = COLUMNS.index(OrderColumn.MEMO)
    header.moveSection(header.visualIndex(memo), 0)
    view.hide()
    assert open_view().table.horizontalHeader().visualIndex(memo) == 0


def test_hidden_column_is_remembered(view: OrdersView, open_view: Open) -> None:
    view.table.columns.set_shown(COLUMNS.index(OrderColumn.SHIPPED), False)
    view.hide()
    again = open_view().table.horizontalHeader()
    assert [COLUMNS[n] for n in range(again.count()) if again.isSectionHidden(n)] == [OrderColumn.SHIPPED]


def test_damaged_column_file_gives_the_first_look(store: Store, open_view: Open) -> None:
    path = store.database.path.with_name("window.ini")
    hidden = ",".join(column.value for column in COLUMNS)
    path.write_text(
        f'[columns]\norder="memo,nonsense,memo"\nhidden="{hidden}"\nwidth_id=999999\nwidth_memo=x\n'
    )
    header = open_view().table.horizontalHeader()
    assert header.visualIndex(COLUMNS.index(OrderColumn.MEMO)) == 0
    assert header.hiddenSectionCount() == 0
    assert all(20 < header.sectionSize(section) <= 2000 for section in range(header.count()))


def test_column_menu_hides_and_shows_but_never_the_last_one(view: OrdersView) -> None:
    table = view.table
    for section in range(1, len(COLUMNS)):
        action = table.columns_menu(table).actions()[table.horizontalHeader().visualIndex(section)]
        assert action.isChecked() and action.isEnabled()
        action.trigger()
    shown = [n for n in range(len(COLUMNS)) if not table.isColumnHidden(n)]
    assert shown == [0]
    assert not table.columns_menu(table).actions()[0].isEnabled()
    table.columns_menu(table).actions()[-1].trigger()
    assert table.horizontalHeader().hiddenSectionCount() == 0


def test_keys_go_on_when_the_current_column_is_hidden(view: OrdersView) -> None:
    table = view.table
    choose(table, 2)
    table.columns_menu(table).actions()[0].trigger()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.filter_row.count.text() == "300件中 2件を選択"


def test_sorts_by_the_current_column_without_a_mouse(qtbot: QtBot, view: OrdersView) -> None:
    table = view.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(3, COLUMNS.index(OrderColumn.TOTAL)))
    with qtbot.waitSignal(view._listing.finished):
        QTest.keyClick(
            table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert view.filter_row.query.sort is OrderColumn.TOTAL
    assert view.filter_row.query.descending
