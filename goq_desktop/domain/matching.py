"""Normal forms of text for finding, never for showing: widths, kana, hyphens and cases count as one."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Hiragana and small ヶ ヵ to what stands beside them in addresses and names.
_FOLDED: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {
    ord("ヶ"): "ケ",
    ord("ヵ"): "カ",
    ord("髙"): "高",
    ord("﨑"): "崎",
    ord("𠮷"): "吉",
}
_HYPHENS: Final = re.compile(r"(?<=\d)[-‐‑‒–—―−ーｰ─](?=\d)")
_SPACES: Final = re.compile(r"\s+")


def normalised(text: str) -> str:
    """The form in which order text is stored for a search: one word for one field, without spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold()
    return _HYPHENS.sub("", _SPACES.sub("", folded))


def words(typed: str) -> tuple[str, ...]:
    """What a person typed, as normalised words; every one of them has to be found."""
    return tuple(word for part in typed.split() if (word := normalised(part)))
