"""The postal dictionary of this program, one for all checks."""

from __future__ import annotations

from functools import lru_cache

from goq_desktop import resources
from goq_desktop.postal.lookup import PostalLookup


@lru_cache(maxsize=1)
def postal_places() -> PostalLookup:
    return PostalLookup(resources.path("postal", "postcodes.sqlite"))
