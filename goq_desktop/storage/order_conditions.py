"""Says in SQL which orders a query wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED, Lane
from goq_desktop.domain.query import OrderQuery
from goq_desktop.domain.times import end_of_day, start_of_day

Value = str | int
UNFINISHED_SQL: Final = "lane NOT IN ('done', 'cancelled')"

_SECONDS: Final = {
    DateKind.ORDERED: "ordered_at",
    DateKind.PAID: "paid_at",
    DateKind.SHIP_PLANNED: "ship_planned_at",
    DateKind.SHIPPED: "shipped_at",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a WHERE with its values."""

    sql: str
    values: tuple[Value, ...] = ()


def where(conditions: Sequence[Condition]) -> tuple[str, tuple[Value, ...]]:
    """All of them, with the word WHERE; nothing for none."""
    text = f"WHERE {' AND '.join(one.sql for one in conditions)}" if conditions else ""
    return text, tuple(value for one in conditions for value in one.values)


def of_place(query: OrderQuery) -> Iterator[Condition]:
    """Shop and lane, which every index of a sort holds."""
    if query.shop_uid is not None:
        yield Condition("shop_uid = ?", (query.shop_uid,))
    if query.lane == TO_CHECK:
        yield Condition("reasons IS NOT NULL")
    elif query.lane == UNFINISHED:
        yield Condition(UNFINISHED_SQL)
    elif query.lane is not None:
        yield Condition("lane = ?", (query.lane,))
        if query.lane not in (Lane.DONE, Lane.CANCELLED):
            # Said once more in the words of `orders_unfinished`, else SQLite would not take it.
            yield Condition(UNFINISHED_SQL)


def of_filters(filters: OrderFilters) -> Iterator[Condition]:
    """In columns of `orders_by_id` alone, but the reason."""
    if filters.order_id is not None:
        yield Condition("id = ?", (filters.order_id,))
    for period in filters.periods:
        yield from _of_period(period)
    for column, text in (
        ("payment", filters.payment),
        ("payment_kind", filters.payment_kind),
        ("carrier_code", filters.carrier),
        ("service_code", filters.service),
    ):
        if text:
            yield Condition(f"{column} = ?", (text,))
    if filters.amount_from is not None:
        yield Condition("total >= ?", (filters.amount_from,))
    if filters.amount_to is not None:
        yield Condition("total <= ?", (filters.amount_to,))
    for is_wanted, sql in (
        (filters.has_memo, "memo IS NOT NULL"),
        (filters.has_tracking, "tracking IS NOT NULL"),
        (filters.is_changed, "changed_at > first_seen_at"),
    ):
        if is_wanted is not None:
            yield Condition(f"({sql}) = ?", (int(is_wanted),))
    if filters.reason:
        yield Condition("instr(' ' || reasons || ' ', ?)", (f" {filters.reason} ",))


def _of_period(period: Period) -> Iterator[Condition]:
    if period.kind is DateKind.WISHED:
        if period.since is not None:
            yield Condition("wished_on >= ?", (period.since.isoformat(),))
        if period.until is not None:
            yield Condition("wished_on <= ?", (period.until.isoformat(),))
        return
    column = _SECONDS[period.kind]
    if period.since is not None:
        yield Condition(f"{column} >= ?", (int(start_of_day(period.since).timestamp()),))
    if period.until is not None:
        yield Condition(f"{column} <= ?", (int(end_of_day(period.until).timestamp()),))
