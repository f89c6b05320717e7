"""The first changes that a step would make: order, field, now, then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem

from goq_desktop.services.editing import Sample
from goq_desktop.ui.editing.words import value_words
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.wording.fields import FIELD_NAMES

_NARROW: Final = 104
_LONGEST_NUMBER: Final = 40


class SampleTable(ReadingTable):
    def __init__(self, lanes: Mapping[str, str]) -> None:
        super().__init__(4)
        self._lanes = lanes
        self.setAccessibleName(self.tr("変わる内容"))
        self.setHorizontalHeaderLabels(
            [self.tr("受注番号"), self.tr("項目"), self.tr("今"), self.tr("変更後")]
        )
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _NARROW)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        self.setRowCount(len(samples))
        for row, sample in enumerate(samples):
            texts = (
                one_line(sample.number)[:_LONGEST_NUMBER],
                FIELD_NAMES[sample.field],
                self._words(sample, sample.before),
                self._words(sample, sample.after),
            )
            for column, text in enumerate(texts):
                self.setItem(row, column, QTableWidgetItem(text))
        self.setVisible(bool(samples))

    def _words(self, sample: Sample, value: str | None) -> str:
        if value is None:
            return value_words(sample.field, sample.shop_before, self._lanes, is_shops=True)
        return value_words(sample.field, value, self._lanes)
