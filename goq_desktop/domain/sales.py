"""売上データ: what was sold on a day, and the sums over days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sold:
    """`total` is yen. Cancelled orders are in none of these; `new_customers` are people whose first order of
    all it was, cancelled or not."""

    orders: int = 0
    new_customers: int = 0
    pieces: int = 0
    total: int = 0

    def __add__(self, other: Sold) -> Sold:
        return Sold(
            self.orders + other.orders,
            self.new_customers + other.new_customers,
            self.pieces + other.pieces,
            self.total + other.total,
        )


NOTHING_SOLD = Sold()


@dataclass(frozen=True, slots=True)
class DaySales:
    """What one shop sold on one day in Japan."""

    day: date
    shop_uid: str
    sold: Sold


@dataclass(frozen=True, slots=True)
class Sales:
    """Of some days. `undated`: orders whose time could not be read, which are in no day;
    `uncounted`: orders of an older store that are still to be looked at."""

    days: tuple[DaySales, ...]
    undated: int = 0
    uncounted: int = 0


def summed(days: Iterable[DaySales]) -> Sold:
    return sum((day.sold for day in days), NOTHING_SOLD)
