"""Where the next page begins, when the list ends, and whether it moved while it was read."""

from __future__ import annotations

from dataclasses import dataclass

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.profile import Paging, PagingKind
from goq_desktop.malls.wire import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A page: its number from 1, how many rows lie before it, and the shop's cursor for it."""

    number: int = 1
    rows_before: int = 0
    cursor: str | None = None

    def values(self, paging: Paging) -> dict[str, str | int | None]:
        """The paging placeholders of a request."""
        return {
            "offset": paging.first + self.rows_before,
            "page": paging.first + self.number - 1,
            "cursor": self.cursor,
            "size": paging.size,
        }


def next_position(paging: Paging, position: Position, reading: Reading) -> Position | None:
    """The page after this one, or None at the end.

    A page shorter than asked for is no end: a shop may give fewer a page than we want. Where the shop
    tells no total, the list ends with an empty page.
    """
    rows = position.rows_before + reading.received
    if paging.kind is PagingKind.SINGLE:
        return None
    if paging.kind is PagingKind.CURSOR:
        is_end = reading.cursor is None
    else:
        is_end = reading.received == 0 or (reading.total is not None and rows >= reading.total)
    if is_end:
        return None
    return Position(number=position.number + 1, rows_before=rows, cursor=reading.cursor)


def last_position(paging: Paging, total: int) -> Position | None:
    """The page with the last rows of a list, or None where a shop's paging cannot jump."""
    if paging.kind is PagingKind.OFFSET:
        return Position(rows_before=max(0, total - paging.size))
    if paging.kind is PagingKind.PAGE:
        return Position(number=max(1, -(-total // paging.size)))
    return None


class PageWatch:
    """Follows the pages of one list to notice endless and shifted ones."""

    def __init__(self, size: int, most_pages: int) -> None:
        self._size = size
        self._most_pages = most_pages
        self._serials: set[str] = set()
        self._cursors: set[str] = set()
        self._totals: set[int] = set()
        self._unread = 0

    def look(self, position: Position, reading: Reading, *, is_last: bool) -> None:
        """Raises PAGES_REPEAT when a page brings only what was there before, or the list does not end."""
        before = len(self._serials)
        self._serials.update(received.order.serial for received in reading.orders)
        self._unread += reading.received - len(reading.orders)
        if reading.total is not None:
            self._totals.add(reading.total)
        # A short last page of known orders is the mark of a shifted list, not of a repeated one.
        is_repeated = bool(reading.orders) and len(self._serials) == before
        is_repeated = is_repeated and (not is_last or reading.received >= self._size)
        if position.cursor is not None:
            is_repeated = is_repeated or position.cursor in self._cursors
            self._cursors.add(position.cursor)
        if is_repeated or position.number > self._most_pages:
            raise ProblemError(ProblemCode.PAGES_REPEAT, pages=position.number)

    def has_shifted(self, reading: Reading) -> bool:
        """After the last page: whether the list changed meanwhile, so that an order may be missing."""
        if reading.total is None:
            return False
        return len(self._totals) > 1 or len(self._serials) + self._unread != reading.total
