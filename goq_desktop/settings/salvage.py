"""Reads what is readable of TOML that is broken: line by line in a table, table by table in the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Far more than a slip of the hand; beyond it the rest of the table is not worth the time.
_MOST_BAD_LINES: Final = 20

_HEADER: Final = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]*)")
_KEY: Final = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")


class Flaw(StrEnum):
    ENCODING = "encoding"
    SYNTAX = "syntax"
    UNKNOWN_KEY = "unknown_key"
    WRONG_VALUE = "wrong_value"
    MISSING = "missing"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a file: the line from 1, the key as `shops.fetch_days` or empty."""

    line: int
    key: str
    flaw: Flaw


def decoded(data: bytes) -> tuple[str, list[Finding]]:
    """The text; lines that are not UTF-8 are emptied and found."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        lines, findings = [], []
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            try:
                lines.append(line.decode())
            except UnicodeDecodeError:
                lines.append("")
                key = _KEY.match(line.decode("ascii", "replace"))
                findings.append(Finding(number, key[1] if key else "", Flaw.ENCODING))
        return "\n".join(lines), findings


def parsed(text: str) -> tuple[dict[str, object], list[Finding]]:
    """The tables of the text, complete when there is no finding."""
    try:
        return tomllib.loads(text), []
    except (
        ValueError,
        RecursionError,
    ):  # ValueError: also a number of thousands of digits
        return _salvaged(text)


def _salvaged(text: str) -> tuple[dict[str, object], list[Finding]]:
    whole: dict[str, object] = {}
    findings: list[Finding] = []
    for first, lines in _tables(text.split("\n")):
        for name, value in _read_table(lines, first, findings).items():
            before = whole.setdefault(name, value)
            if before is value:
                continue
            if isinstance(before, list) and isinstance(value, list):
                before.extend(value)
            else:
                findings.append(Finding(first, name, Flaw.DUPLICATE))
    return whole, findings


def _tables(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each table with the number of its first line; the first has no header."""
    first = 0
    for place, line in enumerate(lines):
        if place > first and _HEADER.match(line):
            yield first + 1, lines[first:place]
            first = place
    yield first + 1, lines[first:]


def _read_table(lines: list[str], first: int, findings: list[Finding]) -> dict[str, object]:
    """The table without its unreadable lines; nothing when its header is unreadable."""
    header = _HEADER.match(lines[0])
    prefix = f"{header[1]}." if header and header[1] else ""
    for _ in range(_MOST_BAD_LINES):
        try:
            return tomllib.loads("\n".join(lines))
        except (ValueError, RecursionError) as error:
            place = _bad_line(error, lines)
            key = _KEY.match(lines[place])
            findings.append(
                Finding(
                    first + place,
                    prefix + key[1] if key else prefix.rstrip("."),
                    Flaw.SYNTAX,
                )
            )
            if header and place == 0:
                break
            lines[place] = ""
    return {}


def _bad_line(error: Exception, lines: list[str]) -> int:
    """The line the parser names, or the last one with text before it."""
    named = re.search(r"at line (\d+)", str(error))
    place = min(int(named[1]), len(lines)) - 1 if named else len(lines) - 1
    while place > 0 and not lines[place].strip():
        place -= 1
    return place
