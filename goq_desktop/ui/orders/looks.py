"""Gives the table the look of a saved view, and back the one that it had before."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QAction

from goq_desktop.ui.availability import allow
from goq_desktop.ui.orders.density import DensityChoice, density_of
from goq_desktop.ui.orders.table import OrderTable
from goq_desktop.ui.orders.table_look import TableLook

_BEFORE: Final = "views/look_before"


class Looks(QObject):
    """`restore` is possible from the first look of a view on, also in the next run."""

    def __init__(self, table: OrderTable, density: DensityChoice, settings: QSettings) -> None:
        super().__init__(table)
        self._table = table
        self._density = density
        self._settings = settings
        self.restore = QAction(self.tr("列と行の高さを、表示を開く前に戻す(&R)"), self)
        self.restore.triggered.connect(self._on_restore)
        self._offer_restore()

    @property
    def now(self) -> TableLook:
        return TableLook(self._table.columns.look, self._density.density.value)

    def show_view(self, look: TableLook) -> None:
        """From one view to the next the look before the first is kept."""
        if look != self.now:
            if self._before is None:
                import msgspec

                self._settings.setValue(_BEFORE, msgspec.json.encode(self.now).decode())
            self._show(look)
        self._offer_restore()

    @property
    def _before(self) -> TableLook | None:
        text = str(self._settings.value(_BEFORE, ""))
        if not text:
            return None  # mostly, and the library that reads it would be loaded for nothing
        import msgspec

        try:
            return msgspec.json.decode(text, type=TableLook)
        except (msgspec.MsgspecError, UnicodeError):
            return None

    def _show(self, look: TableLook) -> None:
        self._table.show_columns(look.columns)
        self._density.choose(density_of(look.density))

    def _offer_restore(self) -> None:
        same = self.tr("列と行の高さは、表示を開く前のままです。")
        allow(self.restore, same if self._before is None else None)

    @Slot()
    def _on_restore(self) -> None:
        before = self._before
        if before is not None:
            self._settings.remove(_BEFORE)
            self._show(before)
        self._offer_restore()
