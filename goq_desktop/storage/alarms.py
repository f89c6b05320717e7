"""Marks orders that the shop changed, cancelled or lists no longer while somebody here relies on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, delete, func, or_, select, update

from goq_desktop.domain.census import Alarm, alarm_of
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.storage.order_rows import decode
from goq_desktop.storage.schema import CENSUS_FINDINGS as FINDINGS
from goq_desktop.storage.schema import ORDER_DOCUMENTS, ORDER_EDITS, ORDERS

# So many orders are told at once; the others once a person has confirmed these.
MOST_NAMED: Final = 500


def raise_alarms(
    connection: Connection, arrivals: Mapping[int, Order], read_anew: Collection[int]
) -> tuple[Alarm, ...]:
    """Before changed orders and their edits are written over: compare those worked on with what has come.

    Of `read_anew` the shop changed nothing; that it cancelled one of them is news all the same.
    """
    if not arrivals:
        return ()
    worked_on = connection.execute(
        select(ORDERS.c.id, ORDERS.c.alarm, ORDER_DOCUMENTS.c.document)
        .join(ORDER_DOCUMENTS, ORDER_DOCUMENTS.c.order_id == ORDERS.c.id)
        .where(
            ORDERS.c.id.in_(arrivals),
            # Sent, or about to be, or edited here.
            or_(
                ORDERS.c.lane == Lane.DONE.value,
                ORDERS.c.tracking.is_not(None),
                ORDERS.c.id.in_(select(ORDER_EDITS.c.order_id)),
            ),
        )
    ).all()
    raised = []
    for order_id, before, document in worked_on:
        now = arrivals[order_id]
        alarm = alarm_of(decode(document), now)
        is_known = before == Alarm.CANCELLED.value and now.lane is Lane.CANCELLED
        is_no_change = alarm is Alarm.CHANGED and order_id in read_anew
        if alarm is not None and not is_known and not is_no_change:
            connection.execute(update(ORDERS).where(ORDERS.c.id == order_id).values(alarm=alarm.value))
            raised.append(alarm)
    return tuple(raised)


def note_listed(connection: Connection, shop_uid: str, serials: Sequence[str]) -> None:
    """Orders that the shop lists have not vanished, and what a census missed of them has come."""
    of_these = (
        ORDERS.c.shop_uid == shop_uid,
        ORDERS.c.serial.in_(serials),
        ORDERS.c.vanished_at.is_not(None),
    )
    back = connection.scalars(select(ORDERS.c.id).where(*of_these)).all()
    if back:
        was_told = (ORDERS.c.id.in_(back), ORDERS.c.alarm == Alarm.VANISHED.value)
        connection.execute(update(ORDERS).where(*was_told).values(alarm=None))
        connection.execute(update(ORDERS).where(ORDERS.c.id.in_(back)).values(vanished_at=None))
    connection.execute(
        delete(FINDINGS).where(FINDINGS.c.shop_uid == shop_uid, FINDINGS.c.serial.in_(serials))
    )


def mark_vanished(connection: Connection, order_ids: Iterable[int], seconds: int) -> None:
    """They stay as they are; those that stand open here raise an alarm."""
    ids = list(order_ids)
    ended = (Lane.DONE.value, Lane.CANCELLED.value)
    connection.execute(update(ORDERS).where(ORDERS.c.id.in_(ids)).values(vanished_at=seconds))
    connection.execute(
        update(ORDERS)
        .where(ORDERS.c.id.in_(ids), ORDERS.c.lane.not_in(ended), ORDERS.c.alarm.is_(None))
        .values(alarm=Alarm.VANISHED.value)
    )


def open_alarms(connection: Connection, shop_uid: str) -> Mapping[Alarm, tuple[str, ...]]:
    """The numbers of the orders that nobody has confirmed yet."""
    rows = connection.execute(
        select(ORDERS.c.alarm, ORDERS.c.number)
        .where(ORDERS.c.shop_uid == shop_uid, ORDERS.c.alarm.is_not(None))
        .order_by(ORDERS.c.id)
        .limit(MOST_NAMED)
    ).all()
    found: dict[Alarm, tuple[str, ...]] = {}
    for code, number in rows:
        alarm = Alarm(code)
        found[alarm] = (*found.get(alarm, ()), number or "")
    return found


def confirm_alarms(connection: Connection, shop_uid: str, seen: Mapping[Alarm, Sequence[str]]) -> None:
    """A person has seen these, by their numbers, and no others; that one is listed no longer stays marked."""
    for alarm, numbers in seen.items():
        of_these = (
            ORDERS.c.shop_uid == shop_uid,
            ORDERS.c.alarm == alarm.value,
            func.ifnull(ORDERS.c.number, "").in_(numbers),
        )
        connection.execute(update(ORDERS).where(*of_these).values(alarm=None))
