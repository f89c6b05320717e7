"""When to remind of renewing a shop's keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from goq_desktop.settings.tiles import Shop

# The cart's keys never expire; its own manual advises to renew them regularly and names no period.
RENEW_AFTER: Final = timedelta(days=180)


def shops_with_old_keys(shops: Iterable[Shop], today: date) -> tuple[Shop, ...]:
    """The shops whose 発行日 is known and at least half a year ago."""
    return tuple(shop for shop in shops if shop.keys_issued_on and today - shop.keys_issued_on >= RENEW_AFTER)
