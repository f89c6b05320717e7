"""Works the settings' rules out anew for stored orders: a look at what would change, and the change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import bindparam, update

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.rules import Rules, Worked
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import Examined, content_only, examine
from goq_desktop.storage.order_rows import (
    EDITS_COLUMN,
    WORKED_COLUMNS,
    DeskRows,
    decode,
    edits_of,
    worked_of,
    worked_row,
)
from goq_desktop.storage.schema import ORDERS
from goq_desktop.storage.writing_engine import driver_of

_CHUNK: Final = 500
# One whose people were erased stays as it is: nobody can act on what would be said of it.
_COUNT: Final = "SELECT count(*) FROM orders WHERE erased_at IS NULL"
_READ: Final = (
    "SELECT o.id, ifnull(o.number, ''), d.document, o.shop_uid, ifnull(o.ordered_at, o.first_seen_at),"  # noqa: S608
    f" {EDITS_COLUMN}, {', '.join(f'o.{name}' for name in WORKED_COLUMNS)}"
    " FROM orders o JOIN order_documents d ON d.order_id = o.id WHERE o.id > ? AND o.erased_at IS NULL"
    " ORDER BY o.id LIMIT ?"
)
_ID: Final = "order_id_"


@dataclass(frozen=True, slots=True)
class Change:
    """What is stored of an order, and what the rules make of it."""

    order_id: int
    number: str
    before: Worked
    after: Worked


@dataclass(frozen=True, slots=True)
class Step:
    """How many of all orders were looked at, and how many of those were not as the rules say."""

    looked_at: int
    total: int
    changed: int


def changes(
    database: Database, rules: Rules, check: Callable[[], None], tell: Callable[[Step], None] | None = None
) -> Iterator[Change]:
    """Each order that would change, oldest first; `check` may raise between chunks. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        step = _begun(reader)
        for _, rows in _chunks(reader):
            check()
            found = list(_changes(rows, rules))
            yield from found
            step = _next(step, rows, found, tell)


def rework(
    database: Database, rules: Rules, check: Callable[[], None], tell: Callable[[Step], None] | None = None
) -> int:
    """Write what `changes` tells; gives the number of orders. A chunk is one transaction.

    `check` may raise between chunks: what was written stays, and a second call does the rest.
    Raises STORE_*, DISK_FULL.
    """
    engine = database.engine()
    with translated(database.path), closing(database.reader()) as reader:
        step = _begun(reader)
        for last, rows in _chunks(reader):
            check()
            found = list(_changes(rows, rules))
            if found:
                with engine.begin() as connection:
                    # Once more, under the lock: a fetch may have brought another version of an order.
                    now = connection.exec_driver_sql(_READ, (last, len(rows))).all()
                    found = list(_changes(now, rules))
                    if found:
                        values = [{_ID: one.order_id, **worked_row(one.after)} for one in found]
                        connection.execute(update(ORDERS).where(ORDERS.c.id == bindparam(_ID)), values)
                        after = {one.order_id for one in found}
                        examined = [_examined(row, rules) for row in now if row[0] in after]
                        examine(driver_of(connection), examined, rules)
            step = _next(step, rows, found, tell)
    return step.changed


def _begun(reader: Connection) -> Step:
    return Step(0, int(reader.execute(_COUNT).fetchone()[0]), 0)


def _next(
    step: Step, rows: Sequence[Any], found: Sequence[Change], tell: Callable[[Step], None] | None
) -> Step:
    looked_at = step.looked_at + len(rows)
    # A fetch may have added some.
    step = Step(looked_at, max(step.total, looked_at), step.changed + len(found))
    if tell is not None:
        tell(step)
    return step


def return_strays(database: Database, lanes: Collection[str]) -> int:
    """Move the orders of lanes that are not any more to 新規受付; gives their number. Raises STORE_*."""
    known = {*(lane.value for lane in Lane), *lanes}
    with translated(database.path), database.engine().begin() as connection:
        statement = update(ORDERS).where(ORDERS.c.lane.not_in(known)).values(lane=Lane.NEW.value)
        return connection.execute(statement).rowcount


def _chunks(reader: Connection) -> Iterator[tuple[int, Sequence[Any]]]:
    """The id before each chunk, and its rows."""
    last = 0
    while rows := reader.execute(_READ, (last, _CHUNK)).fetchall():
        yield last, rows
        last = rows[-1][0]


def _changes(rows: Iterable[Any], rules: Rules) -> Iterator[Change]:
    for order_id, number, document, _, _, edits, *columns in rows:
        stored = worked_of(columns)
        before = replace(stored, found=content_only(stored.found))
        after = DeskRows(decode(document), edits_of(edits), rules).worked
        if before != after:
            yield Change(order_id, number, before, after)


def _examined(row: Any, rules: Rules) -> Examined:
    order_id, _, document, shop_uid, ordered_at, edits, *_ = row
    told = decode(document)
    desk = DeskRows(told, edits_of(edits), rules)
    return Examined(
        order_id=order_id,
        shop_uid=shop_uid,
        ordered_at=ordered_at,
        order=desk.order,
        told=told,
        worked=desk.worked,
        lane=desk.worked.lane,
    )
