"""What the stored orders hold that settings are made for: wordings as they came, and recent orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.orders import Order

# What the list of orders keeps of a wording, and what the settings take: a longer one is free text.
LONGEST_WORDING: Final = 199


@dataclass(frozen=True, slots=True)
class SeenWording:
    """A shop's text to the character, and how many stored orders hold it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class ShopOrder:
    shop_uid: str
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSight:
    """Wordings with the most frequent first; `recent` holds the newest few orders of each shop."""

    payments: tuple[SeenWording, ...] = ()
    carriers: tuple[SeenWording, ...] = ()
    slots: tuple[SeenWording, ...] = ()
    recent: tuple[ShopOrder, ...] = ()
