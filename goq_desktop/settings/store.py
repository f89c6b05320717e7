"""The settings file of a home: changed tile by tile, never half-written, never lost by a slip of the hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from goq_desktop.clock import Clock
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.settings import files, layout, pairs, reading, writing
from goq_desktop.settings.reading import Reading
from goq_desktop.settings.salvage import Flaw
from goq_desktop.settings.tiles import Settings, Shops, Tile

_MOST_PROBLEMS: Final = 20
# What the app notes for itself; nobody types into these, so two windows cannot contradict each other.
_OWN_TILES: Final = frozenset({"setup", "desk"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is readable, and a SETTINGS_DAMAGED for each thing that is not (the first twenty)."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


class SettingsStore:
    """Safe to use from several threads and processes at once; each call reads the file anew.

    Every call raises SETTINGS_NEWER for the file of a later version and FILE_UNREADABLE for one that
    cannot be opened: to go on with defaults would overwrite it.
    """

    def __init__(self, file: Path, clock: Clock | None = None) -> None:
        self._file = file
        self._clock = clock or Clock()

    def load(self) -> Loaded:
        """Writes nothing but one copy of a damaged file beside it, for the next save rewrites that."""
        data = files.read_small(self._file)
        if data is None:
            return Loaded(Settings())
        found = self._read(data)
        if not found.findings:
            return Loaded(found.settings)
        try:
            with files.locked(self._file):
                kept_as = self._keep(data)
        except ProblemError:
            kept_as = ""  # what is readable matters more than the copy; a save will insist on it
        problems = tuple(
            Problem(
                ProblemCode.SETTINGS_DAMAGED,
                {
                    "path": str(self._file),
                    "line": each.line,
                    "key": each.key,
                    "kept_as": kept_as,
                },
            )
            for each in found.findings[:_MOST_PROBLEMS]
        )
        return Loaded(found.settings, problems)

    def sweep(self) -> None:
        """Remove what a save left that was killed; nothing while another process is saving."""
        with suppress(ProblemError), files.locked(self._file, patience=0):
            files.sweep(self._file)

    def save(self, *, based_on: Settings | None = None, **tiles: Tile) -> Settings:
        """Replace these tiles (`contractor=…`), leave all others as the file has them now; gives the whole.

        Which pair of keys counts, and what is noted of it in a shop, stay as the file has them now, too.
        With `based_on`, the settings that somebody saw before changing these tiles, nothing is written when
        one of them is another by now: SETTINGS_CHANGED. Raises SETTINGS_INVALID for a value that could not
        be read back, DISK_FULL, STORE_UNWRITABLE, STORE_IN_USE.
        """
        types = {each.name: each.type for each in msgspec.structs.fields(Settings)}
        for name, tile in tiles.items():
            if not isinstance(tile, types.get(name, ())):
                raise TypeError(f"no tile: {name}={type(tile).__name__}")
        return self.change(lambda settings: _with_tiles(settings, tiles, based_on))

    def replace_all(self, new: Settings, *, based_on: Settings | None = None) -> Path | None:
        """Replace every tile as `save` does; gives the copy of the file of before, kept beside it.

        None when there was no file, or nothing to change.
        """
        tiles = msgspec.structs.asdict(new)
        del tiles["version"]
        _, copy = self._change(lambda settings: _with_tiles(settings, tiles, based_on), keep="before-import")
        return copy

    def update_shop(self, uid: str, **changes: object) -> Settings:
        """Replace these fields of one shop; gives the whole. Raises SHOP_MISSING and what `save` raises."""

        def change(settings: Settings) -> Settings:
            shop = settings.shops.find(uid)
            if shop is None:
                known = ", ".join(each.name for each in settings.shops.shops)
                raise ProblemError(ProblemCode.SHOP_MISSING, name=uid, known=known)
            shops = settings.shops.with_shop(msgspec.structs.replace(shop, **changes))
            return msgspec.structs.replace(settings, shops=shops)

        return self.change(change)

    def change(self, change: Callable[[Settings], Settings]) -> Settings:
        """Replace the settings of the file by what `change` makes of them, in one write; as `save` otherwise.

        The keys of a shop that is gone afterwards are noted for removal.
        """
        return self._change(change)[0]

    def _change(self, change: Callable[[Settings], Settings], keep: str = "") -> tuple[Settings, Path | None]:
        """With `keep`, what a copy of the file is called, first make that copy; gives it."""
        with files.locked(self._file):
            files.sweep(self._file)
            data = files.read_small(self._file)
            found = self._read(data or b"")
            if found.findings and data:
                self._keep(data)
            settings = pairs.with_removed_noted(change(found.settings), found.settings)
            # Lone surrogates become question marks, which the comparison finds.
            new = writing.rendered(settings, found.text).encode(errors="replace")
            _prove(new, settings)
            if new == data:
                return settings, None
            copy = self._copy(data, keep) if keep and data is not None else None
            files.replace(self._file, new)
            return settings, copy

    def _read(self, data: bytes) -> Reading:
        found = reading.read(data)
        if found.version > layout.VERSION:
            raise ProblemError(
                ProblemCode.SETTINGS_NEWER,
                path=str(self._file),
                found=found.version,
                known=layout.VERSION,
            )
        return found

    def _keep(self, data: bytes) -> str:
        """The name of the copy; the same content is kept once."""
        prefix = f"{self._file.name}.damaged-"
        for old in self._file.parent.glob(f"{prefix}*"):
            if files.read_small(old) == data:
                return old.name
        return self._copy(data, "damaged").name

    def _copy(self, data: bytes, why: str) -> Path:
        """A new file of this content beside the settings, `settings.toml.damaged-20261123T120000Z`."""
        stamp = self._clock.now().strftime("%Y%m%dT%H%M%SZ")
        copy = self._file.with_name(f"{self._file.name}.{why}-{stamp}")
        number = 1
        while copy.exists():
            number += 1
            copy = self._file.with_name(f"{self._file.name}.{why}-{stamp}-{number}")
        files.replace(copy, data)
        return copy


def _with_tiles(settings: Settings, tiles: Mapping[str, Tile], based_on: Settings | None) -> Settings:
    """Raises SETTINGS_CHANGED; a tile that already is what it is to become has not been changed."""
    if based_on is not None:
        changed = [
            name
            for name, tile in tiles.items()
            if name not in _OWN_TILES
            and _seen(getattr(settings, name)) not in (_seen(getattr(based_on, name)), _seen(tile))
        ]
        if changed:
            raise ProblemError(ProblemCode.SETTINGS_CHANGED, tiles=",".join(changed))
    return pairs.with_pairs_of(msgspec.structs.replace(settings, **tiles), settings)


def _seen(tile: Tile) -> Tile:
    """The tile without what changes while a person looks at it."""
    if not isinstance(tile, Shops):
        return tile
    return Shops(shops=tuple(pairs.without_pair(shop) for shop in tile.shops))


def _prove(data: bytes, settings: Settings) -> None:
    """Raises SETTINGS_INVALID when the data would not give these settings again."""
    again = reading.read(data)
    for finding in again.findings:
        raise ProblemError(ProblemCode.SETTINGS_INVALID, key=finding.key, reason=finding.flaw.value)
    for name in Settings.__struct_fields__:
        if getattr(again.settings, name) != getattr(settings, name):
            raise ProblemError(ProblemCode.SETTINGS_INVALID, key=name, reason=Flaw.WRONG_VALUE.value)
