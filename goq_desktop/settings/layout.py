"""How the tiles stand in the file: `[contractor]`, `[[shops]]`, `[[carriers]]`, each key on its own line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from goq_desktop.settings.tiles import (
    CarrierUse,
    Conversion,
    LaneSetting,
    PaymentMethod,
    Settings,
    Shop,
    ShopSlip,
    SlipCode,
    SlotName,
    Tile,
)
from goq_desktop.settings.version import VERSION as VERSION  # noqa: PLC0414 - given on


@dataclass(frozen=True, slots=True)
class ListTile:
    """A tile that is a list of tables: its field, the class of an entry, what tells two entries apart."""

    field: str
    entry: type[Tile]
    identity: tuple[str, ...]

    def identity_of(self, values: Mapping[str, object]) -> str:
        """Empty when a part is missing or is not text."""
        parts = [values.get(name) for name in self.identity]
        return "\x1f".join(part for part in parts if isinstance(part, str)) if all(parts) else ""


LIST_TILES: Final = {
    "carriers": ListTile("used", CarrierUse, ("carrier",)),
    "shops": ListTile("shops", Shop, ("uid",)),
    "payments": ListTile("methods", PaymentMethod, ("wording",)),
    "slips": ListTile("shops", ShopSlip, ("shop",)),
    "slip_codes": ListTile("codes", SlipCode, ("shop", "carrier")),
    "lanes": ListTile("lanes", LaneSetting, ("code",)),
    "slot_names": ListTile("names", SlotName, ("wording",)),
    "conversions": ListTile("rules", Conversion, ("wording",)),
}


def to_plain(settings: Settings) -> dict[str, object]:
    """Text, numbers, dates, lists and tables in the order of the file; what is None is left out.

    An empty list tile is left out as well, but for one that is not empty by default: that stands before all
    tables, as the format wants it.
    """
    built: dict[str, object] = msgspec.to_builtins(settings, builtin_types=(date,))
    defaults = Settings()
    before: dict[str, object] = {}
    tables: dict[str, object] = {}
    for name, value in built.items():
        tile = LIST_TILES.get(name)
        if tile is None:
            (tables if isinstance(value, dict) else before)[name] = value
            continue
        assert isinstance(value, dict)
        if value[tile.field]:
            tables[name] = [_without_none(entry) for entry in value[tile.field]]
        elif getattr(getattr(defaults, name), tile.field):
            before[name] = []
    return before | tables


def _without_none(entry: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in entry.items() if value is not None}
