"""Turns a settings file into tiles: keeps every part that is right, names every part that is not."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from goq_desktop.settings import layout, migrations, positions, salvage
from goq_desktop.settings.salvage import Finding, Flaw
from goq_desktop.settings.tiles import Settings, Tile


@dataclass(frozen=True, slots=True)
class Reading:
    """`version` is the file's own; with a newer one the rest means nothing.

    `text` is all UTF-8, and what cannot be read in it is emptied."""

    settings: Settings
    version: int
    findings: tuple[Finding, ...]
    text: str


def read(data: bytes) -> Reading:
    """Never raises: garbage gives the default settings and findings, one a line, in the order of the lines."""
    text, bad_lines = salvage.decoded(data)
    salvaged = salvage.parsed(text)
    reader = _Reader(salvaged.text, [*bad_lines, *salvaged.findings])
    settings = reader.settings(migrations.migrated(salvaged.tables))
    version = salvaged.tables.get("version")
    first_of_line = {each.line: each for each in reversed(reader.findings)}
    return Reading(
        settings=settings,
        version=version if isinstance(version, int) else layout.VERSION,
        findings=tuple(first_of_line[line] for line in sorted(first_of_line)),
        text=salvaged.text,
    )


@dataclass(slots=True)
class _Reader:
    text: str
    findings: list[Finding] = field(default_factory=list)

    def settings(self, raw: dict[str, object]) -> Settings:
        tiles: dict[str, object] = {}
        for tile in msgspec.structs.fields(Settings):
            if tile.name not in raw:
                continue
            value = raw[tile.name]
            if tile.name == "version":
                if value != layout.VERSION or isinstance(value, bool):
                    self._found(Flaw.WRONG_VALUE, "version")
            elif tile.name in layout.LIST_TILES:
                entries = self._entries(tile.name, value)
                if entries or value == []:  # nothing readable: the default, which is not always empty
                    tiles[tile.name] = tile.type(**{layout.LIST_TILES[tile.name].field: entries})
            else:
                tiles[tile.name] = tile.type(
                    **self._values(tile.type, self._table(tile.name, value), (tile.name,))
                )
        for name in raw.keys() - {tile.name for tile in msgspec.structs.fields(Settings)}:
            self._found(Flaw.UNKNOWN_KEY, name)
        return Settings(**tiles)  # type: ignore[arg-type]

    def _table(self, name: str, value: object) -> object:
        """`[[contractor]]` says what `[contractor]` says."""
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            return value
        self._found(Flaw.WRONG_VALUE, name)
        return {key: each for entry in reversed(value) for key, each in entry.items()}

    def _entries(self, name: str, value: object) -> tuple[Tile, ...]:
        listed = layout.LIST_TILES[name]
        if not isinstance(value, list):
            self._found(Flaw.WRONG_VALUE, name)
            value = [value] if isinstance(value, dict) else []
        entries: dict[str, Tile] = {}
        for place, raw in enumerate(value):
            where = (name, place)
            values = self._values(listed.entry, raw, where)
            missing = [
                each.name
                for each in msgspec.structs.fields(listed.entry)
                if each.required and each.name not in values
            ]
            if missing:
                # A wrong value was found already; a value that is not there was not.
                if isinstance(raw, dict) and missing[0] not in raw:
                    self._found(Flaw.MISSING, *where, missing[0])
            elif listed.identity_of(values) in entries:
                self._found(Flaw.DUPLICATE, *where, listed.identity[-1])
            else:
                entries[listed.identity_of(values)] = listed.entry(**values)
        return tuple(entries.values())

    def _values(self, tile: type[Tile], raw: object, where: tuple[str | int, ...]) -> dict[str, object]:
        """The keys that are known and right."""
        if not isinstance(raw, dict):
            self._found(Flaw.WRONG_VALUE, *where)
            return {}
        types = {each.name: each.type for each in msgspec.structs.fields(tile)}
        values: dict[str, object] = {}
        for name, value in raw.items():
            if name not in types:
                self._found(Flaw.UNKNOWN_KEY, *where, name)
                continue
            try:
                values[name] = msgspec.convert(value, types[name])
            except msgspec.ValidationError:
                self._found(Flaw.WRONG_VALUE, *where, name)
        return values

    def _found(self, flaw: Flaw, *where: str | int) -> None:
        self.findings.append(Finding(positions.line_of(self.text, where), positions.key_of(where), flaw))
