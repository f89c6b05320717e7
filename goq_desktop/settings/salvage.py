"""Reads what is readable of TOML that is broken: statement by statement, and every table on its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from goq_desktop.settings.layout import LIST_TILES

# Far more than a slip of the hand; beyond it the rest of the table is not worth the time.
_MOST_BAD_LINES: Final = 100
_LONGEST_STATEMENT: Final = 50  # lines

# A header, sound or not; no key with a slip before it, and no end of a list.
_OPENING: Final = re.compile(r"""\s*\[(?!\s*["'0-9])(?![^#\]]*=)""")
_HEADER: Final = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?\s*(#.*)?")
_NAME: Final = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]*)")
_KEY: Final = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")
_GOES_ON: Final = re.compile(r"""[^=]*=\s*(\[|\"{3}|'{3})""")


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


@dataclass(frozen=True, slots=True)
class Salvaged:
    """`text` is as long as the file, but its unreadable lines are empty; sound when there is no finding."""

    tables: dict[str, object]
    findings: list[Finding]
    text: str


def decoded(data: bytes) -> tuple[str, list[Finding]]:
    """The text with plain line ends; lines that are not UTF-8 are emptied and found."""
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        lines, findings = [], []
        for number, line in enumerate(data.split(b"\n"), 1):
            try:
                lines.append(line.decode())
            except UnicodeDecodeError:
                readable = line.decode(errors="replace")
                # Without its header a table would fall to the one before it.
                lines.append(readable if _OPENING.match(readable) else "")
                key = _KEY.match(readable)
                findings.append(Finding(number, key[1] if key else "", Flaw.ENCODING))
        return "\n".join(lines), findings


def parsed(text: str) -> Salvaged:
    """Never raises. What stands twice counts once: the first."""
    tables = _tables_of(text)
    if tables is not None:
        return Salvaged(tables, [], text)
    return _Salvage(text.split("\n")).run()


@dataclass(slots=True)
class _Salvage:
    lines: list[str]
    tables: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    # Where in the part before the first header each name has its statement.
    top: dict[str, range] = field(default_factory=dict)

    def run(self) -> Salvaged:
        starts = [number for number, line in enumerate(self.lines) if _OPENING.match(line)]
        self._read_top(range(starts[0] if starts else len(self.lines)))
        for start, end in pairwise([*starts, len(self.lines)]):
            self._read_table(range(start, end))
        return Salvaged(self.tables, self.findings, "\n".join(self.lines))

    def _read_top(self, place: range) -> None:
        for lines, statement in self._statements(place, ""):
            for name in statement:
                self.top.setdefault(name, lines)
            self._merge(self.tables, statement, lines, "")

    def _read_table(self, place: range) -> None:
        """Nothing when its header is unreadable: whose are the keys?"""
        header = self.lines[place.start]
        shell = _tables_of(header) if _HEADER.fullmatch(header) else None
        if shell is None:
            found = _NAME.match(header)
            self._find(place.start, found[1] if found else "", Flaw.SYNTAX)
            self._empty(place)
            return
        [(name, value)] = shell.items()
        self._give_up_statement(name)
        values: dict[str, object] = {}
        for lines, statement in self._statements(place[1:], name):
            self._merge(values, statement, lines, name)
        if isinstance(value, list) != (name in LIST_TILES):
            self._find(place.start, name, Flaw.SYNTAX)
        if name in LIST_TILES:
            entries = self.tables.setdefault(name, [])
            assert isinstance(entries, list)
            entries.append(values)
            return
        if name in self.tables:
            self._find(place.start, name, Flaw.DUPLICATE)
        table = self.tables.setdefault(name, {})
        assert isinstance(table, dict)
        self.tables[name] = values | table

    def _give_up_statement(self, name: str) -> None:
        """A table of this name counts more than a statement before all tables."""
        lines = self.top.pop(name, None)
        if lines is not None:
            self._find(lines.start, name, Flaw.DUPLICATE)
            self._empty(lines)
            del self.tables[name]

    def _statements(self, place: range, table: str) -> Iterator[tuple[range, dict[str, object]]]:
        """Each readable statement with its lines; the unreadable lines are found and emptied."""
        number, bad = place.start, 0
        while number < place.stop:
            lines, statement = self._statement(range(number, place.stop))
            if statement is None:
                bad += 1
                if bad > _MOST_BAD_LINES:
                    lines = range(number, place.stop)
                self._find(number, _joined(table, self.lines[number]), Flaw.SYNTAX)
                self._empty(lines)
            elif statement:
                yield lines, statement
            number = lines.stop

    def _statement(self, place: range) -> tuple[range, dict[str, object] | None]:
        """The statement at the start of `place`, on one line or more; None when its line is unreadable."""
        first = self.lines[place.start]
        one = place[:1]
        if (statement := _tables_of(first)) is not None:
            return one, statement
        if _GOES_ON.match(first):
            for count in range(2, min(len(place), _LONGEST_STATEMENT) + 1):
                lines = place[:count]
                # A line that is a statement by itself was not meant to be a part of this one.
                if _tables_of(self.lines[lines[-1]]):
                    break
                if (statement := _tables_of("\n".join(self.lines[number] for number in lines))) is not None:
                    return lines, statement
        return one, None

    def _merge(
        self, values: dict[str, object], statement: Mapping[str, object], lines: range, table: str
    ) -> None:
        for name, value in statement.items():
            if name not in values:
                values[name] = value
                continue
            before = values[name]
            if isinstance(before, dict) and isinstance(value, dict):  # a.b = 1 and a.c = 2
                self._merge(before, value, lines, table)
            else:
                self._find(lines.start, _joined(table, self.lines[lines.start]), Flaw.DUPLICATE)
                self._empty(lines)

    def _find(self, number: int, key: str, flaw: Flaw) -> None:
        self.findings.append(Finding(number + 1, key, flaw))

    def _empty(self, lines: range) -> None:
        """Comments stay."""
        for number in lines:
            line = self.lines[number]
            if not line.lstrip().startswith("#") or _tables_of(line) is None:
                self.lines[number] = ""


def _tables_of(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # ValueError: also a number of thousands of digits
        return None


def _joined(table: str, line: str) -> str:
    key = _KEY.match(line)
    return ".".join(part for part in (table, key[1] if key else "") if part)
