"""A normal form of addresses in which spellings of the same place are equal; for comparing only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from goq_desktop.domain.checks.variants import NEW_FORMS

# Kana of both kinds count as one, small ones as large; what stands or falls with the writer goes: 霞ヶ関,
# 霞が関, 霞関; 丸ノ内, 丸の内, 丸之内; 四ツ谷, 四谷; 大字, 字, 小字.
_DROPPED: Final = "ケヶヵカがガかゕゖけげゲのノ之乃ツッつっ字"
_HIRAGANA: Final = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_SMALL: Final = dict(zip(map(ord, "ァィゥェォャュョヮ"), "アイウエオヤユヨワ", strict=True))
_FOLDED: Final[dict[int, str]] = {
    **_HIRAGANA,
    **{ord(small): _SMALL[ord(chr(ord(small) + 0x60))] for small in "ぁぃぅぇぉゃゅょゎ"},
    **_SMALL,
    **NEW_FORMS,
    **{ord(letter): "" for letter in _DROPPED},
    **{ord(letter): "" for letter in " \t\r\n\u200b\ufeff\u3000、，,・"},
}
_WHOLE_AREA: Final = re.compile("大字|小字")
_HYPHENS: Final = re.compile("[‐‑‒–—―−ー─ｰ]")
_DIGITS: Final = {letter: str(value) for value, letter in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = re.compile("[〇零一二三四五六七八九十百千]+")


# One order asks for the same name and address several times.
@lru_cache(maxsize=512)
def spelled(text: str) -> str:
    """The normal form, without spaces; it may be shorter than the text, and empty."""
    text = unicodedata.normalize("NFKC", text)
    text = _WHOLE_AREA.sub("", text).translate(_FOLDED)
    return _NUMERAL.sub(_number, _HYPHENS.sub("-", text))


def _number(found: re.Match[str]) -> str:
    """三 → 3, 二十四 → 24, 一二 → 12."""
    text = found.group()
    if not any(letter in _UNITS for letter in text):
        return "".join(_DIGITS[letter] for letter in text)
    total, digits = 0, ""
    for letter in text:
        if letter in _UNITS:
            total += int(digits or "1") * _UNITS[letter]
            digits = ""
        else:
            digits += _DIGITS[letter]
    return str(total + int(digits or "0"))
