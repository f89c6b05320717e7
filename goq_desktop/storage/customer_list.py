"""Finds people by what is typed, and reads their orders."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from goq_desktop.domain.customers import Customer, CustomerOrder, FoundCustomers
from goq_desktop.domain.matching import words
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database

MOST: Final = 300
MOST_ORDERS: Final = 200
_COLUMNS: Final = (
    "id, ifnull(name, ''), ifnull(kana, ''), ifnull(phone, ''), ifnull(mail, ''), ifnull(address, ''),"
    " orders, total, first_at, last_at, ifnull(note, ''), is_marked"
)
_ORDERS: Final = (
    "SELECT id, ifnull(number, ''), shop_uid, ordered_at, lane, ifnull(items, ''), line_count, total FROM orders"
    " WHERE customer_id = ? ORDER BY ordered_at DESC, id DESC LIMIT ?"
)
_UNCOUNTED: Final = "SELECT count(*) FROM orders INDEXED BY orders_uncounted WHERE pieces IS NULL"


def find_customers(database: Database, typed: str, *, is_marked_only: bool = False) -> FoundCustomers:
    """The people whose name, kana, phone, mail or address hold every typed word, the last order first.

    Raises STORE_*.
    """
    wanted = words(typed)
    conditions = ["text IS NOT NULL", *["instr(text, ?)"] * len(wanted), *["is_marked"] * is_marked_only]
    sql = (
        f"SELECT {_COLUMNS} FROM customers INDEXED BY customers_by_last WHERE {' AND '.join(conditions)}"  # noqa: S608
        " ORDER BY last_at DESC LIMIT ?"
    )
    with translated(database.path), closing(database.reader()) as reader:
        rows = reader.execute(sql, (*wanted, MOST + 1)).fetchall()
        uncounted = int(reader.execute(_UNCOUNTED).fetchone()[0])
    people = tuple(Customer(*(*row[:-1], bool(row[-1]))) for row in rows)
    return FoundCustomers(people[:MOST], len(people) > MOST, uncounted)


def orders_of_customer(database: Database, customer_id: int) -> tuple[CustomerOrder, ...]:
    """The newest first, at most `MOST_ORDERS`. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return tuple(
            CustomerOrder(*row) for row in reader.execute(_ORDERS, (customer_id, MOST_ORDERS)).fetchall()
        )
