"""How the tiles stand in the file: `[contractor]`, `[[shops]]`, `[[carriers]]`, each key on its own line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from goq_desktop.settings.tiles import CarrierUse, PaymentMethod, Settings, Shop, Tile

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ListTile:
    """A tile that is a list of tables: its field, the class of an entry, what tells two entries apart."""

    field: str
    entry: type[Tile]
    identity: str


LIST_TILES: Final = {
    "carriers": ListTile("used", CarrierUse, "carrier"),
    "shops": ListTile("shops", Shop, "uid"),
    "payments": ListTile("methods", PaymentMethod, "wording"),
}


def to_plain(settings: Settings) -> dict[str, object]:
    """Text, numbers, dates, lists and tables in the order of the file; what is None is left out."""
    built: dict[str, object] = msgspec.to_builtins(settings, builtin_types=(date,))
    for name, tile in LIST_TILES.items():
        table = built[name]
        assert isinstance(table, dict)
        built[name] = [_without_none(entry) for entry in table[tile.field]]
    return {name: value for name, value in built.items() if value != []}


def _without_none(entry: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in entry.items() if value is not None}
