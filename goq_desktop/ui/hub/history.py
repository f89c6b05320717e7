"""元に戻す and やり直す of one form: every step a snapshot of its tiles, whatever the form is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from goq_desktop.settings.pairs import with_pair_of, without_pair
from goq_desktop.settings.tiles import Settings, Shops, Tile
from goq_desktop.ui.settings.form import TileForm

_MOST_STEPS: Final = 200
_TYPED_INTO: Final = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QComboBox)


@dataclass(frozen=True, slots=True)
class _Step:
    """What was in the form after an edit, finished or not, and the control the edit was made in."""

    tiles: Mapping[str, Tile]
    unfinished: tuple[object, ...] = ()
    where: QWidget | None = None


class FormHistory(QObject):
    """Begins anew with each `begin`. What was typed into one field at a stretch is one step.

    Typed keys are no part of the tiles, so they are in no step either.
    """

    changed = Signal()

    def __init__(self, form: TileForm, settings: Callable[[], Settings]) -> None:
        """`settings`: as they are saved now; a step is shown in front of them."""
        super().__init__(form)
        self._form = form
        self._settings = settings
        self._steps = [_Step({})]
        self._place = 0
        self._is_open = False  # more typing in the same field belongs to the newest step
        form.edited.connect(self._on_edited)

    @property
    def can_undo(self) -> bool:
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        return self._place < len(self._steps) - 1

    def begin(self) -> None:
        """What is in the form now is the first step."""
        self._steps = [_Step(dict(self._form.tiles()), self._form.unfinished())]
        self._place = 0
        self._is_open = False
        self.changed.emit()

    def end_stretch(self) -> None:
        """What comes now is a step of its own."""
        self._is_open = False

    def undo(self) -> QWidget | None:
        """Go back one step; gives the control in which it was made."""
        if not self.can_undo:
            return None
        where = self._steps[self._place].where
        self._show(self._place - 1)
        return where

    def redo(self) -> QWidget | None:
        """Go forward again; gives the control in which the step was made."""
        if not self.can_redo:
            return None
        self._show(self._place + 1)
        return self._steps[self._place].where

    def _show(self, place: int) -> None:
        self._place = place
        self._is_open = False
        step, settings = self._steps[place], self._settings()
        tiles = {name: _with_keys_of_now(tile, settings) for name, tile in step.tiles.items()}
        self._form.load(msgspec.structs.replace(settings, **tiles))
        self._form.show_unfinished(step.unfinished)
        self.changed.emit()

    @Slot()
    def _on_edited(self) -> None:
        now, unfinished = dict(self._form.tiles()), self._form.unfinished()
        shown = self._steps[self._place]
        if (now, unfinished) == (shown.tiles, shown.unfinished):
            return
        where = QApplication.focusWidget()
        is_same = self._is_open and where is not None and where is self._steps[self._place].where
        if not is_same:
            self._place += 1
        del self._steps[self._place :]
        self._steps.append(_Step(now, unfinished, where))
        if len(self._steps) > _MOST_STEPS:
            del self._steps[0]
        self._place = len(self._steps) - 1
        self._is_open = isinstance(where, _TYPED_INTO) and not _is_chosen(where)
        self.changed.emit()


def _with_keys_of_now(tile: Tile, now: Settings) -> Tile:
    """What is noted about keys is no edit: it stays as it is, and a shop that was removed has none any more."""
    if not isinstance(tile, Shops):
        return tile
    known = {shop.uid: shop for shop in now.shops.shops}
    return Shops(
        shops=tuple(
            with_pair_of(shop, known[shop.uid]) if shop.uid in known else without_pair(shop)
            for shop in tile.shops
        )
    )


def _is_chosen(where: QWidget) -> bool:
    """A list to choose from is not typed into: each choice is a step."""
    return isinstance(where, QComboBox) and not where.isEditable()
