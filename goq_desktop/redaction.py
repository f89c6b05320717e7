"""Takes secrets out of text, however they are spelled there."""

from __future__ import annotations

import json
import re
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, quote_plus

HIDDEN: Final = "•••"

# Shorter texts would turn up by chance in every line.
_SHORTEST: Final = 6
# The header with whatever stands behind it, up to the end of its quoted text or of the line.
_HEADER: Final = re.compile(
    r"""(authorization(?:%22|%27|[\\"'\s])*(?:[:=,]|%3A)(?:%20|\+|\\+["']|\s|b?["'])*)[^"'\\\r\n]+""",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\b(Basic|Bearer)((?:\s|%20|\+)+)[\w+/=.~%-]{8,}")


class _Hidden:
    """The texts that were registered in this run, as one pattern."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spellings: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def add(self, text: str) -> None:
        with self._lock:
            self._spellings.update(spelling for spelling in _spelled(text) if len(spelling) >= _SHORTEST)
            longest_first = sorted(self._spellings, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def replace_in(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text) if self._pattern else text


_hidden: Final = _Hidden()


def hide(text: str) -> None:
    """From now on `redact` takes this text out, in every spelling that a log may show it in."""
    if len(text) >= _SHORTEST:
        _hidden.add(text)


def redact(text: str) -> str:
    """The text with every hidden text and the value of every authorization header replaced."""
    return _BARE.sub(rf"\1\2{HIDDEN}", _HEADER.sub(rf"\1{HIDDEN}", _hidden.replace_in(text)))


def _spelled(text: str) -> Iterator[str]:
    raw = text.encode("utf-8", "surrogatepass")
    yield text
    yield repr(text)[1:-1]
    yield repr(raw)[2:-1]
    for in_json in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
        yield in_json
        yield in_json.replace("/", "\\/")
    for quoted in (quote(raw, safe=""), quote(raw), quote_plus(raw)):
        yield quoted
        yield re.sub("%..", lambda found: found[0].lower(), quoted)
    yield raw.hex()
    yield raw.hex().upper()
    for encode in (b64encode, urlsafe_b64encode):
        # Behind an unknown prefix, such as `shop id:`, the text falls on one of three alignments;
        # the characters at both ends that also depend on the neighbours are left out.
        for before in range(3):
            encoded = encode(b"\0" * before + raw).rstrip(b"=")
            spare = (before + len(raw)) % 3 != 0
            yield encoded[(0, 2, 3)[before] : len(encoded) - spare].decode()
