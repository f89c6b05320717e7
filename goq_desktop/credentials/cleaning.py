"""Cleans a pasted key of what a browser, an e-mail or a Japanese keyboard adds to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_LINE_ENDS: Final = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTES: Final = ('""', "''", "``", "\u201c\u201d", "\u2018\u2019", "「」", "『』")


class Removed(StrEnum):
    """What was taken away or, for full-width letters, replaced."""

    SPACES = "spaces"  # at the ends
    LINE_ENDS = "line_ends"
    INVISIBLE = "invisible"  # zero-width and direction marks
    FULL_WIDTH = "full_width"
    QUOTES = "quotes"  # around the whole


@dataclass(frozen=True, slots=True)
class CleanedKey:
    """`text` is a secret."""

    text: str
    removed: frozenset[Removed]

    def __repr__(self) -> str:
        return f"CleanedKey(•••, {sorted(self.removed)})"


def clean_key(text: str) -> CleanedKey:
    """Any letter may be part of a key, `$`, `.`, `/` and inner spaces too: they are never judged."""
    removed: set[Removed] = set()

    def became(after: str, kind: Removed) -> str:
        if after != text:
            removed.add(kind)
        return after

    text = became(_LINE_ENDS.sub("", text), Removed.LINE_ENDS)
    text = became(
        "".join(letter for letter in text if unicodedata.category(letter) != "Cf"),
        Removed.INVISIBLE,
    )
    text = became(text.translate(_FULL_WIDTH), Removed.FULL_WIDTH)
    before = None
    while before != text:
        before = text
        text = became(text.strip(), Removed.SPACES)
        if len(text) >= 2 and text[0] + text[-1] in _QUOTES:
            text = became(text[1:-1], Removed.QUOTES)
    return CleanedKey(text, frozenset(removed))
