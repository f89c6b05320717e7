"""Takes a log down to what is the program's own: times, places in its code, kinds of errors, codes of problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from goq_desktop.domain.problems import ProblemCode

# Nothing else of a line is kept: a message may quote anything, an order too.
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([A-Z]+) (goq_desktop(?:\.[a-z_]+)*): (.*)")
_FOREIGN: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([A-Z]+) [\w.]+: ")
_CALL: Final = re.compile(r"(GET|POST) \S+ (\d{3}) (\d{1,7}) ms (\d{1,9}) bytes")
_PLACE: Final = re.compile(r'\s*File ".*?(goq_desktop(?:[/\\][a-z_]+)+\.py)", line (\d{1,6}), in (\w{1,60})')
_KIND: Final = re.compile(
    r"((?:goq_desktop|builtins|sqlcipher3|sqlalchemy|httpx|httpcore)(?:\.\w{1,60})+)(?::|$)"
)
_CODES: Final = frozenset(code.value for code in ProblemCode)
_WORDS: Final = re.compile(r"[a-z_]+")


def reduced(lines: Iterable[str]) -> Iterator[str]:
    """Each line that says something then, shortened; other lines are left out."""
    for line in lines:
        text = line.rstrip("\r\n")
        if found := _LINE.fullmatch(text):
            yield f"{found[1]} {found[2]} {found[3]}: {_message(found[4])}"
        elif found := _FOREIGN.match(text):
            yield f"{found[1]} {found[2]} （ほかのライブラリ）"
        elif found := _PLACE.match(text):
            yield f"  {found[1]}:{found[2]} {found[3]}"
        elif found := _KIND.match(text):
            yield f"  {found[1]}"


def _message(text: str) -> str:
    if found := _CALL.fullmatch(text):
        return f"{found[1]} {found[2]} {found[3]} ms {found[4]} bytes"
    return " ".join(word for word in _WORDS.findall(text) if word in _CODES) or "…"
