"""What an import or another change of the settings would change, as plain data for people to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Final

import msgspec

from goq_desktop.domain.carriers import Carrier, carrier_of
from goq_desktop.domain.slots import NO_WISH, SLOTS
from goq_desktop.settings import layout
from goq_desktop.settings.layout import ListTile
from goq_desktop.settings.tiles import KEY_DATES, Settings, Tile

Value = str | int | bool | date | tuple[str | int | date, ...] | None

# Nobody chooses these: they follow from what is done with the app.
_OWN_TILES: Final = frozenset({"version", "setup", "desk"})
_OWN_FIELDS: Final = frozenset({*KEY_DATES, "key_generation"})
_SLOT_NAMES: Final = {slot.code: slot.name for slot in (NO_WISH, *SLOTS)}


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the same entries in another order


@dataclass(frozen=True, slots=True)
class Difference:
    """`tile` and `field` are the names in `settings.tiles`; `entry` is what people call the entry of a list.

    Codes of carriers, slots, statuses and shops are given by their names. For MOVED, `before` and `after`
    are the entries in their orders. For ADDED and REMOVED there is one for each field that is not at its
    default, at least one with an empty `field`; None stands for no entry.
    """

    tile: str
    entry: str
    field: str
    before: Value
    after: Value
    kind: Kind


def differences(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """In the order of the tiles and, in a list, of the entries before; what is new comes last."""
    found: list[Difference] = []
    for tile in msgspec.structs.fields(Settings):
        if tile.name in _OWN_TILES:
            continue
        old, new = _Side(before, tile.name), _Side(after, tile.name)
        listed = layout.LIST_TILES.get(tile.name)
        found += _of_table(old, new) if listed is None else _of_list(old, new, listed)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Side:
    """One tile in the settings of before or of after."""

    settings: Settings
    tile: str

    @property
    def table(self) -> Tile:
        table: Tile = getattr(self.settings, self.tile)
        return table

    def entries(self, listed: ListTile) -> dict[str, Tile]:
        entries: tuple[Tile, ...] = getattr(self.table, listed.field)
        return {listed.identity_of(msgspec.structs.asdict(entry)): entry for entry in entries}

    def name(self, entry: Tile) -> str:
        values = msgspec.structs.asdict(entry)
        match self.tile:
            case "shops" | "lanes":
                return str(values["name"])
            case "slips":
                return self._shop(values["shop"])
            case "slip_codes":
                return f"{self._shop(values['shop'])} {_carrier_name(str(values['carrier']))}"
            case "carriers":
                return _carrier_name(str(values["carrier"]))
        return str(values["wording"])

    def value(self, entry: Tile, field: str) -> Value:
        value = getattr(entry, field)
        if isinstance(value, tuple):
            return tuple(self._named(entry, field, each) for each in value)
        named: Value = self._named(entry, field, value)
        return named

    def _named(self, entry: Tile, field: str, value: object) -> str | int | date:
        """The name of what a code stands for; everything else as it is, a choice as its text."""
        if isinstance(value, Enum):
            return str(value.value)
        assert value is None or isinstance(value, str | int | date)
        if field == "first_lane":
            return next((lane.name for lane in self.settings.lanes.lanes if lane.code == value), value or "")
        carrier = carrier_of(str(getattr(entry, "carrier", "")))
        name = _NAMES[field](carrier).get(str(value)) if field in _NAMES else None
        return name if name is not None else value  # type: ignore[return-value]

    def _shop(self, uid: str) -> str:
        shop = self.settings.shops.find(uid)
        return shop.name if shop else uid


def _carrier_name(code: str) -> str:
    carrier = carrier_of(code)
    return carrier.name if carrier else code


def _of_carrier(kind: str) -> Callable[[Carrier | None], Mapping[str, str]]:
    """From the codes of a carrier's services, software or slips to their names."""
    return lambda carrier: {each.code: each.name for each in getattr(carrier, kind, ())}


_NAMES: Final[Mapping[str, Callable[[Carrier | None], Mapping[str, str]]]] = {
    "services": _of_carrier("services"),
    "service": _of_carrier("services"),
    "software": _of_carrier("software"),
    "default_slip": _of_carrier("slips"),
    "slots": lambda _: _SLOT_NAMES,
    "slot": lambda _: _SLOT_NAMES,
    "carrier": lambda carrier: {carrier.code: carrier.name} if carrier else {},
}


def _of_table(old: _Side, new: _Side) -> Iterator[Difference]:
    for field in old.table.__struct_fields__:
        before, after = old.value(old.table, field), new.value(new.table, field)
        if before != after:
            yield Difference(old.tile, "", field, before, after, Kind.CHANGED)


def _of_list(old: _Side, new: _Side, listed: ListTile) -> Iterator[Difference]:
    before, after = old.entries(listed), new.entries(listed)
    for identity, entry in before.items():
        if identity in after:
            yield from _changed(old, entry, new, after[identity], listed)
        else:
            yield from _whole(old, entry, listed, Kind.REMOVED)
    for identity, entry in after.items():
        if identity not in before:
            yield from _whole(new, entry, listed, Kind.ADDED)
    staying = [identity for identity in before if identity in after]
    if staying != [identity for identity in after if identity in before]:
        orders = [
            tuple(side.name(entry) for identity, entry in entries.items() if identity in staying)
            for side, entries in ((old, before), (new, after))
        ]
        yield Difference(old.tile, "", "", orders[0], orders[1], Kind.MOVED)


def _fields(entry: Tile, listed: ListTile) -> Iterator[str]:
    """Those that a person chooses, without those that tell the entry from others."""
    return (
        name for name in entry.__struct_fields__ if name not in listed.identity and name not in _OWN_FIELDS
    )


def _changed(old: _Side, entry: Tile, new: _Side, other: Tile, listed: ListTile) -> Iterator[Difference]:
    for field in _fields(entry, listed):
        if getattr(entry, field) != getattr(other, field):
            before, after = old.value(entry, field), new.value(other, field)
            yield Difference(old.tile, old.name(entry), field, before, after, Kind.CHANGED)


def _whole(side: _Side, entry: Tile, listed: ListTile, kind: Kind) -> Iterator[Difference]:
    defaults = {each.name: each.default for each in msgspec.structs.fields(type(entry))}
    fields = [
        field
        for field in _fields(entry, listed)
        if getattr(entry, field) != defaults[field] and field != "name"
    ]
    for field in fields or [""]:
        value = side.value(entry, field) if field else ""
        before, after = (None, value) if kind is Kind.ADDED else (value, None)
        yield Difference(side.tile, side.name(entry), field, before, after, kind)
