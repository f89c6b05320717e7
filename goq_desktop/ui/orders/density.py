"""行の高さ: how close the rows of the list stand, chosen by a person and remembered."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget


class Density(StrEnum):
    """From the closest to the widest; the values are kept in the window's state and in saved views."""

    CLOSE = "close"  # 詰める
    NORMAL = "normal"  # 標準
    WIDE = "wide"  # 広め


# Pixels above and below the text, together.
AIR: Final = {Density.CLOSE: 3, Density.NORMAL: 13, Density.WIDE: 23}
_KEY: Final = "rows/density"
_SHORTCUTS: Final = {
    Density.CLOSE: "Ctrl+Alt+C",
    Density.NORMAL: "Ctrl+Alt+N",
    Density.WIDE: "Ctrl+Alt+W",
}


def density_of(text: object) -> Density:
    """The usual one for what is none."""
    return next((one for one in Density if one.value == text), Density.NORMAL)


def density_name(density: Density) -> str:
    translate = QCoreApplication.translate
    return {
        Density.CLOSE: translate("Density", "詰める"),
        Density.NORMAL: translate("Density", "標準"),
        Density.WIDE: translate("Density", "広め"),
    }[density]


class DensityChoice(QObject):
    """An action for each, with its key heard in `place` and all that is in it."""

    chosen = Signal(object)  # Density

    def __init__(self, settings: QSettings, place: QWidget) -> None:
        super().__init__(place)
        self._settings = settings
        self._group = QActionGroup(self)
        self.actions: dict[Density, QAction] = {}
        for density in Density:
            letter = _SHORTCUTS[density][-1]
            action = QAction(f"{density_name(density)}(&{letter})", self._group, checkable=True)
            action.setShortcut(_SHORTCUTS[density])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setData(density.value)
            action.setChecked(density is self.density)
            place.addAction(action)
            self.actions[density] = action
        self._group.triggered.connect(self._on_triggered)

    @property
    def density(self) -> Density:
        return density_of(self._settings.value(_KEY))

    def choose(self, density: Density) -> None:
        if density is not self.density:
            self._settings.setValue(_KEY, density.value)
            self.actions[density].setChecked(True)
            self.chosen.emit(density)

    def menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(self.tr("行の高さ(&H)"), parent)
        menu.addActions(list(self.actions.values()))
        return menu

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.choose(density_of(action.data()))
