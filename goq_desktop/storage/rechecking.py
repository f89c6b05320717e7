"""Examines open orders anew when the checks themselves have changed; nothing else of them is touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, Final

from goq_desktop.domain.rules import Rules
from goq_desktop.storage.check_rows import check_row
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import ENDED, Examined, examine
from goq_desktop.storage.order_rows import EDITS_COLUMN, DeskRows, decode, edits_of
from goq_desktop.storage.writing_engine import driver_of

# Short enough that a fetch does not wait.
_CHUNK: Final = 200
_OPEN: Final = f"SELECT id FROM orders WHERE lane NOT IN ({', '.join('?' * len(ENDED))}) ORDER BY id"  # noqa: S608
_READ: Final = (
    "SELECT o.id, d.document, o.shop_uid, ifnull(o.ordered_at, o.first_seen_at), o.lane, o.reasons, o.checks,"  # noqa: S608
    f" {EDITS_COLUMN} FROM orders o JOIN order_documents d ON d.order_id = o.id"
    " WHERE o.id IN (SELECT value FROM json_each(?)) AND o.erased_at IS NULL"
)
_WRITE: Final = "UPDATE orders SET reasons = ?, checks = ? WHERE id = ?"
# A number of the file that nothing else uses: which checks its orders were last examined by.
_VERSION: Final = "PRAGMA user_version"


def examined_by(database: Database) -> int:
    """The `version` that `recheck` was last given; 0 for a new store. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return int(reader.execute(_VERSION).fetchone()[0])


def recheck(database: Database, rules: Rules, version: int, check: Callable[[], None]) -> int:
    """Examine every open order by these rules, and note that it was done; gives the number of orders.

    A chunk is one transaction; `check` may raise between two, and the next call begins again.
    Raises STORE_*, DISK_FULL.
    """
    with translated(database.path):
        with closing(database.reader()) as reader:
            ids = [row[0] for row in reader.execute(_OPEN, ENDED)]
        for start in range(0, len(ids), _CHUNK):
            check()
            with database.engine().begin() as transaction:
                _examine(driver_of(transaction), ids[start : start + _CHUNK], rules)
        with database.engine().begin() as transaction:
            driver_of(transaction).execute(f"{_VERSION} = {version}")
    return len(ids)


def _examine(connection: Connection, ids: Sequence[int], rules: Rules) -> None:
    writes, orders = [], []
    for row in connection.execute(_READ, (json.dumps(ids),)).fetchall():
        one, stored = _examined(row, rules)
        orders.append(one)
        found = check_row(one.worked.found)
        if found != stored:
            writes.append((*found, one.order_id))
    connection.executemany(_WRITE, writes)
    examine(connection, orders, rules)


def _examined(row: Sequence[Any], rules: Rules) -> tuple[Examined, tuple[str | None, str | None]]:
    """It stays in its lane: where settings would have it now is for a person to apply."""
    order_id, document, shop_uid, ordered_at, lane, reasons, checks, edits = row
    told = decode(document)
    desk = DeskRows(told, edits_of(edits), rules)
    one = Examined(
        order_id=order_id,
        shop_uid=shop_uid,
        ordered_at=ordered_at,
        order=desk.order,
        told=told,
        worked=replace(desk.worked, lane=lane),
        lane=lane,
    )
    return one, (reasons, checks)
