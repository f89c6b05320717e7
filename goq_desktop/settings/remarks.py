"""Finds the comments a person wrote into a settings file, and what each belongs to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from goq_desktop.settings import salvage
from goq_desktop.settings.layout import LIST_TILES

_HEADER: Final = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?")
_KEY: Final = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")


@dataclass(frozen=True, slots=True)
class Place:
    """A table, the entry of it that has this identity, a key of that; empty where there is none.

    All empty: the end of the file.
    """

    table: str = ""
    identity: str = ""
    key: str = ""


@dataclass(slots=True)
class Remark:
    """Comment lines above, with the empty lines between them, and the comment on the line itself."""

    above: list[str] = field(default_factory=list)
    beside: str = ""


def remarks_in(text: str) -> dict[Place, Remark]:
    """Every comment on a line of its own or beside something readable."""
    salvaged = salvage.parsed(text.replace("\r\n", "\n"))
    found: dict[Place, Remark] = {}
    entries: dict[str, int] = {}
    here = Place()
    is_nobodys = False
    waiting: list[str] = []
    lines = iter(salvaged.text.split("\n"))
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            if waiting or line.strip():
                waiting.append(line.strip())
            continue
        if header := _HEADER.match(line):
            number = entries[header[1]] = entries.get(header[1], -1) + 1
            entry = _entry(salvaged.tables, header[1], number)
            is_nobodys = entry is not None and not entry.keys() >= set(LIST_TILES[header[1]].identity)
            identity = LIST_TILES[header[1]].identity_of(entry) if entry is not None else ""
            here = place = Place(header[1], identity)
        else:
            key = _KEY.match(line)
            place = Place(here.table, here.identity, key[1] if key else "?")
        whole = line
        beside = _beside(whole)
        while beside is None and (more := next(lines, None)) is not None:  # a list on several lines
            if more.lstrip().startswith("#"):
                waiting.append(more.strip())
            whole = f"{whole}\n{more}"
            beside = _beside(whole)
        if is_nobodys:  # no entry will be written for it: the next line takes what stands here
            waiting += [beside] if beside else []
            continue
        before = found.get(place, Remark())  # of a table that stands there twice
        found[place] = Remark([*before.above, *waiting], before.beside or beside or "")
        waiting = []
    while waiting and not waiting[-1]:
        waiting.pop()
    found[Place()] = Remark(waiting)
    return found


def _entry(tables: Mapping[str, object], name: str, number: int) -> Mapping[str, object] | None:
    """The entry of this number in a list tile; None for another table."""
    entries = tables.get(name)
    if name not in LIST_TILES or not isinstance(entries, list) or number >= len(entries):
        return None
    return entries[number] if isinstance(entries[number], dict) else None


def _beside(line: str) -> str | None:
    """The comment at the end of the line; None when the line is not whole."""
    ends = [place for place, letter in enumerate(line) if letter == "#"]
    for end in [*ends, len(line)]:
        try:
            tomllib.loads(line[:end])
        except ValueError:
            continue
        return line[end:]
    return None
