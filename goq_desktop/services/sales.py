"""売上データ: the days of a month or the months of a year, summed, and as a file for people."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from goq_desktop.domain.sales import NOTHING_SOLD, DaySales, Sales, Sold
from goq_desktop.services.spreadsheet import csv_in
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Span:
    """A month, or with `month` None a year."""

    year: int
    month: int | None = None

    @classmethod
    def of(cls, day: date) -> Span:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def parts(self) -> tuple[date, ...]:
        """Each day of a month, the first of each month of a year."""
        if self.month is None:
            return tuple(date(self.year, month, 1) for month in range(1, 13))
        return tuple(date(self.year, self.month, day) for day in range(1, self.last.day + 1))

    def moved(self, steps: int) -> Span:
        """So many months or years on; bounded by the years that a date can have here."""
        months = self.year * 12 + (self.month or 1) - 1 + steps * (1 if self.month else 12)
        months = min(max(months, 2000 * 12), 2100 * 12 - 1)
        return Span(months // 12, months % 12 + 1 if self.month else None)


def sales_of(workspace: Workspace, span: Span) -> Sales:
    """Of a year, `day` is the first of each month. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.statistics import sales_between

    sales = sales_between(database, span.first, span.last)
    return sales if span.month is not None else replace(sales, days=_by_month(sales.days))


def by_part(sales: Sales, span: Span, shop_uid: str | None) -> Mapping[date, Sold]:
    """Each part of the span, also the empty ones; `shop_uid` None: of all shops together."""
    found = dict.fromkeys(span.parts, NOTHING_SOLD)
    for each in sales.days:
        if shop_uid in (None, each.shop_uid):
            found[each.day] += each.sold
    return found


def by_shop(sales: Sales) -> dict[str, Sold]:
    found: dict[str, Sold] = {}
    for each in sales.days:
        found[each.shop_uid] = found.get(each.shop_uid, NOTHING_SOLD) + each.sold
    return found


def export_sales(
    workspace: Workspace, file: Path, titles: Sequence[str], rows: Iterable[tuple[str, str, Sold]]
) -> None:
    """A CSV with these titles: day, shop and the four numbers of each row.

    It appears whole or not at all. Raises FILE_UNWRITABLE, FILE_UNENCODABLE, DISK_FULL.
    """
    encoding = workspace.load_settings().settings.other.csv_encoding
    with whole_file(file) as part, csv_in(part, encoding) as write:
        write(titles)
        for day, shop, sold in rows:
            write((day, shop, sold.orders, sold.new_customers, sold.pieces, sold.total))


def _by_month(days: Iterable[DaySales]) -> tuple[DaySales, ...]:
    found: dict[tuple[date, str], Sold] = {}
    for each in days:
        key = each.day.replace(day=1), each.shop_uid
        found[key] = found.get(key, NOTHING_SOLD) + each.sold
    return tuple(DaySales(day, shop, sold) for (day, shop), sold in sorted(found.items()))
