"""Finds the line of a key in a TOML text, so that a refusal can name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER: Final = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT: Final = re.compile(rf"\s*({_DOTTED})\s*=")


class KeyLines:
    """The lines (from 1) of the keys of one TOML text that has been parsed into `data`.

    Only what exists in `data` counts, so a line inside a list that looks like a key is not taken for one.
    """

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self._lines: dict[str, int] = {}
        table: tuple[str, ...] = ()
        is_in_text = False
        for number, line in enumerate(text.splitlines(), start=1):
            was_in_text = is_in_text
            if (line.count('"""') + line.count("'''")) % 2:
                is_in_text = not is_in_text
            if was_in_text:
                continue
            if header := _HEADER.match(line):
                table = _parts(header.group(1))
                self._note(table, number, data)
            elif assignment := _ASSIGNMENT.match(line):
                self._note((*table, *_parts(assignment.group(1))), number, data)

    def line_of(self, key: str) -> int | None:
        """The line that sets a dotted key or opens its table; None when it is not in this text."""
        return self._lines.get(key)

    def _note(self, parts: tuple[str, ...], line: int, data: Mapping[str, Any]) -> None:
        found: Any = data
        for part in parts:
            if isinstance(found, list) and found:
                found = found[-1]
            if not isinstance(found, Mapping) or part not in found:
                return
            found = found[part]
        self._lines.setdefault(".".join(parts), line)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))
