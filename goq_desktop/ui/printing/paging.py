"""Cuts sheets into pages: nothing is lost, nothing stands twice but what heads a page; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from goq_desktop.ui.printing.sheet import Cell, Paper, Row, Sheet, Side, Style

# Text, style and width: its lines, all letters of it but the newlines that end them.
Wrap = Callable[[str, Style, float], Sequence[str]]

_FOOT: Final = 60  # kept free for the foot
_GAP: Final = 16  # between a cell and the one at its right
_BOX: Final = 36
_DROP: Final = 0.7


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One line of text; `x`, `y` its upper left corner.

    A thousand slips have a hundred thousand of these: the collector of garbage, which holds up the window
    while it looks, has nothing to look for in them.
    """

    text: str
    x: float
    y: float
    width: float
    side: Side
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line from the left margin to the right one."""

    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An empty square to tick."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...] = ()
    boxes: tuple[Box, ...] = ()


def pages_of(
    sheets: Iterable[Sheet], paper: Paper, wrap: Wrap, check: Callable[[], None] = lambda: None
) -> tuple[Page, ...]:
    """Every sheet's pages in order. `check` is called for each sheet and may raise to stop."""
    pages: list[Page] = []
    for sheet in sheets:
        check()
        pages += _Cutting(sheet, paper, wrap).pages()
    return tuple(pages)


@dataclass(slots=True)
class _Open:
    """The page that is being filled."""

    y: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Lines:
    """A row with its cells' lines."""

    row: Row
    lines: tuple[Sequence[str], ...]

    @property
    def height(self) -> float:
        tallest = max((cell.style.line for cell in self.row.cells), default=0)
        cells = zip(self.row.cells, self.lines, strict=True)
        text = max(
            (
                len(lines) * cell.style.line + (tallest - cell.style.line) * _DROP
                for cell, lines in cells
                if lines
            ),
            default=0,
        )
        return self.row.above + max(text, _BOX if self.row.is_box else 0)


class _Cutting:
    def __init__(self, sheet: Sheet, paper: Paper, wrap: Wrap) -> None:
        self._sheet = sheet
        self._paper = paper
        self._wrap = wrap
        self._bottom = paper.height - paper.margin - _FOOT
        self._under: Row | None = None  # whose titles stand above what comes next
        self._done: list[_Open] = []
        self._page = _Open(paper.margin)
        self._start: float = paper.margin  # of this page, below what heads it

    def pages(self) -> list[Page]:
        rows = [self._lines(row) for row in self._sheet.rows]
        start = 0
        while start < len(rows):
            end = start + 1
            while end < len(rows) and rows[end - 1].row.is_with_next:
                end += 1
            self._make_room(rows[start:end])
            for one in rows[start:end]:
                self._set(one)
            start = end
        done = [*self._done, self._page]
        return [self._closed(page, number, len(done)) for number, page in enumerate(done, 1)]

    def _make_room(self, rows: Sequence[_Lines]) -> None:
        """A new page when rows that belong together fit there and not here."""
        first, height = rows[0].row, sum(one.height for one in rows)
        heads = sum(self._lines(row).height for row in self._sheet.again)
        fits_anew = self._paper.margin + heads + self._height(first.under) + height <= self._bottom
        if fits_anew and self._page.y + self._titles_height(first) + height > self._bottom:
            self._turn()

    def _set(self, one: _Lines) -> None:
        while self._page.y + self._titles_height(one.row) + one.height > self._bottom:
            rest = self._place_what_fits(one)
            if rest is None:
                return
            self._turn()
            one = rest
        self._place(one)

    def _place_what_fits(self, one: _Lines) -> _Lines | None:
        """The lines that are left; all of them when the page has no room for one."""
        room = self._bottom - self._page.y - one.row.above - self._titles_height(one.row)
        tallest = max(cell.style.line for cell in one.row.cells)
        counts = [
            int(max(room - (tallest - cell.style.line) * _DROP, 0) // cell.style.line)
            for cell in one.row.cells
        ]
        if self._page.y == self._start:
            counts = [max(1, count) for count in counts]  # no page is left empty, however small the paper
        if any(count < 1 for count in counts):
            return one
        head = tuple(lines[:count] for lines, count in zip(one.lines, counts, strict=True))
        rest = tuple(lines[count:] for lines, count in zip(one.lines, counts, strict=True))
        self._place(_Lines(one.row, head))
        following = replace(one.row, above=0, has_rule=False, is_box=False)
        return _Lines(following, rest) if any(rest) else None

    def _place(self, one: _Lines) -> None:
        if one.row.under is not self._under:
            self._under = one.row.under
            if one.row.under is not None:
                self._draw(self._lines(one.row.under))
        self._draw(one)

    def _draw(self, one: _Lines) -> None:
        page, left = self._page, self._paper.margin
        if one.row.has_rule:
            page.rules.append(Rule(page.y + one.row.above / 2))
        top = page.y + one.row.above
        if one.row.is_box:
            page.boxes.append(Box(left, top + 4, _BOX - 8))
        tallest = max((cell.style.line for cell in one.row.cells), default=0)
        for cell, lines in zip(one.row.cells, one.lines, strict=True):
            x, width = self._span(cell)
            # Letters of two sizes stand on one line.
            drop = (tallest - cell.style.line) * _DROP
            for number, line in enumerate(lines):
                if line:
                    y = top + drop + number * cell.style.line
                    page.pieces.append(Piece(line, x, y, width, cell.side, cell.style))
        page.y += one.height

    def _turn(self) -> None:
        self._done.append(self._page)
        self._page = _Open(self._paper.margin)
        self._under = None
        for row in self._sheet.again:
            self._draw(self._lines(row))
        self._start = self._page.y

    def _titles_height(self, row: Row) -> float:
        return 0 if row.under is self._under else self._height(row.under)

    def _height(self, row: Row | None) -> float:
        return 0 if row is None else self._lines(row).height

    def _lines(self, row: Row) -> _Lines:
        return _Lines(
            row,
            tuple(
                [
                    line
                    for part in cell.text.split("\n")
                    for line in (self._wrap(part, cell.style, self._span(cell)[1]) or [""])
                ]
                if cell.text
                else ()
                for cell in row.cells
            ),
        )

    def _span(self, cell: Cell) -> tuple[float, float]:
        inner = self._paper.inner_width
        gap = _GAP if cell.right < 1 else 0
        return self._paper.margin + cell.left * inner, (cell.right - cell.left) * inner - gap

    def _closed(self, page: _Open, number: int, count: int) -> Page:
        y = self._paper.height - self._paper.margin - Style.SMALL.line
        left, width = self._paper.margin, self._paper.inner_width
        foot = Piece(f"{number} / {count}", left, y, width, Side.RIGHT, Style.SMALL)
        lines = self._wrap(self._sheet.foot, Style.SMALL, width * 0.8) if self._sheet.foot else ()
        named = [Piece(lines[0], left, y, width, Side.LEFT, Style.SMALL)] if lines else []
        return Page((*page.pieces, *named, foot), tuple(page.rules), tuple(page.boxes))
