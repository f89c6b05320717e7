"""One tile of 各種設定: a button with icon, name, a line about it, and how it stands in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.tile_states import Standing, TileState
from goq_desktop.ui import theme
from goq_desktop.ui.hub.texts import ICONS, STANDING_ICONS, reason_text, standing_word, tile_line
from goq_desktop.ui.theme import Role
from goq_desktop.ui.tile import Tile, tile_label
from goq_desktop.ui.wizard.names import page_title

_ICON: Final = 28
_MARK: Final = 16


class TileButton(Tile):
    def __init__(self, page: SetupPage) -> None:
        super().__init__()
        self.page = page
        self._standing = Standing.OPEN
        self._icon = QLabel()
        self._mark = QLabel()
        for picture in (self._icon, self._mark):
            picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._word = tile_label("", Role.HINT)
        self._reason = tile_label("", Role.HINT)
        title = tile_label(page_title(page), Role.HEADING)
        line = tile_label(tile_line(page), Role.HINT)
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

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        c = theme.colours()
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(theme.pixmap(ICONS[self.page], c.link, _ICON, ratio))
        colour = {Standing.DONE: c.good, Standing.ATTENTION: c.problem}.get(self._standing, c.hint)
        self._mark.setPixmap(theme.pixmap(STANDING_ICONS[self._standing], colour, _MARK, ratio))


def _role(standing: Standing) -> Role:
    return {Standing.DONE: Role.GOOD, Standing.ATTENTION: Role.PROBLEM}.get(standing, Role.HINT)
