"""Looks at the orders of an older store that were never counted: their pieces and their people, bit by bit."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from goq_desktop.storage.cipher import translated
from goq_desktop.storage.customers import Bought, recognise
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_rows import decode

# A transaction of some 0.2 s: a fetch gets in between.
_CHUNK: Final = 500
_IS_ANY: Final = "SELECT EXISTS (SELECT 1 FROM orders INDEXED BY orders_uncounted WHERE pieces IS NULL)"
_NEXT: Final = (
    "SELECT o.id, o.shop_uid, o.ordered_at, d.document"
    " FROM (SELECT id FROM orders INDEXED BY orders_uncounted WHERE pieces IS NULL ORDER BY id LIMIT ?) AS next"
    " JOIN orders o ON o.id = next.id JOIN order_documents d ON d.order_id = o.id ORDER BY o.id"
)


def catch_up(database: Database) -> int:
    """Look at the next of them in one transaction; gives their number, 0 when all are done. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        if not reader.execute(_IS_ANY).fetchone()[0]:
            return 0
    with translated(database.path), database.engine().begin() as connection:
        from goq_desktop.storage.writing_engine import driver_of  # SQLAlchemy is slow to load

        driver = driver_of(connection)
        rows = driver.execute(_NEXT, (_CHUNK,)).fetchall()
        orders = [(order_id, shop, at, decode(document)) for order_id, shop, at, document in rows]
        driver.executemany(
            "UPDATE orders SET pieces = ? WHERE id = ?",
            [(order.pieces, order_id) for order_id, _, _, order in orders],
        )
        recognise(
            driver, [Bought(order_id, shop, at, order.purchaser) for order_id, shop, at, order in orders]
        )
    return len(rows)
