"""Masks an answer of unknown shape so that its form can be shown to others without anybody's data."""

from __future__ import annotations

import unicodedata
from typing import Final

_KEPT_WORDS: Final = frozenset({"Yes", "No", ""})


def masked(value: object, known_words: frozenset[str], kept_keys: frozenset[str]) -> object:
    """The same shape with every letter, kana, kanji and digit replaced by one of its kind.

    Words that the profile itself names, and the values of `kept_keys` (counts), stay. Lengths and
    punctuation stay too: they are what tells a date from a number.
    """
    if isinstance(value, dict):
        return {
            str(key): item
            if key in kept_keys and not isinstance(item, dict | list)
            else masked(item, known_words, kept_keys)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [masked(item, known_words, kept_keys) for item in value]
    if isinstance(value, str):
        is_known = value in known_words or value in _KEPT_WORDS
        return value if is_known else "".join(map(_mask, value))
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int("9" * len(str(abs(value))))
    return 9.9 if isinstance(value, float) else None


def _mask(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isascii():
        if not character.isalpha():
            return character
        return "X" if character.isupper() else "x"
    name = unicodedata.name(character, "")
    if name.startswith("HALFWIDTH KATAKANA"):
        return "ｱ"
    if name.startswith("KATAKANA"):
        return "ア"
    if name.startswith("HIRAGANA"):
        return "あ"
    return "漢" if unicodedata.category(character).startswith("L") else "＿"
