"""The model reads few pages, keeps few, and never queries for its size."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.query import OrderColumn, OrderRow
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.model import PAGES_KEPT, ROWS_PER_PAGE, OrderTableModel
from goq_desktop.ui.orders.table import OrderTable


def made_row(order_id: int, purchaser: str = "山田") -> OrderRow:
    return OrderRow(
        id=order_id,
        shop_uid="a",
        number=f"{order_id:08}",
        ordered=1_700_000_000,
        ordered_text="",
        lane=Lane.NEW,
        purchaser=purchaser,
        recipient="鈴木",
        recipient_address="東京都",
        destinations=3,
        items="急須",
        lines=2,
        total=1234567,
        payment="",
        payment_status="",
        shipping_status="",
        carrier="",
        delivery_date="",
        delivery_slot="",
        shipped="",
        tracking="",
        memo="",
    )


class Reads:
    """Gives rows for any id and notes what was asked."""

    def __init__(self) -> None:
        self.pages: list[list[int]] = []
        self.is_broken = False
        self.gone: set[int] = set()

    def __call__(self, ids: Sequence[int]) -> list[OrderRow]:
        self.pages.append(list(ids))
        if self.is_broken:
            raise ProblemError(ProblemCode.STORE_DAMAGED, path="orders.db")
        return [made_row(order_id) for order_id in ids if order_id not in self.gone]


@pytest.fixture
def reads() -> Reads:
    return Reads()


@pytest.fixture
def model(qapp: object, reads: Reads) -> OrderTableModel:
    model = OrderTableModel(reads)
    model.set_shops({"a": "工芸館"})
    return model


def cell(model: OrderTableModel, row: int, column: OrderColumn) -> str:
    return str(model.index(row, COLUMNS.index(column)).data())


def test_behaves_as_qt_expects(model: OrderTableModel, qtmodeltester: ModelTester) -> None:
    model.reset_ids(array("q", range(1, 301)))
    model.append_ids(array("q", range(301, 400)))
    qtmodeltester.check(model)


def test_size_and_flags_never_read(model: OrderTableModel, reads: Reads) -> None:
    model.reset_ids(array("q", range(1_000_000)))
    assert model.rowCount() == 1_000_000
    assert model.flags(model.index(999_999, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert reads.pages == []


def test_rows_of_a_page_are_read_once(model: OrderTableModel, reads: Reads) -> None:
    model.reset_ids(array("q", range(1000)))
    for row in range(ROWS_PER_PAGE):
        for column in COLUMNS:
            cell(model, row, column)
    assert reads.pages == [list(range(ROWS_PER_PAGE))]


def test_keeps_the_pages_last_used(model: OrderTableModel, reads: Reads) -> None:
    model.reset_ids(array("q", range(ROWS_PER_PAGE * (PAGES_KEPT + 1))))
    for page in range(PAGES_KEPT):
        cell(model, page * ROWS_PER_PAGE, OrderColumn.ID)
    cell(model, 0, OrderColumn.ID)
    cell(model, PAGES_KEPT * ROWS_PER_PAGE, OrderColumn.ID)
    assert len(reads.pages) == PAGES_KEPT + 1
    cell(model, 0, OrderColumn.ID)
    assert len(reads.pages) == PAGES_KEPT + 1, "the first page was used again and is kept"
    cell(model, ROWS_PER_PAGE, OrderColumn.ID)
    assert len(reads.pages) == PAGES_KEPT + 2, "the second page was the oldest"


def test_page_cut_by_the_end_is_read_again_when_rows_follow(model: OrderTableModel, reads: Reads) -> None:
    model.reset_ids(array("q", range(10)))
    assert cell(model, 9, OrderColumn.ID) == "9"
    model.append_ids(array("q", range(10, 20)))
    assert cell(model, 19, OrderColumn.ID) == "19"


def test_order_that_is_gone_leaves_an_empty_row(model: OrderTableModel, reads: Reads) -> None:
    reads.gone = {2}
    model.reset_ids(array("q", [1, 2, 3]))
    assert [cell(model, row, OrderColumn.NUMBER) for row in range(3)] == ["00000001", "", "00000003"]


def test_unreadable_store_is_told_once_and_tried_again_after_a_reset(
    qtbot: QtBot, model: OrderTableModel, reads: Reads
) -> None:
    told: list[object] = []
    model.read_failed.connect(told.append)
    reads.is_broken = True
    model.reset_ids(array("q", range(1000)))
    for row in range(0, 1000, 10):
        assert cell(model, row, OrderColumn.ID) == ""
    assert len(told) == 1
    reads.is_broken = False
    model.reset_ids(array("q", range(1000)))
    assert cell(model, 5, OrderColumn.ID) == "5"


def test_bug_in_reading_is_raised_when_nobody_paints(qtbot: QtBot, tmp_path: Path) -> None:
    def broken(ids: Sequence[int]) -> list[OrderRow]:
        raise ZeroDivisionError

    table = OrderTable(OrderTableModel(broken), tmp_path / "window.ini")
    qtbot.addWidget(table)
    with qtbot.captureExceptions() as raised:
        table.show()
        table.show_list(array("q", range(1000)))
        table.grab()
        assert not raised
        qtbot.waitUntil(lambda: len(raised) > 0)
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_cells_read_as_people_write(model: OrderTableModel) -> None:
    model.reset_ids(array("q", [7]))
    assert cell(model, 0, OrderColumn.ORDERED) == "2023/11/15 07:13", "in Japan, wherever the PC stands"
    assert cell(model, 0, OrderColumn.TOTAL).strip() == "1,234,567円"
    assert cell(model, 0, OrderColumn.RECIPIENT) == "鈴木 東京都（ほか2件）"
    assert cell(model, 0, OrderColumn.ITEMS) == "急須（ほか1件）"
    assert cell(model, 0, OrderColumn.SHOP) == "工芸館"
    assert cell(model, 0, OrderColumn.NUMBER) == "00000007"


class CountingModel(OrderTableModel):
    flag_calls = 0

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        self.flag_calls += 1
        return super().flags(index)


def test_everything_selected_is_painted_without_asking_each_row(
    qtbot: QtBot, reads: Reads, tmp_path: Path
) -> None:
    model = CountingModel(reads)
    table = OrderTable(model, tmp_path / "window.ini")
    qtbot.addWidget(table)
    table.resize(1200, 700)
    table.show()
    table.show_list(array("q", range(20_000)))
    table.selectAll()
    table.grab()
    assert model.flag_calls < 5_000


@pytest.fixture
def table(qtbot: QtBot, model: OrderTableModel, tmp_path: Path) -> OrderTable:
    table = OrderTable(model, tmp_path / "window.ini")
    qtbot.addWidget(table)
    table.resize(1200, 700)
    table.show()
    return table


@pytest.mark.parametrize(
    "move",
    [
        lambda table: table.verticalScrollBar().setValue(table.verticalScrollBar().maximum()),
        lambda table: table.selectAll(),
        lambda table: table.scrollTo(table.model().index(12_345, 0)),
    ],
)
def test_jump_in_20000_rows_reads_few_pages(
    table: OrderTable, reads: Reads, move: Callable[[OrderTable], None]
) -> None:
    table.show_list(array("q", range(200)))
    table.append(array("q", range(200, 20_000)))
    table.grab()
    reads.pages.clear()
    move(table)
    table.grab()
    assert len(reads.pages) <= 2
