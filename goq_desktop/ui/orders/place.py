"""Where a person is in the list, by order id: it survives any change of the rows."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Up to here looking for each id (a scan in C) is faster than one pass in Python over all ids.
_FEW: Final = 16


@dataclass(frozen=True, slots=True)
class Place:
    """The selected orders, the current one, and the one at the top edge of the view."""

    selected: frozenset[int] = frozenset()
    current: int | None = None
    top: int | None = None


def rows_of(wanted: frozenset[int], ids: array[int], start: int = 0) -> list[int]:
    """The rows, from `start` on, whose order is wanted; ascending."""
    if not wanted:
        return []
    if len(wanted) > _FEW:
        return [row for row, order_id in enumerate(ids[start:], start) if order_id in wanted]
    found = (row_of(order_id, ids, start) for order_id in wanted)
    return sorted(row for row in found if row is not None)


def row_of(order_id: int, ids: array[int], start: int = 0) -> int | None:
    try:
        return ids.index(order_id, start)
    except ValueError:
        return None


def ranges(rows: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Ascending rows as (first, last) of each unbroken run."""
    first = last = -2
    for row in rows:
        if row == last + 1:
            last = row
            continue
        if first >= 0:
            yield first, last
        first = last = row
    if first >= 0:
        yield first, last
