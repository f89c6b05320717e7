"""Single values of an answer: text, whole yen, yes or no, whatever JSON type the mall sent them in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec

# Control characters but tab and line ends, direction overrides that fake other text, and broken surrogates.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WHOLE: Final = re.compile(r"\s*([+-]?)(\d[\d,]{0,20})(?:\.0*)?\s*")
_LARGEST_NUMBER: Final = 10**12


def text_reader(longest: int) -> Callable[[Any], str]:
    """Reads a value as text of at most `longest` characters.

    Content stays as it is, but for characters that are unsafe to show or store: each becomes U+FFFD.
    Null and nothing give ""; numbers their digits; a table or list its JSON.
    """

    find_unsafe = _UNSAFE.search
    replace_unsafe = _UNSAFE.sub

    def read(value: Any) -> str:
        if value is None:
            return ""
        text = value if type(value) is str else _as_text(value)
        if len(text) > longest:
            text = text[:longest]
        # What is printable is safe, and told five times sooner.
        if not text.isprintable() and find_unsafe(text):
            text = replace_unsafe("\ufffd", text)
        return text

    return read


def whole_number(value: Any) -> int | None:
    """A whole number from 1200, "1200", "1,200" or 1200.0; None for anything else or beyond 10^12."""
    if type(value) is int:
        number = value
    elif type(value) is str:
        match = _WHOLE.fullmatch(value)
        if match is None:
            return None
        number = int(match.group(2).replace(",", ""))
        if match.group(1) == "-":
            number = -number
    elif type(value) is float and value.is_integer():
        number = int(value)
    else:
        return None
    return number if -_LARGEST_NUMBER <= number <= _LARGEST_NUMBER else None


def kind_of(value: Any) -> str:
    """The JSON kind of a value, for a message: it never holds the value itself."""
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return names.get(type(value), "unknown")


def _as_text(value: Any) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return msgspec.json.encode(value).decode("utf-8", "replace")
    return str(value)
