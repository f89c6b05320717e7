"""What a search for orders asks, read strictly from its JSON body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from goq_desktop.practice.answers import read_time

LARGEST_PAGE: Final = 100
_KEYS: Final = {"since", "until", "from", "size", "sort"}
_SORTS: Final[tuple[object, ...]] = ({"order": "Asc"}, {"order": "Desc"})


class BadSearchError(Exception):
    """The body is not what the shop understands; the text names the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A page of a window: `start` counts from 0, `size` from 1 to `LARGEST_PAGE`."""

    since: datetime
    until: datetime | None
    start: int
    size: int
    is_descending: bool


def read_search(body: bytes) -> Search:
    """The search that `body` asks for. Unknown keys are refused: the asking side is mistaken."""
    asked = read_object(body)
    unknown = set(asked) - _KEYS
    if unknown:
        raise BadSearchError(f"unknown: {min(unknown)}")
    sort = asked.get("sort", _SORTS[0])
    if sort not in _SORTS:
        raise BadSearchError("sort")
    until = asked.get("until")
    return Search(
        since=_time(asked.get("since"), "since"),
        until=None if until is None else _time(until, "until"),
        start=_whole(asked.get("from", 0), "from", 0, 2**31),
        size=_whole(asked.get("size", LARGEST_PAGE), "size", 1, LARGEST_PAGE),
        is_descending=sort == _SORTS[1],
    )


def read_object(body: bytes) -> dict[str, object]:
    """The JSON object in `body`. Raises BadSearchError."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        raise BadSearchError("body") from None
    if not isinstance(asked, dict):
        raise BadSearchError("body")
    return asked


def _time(value: object, key: str) -> datetime:
    try:
        return read_time(str(value))
    except ValueError:
        raise BadSearchError(key) from None


def _whole(value: object, key: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadSearchError(key)
    return value
