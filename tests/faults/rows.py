"""The rows of the fault table: how much each one tries, and where its figures go."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeVar

# Set by the runner; without them the suite runs at its everyday size and keeps no figures.
SIZE: Final = "GOQ_FAULTS_SIZE"
FIGURES: Final = "GOQ_FAULTS_FIGURES"
MINUTES: Final = "GOQ_FAULTS_MINUTES"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row as it came out: `tried` things of a kind, and what came of them."""

    row: str
    tried: int
    result: str
    seconds: float


def size(everyday: int, release: int) -> int:
    """How many of a row's faults this run tries."""
    return release if os.environ.get(SIZE) == "release" else everyday


def in_time(items: Iterable[T], parts: int = 1) -> Iterator[T]:
    """The items until the minutes that a row may take are over; of a row of several parts each has its share.

    At least one comes. How many came is what the row says it tried.
    """
    minutes = float(os.environ.get(MINUTES) or "inf")
    end = time.monotonic() + minutes * 60 / parts
    for item in items:
        yield item
        if time.monotonic() > end:
            return


def is_over(begun: float) -> bool:
    """Whether the minutes that a row may take have passed since `begun`, of the monotonic clock."""
    return time.monotonic() - begun > float(os.environ.get(MINUTES) or "inf") * 60


class Row:
    """What a test fills in while it runs."""

    def __init__(self) -> None:
        self.tried = 0
        self.result = "FAILED"


@contextmanager
def row(name: str) -> Iterator[Row]:
    """The figures of a row, kept for the table however the test ends: one that fails stays `FAILED`."""
    begun, made = time.monotonic(), Row()
    result = made.result
    try:
        yield made
        result = made.result
    finally:
        folder = os.environ.get(FIGURES)
        if folder:
            figure = Figure(name, made.tried, result, time.monotonic() - begun)
            # A name of its own for each part of a row: parts run in several processes.
            file = Path(folder) / f"{abs(hash((name, time.monotonic_ns(), os.getpid())))}.json"
            file.write_text(json.dumps(asdict(figure), ensure_ascii=False), encoding="utf-8")


def read(folder: Path) -> list[Figure]:
    """The rows by name, the parts of each taken together."""
    parts: dict[str, list[Figure]] = {}
    for file in sorted(folder.glob("*.json")):
        figure = Figure(**json.loads(file.read_text("utf-8")))
        parts.setdefault(figure.row, []).append(figure)
    return [_together(name, parts[name]) for name in sorted(parts)]


def _together(name: str, parts: list[Figure]) -> Figure:
    results = sorted({part.result for part in parts})
    return Figure(name, sum(part.tried for part in parts), "; ".join(results), sum(p.seconds for p in parts))
