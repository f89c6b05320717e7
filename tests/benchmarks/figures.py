"""What is measured as numbers, and the table that is printed of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

_HEAD: Final = ("row", "what", "ours", "beside", "ratio", "goal")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: all text, ready to be printed."""

    code: str
    what: str
    ours: str
    beside: str = ""
    ratio: str = ""
    goal: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.code, self.what, self.ours, self.beside, self.ratio, self.goal


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not below `share` of all."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(seconds: Sequence[float]) -> str:
    """Median and range of some runs, in milliseconds."""
    return f"{ms(median(seconds))} ({min(seconds) * 1000:,.0f}-{max(seconds) * 1000:,.0f})"


def ms(seconds: float) -> str:
    digits = 1 if seconds < 0.1 else 0
    return f"{seconds * 1000:,.{digits}f} ms"


def ratio(ours: float, beside: float) -> str:
    share = ours / beside
    return f"{share:.2f}" if share >= 0.1 else f"1/{1 / share:.0f}"


def printed(rows: Sequence[Row]) -> str:
    """A table as Markdown has it, with columns of even width."""
    lines = [_HEAD, *(row.cells for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(f"| {' | '.join(map(_padded, line, widths))} |" for line in lines)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
