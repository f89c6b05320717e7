"""Keeps the open orders by the customer's keys, and finds who shares one with whom."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Final

from goq_desktop.domain.checks.bundling import DAY, MOST_OF_A_KEY, OpenOrder, Partners, check_bundling
from goq_desktop.domain.checks.reason import Reason
from goq_desktop.storage.cipher import Connection

_COLUMNS: Final = tuple(field.name for field in fields(OpenOrder))
_values: Final = attrgetter(*_COLUMNS)
_LIST: Final = ", ".join(_COLUMNS)
_KEYS: Final = ("phone_key", "mail_key", "name_key")
_PUT: Final = f"INSERT OR REPLACE INTO open_orders ({_LIST}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_OF_IDS: Final = f"SELECT {_LIST} FROM open_orders WHERE order_id IN (SELECT value FROM json_each(?))"  # noqa: S608
_DROP: Final = "DELETE FROM open_orders WHERE order_id IN (SELECT value FROM json_each(?))"
# A key that too many share says nothing; one that only its owner has is left out where that is enough.
_SHARING: Final = tuple(
    f"SELECT {_LIST} FROM open_orders WHERE {key} IN (SELECT {key} FROM open_orders"  # noqa: S608
    f" WHERE {key} IN (SELECT value FROM json_each(?)) GROUP BY {key}"
    f" HAVING count(*) BETWEEN ? AND {MOST_OF_A_KEY}) AND ordered_at BETWEEN ? AND ?"
    for key in _KEYS
)


def replace_open_orders(
    connection: Connection, ids: Collection[int], now_open: Sequence[OpenOrder], days: int
) -> Mapping[int, Reason | None]:
    """Let `now_open` be what is open of `ids`; gives 同梱候補 of these and of all whose partner came or went.

    In the transaction that writes the orders. `days` 0: nobody is anybody's partner.
    """
    were_open = _read(connection, _OF_IDS, json.dumps(list(ids)))
    if were_open:
        connection.execute(_DROP, (json.dumps([one.order_id for one in were_open]),))
    if now_open:
        connection.executemany(_PUT, map(_values, now_open))
    if not days:
        return {}
    near = _sharing(connection, now_open, days, 2) | _sharing(connection, were_open, days, 1)
    touched = Partners((*now_open, *were_open), days)
    others = [one for one in near.values() if one.order_id not in ids and touched.has_any(one)]
    if others:
        # Their own partners, whether these know each other or not.
        near |= _sharing(connection, others, days, 2)
    known = Partners(near.values(), days)
    return {one.order_id: check_bundling(one, known) for one in (*now_open, *others)}


def _sharing(
    connection: Connection, orders: Sequence[OpenOrder], days: int, fewest: int
) -> dict[int, OpenOrder]:
    """By id, the orders of about the same days that share a key with one of these; these too."""
    found: dict[int, OpenOrder] = {}
    if not orders:
        return found
    first = min(one.ordered_at for one in orders) - days * DAY
    last = max(one.ordered_at for one in orders) + days * DAY
    for key, statement in zip(_KEYS, _SHARING, strict=True):
        values = [value for one in orders if (value := getattr(one, key)) is not None]
        if values:
            read = _read(connection, statement, json.dumps(values), fewest, first, last)
            found |= {one.order_id: one for one in read}
    return found


def _read(connection: Connection, statement: str, *values: object) -> list[OpenOrder]:
    return [OpenOrder(*row) for row in connection.execute(statement, values)]
