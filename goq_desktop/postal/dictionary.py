"""Looks up the addresses of a postcode in the packaged dictionary, offline."""

from __future__ import annotations

import logging
import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Room for the places that share a postcode; the row number is code * PLACES_A_CODE + n.
PLACES_A_CODE: Final = 100
_SEPARATORS: Final = re.compile(r"[\s〒‐‑‒–—―−ー─-]")
_SEVEN_DIGITS: Final = re.compile(r"[0-9]{7}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a postcode. `town` of a large office includes its house number.

    `note` is the post's own limitation of the town (its brackets); `office` is the name of the office.
    """

    prefecture: str
    city: str
    town: str
    note: str = ""
    office: str = ""


def seven_digits(text: str) -> str | None:
    """The postcode in what a person typed or pasted (full-width, with 〒 or hyphens); None when it is none."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return digits if _SEVEN_DIGITS.fullmatch(digits) else None


class Postcodes:
    """The dictionary file, opened at the first question; for use in one thread.

    A missing or damaged file answers nothing, since every address can also be typed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def find(self, text: str) -> tuple[Place, ...]:
        """All addresses of the postcode in the post's order; empty when there is none."""
        code = seven_digits(text)
        if code is None:
            return ()
        first = int(code) * PLACES_A_CODE
        rows = self._ask(
            "SELECT city.prefecture, city.name, place.town, place.note, place.office"
            " FROM place JOIN city ON city.id = place.city WHERE place.id BETWEEN ? AND ? ORDER BY place.id",
            (first, first + PLACES_A_CODE - 1),
        )
        return tuple(Place(*row) for row in rows)

    def cities(self) -> tuple[tuple[str, str], ...]:
        """Prefecture and name of each city."""
        return tuple(
            (prefecture, name) for prefecture, name in self._ask("SELECT prefecture, name FROM city", ())
        )

    @property
    def data_date(self) -> str:
        """The month of the post's data ("2026-10"); empty when the file cannot be read."""
        rows = self._ask("SELECT value FROM meta WHERE name = ?", ("data_date",))
        return rows[0][0] if rows else ""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, query: str, values: tuple[int | str, ...]) -> list[tuple[str, ...]]:
        try:
            if self._connection is None:
                # Immutable: no lock, no journal; the installed file never changes while we run.
                self._connection = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
                # The whole file: an order's postcode is looked up while a page of them is stored.
                self._connection.execute("PRAGMA mmap_size = 33554432")
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            _log.warning("postcode dictionary unreadable: %s", type(error).__name__)
            return []
