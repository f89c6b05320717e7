"""Dotted paths and templates of a profile, compiled once into functions that read a decoded answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

Getter = Callable[[Any], Any]
TextOf = Callable[[Any], str]

_PATH: Final = re.compile(r"[^.{}]+(?:\.[^.{}]+)*")
_HOLE: Final = re.compile(r"\{([^{}]*)\}")


def is_path(text: str) -> bool:
    """Whether a profile's text is empty, a dotted path, or a template whose holes are dotted paths."""
    if "{" not in text and "}" not in text:
        return not text or _PATH.fullmatch(text) is not None
    holes = _HOLE.findall(text)
    rest = _HOLE.sub("", text)
    return bool(holes) and all(_PATH.fullmatch(hole) for hole in holes) and not set("{}") & set(rest)


def getter(path: str) -> Getter:
    """Reads one dotted path: None when anything on the way is missing; the path "" gives the whole."""
    if not path:
        return lambda value: value
    parts = path.split(".")
    if len(parts) == 1:
        key = parts[0]
        return lambda value: value.get(key) if type(value) is dict else _step(value, key)
    if len(parts) == 2:
        first, second = parts

        def get_two(value: Any) -> Any:
            inner = value.get(first) if type(value) is dict else _step(value, first)
            return inner.get(second) if type(inner) is dict else _step(inner, second)

        return get_two

    def get(value: Any) -> Any:
        for part in parts:
            value = _step(value, part)
        return value

    return get


def text_getter(path: str, text_of: TextOf) -> TextOf:
    """Reads a path or template as text; "" where the mall tells nothing."""
    if not path:
        return lambda value: ""
    if "{" not in path:
        key, dot, _ = path.partition(".")
        if not dot:
            return lambda value: text_of(value.get(key) if type(value) is dict else _step(value, key))
        get = getter(path)
        return lambda value: text_of(get(value))
    holes = [getter(hole) for hole in _HOLE.findall(path)]
    frame = _HOLE.sub("{}", path)

    def fill(value: Any) -> str:
        texts = [text_of(hole(value)) for hole in holes]
        return frame.format(*texts).strip() if any(texts) else ""

    return fill


def _step(value: Any, part: str) -> Any:
    if type(value) is dict:
        return value.get(part)
    if type(value) is list and part.isdecimal() and len(part) < 6 and int(part) < len(value):
        return value[int(part)]
    return None
