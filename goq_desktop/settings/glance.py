"""What the window's first paint needs of the settings, read without their types, which are slow to load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from goq_desktop.domain.lanes import Lane, OwnLane
from goq_desktop.settings.version import VERSION

_LARGEST: Final = 1024 * 1024
_LONGEST: Final = 500
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COLOUR: Final = re.compile(r"[a-z]{0,16}")
_FIXED: Final = frozenset(lane.value for lane in Lane)


@dataclass(frozen=True, slots=True)
class Glance:
    """The display name of each shop by its uid, the shop's own lanes, and the keyring of last time."""

    shops: Mapping[str, str]
    lanes: tuple[OwnLane, ...]
    keyring_backend: str


class _Odd(Exception):
    """Something that a form would not have saved like this."""


def glance(file: Path) -> Glance | None:
    """The same as `SettingsStore.load` would give of it; None wherever that is not certain at a glance.

    So of a file that is missing, damaged, of another version, or of a set-up that is not finished.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            return None
        tables = tomllib.loads(data.decode())
        return _glance_of(tables)
    except (OSError, ValueError, RecursionError, _Odd):
        return None


def _glance_of(tables: Mapping[str, object]) -> Glance:
    version, setup, desk = tables.get("version"), tables.get("setup"), tables.get("desk", {})
    if type(version) is not int or version != VERSION:
        raise _Odd
    if not isinstance(setup, dict) or setup.get("is_done") is not True or not isinstance(desk, dict):
        raise _Odd
    shops = {_text(each, "uid", _CODE): _text(each, "name") for each in _entries(tables, "shops")}
    lanes = [_lane(each) for each in _entries(tables, "lanes")]
    own = tuple(lane for lane in lanes if lane.code not in _FIXED)
    return Glance(shops, own, _text({"keyring_backend": "", **desk}, "keyring_backend"))


def _lane(table: Mapping[str, object]) -> OwnLane:
    colour = _text({"colour": "", **table}, "colour", _COLOUR)
    return OwnLane(_text(table, "code", _CODE), _text(table, "name"), colour)


def _entries(tables: Mapping[str, object], name: str) -> list[dict[str, object]]:
    entries = tables.get(name)
    identity = {"shops": "uid", "lanes": "code"}[name]
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise _Odd
    if len({str(each.get(identity)) for each in entries}) < len(entries):
        raise _Odd
    return entries


def _text(table: Mapping[str, object], name: str, pattern: re.Pattern[str] | None = None) -> str:
    value = table.get(name)
    if not isinstance(value, str) or len(value) > _LONGEST or (pattern and not pattern.fullmatch(value)):
        raise _Odd
    return value
