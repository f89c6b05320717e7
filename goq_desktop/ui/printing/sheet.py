"""A sheet before it is cut into pages: rows of cells, in tenths of a millimetre; no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

LONGEST_TEXT: Final = 2_000  # characters of one cell; an order from outside may bring any number
_LINE_ENDS: Final = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
# What would turn a line round, hide a part of it or be drawn as a box.
_DISTURBING: Final = re.compile(
    r"[\x00-\x09\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff]"
)


class Style(Enum):
    """How a text is set: size of the letters and height of a line in tenths of a millimetre, and its weight."""

    TITLE = (56, 76, True)
    STRONG = (35, 48, True)
    BODY = (32, 46, False)
    SMALL = (26, 37, False)

    def __init__(self, letters: int, line: int, is_bold: bool) -> None:
        self.letters = letters
        self.line = line
        self.is_bold = is_bold


class Side(Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper with the edge that stays white on every side."""

    width: int
    height: int
    margin: int

    @property
    def inner_width(self) -> int:
        return self.width - 2 * self.margin


A4: Final = Paper(2100, 2970, 120)
A5: Final = Paper(1480, 2100, 90)
B5: Final = Paper(1820, 2570, 100)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text that stands `left` to `right`, both shares (0 to 1) of the width inside the margins."""

    text: str
    left: float = 0.0
    right: float = 1.0
    side: Side = Side.LEFT
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells beside one another, as high as the highest of them.

    `under`: the row of titles that is set above it, and again on each page where rows under it go on.
    `is_with_next`: does not stand at the foot of a page without the row that follows.
    """

    cells: tuple[Cell, ...]
    above: int = 0
    has_rule: bool = False  # a line above it
    is_box: bool = False  # an empty square to tick at its left edge
    under: Row | None = None
    is_with_next: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What begins on a page of its own. `again` heads each further page, `foot` stands below all of them."""

    rows: tuple[Row, ...]
    again: tuple[Row, ...] = ()
    foot: str = ""


def printable(text: str) -> str:
    """Text from outside as paper can show it: bounded, every letter as it is, lines ended by a newline."""
    cut = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
    return _DISTURBING.sub(" ", _LINE_ENDS.sub("\n", cut)).strip()
