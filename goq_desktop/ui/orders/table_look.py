"""How the table looks: its columns and the height of its rows, as values that a saved view keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """`name` is the value of an `OrderColumn`, or of one that another version knows; `width` in pixels."""

    name: str
    width: int
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class TableLook:
    """`columns` as they stand from the left, hidden ones too; `density` is the value of a `Density`."""

    columns: tuple[ColumnLook, ...]
    density: str
