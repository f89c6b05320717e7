"""Finds people by what is typed, and reads their orders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from typing import Final

from goq_desktop.domain.customers import MOST, Customer, CustomerOrder, FoundCustomers
from goq_desktop.domain.matching import words
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.search_index import match_of

MOST_ORDERS: Final = 200
_COLUMNS: Final = (
    "id, ifnull(name, ''), ifnull(kana, ''), ifnull(phone, ''), ifnull(mail, ''), ifnull(address, ''),"
    " orders, total, first_at, last_at, ifnull(note, ''), is_marked"
)
_ORDERS: Final = (
    "SELECT id, ifnull(number, ''), shop_uid, ordered_at, lane, ifnull(items, ''), line_count, total FROM orders"
    " WHERE customer_id = ? ORDER BY ordered_at DESC, id DESC LIMIT ?"
)
# So many orders are followed to their people in a part of a second. Of more, most belong to people who are soon
# met along the list itself.
_FEW_ORDERS: Final = 10_000
_MATCHING: Final = "SELECT rowid FROM order_grams WHERE order_grams MATCH ? LIMIT ?"
_OF_ORDERS: Final = (
    "id IN (SELECT o.customer_id FROM orders o WHERE o.id IN (SELECT value FROM json_each(?)))"
)
_UNCOUNTED: Final = "SELECT count(*) FROM orders INDEXED BY orders_uncounted WHERE pieces IS NULL"


def find_customers(
    database: Database, typed: str, *, is_marked_only: bool = False, limit: int = MOST
) -> FoundCustomers:
    """The first `limit` whose name, kana, phone, mail or address hold every typed word, the last order first.

    Raises STORE_*.
    """
    wanted = words(typed)
    conditions = ["text IS NOT NULL", *["instr(text, ?)"] * len(wanted), *["is_marked"] * is_marked_only]
    with translated(database.path), closing(database.reader()) as reader:
        few = None if is_marked_only else _few_orders(reader, wanted)
        along = "customers_marked" if is_marked_only else "customers_by_last"
        place = f"INDEXED BY {along}" if few is None else "NOT INDEXED"
        conditions += [_OF_ORDERS] * (few is not None)
        values = (*wanted, *([json.dumps(few)] * (few is not None)), limit + 1)
        sql = (
            f"SELECT {_COLUMNS} FROM customers {place} WHERE {' AND '.join(conditions)}"  # noqa: S608
            " ORDER BY last_at DESC LIMIT ?"
        )
        rows = reader.execute(sql, values).fetchall()
        uncounted = int(reader.execute(_UNCOUNTED).fetchone()[0])
    people = tuple(Customer(*(*row[:-1], bool(row[-1]))) for row in rows)
    return FoundCustomers(people[:limit], len(people) > limit, uncounted)


def _few_orders(reader: Connection, wanted: Sequence[str]) -> list[int] | None:
    """The orders that may hold all these words, by the index of their texts; None when they are many.

    All that a person is searched by stands in the text of the order that told it.
    """
    expression = match_of(wanted).expression
    if not expression:
        return None
    rows = reader.execute(_MATCHING, (expression, _FEW_ORDERS + 1)).fetchall()
    return [row[0] for row in rows] if len(rows) <= _FEW_ORDERS else None


def orders_of_customer(database: Database, customer_id: int) -> tuple[CustomerOrder, ...]:
    """The newest first, at most `MOST_ORDERS`. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return tuple(
            CustomerOrder(*row) for row in reader.execute(_ORDERS, (customer_id, MOST_ORDERS)).fetchall()
        )
