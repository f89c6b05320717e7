"""A table of 売上データ: a name and the four numbers in each row, the sum in the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem

from goq_desktop.domain.sales import NOTHING_SOLD, Sold
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.readable import yen
from goq_desktop.ui.reading_table import ReadingTable

_LONGEST_NAME: Final = 60
_NARROWEST: Final = 84  # air between the titles of the numbers


class SalesTable(ReadingTable):
    """The whole row is chosen; `first` is the title of the names."""

    def __init__(self, name: str, first: str) -> None:
        titles = [first, *number_titles()]
        super().__init__(len(titles))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(titles)
        self.setWordWrap(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_NARROWEST)
        for column in range(len(titles)):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, rows: Sequence[tuple[str, Sold]]) -> None:
        kept = self.currentRow()
        self.setRowCount(0)
        self.setRowCount(len(rows) + 1)
        for place, (name, sold) in enumerate(rows):
            self._write(place, name, sold)
        self._write(len(rows), self.tr("合計"), sum((sold for _, sold in rows), NOTHING_SOLD), is_sum=True)
        if 0 <= kept < self.rowCount():
            self.setCurrentCell(kept, 0)

    def _write(self, row: int, name: str, sold: Sold, *, is_sum: bool = False) -> None:
        numbers = (sold.orders, sold.new_customers, sold.pieces)
        texts = [one_line(name)[:_LONGEST_NAME], *(f"{number:,}" for number in numbers), yen(sold.total)]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if is_sum:
                font = self.font()
                font.setBold(True)
                item.setFont(font)
            self.setItem(row, column, item)


def number_titles() -> list[str]:
    """GoQ's own words."""
    translate = QCoreApplication.translate
    return [
        translate("Sales", "受注件数"),
        translate("Sales", "新規顧客"),
        translate("Sales", "販売点数"),
        translate("Sales", "売上"),
    ]
