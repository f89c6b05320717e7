"""Erases the people of old orders from every table; the numbers stay."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, delete, update

from goq_desktop.domain.erasing import erased
from goq_desktop.domain.history import EventKind
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.rules import Rules
from goq_desktop.storage import history
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.edit_rows import forget_people
from goq_desktop.storage.order_rows import EDITS_COLUMN, DeskRows, decode, edits_of, encode
from goq_desktop.storage.schema import CONFIRMATIONS, HOLDS, OPEN_ORDERS, ORDER_DOCUMENTS, ORDERS
from goq_desktop.storage.search_index import REWRITE_ALL, REWRITE_MORE, forget_removed, index_orders

# Long enough to be few, short enough that a fetch does not wait.
_CHUNK: Final = 200
_ENDED: Final = (Lane.DONE.value, Lane.CANCELLED.value)
_DUE: Final = (
    "SELECT id FROM orders WHERE lane IN (?, ?) AND changed_at < ? AND erased_at IS NULL"
    # What a person did to it counts like a change at the shop.
    " AND NOT EXISTS (SELECT 1 FROM order_history h WHERE h.order_id = orders.id AND h.at >= ?) ORDER BY id"
)
# Set with the first erased order, cleared when the search index holds nothing of them either.
_MARK: Final = "PRAGMA user_version = 1"
_UNMARK: Final = "PRAGMA user_version = 0"
_ID: Final = "order_id_"
_NOTHING: Final = b"{}"


def erase_finished(database: Database, rules: Rules, *, before: datetime, now: datetime) -> int:
    """Erase the people of orders that are done or cancelled and unchanged since `before`; gives their number.

    A chunk is one transaction: a kill leaves whole orders erased or not. Raises STORE_*, DISK_FULL.
    """
    with translated(database.path):
        with closing(database.reader()) as reader:
            due = [row[0] for row in reader.execute(_DUE, (*_ENDED, *[int(before.timestamp())] * 2))]
            was_stopped = bool(reader.execute("PRAGMA user_version").fetchone()[0])
        engine = database.engine()
        for start in range(0, len(due), _CHUNK):
            with engine.begin() as connection:
                _erase(connection, due[start : start + _CHUNK], rules, int(now.timestamp()))
        if due or was_stopped:
            _clean_index(engine)
            # Deleted content is overwritten in the file; what is left of it in the log goes with the log.
            with closing(database.connect_to(database.path)) as writer:
                writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return len(due)


def _erase(connection: Connection, ids: Sequence[int], rules: Rules, seconds: int) -> None:
    forget_people(connection, ids)
    history.add(connection, [history.fact_row(order_id, EventKind.ERASED, seconds) for order_id in ids])
    marks = ",".join("?" * len(ids))
    found = connection.exec_driver_sql(
        f"SELECT o.id, d.document, {EDITS_COLUMN} FROM orders o"  # noqa: S608
        f" JOIN order_documents d ON d.order_id = o.id WHERE o.id IN ({marks})",
        tuple(ids),
    ).all()
    orders = {order_id: erased(decode(document)) for order_id, document, _ in found}
    desks = {order_id: DeskRows(orders[order_id], edits_of(edits), rules) for order_id, _, edits in found}
    rows = [
        {_ID: order_id, "erased_at": seconds, **desk.columns(), "reasons": None, "checks": None}
        for order_id, desk in desks.items()
    ]
    connection.execute(update(ORDERS).where(ORDERS.c.id == bindparam(_ID)), rows)
    # Reasons name the address, confirmations and open orders hold marks of it.
    for table in (OPEN_ORDERS, CONFIRMATIONS, HOLDS):
        connection.execute(delete(table).where(table.c.order_id.in_(ids)))
    connection.execute(
        update(ORDER_DOCUMENTS).where(ORDER_DOCUMENTS.c.order_id == bindparam(_ID)),
        [{_ID: order_id, "document": encode(order), "raw": _NOTHING} for order_id, order in orders.items()],
    )
    index_orders(connection, {order_id: desk.text() for order_id, desk in desks.items()})
    connection.exec_driver_sql(_MARK)


def _clean_index(engine: Engine) -> None:
    """In short transactions: at a million orders it takes seconds, and a fetch must get in between."""
    with engine.begin() as connection:
        is_more = forget_removed(connection, REWRITE_ALL)
    while is_more:
        with engine.begin() as connection:
            is_more = forget_removed(connection, REWRITE_MORE)
    with engine.begin() as connection:
        connection.exec_driver_sql(_UNMARK)
