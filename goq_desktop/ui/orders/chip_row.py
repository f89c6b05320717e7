"""The chips under the status tabs: each filter that holds, and a key or click that takes it away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from goq_desktop.domain.filters import NO_FILTERS, OrderFilters
from goq_desktop.ui import theme
from goq_desktop.ui.flow_layout import FlowLayout

if TYPE_CHECKING:
    from goq_desktop.ui.orders.filter_words import FilterChip

_LONGEST_CHIP = 40


class ChipRow(QWidget):
    """Hidden while there is no filter."""

    filters_changed = Signal(object)  # OrderFilters

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("絞り込みの条件"))
        self._filters = NO_FILTERS
        # Many conditions take more lines; in one they would stretch the window beyond the screen.
        self._row = FlowLayout(theme.SPACE, self)
        self.clear = QPushButton(self.tr("条件をすべて外す(&X)"))
        self.clear.setFlat(True)
        self.clear.clicked.connect(self._on_clear)
        self._row.addWidget(self.clear)
        self.chips: list[Chip] = []
        self.hide()

    def show_filters(self, filters: OrderFilters) -> None:
        self._filters = filters
        was_focused = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [Chip(one) for one in _said(filters)]
        for place, chip in enumerate(self.chips):
            chip.removed.connect(self._on_removed)
            self._row.insert(place, chip)
        self.setVisible(bool(self.chips))
        if was_focused is not None and self.chips:
            # The next one, so that Delete can be pressed again.
            place = min(was_focused, len(self.chips) - 1)
            self.chips[place].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_removed(self, chip: FilterChip) -> None:
        self.filters_changed.emit(self._filters.without(chip.field, chip.kind))

    @Slot()
    def _on_clear(self) -> None:
        self.filters_changed.emit(NO_FILTERS)


class Chip(QPushButton):
    """Click, Space, Delete or Backspace takes the filter away; the arrow keys go on to the next chip."""

    removed = Signal(object)  # FilterChip

    def __init__(self, chip: FilterChip) -> None:
        text = chip.text if len(chip.text) <= _LONGEST_CHIP else chip.text[:_LONGEST_CHIP] + "…"
        # What a shop or a person wrote is no shortcut.
        super().__init__(text.replace("&", "&&"))
        self._chip = chip
        self.setIcon(theme.icon("close"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(self.tr("{0}を外す").format(chip.text))
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.removed.emit(self._chip)


def _said(filters: OrderFilters) -> Iterable[FilterChip]:
    if filters == NO_FILTERS:
        return ()
    # The words of everything that can be filtered are loaded with the first filter.
    from goq_desktop.ui.orders.filter_words import chips

    return chips(filters)
