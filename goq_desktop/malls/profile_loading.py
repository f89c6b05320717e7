"""Loads a mall's profile: the home's own file or the shipped one, what it extends, and every check."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from goq_desktop import resources
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.key_lines import KeyLines
from goq_desktop.malls.profile import Host, MallProfile
from goq_desktop.malls.profile_checks import first_fault

_T = TypeVar("_T")

_LONGEST_FILE: Final = 1_000_000
_LONGEST_CHAIN: Final = 5
_PLACE: Final = re.compile(r" - at `\$\.?(.*)`$")


class LoadFault(StrEnum):
    """The `reason` of PROFILE_INVALID for a file that does not have the form of a profile."""

    NOT_TOML = "not_toml"
    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"
    EXTENDS_UNKNOWN = "extends_unknown"
    EXTENDS_LOOP = "extends_loop"


@dataclass(frozen=True, slots=True)
class _Source:
    """One file of the chain, nearest first."""

    path: Path
    data: dict[str, Any]
    lines: KeyLines


def known_malls(override_dir: Path | None) -> tuple[str, ...]:
    """The names of all profiles, shipped and own, sorted."""
    folders = [resources.path("malls"), *([override_dir] if override_dir else [])]
    return tuple(sorted({file.stem for folder in folders for file in folder.glob("*.toml")}))


def load_profile(mall: str, override_dir: Path | None) -> MallProfile:
    """The profile of a kind of mall; `override_dir/MALL.toml` goes before the shipped file.

    Raises PROFILE_MISSING (mall) or PROFILE_INVALID (path, line, key, reason).
    """
    chain = _chain(mall, override_dir)
    merged: dict[str, Any] = {}
    for source in reversed(chain):
        merged = _merge(merged, source.data)
    merged.pop("extends", None)
    for name, host in _table(merged.get("hosts")).items():
        _convert(host, Host, f"hosts.{name}", chain)
    profile = _convert(merged, MallProfile, "", chain)
    fault = first_fault(profile, merged)
    if fault:
        raise _invalid(chain, fault.key, fault.reason)
    return profile


def _chain(mall: str, override_dir: Path | None) -> list[_Source]:
    chain: list[_Source] = []
    wanted = mall
    folder = override_dir
    while True:
        path = _find(wanted, folder)
        if path is None:
            if not chain:
                raise ProblemError(ProblemCode.PROFILE_MISSING, mall=mall)
            raise _invalid(chain, "extends", LoadFault.EXTENDS_UNKNOWN)
        if len(chain) == _LONGEST_CHAIN or any(source.path == path for source in chain):
            raise _invalid(chain, "extends", LoadFault.EXTENDS_LOOP)
        source = _read(path)
        chain.append(source)
        parent = source.data.get("extends")
        if parent is None:
            return chain
        if not isinstance(parent, str):
            raise _invalid(chain, "extends", LoadFault.WRONG_TYPE)
        # The home's shopserve.toml may extend "shopserve": that is the shipped one.
        folder = None if parent == wanted else override_dir
        wanted = parent


def _find(mall: str, override_dir: Path | None) -> Path | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", mall):
        return None
    own = override_dir / f"{mall}.toml" if override_dir else None
    if own and own.is_file():
        return own
    shipped = resources.path("malls", f"{mall}.toml")
    return shipped if shipped.is_file() else None


def _read(path: Path) -> _Source:
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_FILE).decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        raise _invalid_at(path, 1, "", LoadFault.UNREADABLE) from None
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        at = int(line.group(1)) if line else text.count("\n") + 1
        raise _invalid_at(path, at, "", LoadFault.NOT_TOML) from None
    return _Source(path, data, KeyLines(text, data))


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _convert(data: Any, kind: type[_T], prefix: str, chain: list[_Source]) -> _T:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        key, reason = _place(str(error), prefix)
    raise _invalid(chain, key, reason)


def _place(message: str, prefix: str) -> tuple[str, LoadFault]:
    """The dotted key and the fault that a msgspec message tells of."""
    place = _PLACE.search(message)
    inside = re.sub(r"\[(\d*)(?:\.\.\.)?\]", "", place.group(1)) if place else ""
    where = ".".join(part for part in (prefix, inside) if part)
    if unknown := re.match(r"Object contains unknown field `(.*?)`", message):
        return ".".join(part for part in (where, unknown.group(1)) if part), LoadFault.UNKNOWN_KEY
    if missing := re.match(r"Object missing required field `(.*?)`", message):
        return ".".join(part for part in (where, missing.group(1)) if part), LoadFault.MISSING_KEY
    return where, LoadFault.WRONG_TYPE


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _invalid(chain: list[_Source], key: str, reason: str) -> ProblemError:
    """The refusal, naming the file and line that set the key, else the table around it."""
    part = key
    while part:
        for source in chain:
            line = source.lines.line_of(part)
            if line is not None:
                return _invalid_at(source.path, line, key, reason)
        part = part.rpartition(".")[0]
    return _invalid_at(chain[0].path, 1, key, reason)


def _invalid_at(path: Path, line: int, key: str, reason: str) -> ProblemError:
    return ProblemError(ProblemCode.PROFILE_INVALID, path=str(path), line=line, key=key, reason=str(reason))
