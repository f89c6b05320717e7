"""Normal forms of text for finding, never for showing: widths, kana, hyphens and cases count as one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Hiragana and small ヶ ヵ to what stands beside them in addresses and names.
_FOLDED: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {
    ord("ヶ"): "ケ",
    ord("ヵ"): "カ",
    ord("髙"): "高",
    ord("﨑"): "崎",
    ord("𠮷"): "吉",
}
# A text has few of them: found first, folding takes a third of the time.
_TO_FOLD: Final = re.compile(f"[{''.join(map(chr, _FOLDED))}]+")
_HYPHEN: Final = "[-‐‑‒–—―−ーｰ─]"
_HYPHENS: Final = re.compile(rf"(?<=\d){_HYPHEN}(?=\d)")
# Of a number that is typed in parts, or from its middle.
_OPEN_HYPHENS: Final = re.compile(rf"^{_HYPHEN}(?=\d|$)|(?<=\d){_HYPHEN}$")
_SPACES: Final = re.compile(r"\s+")
_SPACES_IN_LINES: Final = re.compile(r"[^\S\n]+")


def normalised(text: str) -> str:
    """One word, without spaces."""
    return _HYPHENS.sub("", _SPACES.sub("", _folded(text)))


def normalised_lines(texts: Iterable[str]) -> str:
    """The form in which order text is stored for a search: each line of each text is one word on its own line.

    All at once, since call by call this would take longer than all else in storing an order.
    """
    return _HYPHENS.sub("", _SPACES_IN_LINES.sub("", _folded("\n".join(filter(None, texts)))))


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return _TO_FOLD.sub(lambda found: found[0].translate(_FOLDED), text).casefold()


def words(typed: str) -> tuple[str, ...]:
    """What a person typed, as normalised words; every one of them has to be found."""
    return tuple(word for part in typed.split() if (word := _OPEN_HYPHENS.sub("", normalised(part))))


def spans(text: str, found: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where `found`, words of `words`, stand in a raw text: (start, end) of each place, not overlapping."""
    signs: list[tuple[str, int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_joined(text[end]):
            end += 1
        signs += ((sign, start, end) for sign in _SPACES.sub("", _folded(text[start:end])))
        start = end
    plain = "".join(sign for sign, _, _ in signs)
    left_out = {place for match in _HYPHENS.finditer(plain) for place in range(*match.span())}
    signs = [sign for place, sign in enumerate(signs) if place not in left_out]
    plain = "".join(sign for sign, _, _ in signs)
    places: list[tuple[int, int]] = []
    for word in found:
        at = plain.find(word)
        while word and at >= 0:
            places.append((signs[at][1], signs[at + len(word) - 1][2]))
            at = plain.find(word, at + len(word))
    joined: list[tuple[int, int]] = []
    for first, last in sorted(places):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _is_joined(sign: str) -> bool:
    """A mark that belongs to the sign before it, such as the half-width ﾞ."""
    return sign in "ﾞﾟ" or unicodedata.combining(sign) != 0
