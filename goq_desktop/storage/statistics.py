"""Reads what was sold, day by day, from an index that holds nothing else."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Final

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.sales import NOTHING_SOLD, DaySales, Sales, Sold
from goq_desktop.domain.times import JST
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database

_EPOCH: Final = date(1970, 1, 1)
_DAY: Final = 86_400
_JST: Final = int(timedelta(hours=9).total_seconds())
_SOLD: Final = (
    f"SELECT (ordered_at + {_JST}) / {_DAY} AS day, shop_uid, count(*), total(pieces), total(total)"  # noqa: S608
    " FROM orders INDEXED BY orders_sold WHERE ordered_at >= ? AND ordered_at < ? AND lane <> ?"
    " GROUP BY day, shop_uid"
)
_NEW: Final = (
    f"SELECT (first_at + {_JST}) / {_DAY} AS day, first_shop, count(*)"  # noqa: S608
    " FROM customers INDEXED BY customers_by_first WHERE first_at >= ? AND first_at < ? GROUP BY day, first_shop"
)
_UNDATED: Final = "SELECT count(*) FROM orders INDEXED BY orders_sold WHERE ordered_at IS NULL AND lane <> ?"
_UNCOUNTED: Final = "SELECT count(*) FROM orders INDEXED BY orders_uncounted WHERE pieces IS NULL"


def sales_between(database: Database, first: date, last: date) -> Sales:
    """Each day in Japan from `first` to `last`, and each shop of it, that has anything. Raises STORE_*."""
    span = _seconds(first), _seconds(last + timedelta(days=1))
    found: dict[tuple[int, str], Sold] = defaultdict(lambda: NOTHING_SOLD)
    with translated(database.path), closing(database.reader()) as reader:
        for day, shop, orders, pieces, total in reader.execute(_SOLD, (*span, Lane.CANCELLED.value)):
            found[day, shop] += Sold(orders=orders, pieces=int(pieces), total=int(total))
        for day, shop, people in reader.execute(_NEW, span):
            found[day, shop or ""] += Sold(new_customers=people)
        undated = reader.execute(_UNDATED, (Lane.CANCELLED.value,)).fetchone()[0]
        uncounted = reader.execute(_UNCOUNTED).fetchone()[0]
    days = tuple(
        DaySales(_EPOCH + timedelta(days=day), shop, sold) for (day, shop), sold in sorted(found.items())
    )
    return Sales(days, undated, uncounted)


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=JST).timestamp())
