"""The preview: one page as it will lie on the paper, with the keys of a reader of pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.printing.paging import Page
from goq_desktop.ui.printing.painting import picture_of
from goq_desktop.ui.printing.sheet import Paper

_LONGEST_DESCRIPTION: Final = 4_000
_NARROWEST: Final = 320


class PageView(QScrollArea):
    """Only the page that is shown is ever painted: as quick for a thousand as for one."""

    turned = Signal(int)  # the number of the page that is shown, from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Sequence[Page] = ()
        self._number = 0
        self._sheet = _PaperSheet()
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It does not come and go with the height of the page.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("印刷の見本"))
        self.setMinimumWidth(_NARROWEST)

    @property
    def number(self) -> int:
        return self._number

    def show_pages(self, pages: Sequence[Page], paper: Paper) -> None:
        """From the first one, or the one that is looked at when there is such a page."""
        self._pages = pages
        self._sheet.paper = paper
        self._number = min(self._number, max(0, len(pages) - 1))
        self._show()

    def turn_to(self, number: int) -> None:
        """Nothing happens beyond the first and the last page."""
        if 0 <= number < len(self._pages) and number != self._number:
            self._number = number
            self._show()
            self.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_PageDown and (is_control or bar.value() >= bar.maximum()):
            self.turn_to(self._number + 1)
        elif key == Qt.Key.Key_PageUp and (is_control or bar.value() <= bar.minimum()):
            before = self._number
            self.turn_to(self._number - 1)
            if self._number != before and not is_control:
                bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
        elif key == Qt.Key.Key_Home:
            self.turn_to(0)
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_End:
            self.turn_to(len(self._pages) - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self) -> None:
        self._sheet.page = self._pages[self._number] if self._pages else None
        self._fit()
        self._sheet.update()
        lines = [piece.text for piece in self._sheet.page.pieces] if self._sheet.page else []
        self.setAccessibleDescription("\n".join(lines)[:_LONGEST_DESCRIPTION])
        self.turned.emit(self._number)

    def _fit(self) -> None:
        """As wide as there is room: what is on the paper can be read, its end is a key away."""
        width = max(_NARROWEST, self.viewport().width()) - 4 * theme.SPACE
        self._sheet.setFixedSize(self._sheet.size_of(width))


class _PaperSheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self.paper: Paper | None = None

    def size_of(self, width: int) -> QSize:
        """The paper, and around it a rim of the ground."""
        height = round(width * self.paper.height / self.paper.width) if self.paper else width
        return QSize(width + 2 * theme.SPACE, height + 4 * theme.SPACE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.page is None or self.paper is None:
            return
        painter = QPainter(self)
        width, ratio = self.width() - 2 * theme.SPACE, self.devicePixelRatioF()
        painter.drawImage(theme.SPACE, 2 * theme.SPACE, picture_of(self.page, self.paper, width, ratio))
