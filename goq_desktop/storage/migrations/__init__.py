"""The ways from each released schema to the newest; `REVISIONS` is oldest first."""

from __future__ import annotations

from typing import Final

REVISIONS: Final = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
)
NEWEST: Final = REVISIONS[-1]
