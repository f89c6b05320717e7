"""The dictionary for the checks: shared between threads, and quick for a postcode that was asked for before."""

from __future__ import annotations

import threading
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from goq_desktop.postal.dictionary import Place, Postcodes, seven_digits

_KEPT: Final = 4_096  # postcodes; about 2 MB


class PostalLookup:
    """Each thread has a connection of its own. Nothing is opened before the first question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._of_thread = threading.local()
        self._kept = lru_cache(maxsize=_KEPT)(self._find)

    @cached_property
    def is_readable(self) -> bool:
        """False when the file is missing or damaged; then no postcode is known."""
        return bool(self.data_date)

    @property
    def data_date(self) -> str:
        """The month of the post's data; empty when the file cannot be read."""
        return self._postcodes.data_date

    def find(self, text: str) -> tuple[Place, ...]:
        """All addresses of the postcode in the post's order; empty when there is none."""
        code = seven_digits(text)
        return self._kept(code) if code else ()

    def cities(self) -> tuple[tuple[str, str], ...]:
        """Prefecture and name of each city."""
        return self._cities

    @cached_property
    def _cities(self) -> tuple[tuple[str, str], ...]:
        return self._postcodes.cities()

    @property
    def _postcodes(self) -> Postcodes:
        found = getattr(self._of_thread, "postcodes", None)
        if not isinstance(found, Postcodes):
            found = self._of_thread.postcodes = Postcodes(self._path)
        return found

    def _find(self, code: str) -> tuple[Place, ...]:
        return self._postcodes.find(code)
