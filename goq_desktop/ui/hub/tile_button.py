"""One tile of 各種設定: a button with icon, name, a line about it, and how it stands in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.tile_states import Standing, TileState
from goq_desktop.ui import theme
from goq_desktop.ui.hub.texts import ICONS, STANDING_ICONS, reason_text, standing_word, tile_line
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.names import page_title

_ICON: Final = 28
_MARK: Final = 16
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class TileButton(QAbstractButton):
    """`arrow_pressed` carries the key: where that leads is for the grid to know."""

    arrow_pressed = Signal(object)  # Qt.Key

    def __init__(self, page: SetupPage) -> None:
        super().__init__()
        self.page = page
        self._standing = Standing.OPEN
        self._icon = QLabel()
        self._mark = QLabel()
        self._word = _label("", Role.HINT)
        self._reason = _label("", Role.HINT)
        title = _label(page_title(page), Role.HEADING)
        line = _label(tile_line(page), Role.HINT)
        for label in (line, self._reason):
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._icon)
        head.addStretch(1)
        head.addWidget(self._mark)
        head.addWidget(self._word)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(head)
        column.addSpacing(theme.SPACE // 2)
        column.addWidget(title)
        column.addWidget(line)
        column.addStretch(1)
        column.addWidget(self._reason)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_state(TileState(Standing.OPEN))

    @property
    def text_shown(self) -> str:
        """How it stands, as a person reads it."""
        return " ".join(part for part in (self._word.text(), self._reason.text()) if part)

    def show_state(self, state: TileState) -> None:
        self._standing = state.standing
        self._word.setText(standing_word(state.standing))
        theme.set_role(self._word, _role(state.standing))
        self._reason.setText("\n".join(map(reason_text, state.reasons[:2])))
        self._draw()
        self.setAccessibleName(
            self.tr("{title}、{word}").format(title=page_title(self.page), word=self._word.text())
        )
        self.setAccessibleDescription(f"{tile_line(self.page)} {self._reason.text()}".strip())

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

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

    def _draw(self) -> None:
        c = theme.colours()
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(theme.pixmap(ICONS[self.page], c.link, _ICON, ratio))
        colour = {Standing.DONE: c.good, Standing.ATTENTION: c.problem}.get(self._standing, c.hint)
        self._mark.setPixmap(theme.pixmap(STANDING_ICONS[self._standing], colour, _MARK, ratio))


def _role(standing: Standing) -> Role:
    return {Standing.DONE: Role.GOOD, Standing.ATTENTION: Role.PROBLEM}.get(standing, Role.HINT)


def _label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_role(label, role)
    # On a button it would take the button's colour, and on its own text's width insist.
    label.setForegroundRole(QPalette.ColorRole.WindowText)
    label.setMinimumWidth(1)
    return label


def move_focus(tiles: list[TileButton], at: QWidget, key: Qt.Key, columns: int) -> None:
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
