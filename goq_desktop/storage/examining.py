"""Completes what an order gives to check by what the store knows: confirmations, other orders, what was seen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from goq_desktop.domain.checks.bundling import OpenOrder, open_order
from goq_desktop.domain.checks.changes import check_changes, read_anew, sight
from goq_desktop.domain.checks.order_checks import in_order
from goq_desktop.domain.checks.reason import CONTEXTUAL, LASTING, CheckReason, Level, Reason
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.rules import Rules, Worked, is_cod_by
from goq_desktop.storage.check_rows import check_row, checks_of
from goq_desktop.storage.cipher import Connection
from goq_desktop.storage.open_orders import replace_open_orders

ENDED: Final = (Lane.DONE.value, Lane.CANCELLED.value)
_CONFIRMED: Final = (
    "SELECT order_id, mark, seen FROM confirmations WHERE order_id IN (SELECT value FROM json_each(?))"
    " ORDER BY confirmed_at, rowid"
)
_CHECKS: Final = "SELECT id, checks FROM orders WHERE id IN (SELECT value FROM json_each(?))"
_WRITE: Final = "UPDATE orders SET reasons = ?, checks = ? WHERE id = ?"
# No reason's mark, and older than every confirmation.
_SEEN: Final = (
    "INSERT INTO confirmations (order_id, mark, code, who, confirmed_at, seen) SELECT ?, x'', '', '', 0, ?"
    " WHERE NOT EXISTS (SELECT 1 FROM confirmations WHERE order_id = ? AND seen IS NOT NULL)"
)
_ALL_SEEN: Final = (
    "SELECT rowid, order_id, seen FROM confirmations"
    " WHERE order_id IN (SELECT value FROM json_each(?)) AND seen IS NOT NULL"
)
_VANISHED: Final = (
    "SELECT id, vanished_at FROM orders"
    " WHERE id IN (SELECT value FROM json_each(?)) AND vanished_at IS NOT NULL AND erased_at IS NULL"
)
_LANES: Final = "SELECT id, lane FROM orders WHERE id IN (SELECT value FROM json_each(?))"
_encode: Final = msgspec.json.Encoder().encode
_decode_seen: Final = msgspec.json.Decoder(dict[str, str]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An order whose row was just written with `worked`.

    `order` is what the desk works with, `told` what the shop says. `lane` is where it stands.
    `ordered_at` is UTC seconds, of its arrival when the shop did not tell.
    """

    order_id: int
    shop_uid: str
    ordered_at: int
    order: Order
    told: Order
    worked: Worked
    lane: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What people confirmed of the orders at hand."""

    marks: Mapping[int, Collection[bytes]]
    seen: Mapping[int, Mapping[str, str]]
    lasting: Collection[bytes]
    vanished: Mapping[int, int]

    def mark(self, order_id: int, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
        own = self.marks.get(order_id, ())
        return tuple(
            one
            if one.is_confirmed is (is_confirmed := self._is_confirmed(one, own))
            else replace(one, is_confirmed=is_confirmed)
            for one in reasons
        )

    def _is_confirmed(self, reason: Reason, own: Collection[bytes]) -> bool:
        is_lasting = bool(self.lasting) and reason.code in LASTING
        if not own and not is_lasting:
            return False
        mark = reason.mark
        return mark in own or (is_lasting and mark in self.lasting)


def examine(connection: Connection, orders: Sequence[Examined], rules: Rules) -> None:
    """Write the rest of `reasons` and `checks` of these orders, and of those that gain or lose a partner by them.

    In the transaction that wrote the rows; nothing is written where `worked` says it all.
    """
    if not orders:
        return
    ids = {one.order_id for one in orders}
    now_open = [_open(one, rules) for one in orders if one.lane not in ENDED]
    bundles = replace_open_orders(connection, ids, now_open, rules.bundle_days)
    lasting = {reason.mark for one in orders for reason in one.worked.found if reason.code in LASTING}
    known = _known(connection, {*ids, *bundles}, lasting)
    writes = []
    for one in orders:
        found = one.worked.found
        more = (bundles.get(one.order_id), _changes(one, known), _vanished(one.order_id, one.lane, known))
        reasons = [reason for reason in more if reason is not None]
        complete = known.mark(one.order_id, in_order((*found, *reasons)) if reasons else found)
        if complete != one.worked.found:
            writes.append((*check_row(complete), one.order_id))
    writes += _partners(connection, {key: bundles[key] for key in bundles if key not in ids}, known)
    if writes:
        connection.executemany(_WRITE, writes)


def note_seen(connection: Connection, orders: Mapping[int, Order]) -> None:
    """Somebody knows these orders as they are here: what the shop changes of them from now on is told."""
    values = [(order_id, _encode(sight(order)).decode(), order_id) for order_id, order in orders.items()]
    if values:
        connection.executemany(_SEEN, values)


def read_seen_anew(connection: Connection, orders: Mapping[int, tuple[Order, Order]]) -> None:
    """The shop changed nothing of these: only the way that they are read did, from one to the other."""
    if not orders:
        return
    found = connection.execute(_ALL_SEEN, (json.dumps(list(orders)),)).fetchall()
    connection.executemany(
        "UPDATE confirmations SET seen = ? WHERE rowid = ?",
        [
            (_encode(read_anew(_decode_seen(seen), *orders[order_id])).decode(), row_id)
            for row_id, order_id, seen in found
        ],
    )


def tell_vanished(connection: Connection, ids: Collection[int]) -> None:
    """Tell anew of these orders whether the shop lists them, after it was found out."""
    read = {order_id: checks_of(checks) for order_id, checks in _checks(connection, ids)}
    known = _known(connection, ids, ())
    lanes = dict(connection.execute(_LANES, (json.dumps(list(ids)),)))
    writes = []
    for order_id, before in read.items():
        others = [one for one in before if one.code is not CheckReason.VANISHED]
        reason = _vanished(order_id, lanes[order_id], known)
        after = in_order((*others, *known.mark(order_id, (reason,) if reason else ())))
        if after != before:
            writes.append((*check_row(after), order_id))
    if writes:
        connection.executemany(_WRITE, writes)


def remark(connection: Connection, ids: Collection[int]) -> None:
    """Tell anew of these orders what is confirmed, after confirmations were added or taken back."""
    read = {order_id: checks_of(checks) for order_id, checks in _checks(connection, ids)}
    lasting = {reason.mark for one in read.values() for reason in one if reason.code in LASTING}
    known = _known(connection, ids, lasting)
    after = {order_id: known.mark(order_id, before) for order_id, before in read.items()}
    writes = [
        (*check_row(after[order_id]), order_id) for order_id in read if after[order_id] != read[order_id]
    ]
    if writes:
        connection.executemany(_WRITE, writes)


def content_only(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Without what `examine` added: the reasons that order and settings alone give."""
    return tuple(replace(one, is_confirmed=False) for one in reasons if one.code not in CONTEXTUAL)


def _open(one: Examined, rules: Rules) -> OpenOrder:
    worked = one.worked
    is_cod = worked.payment_kind == PaymentKind.COD or is_cod_by(
        one.order, rules.payments.get(one.order.payment_method)
    )
    return open_order(
        one.order,
        order_id=one.order_id,
        shop_uid=one.shop_uid,
        ordered_at=one.ordered_at,
        carrier=f"{worked.carrier} {worked.service}".strip(),
        is_cod=is_cod,
    )


def _changes(one: Examined, known: _Known) -> Reason | None:
    seen = known.seen.get(one.order_id)
    return check_changes(one.told, seen) if seen else None


def _vanished(order_id: int, lane: str, known: _Known) -> Reason | None:
    since = known.vanished.get(order_id)
    if since is None or lane in ENDED:
        return None
    return Reason(CheckReason.VANISHED, Level.CERTAIN, {"since": str(since)})


def _checks(connection: Connection, ids: Collection[int]) -> Iterable[tuple[int, str | None]]:
    return connection.execute(_CHECKS, (json.dumps(list(ids)),)).fetchall()


def _known(connection: Connection, ids: Collection[int], lasting: Collection[bytes]) -> _Known:
    marks: dict[int, set[bytes]] = defaultdict(set)
    seen: dict[int, Mapping[str, str]] = {}
    for order_id, mark, known_of in connection.execute(_CONFIRMED, (json.dumps(list(ids)),)):
        marks[order_id].add(mark)
        if known_of is not None:
            seen[order_id] = _decode_seen(known_of)
    vanished = dict(connection.execute(_VANISHED, (json.dumps(list(ids)),)))
    return _Known(marks, seen, _confirmed_anywhere(connection, lasting) if lasting else frozenset(), vanished)


def _confirmed_anywhere(connection: Connection, marks: Collection[bytes]) -> frozenset[bytes]:
    places = ", ".join("?" * len(marks))
    statement = f"SELECT mark FROM confirmations WHERE mark IN ({places})"  # noqa: S608 -- marks only
    return frozenset(row[0] for row in connection.execute(statement, tuple(marks)))


def _partners(
    connection: Connection, bundles: Mapping[int, Reason | None], known: _Known
) -> list[tuple[str | None, str | None, int]]:
    if not bundles:
        return []
    writes = []
    for order_id, checks in _checks(connection, bundles):
        before = checks_of(checks)
        others = [one for one in before if one.code is not CheckReason.SAME_CUSTOMER]
        bundle = bundles[order_id]
        new = known.mark(order_id, (bundle,)) if bundle is not None else ()
        after = in_order((*others, *new))
        if after != before:
            writes.append((*check_row(after), order_id))
    return writes
