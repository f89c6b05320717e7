"""Erases the people of old orders from every table; the numbers stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, delete, update
from sqlalchemy.dialects.sqlite import insert

from goq_desktop.domain.erasing import Due, erased
from goq_desktop.domain.history import EventKind
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.rules import Rules
from goq_desktop.storage import history
from goq_desktop.storage.cipher import Connection as Reader
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.customers import forget_customers
from goq_desktop.storage.database import Database
from goq_desktop.storage.edit_rows import forget_people
from goq_desktop.storage.handling_log import Noting
from goq_desktop.storage.order_rows import EDITS_COLUMN, DeskRows, decode, edits_of, encode
from goq_desktop.storage.schema import CONFIRMATIONS, ERASINGS, HOLDS, OPEN_ORDERS, ORDER_DOCUMENTS, ORDERS
from goq_desktop.storage.search_index import REWRITE_ALL, REWRITE_MORE, forget_removed, index_orders
from goq_desktop.storage.writing_engine import driver_of

# Long enough to be few, short enough that a fetch does not wait.
_CHUNK: Final = 200
_ENDED: Final = (Lane.DONE.value, Lane.CANCELLED.value)
_DUE: Final = (
    "FROM orders WHERE lane IN (?, ?) AND changed_at < ? AND erased_at IS NULL"
    # What a person did to it counts like a change at the shop.
    " AND NOT EXISTS (SELECT 1 FROM order_history h WHERE h.order_id = orders.id AND h.at >= ?)"
)
# Set with the first erased order, cleared when the search index holds nothing of them either. A number of the
# file that nothing else uses (`rechecking` has the other one).
_MARK: Final = "PRAGMA application_id = 1"
_UNMARK: Final = "PRAGMA application_id = 0"
_ID: Final = "order_id_"
_NOTHING: Final = b"{}"


def count_due(database: Database, before: datetime) -> Due:
    """What `erase_finished` would erase. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        sql = f"SELECT count(*), min(ordered_at) {_DUE}"
        orders, oldest = reader.execute(sql, _due_values(before)).fetchone()
    return Due(int(orders), None if oldest is None else datetime.fromtimestamp(oldest, UTC))


def erase_finished(
    database: Database,
    rules: Rules,
    *,
    before: datetime,
    now: datetime,
    check: Callable[[], None] = lambda: None,
    tell: Callable[[int, int], None] = lambda _, __: None,
    noting: Noting | None = None,
) -> int:
    """Erase the people of orders that are done or cancelled and unchanged since `before`; gives their number.

    A chunk is one transaction, its row of the handling log included: a kill, or a `check` that raises, leaves
    whole orders erased or not. `tell` gets how many are done, of how many. Raises STORE_*, DISK_FULL.
    """
    with translated(database.path), closing(database.reader()) as reader:
        due = [row[0] for row in reader.execute(f"SELECT id {_DUE} ORDER BY id", _due_values(before))]
        # A mark of its own for each pass, also when the clock was set back.
        moment = max(int(now.timestamp()), newest_erasing(reader) + 1)
    erase_orders(database, rules, due, moment, check, tell, noting)
    return len(due)


def newest_erasing(reader: Reader) -> int:
    """The mark of the last pass that erased anybody, in seconds since 1970; 0 without one."""
    return int(reader.execute("SELECT ifnull(max(at), 0) FROM erasings").fetchone()[0])


def erase_orders(
    database: Database,
    rules: Rules,
    ids: Sequence[int],
    moment: int,
    check: Callable[[], None] = lambda: None,
    tell: Callable[[int, int], None] = lambda _, __: None,
    noting: Noting | None = None,
) -> None:
    """Erase the people of these orders, with the mark `moment`, and end what an earlier call had to leave."""
    with translated(database.path):
        with closing(database.reader()) as reader:
            was_stopped = bool(reader.execute("PRAGMA application_id").fetchone()[0])
        engine = database.engine()
        for start in range(0, len(ids), _CHUNK):
            check()
            tell(start, len(ids))
            chunk = ids[start : start + _CHUNK]
            with engine.begin() as connection:
                _erase(connection, chunk, rules, moment)
                if noting is not None:
                    noting.add(driver_of(connection), len(chunk), moment)
            if noting is not None:
                noting.anchor()
        if ids or was_stopped:
            _clean_index(engine)
            if _empty_log(database):
                with engine.begin() as connection:
                    connection.exec_driver_sql(_UNMARK)
                _empty_log(database)


def _due_values(before: datetime) -> tuple[str | int, ...]:
    seconds = int(before.timestamp())
    return (*_ENDED, seconds, seconds)


def _empty_log(database: Database) -> bool:
    """Deleted content is overwritten in the file; what is left of it in the log goes with the log.

    False when somebody read the store all the while: then the next call does it.
    """
    with closing(database.connect_to(database.path)) as writer:
        is_busy, *_ = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy


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
        {
            _ID: order_id,
            "erased_at": seconds,
            **desk.columns(),
            "reasons": None,
            "checks": None,
            # Whoever guesses all that an order held could prove the guess by it.
            "fingerprint": b"",
        }
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
    forget_customers(driver_of(connection), ids)
    index_orders(connection, {order_id: desk.text() for order_id, desk in desks.items()})
    connection.execute(
        insert(ERASINGS)
        .values(at=seconds, orders=len(ids))
        .on_conflict_do_update(set_={"orders": ERASINGS.c.orders + len(ids)})
    )
    connection.exec_driver_sql(_MARK)


def _clean_index(engine: Engine) -> None:
    """In short transactions: at a million orders it takes seconds, and a fetch must get in between."""
    with engine.begin() as connection:
        is_more = forget_removed(connection, REWRITE_ALL)
    while is_more:
        with engine.begin() as connection:
            is_more = forget_removed(connection, REWRITE_MORE)
