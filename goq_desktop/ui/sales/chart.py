"""The bars of 売上データ; what they show is in the table, and said as text for who does not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.orders.readable import yen

_HEIGHT: Final = 180
_LINES: Final = 4
_WIDEST_BAR: Final = 36


@dataclass(frozen=True, slots=True)
class Bar:
    """`total` is yen; a total below zero (more given back than sold) has no bar."""

    label: str
    total: int


class SalesChart(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._bars: Sequence[Bar] = ()
        self._marked = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.tr("売上のグラフ"))

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = bars
        best = max(bars, key=lambda bar: bar.total, default=None)
        text = self.tr("売上はまだありません")
        if best is not None and best.total > 0:
            text = self.tr("いちばん多いのは {label} の {total}").format(
                label=best.label, total=yen(best.total)
            )
        self.setAccessibleDescription(text)
        self.update()

    def mark(self, place: int) -> None:
        """The bar of the row that is chosen in the table; -1 for none."""
        self._marked = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        top = _top(max((bar.total for bar in self._bars), default=0))
        left = max(metrics.horizontalAdvance(yen(top)), 1) + theme.SPACE
        foot = metrics.height() + theme.SPACE // 2
        room = QRectF(
            left, theme.SPACE, self.width() - left - theme.SPACE, self.height() - foot - theme.SPACE
        )
        for line in range(_LINES + 1):
            y = room.bottom() - room.height() * line / _LINES
            painter.setPen(QColor(c.line))
            painter.drawLine(int(room.left()), int(y), int(room.right()), int(y))
            painter.setPen(QColor(c.hint))
            where = QRectF(0, y - metrics.height() / 2, left - theme.SPACE, metrics.height())
            painter.drawText(
                where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, yen(top * line // _LINES)
            )
        self._draw_bars(painter, room, top)

    def _draw_bars(self, painter: QPainter, room: QRectF, top: int) -> None:
        if not self._bars:
            return
        c, metrics = theme.colours(), self.fontMetrics()
        step = room.width() / len(self._bars)
        width = min(step * 0.7, _WIDEST_BAR)
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._bars) + theme.SPACE // 2
        every = max(1, -int(-widest // step))
        for place, bar in enumerate(self._bars):
            middle = room.left() + step * (place + 0.5)
            height = room.height() * max(bar.total, 0) / top
            rect = QRectF(middle - width / 2, room.bottom() - height, width, height)
            painter.setPen(QColor(c.text) if place == self._marked else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(rect, 2, 2)
            if place % every == 0:
                painter.setPen(QColor(c.text if place == self._marked else c.hint))
                below = QRectF(
                    middle - widest, room.bottom() + theme.SPACE // 2, 2 * widest, metrics.height()
                )
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, bar.label)


def _top(most: int) -> int:
    """A round number at or above `most` that the lines divide well."""
    unit = 1
    while True:
        for factor in (4, 8, 12, 20):
            if factor * unit >= max(most, 4):
                return factor * unit
        unit *= 10
