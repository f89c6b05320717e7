"""Knows the people of orders again while these are stored, and keeps what is noted about them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from goq_desktop.domain.checks.spelling import spelled
from goq_desktop.domain.customers import MOST_NAMES, CustomerKeys, customer_keys, customer_text
from goq_desktop.domain.orders import Party
from goq_desktop.storage.cipher import Connection
from goq_desktop.storage.order_rows import decode

_LONGEST: Final = 200
_KNOWN: Final = "SELECT key, customer_id FROM customer_keys WHERE key IN (SELECT value FROM json_each(?))"
_NAMES: Final = (
    "SELECT customer_id, count(*) FROM customer_keys WHERE is_name"
    " AND customer_id IN (SELECT value FROM json_each(?)) GROUP BY customer_id"
)
_OWN: Final = "SELECT id, customer_id FROM orders WHERE id IN (SELECT value FROM json_each(?))"
_CALLED: Final = "SELECT id, ifnull(name, '') FROM customers WHERE id IN (SELECT value FROM json_each(?))"
_NEXT: Final = "SELECT ifnull(max(id), 0) + 1 FROM customers"
_MAKE: Final = "INSERT INTO customers (id) VALUES (?)"
_KEY: Final = "INSERT OR IGNORE INTO customer_keys (key, customer_id, is_name) VALUES (?, ?, ?)"
_GIVE: Final = "UPDATE orders SET customer_id = ? WHERE id = ? AND customer_id IS NOT ?"
# The newest order tells how a person is called and reached today.
_TELL: Final = (
    "UPDATE customers SET name = ?, kana = ?, phone = ?, mail = ?, address = ?, text = ?"
    " WHERE id = ? AND (last_at IS NULL OR last_at <= ?)"
)
_SPAN: Final = (
    "UPDATE customers SET first_shop = CASE WHEN first_at IS NULL OR ? < first_at THEN ? ELSE first_shop END,"
    " first_at = min(ifnull(first_at, ?), ?), last_at = max(ifnull(last_at, ?), ?) WHERE id = ?"
)
_NOBODY: Final = "name = NULL, kana = NULL, phone = NULL, mail = NULL, address = NULL, note = NULL, text = NULL, is_marked = 0"
# Two that turn out to be one: the older stays. The row of the other is left empty, so that its number, which a
# window may still show, becomes nobody else's.
_JOIN: Final = (
    "UPDATE orders SET customer_id = :stays WHERE customer_id = :goes",
    "UPDATE customer_keys SET customer_id = :stays WHERE customer_id = :goes",
    "UPDATE customer_history SET customer_id = :stays WHERE customer_id = :goes",
    """
    UPDATE customers AS one SET
        first_shop = iif(other.first_at < ifnull(one.first_at, other.first_at + 1), other.first_shop, one.first_shop),
        first_at = min(ifnull(one.first_at, other.first_at), ifnull(other.first_at, one.first_at)),
        is_marked = max(one.is_marked, other.is_marked),
        note = nullif(trim(ifnull(one.note, '') || char(10) || ifnull(other.note, ''), char(10)), '')
    FROM customers AS other WHERE one.id = :stays AND other.id = :goes
    """,
    """
    UPDATE customers AS one SET
        name = other.name, kana = other.kana, phone = other.phone, mail = other.mail,
        address = other.address, text = other.text, last_at = other.last_at
    FROM customers AS other
    WHERE one.id = :stays AND other.id = :goes AND other.last_at > ifnull(one.last_at, other.last_at - 1)
    """,
    f"UPDATE customers SET {_NOBODY}, first_at = NULL, first_shop = NULL, last_at = NULL WHERE id = :goes",  # noqa: S608
)
_LEFT: Final = (
    "SELECT o.ordered_at, d.document FROM orders o JOIN order_documents d ON d.order_id = o.id"
    " WHERE o.customer_id = ? ORDER BY o.ordered_at, o.id"
)
_FORGET_KEYS: Final = (
    "DELETE FROM customer_keys WHERE customer_id = ? AND key NOT IN (SELECT value FROM json_each(?))"
)
_ONLY_ERASED: Final = (
    "SELECT c.id FROM customers c WHERE c.id IN (SELECT value FROM json_each(?))"
    " AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)"
)


@dataclass(frozen=True, slots=True)
class Bought:
    """An order whose row is written, as far as its purchaser is known by it.

    `ordered_at`: UTC seconds; None when it could not be read, then it is on nobody's first or last day.
    """

    order_id: int
    shop_uid: str
    ordered_at: int | None
    purchaser: Party


def recognise(connection: Connection, orders: Sequence[Bought]) -> None:
    """Give each order its customer: known by any key, else new; people joined by an order become one.

    In the transaction that writes the orders. An order keeps the customer it has, unless the shop tells of
    another purchaser: nothing that the one before is known by, and another name. Then it goes to that person,
    and what only this order told of the one before is forgotten.
    """
    if not orders:
        return
    keys = {one.order_id: customer_keys(one.purchaser) for one in orders}
    people = _People(connection, orders, keys.values())
    for one in orders:
        people.place(one, keys[one.order_id])
    people.write()


def forget_customers(connection: Connection, order_ids: Collection[int]) -> None:
    """Cut these orders from their customers, and forget whom and what no other order knows; first days stay.

    In the transaction that erases the orders, after their documents.
    """
    ids = json.dumps(list(order_ids))
    touched = {row[1] for row in connection.execute(_OWN, (ids,)) if row[1] is not None}
    connection.execute(
        "UPDATE orders SET customer_id = NULL WHERE id IN (SELECT value FROM json_each(?))"
        " AND customer_id IS NOT NULL",
        (ids,),
    )
    _forget_left(connection, touched)


def _forget_left(connection: Connection, touched: Collection[int]) -> None:
    """Of people whom orders have left: nothing stays of those without any, and of others what their orders tell."""
    nobody = {row[0] for row in connection.execute(_ONLY_ERASED, (json.dumps(list(touched)),))}
    for customer in set(touched) - nobody:
        _tell_anew(connection, customer)
    gone = json.dumps(list(nobody))
    connection.execute(
        "DELETE FROM customer_keys WHERE customer_id IN (SELECT value FROM json_each(?))", (gone,)
    )
    connection.execute(
        "UPDATE customer_history SET before = NULL, after = NULL"
        " WHERE customer_id IN (SELECT value FROM json_each(?))",
        (gone,),
    )
    # The row stays without a person: on its first day somebody was new.
    connection.execute(
        f"UPDATE customers SET {_NOBODY} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
        (gone,),
    )


def _tell_anew(connection: Connection, customer: int) -> None:
    """By the orders that are left: of what only an erased one told nothing stays."""
    left = [(at, decode(document).purchaser) for at, document in connection.execute(_LEFT, (customer,))]
    keys = {key for _, party in left for key in customer_keys(party).all}
    at, newest = left[-1]
    connection.execute(_FORGET_KEYS, (customer, json.dumps(sorted(keys))))
    connection.execute("UPDATE customers SET last_at = ? WHERE id = ?", (at, customer))
    connection.execute(_TELL, (*_told(newest), customer, at))


class _People:
    """The customers that a page of orders has to do with."""

    def __init__(
        self, connection: Connection, orders: Sequence[Bought], keys: Iterable[CustomerKeys]
    ) -> None:
        self._connection = connection
        wanted = json.dumps(sorted({key for each in keys for key in each.all}))
        self._of_key: dict[int, int] = dict(connection.execute(_KNOWN, (wanted,)).fetchall())
        owned = connection.execute(_OWN, (json.dumps([one.order_id for one in orders]),)).fetchall()
        self._of_order: dict[int, int | None] = dict(owned)
        known = json.dumps(sorted(set(self._of_key.values())))
        self._names: dict[int, int] = dict(connection.execute(_NAMES, (known,)).fetchall())
        own = json.dumps([customer for _, customer in owned if customer is not None])
        self._own_names: dict[int, str] = dict(connection.execute(_CALLED, (own,)).fetchall())
        self._left: set[int] = set()
        self._next = int(connection.execute(_NEXT).fetchone()[0])
        self._placed: list[Bought] = []
        self._made: list[tuple[int]] = []
        self._learnt: list[tuple[int, int, bool]] = []

    def place(self, one: Bought, keys: CustomerKeys) -> None:
        found = {customer for customer in self._found(keys) if customer is not None}
        own = self._of_order.get(one.order_id)
        if own is not None and self._is_replaced(one, own, keys, found):
            self._left.add(own)
        elif own is not None:
            found.add(own)
        if not keys.all and not found:
            return
        customer = min(found) if found else self._make()
        for other in found - {customer}:
            self._join(customer, other)
        for key in keys.all:
            if key not in self._of_key:
                is_name = key == keys.name
                self._of_key[key] = customer
                self._names[customer] = self._names.get(customer, 0) + is_name
                self._learnt.append((key, customer, is_name))
        self._of_order[one.order_id] = customer
        self._placed.append(one)

    def _is_replaced(self, one: Bought, own: int, keys: CustomerKeys, found: Collection[int]) -> bool:
        if not keys.all or own in found:
            return False
        name = spelled(one.purchaser.name)
        return bool(name) and spelled(self._own_names.get(own, "")) not in ("", name)

    def write(self) -> None:
        self._write_known()
        # The newest last: what it tells of a person counts.
        placed = [
            (one, customer)
            for one in sorted(self._placed, key=lambda each: each.ordered_at or 0)
            if (customer := self._of_order[one.order_id]) is not None
        ]
        newest = {customer: one for one, customer in placed}
        run = self._connection.executemany
        run(_GIVE, [(customer, one.order_id, customer) for one, customer in placed])
        if self._left:
            _forget_left(self._connection, self._left)
        run(_TELL, [(*_told(one.purchaser), customer, one.ordered_at) for customer, one in newest.items()])
        run(_SPAN, [_span(one, customer) for one, customer in placed if one.ordered_at is not None])

    def _write_known(self) -> None:
        self._connection.executemany(_MAKE, self._made)
        self._connection.executemany(_KEY, self._learnt)
        self._made, self._learnt = [], []

    def _found(self, keys: CustomerKeys) -> Iterable[int | None]:
        yield self._of_key.get(keys.name) if keys.name is not None else None
        for key in (keys.phone, keys.mail):
            customer = self._of_key.get(key) if key is not None else None
            if customer is not None and self._names.get(customer, 0) < MOST_NAMES:
                yield customer

    def _make(self) -> int:
        customer, self._next = self._next, self._next + 1
        self._made.append((customer,))
        return customer

    def _join(self, stays: int, goes: int) -> None:
        self._write_known()
        values: dict[str, Any] = {"stays": stays, "goes": goes}
        for statement in _JOIN:
            self._connection.execute(statement, values)
        for known in (self._of_key, self._of_order):
            for key, customer in known.items():
                if customer == goes:
                    known[key] = stays
        self._names[stays] = self._names.get(stays, 0) + self._names.pop(goes, 0)
        if goes in self._left:
            self._left = self._left - {goes} | {stays}


def _told(party: Party) -> tuple[str | None, ...]:
    texts = (party.name, party.name_kana, party.phone, party.email, party.address)
    return (*(text[:_LONGEST] or None for text in texts), customer_text(party)[: 5 * _LONGEST] or None)


def _span(one: Bought, customer: int) -> tuple[int | str | None, ...]:
    at = one.ordered_at
    return at, one.shop_uid, at, at, at, at, customer
