"""Completes what an order gives to check by what the store knows: confirmations, other orders, what was seen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from goq_desktop.domain.checks.bundling import OpenOrder, open_order
from goq_desktop.domain.checks.changes import check_changes, sight
from goq_desktop.domain.checks.order_checks import in_order
from goq_desktop.domain.checks.reason import CONTEXTUAL, LASTING, CheckReason, Reason
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
        more = (bundles.get(one.order_id), _changes(one, known))
        reasons = [reason for reason in more if reason is not None]
        complete = known.mark(one.order_id, in_order((*found, *reasons)) if reasons else found)
        if complete != one.worked.found:
            writes.append((*check_row(complete), one.order_id))
    writes += _partners(connection, {key: bundles[key] for key in bundles if key not in ids}, known)
    if writes:
        connection.executemany(_WRITE, writes)


def note_seen(connection: Connection, orders: Iterable[Examined]) -> None:
    """Somebody works on these: what the shop changes of them from now on is told."""
    values = [(one.order_id, _encode(sight(one.told)).decode(), one.order_id) for one in orders]
    if values:
        connection.executemany(_SEEN, values)


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


def _checks(connection: Connection, ids: Collection[int]) -> Iterable[tuple[int, str | None]]:
    return connection.execute(_CHECKS, (json.dumps(list(ids)),)).fetchall()


def _known(connection: Connection, ids: Collection[int], lasting: Collection[bytes]) -> _Known:
    marks: dict[int, set[bytes]] = defaultdict(set)
    seen: dict[int, Mapping[str, str]] = {}
    for order_id, mark, known_of in connection.execute(_CONFIRMED, (json.dumps(list(ids)),)):
        marks[order_id].add(mark)
        if known_of is not None:
            seen[order_id] = _decode_seen(known_of)
    return _Known(marks, seen, _confirmed_anywhere(connection, lasting) if lasting else frozenset())


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
