"""Reads the record of a day's work: for each step the time, the keys, and what is seen then.

    09:05  Ctrl+F 「見本」  => 3件 / @絞り込み

Keys are written as QKeySequence does, `Tab*3` is three of them, 「…」 is typed. After `=>` stand texts that are
on the screen then, with ` / ` between: `=` before one says that it is all that stands there, `@` that the keyboard is there, `~`
that it is gone. A line that begins with `!` is done by somebody else: the shop, or who starts the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final

_LINE: Final = re.compile(r"(?P<time>\d\d:\d\d)\s+(?P<what>.*?)\s*(?:=>\s*(?P<then>.*))?")
_KEYS: Final = re.compile(r"「[^」]*」|\S+")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    at: time
    command: str
    keys: tuple[str, ...]
    seen: tuple[str, ...]
    gone: tuple[str, ...]
    keyboard_at: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.text}"


def read_record(file: Path, *, out: str) -> list[Line]:
    """`out`: the folder of `{out}`. Raises ValueError with the number of a line that is none."""
    return list(_lines(file.read_text(encoding="utf-8").replace("{out}", out)))


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"line {number}: {line}")
        what = found["what"]
        then = [part.strip() for part in (found["then"] or "").split(" / ") if part.strip()]
        yield Line(
            number=number,
            text=line.strip(),
            at=time.fromisoformat(found["time"]),
            command=what[1:].strip() if what.startswith("!") else "",
            keys=() if what.startswith("!") else tuple(_keys(what)),
            seen=tuple(part for part in then if part[0] not in "@~"),
            gone=tuple(part[1:] for part in then if part[0] == "~"),
            keyboard_at=next((part[1:] for part in then if part[0] == "@"), ""),
        )


def _keys(what: str) -> Iterator[str]:
    for key in _KEYS.findall(what):
        name, star, count = key.partition("*")
        yield from [name] * int(count) if star and count.isdecimal() else [key]
