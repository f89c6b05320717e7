"""Writes received orders: what comes together is one transaction of rows, documents, search text and journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from goq_desktop.domain.fetching import PageResult
from goq_desktop.domain.orders import ReceivedOrder
from goq_desktop.domain.rules import NO_RULES, Rules
from goq_desktop.storage.alarms import note_listed, raise_alarms
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.customers import Bought, recognise
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import Examined, examine
from goq_desktop.storage.order_rows import DeskRows, encode, fingerprint
from goq_desktop.storage.refetching import meet_edits
from goq_desktop.storage.schema import FETCH_RUNS, ORDER_DOCUMENTS, ORDERS
from goq_desktop.storage.search_index import index_orders
from goq_desktop.storage.writing_engine import driver_of

_ID: Final = "order_id_"  # a bound name that no column has
_KNOWN: Final = (
    "SELECT serial, id, fingerprint, erased_at FROM orders"
    " WHERE shop_uid = ? AND serial IN (SELECT value FROM json_each(?))"
)
# The driver lets go of Python for a whole statement: 50 rows of `orders` in one take a quarter less time than
# one by one, and another thread is not waited for 50 times.
_ROWS_AT_ONCE: Final = 50
_DOCUMENT: Final = "INSERT INTO order_documents (order_id, document, raw) VALUES (?, ?, ?)"


class OrderWriter:
    """`profile_mark` stands for how orders are read: when it changes, stored orders are read anew.

    `rules` are asked for once a page, while nobody else writes, and worked out with each order that is new
    or changed. An order whose people were erased stays as it is, whatever the shop still tells of them.
    """

    def __init__(
        self, database: Database, profile_mark: str, rules: Callable[[], Rules] = lambda: NO_RULES
    ) -> None:
        self._path = database.path
        self._engine = database.engine()
        self.profile_mark = profile_mark
        self._rules = rules

    def mark_of(self, received: ReceivedOrder) -> bytes:
        """Stands for the whole content of an order, as it is stored with it."""
        return fingerprint(received.raw, self.profile_mark)

    def store_page(
        self,
        shop_uid: str,
        run_id: int,
        received: Sequence[ReceivedOrder],
        *,
        now: datetime,
        pages: int = 1,
    ) -> PageResult:
        """Store what is new or changed, leave the rest alone, and count it in the run's journal row.

        `received` is what `pages` of the shop's list hold. Of an order that comes twice the last counts.
        Raises STORE_*, DISK_FULL; then nothing of them is stored.
        """
        newest = {one.order.serial: one for one in received}
        marks = {serial: self.mark_of(one) for serial, one in newest.items()}
        seconds = int(now.timestamp())
        with translated(self._path), self._engine.begin() as connection:
            known = _known(connection, shop_uid, tuple(newest))
            new = [one for serial, one in newest.items() if serial not in known]
            changed = [
                one
                for serial, one in newest.items()
                if serial in known and known[serial][1] not in (marks[serial], None)
            ]
            rules = self._rules()
            new_ids = _next_ids(connection, len(new))
            arrivals = {known[one.order.serial][0]: one for one in changed}
            told = {order_id: one.order for order_id, one in arrivals.items()}
            # Alarms first: an edit that a cancelling ends is what somebody worked on.
            same = self._read_anew(connection, arrivals, marks)
            alarms = raise_alarms(connection, told, same)
            met = meet_edits(connection, told, same, rules, seconds)

            def row(order_id: int, one: ReceivedOrder) -> _Row:
                desk = DeskRows(one.order, met.get(order_id, ()), rules)
                return _Row(order_id, one, shop_uid, marks[one.order.serial], seconds, desk)

            rows = [row(order_id, one) for order_id, one in zip(new_ids, new, strict=True)]
            updates = [row(order_id, one) for order_id, one in arrivals.items()]
            _insert(connection, rows)
            _update(connection, updates)
            index_orders(connection, {row.id: row.text for row in (*rows, *updates)})
            note_listed(connection, shop_uid, tuple(newest))
            recognise(driver_of(connection), [row.bought for row in (*rows, *updates)])
            examine(driver_of(connection), [row.examined for row in (*rows, *updates)], rules)
            result = PageResult(
                new=len(new),
                updated=len(changed),
                unchanged=len(newest) - len(new) - len(changed),
                changed_ids=tuple(row.id for row in (*rows, *updates)),
                alarms=alarms,
            )
            _count_in(connection, run_id, pages, result)
        return result

    def _read_anew(
        self, connection: Connection, arrivals: Mapping[int, ReceivedOrder], marks: Mapping[str, bytes]
    ) -> frozenset[int]:
        """Those whose answer is what it was: only the profile reads it in another way."""
        documents = ORDER_DOCUMENTS.c
        stored = connection.execute(
            select(documents.order_id, documents.raw).where(documents.order_id.in_(arrivals))
        )
        return frozenset(
            order_id
            for order_id, raw in stored
            if fingerprint(raw, self.profile_mark) == marks[arrivals[order_id].order.serial]
        )


class _Row:
    """An order on its way into the three tables."""

    def __init__(
        self,
        order_id: int,
        received: ReceivedOrder,
        shop_uid: str,
        mark: bytes,
        seconds: int,
        desk: DeskRows,
    ) -> None:
        columns = desk.columns()
        self.id = order_id
        # Set here alone, where the person is recognised too: by its absence an uncounted order is known.
        pieces = received.order.pieces
        self.list = {**columns, "pieces": pieces, "fingerprint": mark, "changed_at": seconds}
        self.first = {
            "id": order_id,
            "shop_uid": shop_uid,
            "serial": received.order.serial,
            "first_seen_at": seconds,
        }
        self.document = {"document": encode(received.order), "raw": received.raw}
        self.text = desk.text()
        # As the shop tells of the person: a corrected address makes nobody else of them.
        self.bought = Bought(order_id, shop_uid, columns["ordered_at"], received.order.purchaser)
        self.examined = Examined(
            order_id=order_id,
            shop_uid=shop_uid,
            ordered_at=columns["ordered_at"] or seconds,
            order=desk.order,
            told=received.order,
            worked=desk.worked,
            lane=desk.worked.lane,
        )


def _known(
    connection: Connection, shop_uid: str, serials: Sequence[str]
) -> dict[str, tuple[int, bytes | None]]:
    """Id and fingerprint of each; None instead of a fingerprint for an order that was erased."""
    found = connection.exec_driver_sql(_KNOWN, (shop_uid, json.dumps(serials)))
    return {
        serial: (order_id, mark if erased_at is None else None) for serial, order_id, mark, erased_at in found
    }


def _next_ids(connection: Connection, count: int) -> range:
    """Safe, since the transaction holds the write lock from its beginning."""
    last = connection.scalar(select(ORDERS.c.id).order_by(ORDERS.c.id.desc()).limit(1)) or 0
    return range(last + 1, last + 1 + count)


def _insert(connection: Connection, rows: Sequence[_Row]) -> None:
    if not rows:
        return
    driver = driver_of(connection)
    columns = (*rows[0].first, *rows[0].list)
    head, marks = ", ".join(columns), f"({', '.join('?' * len(columns))})"
    for part in _parts(rows):
        values = (chain(row.first.values(), row.list.values()) for row in part)
        sql = f"INSERT INTO orders ({head}) VALUES {', '.join([marks] * len(part))}"  # noqa: S608 -- own names
        driver.execute(sql, tuple(chain.from_iterable(values)))
    driver.executemany(_DOCUMENT, [(row.id, *row.document.values()) for row in rows])


def _parts(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]


def _update(connection: Connection, rows: Sequence[_Row]) -> None:
    if not rows:
        return
    connection.execute(update(ORDERS).where(ORDERS.c.id == bindparam(_ID)), _bound(rows, "list"))
    connection.execute(
        update(ORDER_DOCUMENTS).where(ORDER_DOCUMENTS.c.order_id == bindparam(_ID)), _bound(rows, "document")
    )


def _bound(rows: Sequence[_Row], part: str) -> list[dict[str, Any]]:
    return [{_ID: row.id, **getattr(row, part)} for row in rows]


def _count_in(connection: Connection, run_id: int, pages: int, result: PageResult) -> None:
    runs = FETCH_RUNS.c
    connection.execute(
        update(FETCH_RUNS)
        .where(runs.id == run_id)
        .values(
            pages=runs.pages + pages,
            new=runs.new + result.new,
            updated=runs.updated + result.updated,
            unchanged=runs.unchanged + result.unchanged,
        )
    )
