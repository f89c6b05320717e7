"""Finds the ids of a query: along the order of the list where hits are many, by the index where they are few."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.lanes import TO_CHECK, Lane
from goq_desktop.domain.matching import words
from goq_desktop.domain.query import OrderColumn, OrderQuery
from goq_desktop.storage.cipher import Connection
from goq_desktop.storage.order_conditions import (
    UNFINISHED_SQL,
    Condition,
    Value,
    of_filters,
    of_place,
    where,
)
from goq_desktop.storage.search_index import Match, match_of

# The first slice fills a window; later ones are large enough to be few, small enough not to be felt.
FIRST_SLICE: Final = 200
SLICE: Final = 20_000

# So many finds are looked up and sorted in some 20 ms, encrypted.
_FEW: Final = 2_000
# So many orders are looked at along the list's own order before the index is asked for all finds.
_LOOKED_AT: Final = 5_000
# What a window shows at once: a peek that finds fewer would be painted twice.
_WORTH_SHOWING: Final = 40
# So much unfinished work is sorted sooner than its orders are picked out of all.
_SORTED_AT_ONCE: Final = 20_000

_SORT_COLUMNS: Final[Mapping[OrderColumn, str]] = {
    OrderColumn.ID: "id",
    OrderColumn.ORDERED: "ordered_at",
    OrderColumn.NUMBER: "number",
    OrderColumn.SHOP: "shop_uid",
    OrderColumn.LANE: "lane",
    OrderColumn.PURCHASER: "purchaser",
    OrderColumn.RECIPIENT: "recipient",
    OrderColumn.ITEMS: "items",
    OrderColumn.TOTAL: "total",
    OrderColumn.PAYMENT: "payment",
    OrderColumn.PAYMENT_STATUS: "payment_status",
    OrderColumn.SHIPPING_STATUS: "shipping_status",
    OrderColumn.CARRIER: "carrier",
    OrderColumn.DELIVERY_DATE: "delivery_date",
    OrderColumn.DELIVERY_SLOT: "delivery_slot",
    OrderColumn.SHIPPED: "shipped",
    OrderColumn.TRACKING: "tracking",
    OrderColumn.MEMO: "memo",
    OrderColumn.NOTE: "note",
}
# Where the others stand first, such as those that are sent, they are passed over in the index itself.
_LANES_TO_CHECK: Final = Condition("lane IN (SELECT lane FROM lane_counts WHERE to_check > 0)")
_HOLDS: Final = "EXISTS (SELECT 1 FROM order_search s WHERE s.order_id = o.id AND instr(s.text, ?))"
_MATCHING: Final = "SELECT rowid FROM order_grams WHERE order_grams MATCH ?"


def find(connection: Connection, query: OrderQuery) -> Iterator[array[int]]:
    """The ids of the query in its order, the first slice small. Empty values come last."""
    place, filters = list(of_place(query)), list(of_filters(query.filters))
    walk = _Walk(query, _index(connection, query))
    typed = words(query.text)
    if not typed and not filters:
        shown = _first_to_check(connection, query, place)
        if shown:
            yield shown
        yield from _without(shown, _slices(connection, *walk.along(place)))
        return
    texts = [Condition(_HOLDS, (word,)) for word in typed]
    if query.filters.order_id is not None:
        yield from _slices(connection, *walk.looked_up([*filters, *place, *texts]))
        return
    match = match_of(typed)
    unsure = [] if match.is_exact else texts
    is_indexed = bool(match.expression)
    if is_indexed and not match.is_weak and (few := _few(connection, match)):
        # The texts are read last: the other conditions leave fewer of them.
        yield from _slices(connection, *walk.looked_up([few, *place, *filters, *unsure]))
        return
    shown = _peek(connection, walk, place, [*filters, *texts])
    if len(shown) < _WORTH_SHOWING:
        if is_indexed and match.is_weak and (few := _few(connection, match)):
            yield from _slices(connection, *walk.looked_up([few, *place, *filters, *unsure]))
            return
        shown = array("q")
    else:
        yield shown
        # The index would not be faster, and could not be interrupted.
        is_indexed = is_indexed and not match.is_weak
    rest = [*place]
    if filters:
        sql, values = where(filters)
        fitting = f"SELECT id FROM orders INDEXED BY orders_by_id {sql}"  # noqa: S608 -- of constants
        rest.append(Condition(f"o.id IN ({fitting})", values))
    if is_indexed:
        rest += [Condition(f"o.id IN ({_MATCHING})", (match.expression,)), *unsure]
    else:
        rest += texts
    yield from _without(shown, _slices(connection, *walk.along(rest)))


def _index(connection: Connection, query: OrderQuery) -> str:
    """The index that is read: that of the sort, which holds all orders, or a small one of the lane."""
    if query.lane == TO_CHECK:
        return "orders_to_check"
    is_ended = query.lane in (None, Lane.DONE, Lane.CANCELLED)
    # Sorted when asked for, unfinished orders are there before a long index was read for them.
    if not is_ended and (query.sort is OrderColumn.ORDERED or _unfinished(connection) <= _SORTED_AT_ONCE):
        return "orders_unfinished"
    return f"orders_by_{_SORT_COLUMNS[query.sort]}"


def _unfinished(connection: Connection) -> int:
    sql = f"SELECT ifnull(sum(orders), 0) FROM lane_counts WHERE {UNFINISHED_SQL}"  # noqa: S608
    return int(connection.execute(sql).fetchone()[0])


def _first_to_check(connection: Connection, query: OrderQuery, place: Sequence[Condition]) -> array[int]:
    """The first of very many orders to check, which take seconds to be sorted by another column than the date."""
    nothing: array[int] = array("q")
    if query.lane != TO_CHECK or query.sort is OrderColumn.ORDERED:
        return nothing
    (many,) = connection.execute("SELECT ifnull(sum(to_check), 0) FROM lane_counts").fetchone()
    if many <= _SORTED_AT_ONCE:
        return nothing
    walk = _Walk(query, f"orders_by_{_SORT_COLUMNS[query.sort]}")
    shown = _peek(connection, walk, [_LANES_TO_CHECK], place)
    return shown if len(shown) >= _WORTH_SHOWING else nothing


def _few(connection: Connection, match: Match) -> Condition | None:
    """What the index finds, when it is little enough to be sorted at once."""
    rows = connection.execute(f"{_MATCHING} LIMIT {_FEW + 1}", (match.expression,)).fetchall()
    if len(rows) > _FEW:
        return None
    return Condition("o.id IN (SELECT value FROM json_each(?))", (json.dumps([row[0] for row in rows]),))


@dataclass(frozen=True, slots=True)
class _Walk:
    """The statements of a query, in its order."""

    query: OrderQuery
    index: str

    def along(self, conditions: Sequence[Condition]) -> tuple[str, tuple[Value, ...]]:
        """Read in the order of the sort, so that the first hits are there long before the last ones."""
        # Without the hint a filter would be looked up first and its finds be sorted: seconds, not
        # milliseconds. Measured at 100,000: 0.05 s for a hundredth of them, 0.3 s for all; by the column's
        # own index 3 s.
        text, values = where(conditions)
        return f"SELECT o.id FROM orders o INDEXED BY {self.index} {text} {self._order}", values  # noqa: S608

    def looked_up(self, conditions: Sequence[Condition]) -> tuple[str, tuple[Value, ...]]:
        """For a condition that names few ids."""
        text, values = where(conditions)
        return f"SELECT o.id FROM orders o NOT INDEXED {text} {self._order}", values  # noqa: S608

    @property
    def _order(self) -> str:
        direction = "DESC" if self.query.descending else "ASC"
        return f"ORDER BY o.{_SORT_COLUMNS[self.query.sort]} {direction} NULLS LAST, o.id {direction}"


def _peek(
    connection: Connection, walk: _Walk, place: Sequence[Condition], others: Sequence[Condition]
) -> array[int]:
    """The first hits, as far as they are among the first orders of the list."""
    first, walked = walk.along(place)
    text, values = where(others)
    sql = (
        f"SELECT o.id FROM ({first} LIMIT {_LOOKED_AT}) p CROSS JOIN orders o ON o.id = p.id"  # noqa: S608
        f" {text} LIMIT {FIRST_SLICE}"
    )
    return array("q", (row[0] for row in connection.execute(sql, (*walked, *values))))


def _slices(connection: Connection, sql: str, values: Sequence[Value]) -> Iterator[array[int]]:
    cursor = connection.execute(sql, tuple(values))
    try:
        size = FIRST_SLICE
        while rows := cursor.fetchmany(size):
            yield array("q", (row[0] for row in rows))
            size = SLICE
    finally:
        cursor.close()


def _without(shown: array[int], slices: Iterator[array[int]]) -> Iterator[array[int]]:
    seen = frozenset(shown)
    for ids in slices:
        new = array("q", (order_id for order_id in ids if order_id not in seen)) if seen else ids
        if new:
            yield new
