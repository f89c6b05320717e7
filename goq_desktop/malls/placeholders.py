"""Fills a call's path, query and body from the profile with the values of one request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

Values = Mapping[str, str | int | None]

REQUEST_NAMES: Final = frozenset({"since", "until", "offset", "page", "cursor", "size", "shop_id"})
HEADER_NAMES: Final = frozenset({"key", "shop_id"})

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def names_in(template: Any) -> Iterator[str]:
    """Every placeholder's name in a text, or in all texts of a table or list."""
    if isinstance(template, str):
        yield from _PLACEHOLDER.findall(template)
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from names_in(value)
    elif isinstance(template, list):
        for value in template:
            yield from names_in(value)


def fill_path(template: str, values: Values) -> str:
    """A URL path; every value is quoted, so none can lead out of its segment."""
    return _PLACEHOLDER.sub(lambda match: quote(_text(values, match.group(1)), safe=""), template)


def fill_text(template: str, values: Values) -> str:
    return _PLACEHOLDER.sub(lambda match: _text(values, match.group(1)), template)


def fill_table(template: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """A query or body. A key is left out when its text is empty or its placeholder has no value now."""
    filled = {key: _fill(value, values) for key, value in template.items()}
    return {key: value for key, value in filled.items() if value is not None and value != ""}


def _fill(template: Any, values: Values) -> Any:
    if isinstance(template, str):
        whole = _PLACEHOLDER.fullmatch(template)
        if whole:
            return values.get(whole.group(1))
        if any(values.get(name) is None for name in _PLACEHOLDER.findall(template)):
            return None
        return fill_text(template, values)
    if isinstance(template, Mapping):
        return fill_table(template, values)
    if isinstance(template, list):
        items = (_fill(item, values) for item in template)
        return [item for item in items if item is not None]
    return template


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)
