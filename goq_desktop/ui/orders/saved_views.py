"""Saved views: lists that a person named, kept in the window's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.table_look import TableLook

if TYPE_CHECKING:
    import msgspec

LONGEST_NAME: Final = 30
_KEY: Final = "views/saved"
_NONE: Final = "[]"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name and all that it asks for: shop, lane, text, filters and sort; a view of the first versions has no
    look and leaves the table as it is."""

    name: str
    query: OrderQuery
    look: TableLook | None = None


class SavedViews:
    """Reads and writes them; what cannot be read is no view."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def load(self) -> tuple[SavedView, ...]:
        text = str(self._settings.value(_KEY, _NONE))
        if text == _NONE:
            return ()  # mostly, and the library that reads them would be loaded for nothing
        import msgspec

        try:
            stored = msgspec.json.decode(text, type=list[msgspec.Raw])
        except (msgspec.MsgspecError, UnicodeError):
            return ()
        return tuple(view for one in stored if (view := _view(one)) is not None)

    def save(self, views: tuple[SavedView, ...]) -> None:
        import msgspec

        self._settings.setValue(_KEY, msgspec.json.encode(views).decode())
        self._settings.sync()


def tidy(name: str) -> str:
    """A name as it is kept: one line, without spaces around it."""
    return one_line(name).strip()


def _view(stored: msgspec.Raw) -> SavedView | None:
    import msgspec

    try:
        return msgspec.json.decode(stored, type=SavedView)
    except msgspec.MsgspecError:
        return None
