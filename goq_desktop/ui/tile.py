"""A tile: a button as large as what it says, led to by the arrow keys, and the grid it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Tile(QAbstractButton):
    """`arrow_pressed` carries the key: where that leads is for the grid to know."""

    arrow_pressed = Signal(object)  # Qt.Key

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _ARROWS and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.arrow_pressed.emit(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.underMouse() or self.isDown()
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(c.link if self.hasFocus() or is_hot else c.line), width))
        painter.setBrush(QColor(c.notice if self.isDown() else c.alternate if is_hot else c.base))
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(edge, 6, 6)


def tile_label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_role(label, role)
    # On a button it would take the button's colour, and on its own text's width insist.
    label.setForegroundRole(QPalette.ColorRole.WindowText)
    label.setMinimumWidth(1)
    # The tile itself takes the click.
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def move_focus(tiles: Sequence[QWidget], at: QWidget, key: Qt.Key, columns: int) -> None:
    """Go from a tile to the one beside, above or below; at an edge nothing happens."""
    place = next(number for number, tile in enumerate(tiles) if tile is at)
    row, column = divmod(place, columns)
    step = {
        Qt.Key.Key_Left: (0, -1),
        Qt.Key.Key_Right: (0, 1),
        Qt.Key.Key_Up: (-1, 0),
        Qt.Key.Key_Down: (1, 0),
    }[key]
    row, column = row + step[0], column + step[1]
    if 0 <= column < columns and 0 <= row * columns + column < len(tiles):
        tiles[row * columns + column].setFocus(Qt.FocusReason.TabFocusReason)
