"""One number of ホーム: how many orders stand there, and the way into the list of exactly these."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.theme import Role
from goq_desktop.ui.tile import Tile, tile_label

_ICON: Final = 16
_LONGEST_NAME: Final = 40
_HEIGHT: Final = 112


class NumberTile(Tile):
    """`query`: what the list shows of it. `colour`: the name of the lane's colour, where it has one."""

    def __init__(self, query: OrderQuery, name: str, hint: str, *, icon: str = "", colour: str = "") -> None:
        super().__init__()
        self.query = query
        self._title = one_line(name)[:_LONGEST_NAME]
        self._icon = icon
        self._colour = colour
        self._mark = QLabel()
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if not (icon or colour):
            self._mark.hide()
        self.number = tile_label("…", Role.TITLE)
        font = QFont(self.number.font())
        font.setPointSizeF(theme.BASE_POINTS * 2)
        self.number.setFont(font)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self._mark)
        head.addWidget(tile_label(self._title, Role.HEADING), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(head)
        column.addWidget(self.number)
        column.addWidget(tile_label(hint, Role.HINT))
        column.addStretch(1)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(hint)
        self._draw()

    def show_count(self, count: int) -> None:
        self.number.setText(self.tr("{0}件").format(f"{count:,}"))
        self.setAccessibleName(self.tr("{name} {count}件").format(name=self._title, count=f"{count:,}"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        if self._colour:
            self._mark.setPixmap(theme.swatch(self._colour).pixmap(_ICON, _ICON))
        elif self._icon:
            ratio = self.devicePixelRatioF()
            self._mark.setPixmap(theme.pixmap(self._icon, theme.colours().link, _ICON, ratio))
