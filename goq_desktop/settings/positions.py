"""Names a key and finds its line, since the parser of the standard library does not tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# A table inside another, `[shops.x]`, has a third part.
_HEADER: Final = re.compile(r"""\s*(\[\[?)\s*["']?([A-Za-z0-9_-]+)["']?\s*(\.[^\]]*)?\]\]?\s*(#.*)?$""")


def key_of(where: Sequence[str | int]) -> str:
    """`shops.name` for people, who find the right one by its line."""
    return ".".join(part for part in where if isinstance(part, str))


def line_of(text: str, where: Sequence[str | int]) -> int:
    """The line, from 1, of `("contractor", "postcode")` or `("shops", 1, "name")`.

    When the key itself is not found, the line of its table; then 1.
    """
    table = where[0] if len(where) > 1 or _has_table(text, where[0]) else ""
    index = next((part for part in where if isinstance(part, int)), None)
    key = where[-1] if isinstance(where[-1], str) and where[-1] != table else ""
    pattern = re.compile(rf"\s*[\"']?{re.escape(str(key))}[\"']?\s*[=.]")
    current, seen, header_line = "", -1, 1
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            current = "." if header[3] else header[2]  # no table has this name
            if header[2] == table and seen < 0:
                header_line = number
            if current and current == table:
                seen += 1
                if seen == (index or 0):
                    header_line = number
        elif key and current == table and (index is None or seen == index) and pattern.match(line):
            return number
    return header_line


def _has_table(text: str, name: str | int) -> bool:
    return any((header := _HEADER.match(line)) and header[2] == name for line in text.split("\n"))
