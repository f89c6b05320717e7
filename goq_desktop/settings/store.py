"""The settings file of a home: changed tile by tile, never half-written, never lost by a slip of the hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from goq_desktop.clock import Clock
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.settings import files, layout, reading, writing
from goq_desktop.settings.reading import Reading
from goq_desktop.settings.salvage import Flaw
from goq_desktop.settings.tiles import Settings, Tile

_MOST_PROBLEMS: Final = 20


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

    def save(self, **tiles: Tile) -> Settings:
        """Replace these tiles (`contractor=…`), leave all others as the file has them now; gives the whole.

        Raises SETTINGS_INVALID for a value that could not be read back, DISK_FULL, STORE_UNWRITABLE,
        STORE_IN_USE.
        """
        types = {each.name: each.type for each in msgspec.structs.fields(Settings)}
        for name, tile in tiles.items():
            if not isinstance(tile, types.get(name, ())):
                raise TypeError(f"no tile: {name}={type(tile).__name__}")
        return self._change(lambda settings: msgspec.structs.replace(settings, **tiles))

    def update_shop(self, uid: str, **changes: object) -> Settings:
        """Replace these fields of one shop; gives the whole. Raises SHOP_MISSING and what `save` raises."""

        def change(settings: Settings) -> Settings:
            shop = settings.shops.find(uid)
            if shop is None:
                known = ", ".join(each.name for each in settings.shops.shops)
                raise ProblemError(ProblemCode.SHOP_MISSING, name=uid, known=known)
            shops = settings.shops.with_shop(msgspec.structs.replace(shop, **changes))
            return msgspec.structs.replace(settings, shops=shops)

        return self._change(change)

    def _change(self, change: Callable[[Settings], Settings]) -> Settings:
        with files.locked(self._file):
            data = files.read_small(self._file)
            found = self._read(data or b"")
            if found.findings and data:
                self._keep(data)
            settings = change(found.settings)
            # Lone surrogates become question marks, which the comparison finds.
            new = writing.rendered(settings, found.text).encode(errors="replace")
            _prove(new, settings)
            if new != data:
                files.replace(self._file, new)
            return settings

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
        stamp = self._clock.now().strftime("%Y%m%dT%H%M%SZ")
        copy = self._file.with_name(prefix + stamp)
        number = 1
        while copy.exists():
            number += 1
            copy = self._file.with_name(f"{prefix}{stamp}-{number}")
        files.replace(copy, data)
        return copy.name


def _prove(data: bytes, settings: Settings) -> None:
    """Raises SETTINGS_INVALID when the data would not give these settings again."""
    again = reading.read(data)
    for finding in again.findings:
        raise ProblemError(ProblemCode.SETTINGS_INVALID, key=finding.key, reason=finding.flaw.value)
    for name in Settings.__struct_fields__:
        if getattr(again.settings, name) != getattr(settings, name):
            raise ProblemError(ProblemCode.SETTINGS_INVALID, key=name, reason=Flaw.WRONG_VALUE.value)
