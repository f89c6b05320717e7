"""The eight tiles, and what concerns all of them: taking the settings to another PC and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.services.tile_states import TileState
from goq_desktop.ui import theme
from goq_desktop.ui.hub.tile_button import TileButton
from goq_desktop.ui.theme import Role
from goq_desktop.ui.tile import move_focus

_COLUMNS: Final = 4
_TALLEST: Final = 216  # of a tile: beyond that it is only air


class HubGrid(QWidget):
    page_chosen = Signal(object)  # SetupPage
    export_chosen = Signal()
    import_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("各種設定のタイル"))
        self.tiles = {page: TileButton(page) for page in TILES}
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE * 3 // 2)
        for number, tile in enumerate(self.tiles.values()):
            tile.setMaximumHeight(_TALLEST)
            tile.clicked.connect(self._on_tile_clicked)
            tile.arrow_pressed.connect(self._on_arrow_pressed)
            grid.addWidget(tile, *divmod(number, _COLUMNS))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        hint = QLabel(self.tr("どのタイルからでも設定できます。キーは書き出しに含まれません。"))
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setWordWrap(True)
        theme.set_role(hint, Role.HINT)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE)
        foot.addWidget(hint, 1)
        self.export_button = _button("download", self.tr("設定の書き出し(&W)…"))
        self.export_button.clicked.connect(self.export_chosen)
        self.import_button = _button("upload", self.tr("設定の取り込み(&R)…"))
        self.import_button.clicked.connect(self.import_chosen)
        for button in (self.export_button, self.import_button):
            foot.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE * 2, theme.SPACE, theme.SPACE * 2, theme.SPACE)
        rows.setSpacing(theme.SPACE * 2)
        rows.addLayout(grid, 1)
        rows.addLayout(foot)
        rows.addStretch(0)

    def show_states(self, states: Mapping[SetupPage, TileState]) -> None:
        for page, state in states.items():
            self.tiles[page].show_state(state)

    def focus(self, page: SetupPage) -> None:
        self.tiles[page].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        assert isinstance(tile, TileButton)
        self.page_chosen.emit(tile.page)

    @Slot(object)
    def _on_arrow_pressed(self, key: Qt.Key) -> None:
        tile = self.sender()
        assert isinstance(tile, TileButton)
        move_focus(list(self.tiles.values()), tile, key, _COLUMNS)


def _button(icon: str, text: str) -> QPushButton:
    button = QPushButton(theme.icon(icon), text)
    button.setAccessibleName(text.partition("(&")[0])
    # Enter presses it, as it does the tiles.
    button.setAutoDefault(True)
    return button
