"""Marks orders that the shop changed, cancelled or lists no longer while somebody here relies on them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, or_, select, update

from goq_desktop.domain.census import Alarm, alarm_of
from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.storage import history
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.examining import tell_vanished
from goq_desktop.storage.order_rows import decode
from goq_desktop.storage.schema import ORDER_DOCUMENTS, ORDER_EDITS, ORDERS
from goq_desktop.storage.steps import Mark, Tally, begin_step, end_step
from goq_desktop.storage.writing_engine import driver_of

# So many orders are told at once; the others once a person has confirmed these.
MOST_NAMED: Final = 500
_THESE: Final = "shop_uid = ? AND serial IN (SELECT value FROM json_each(?))"
_BACK: Final = f"SELECT id FROM orders WHERE {_THESE} AND vanished_at IS NOT NULL"  # noqa: S608
_HAS_COME: Final = f"DELETE FROM census_findings WHERE {_THESE}"  # noqa: S608


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
    these = (shop_uid, json.dumps(serials))
    back = [row[0] for row in connection.exec_driver_sql(_BACK, these)]
    if back:
        was_told = (ORDERS.c.id.in_(back), ORDERS.c.alarm == Alarm.VANISHED.value)
        connection.execute(update(ORDERS).where(*was_told).values(alarm=None))
        connection.execute(update(ORDERS).where(ORDERS.c.id.in_(back)).values(vanished_at=None))
        tell_vanished(driver_of(connection), back)
    connection.exec_driver_sql(_HAS_COME, these)


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
    tell_vanished(driver_of(connection), ids)
    history.add(connection, [history.fact_row(one, EventKind.VANISHED, seconds) for one in ids])


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


def see_alarms(
    database: Database, shop_uid: str, seen: Mapping[Alarm, Sequence[str]], *, who: str, now: datetime
) -> StepResult:
    """A person has seen these, by their numbers, and no others; that one is listed no longer stays marked.

    A step. Raises STORE_*, DISK_FULL.
    """
    values: dict[str, str | None] = dict.fromkeys(alarm.value for alarm in seen)
    with translated(database.path), database.engine().begin() as connection:
        mark, tally = begin_step(connection, EventKind.ALARM_SEEN, values, who, now), Tally()
        for alarm, numbers in seen.items():
            of_these = (
                ORDERS.c.shop_uid == shop_uid,
                ORDERS.c.alarm == alarm.value,
                func.ifnull(ORDERS.c.number, "").in_(numbers),
            )
            ids = connection.scalars(select(ORDERS.c.id).where(*of_these).order_by(ORDERS.c.id)).all()
            _set_alarm(connection, ids, alarm, None, mark)
            tally.changed += ids
        return end_step(connection, mark, values, tally)


def reverse_alarms(connection: Connection, step_id: int, mark: Mark) -> Tally:
    """Raise again what a step took as seen, or the other way round; one that is listed again has not vanished."""
    tally = Tally()
    for order_id, _, before, after, _, _ in history.rows_of(connection, step_id):
        alarm, vanished_at, erased_at = connection.execute(
            select(ORDERS.c.alarm, ORDERS.c.vanished_at, ORDERS.c.erased_at).where(ORDERS.c.id == order_id)
        ).one()
        if erased_at is not None:
            tally.erased += 1
        elif alarm != after or (before == Alarm.VANISHED.value and vanished_at is None):
            tally.moved_on += 1
        else:
            _set_alarm(
                connection,
                [order_id],
                None if after is None else Alarm(after),
                before and Alarm(before),
                mark,
            )
            tally.changed.append(order_id)
    return tally


def _set_alarm(
    connection: Connection, ids: Sequence[int], before: Alarm | None, after: Alarm | None, mark: Mark
) -> None:
    connection.execute(update(ORDERS).where(ORDERS.c.id.in_(ids)).values(alarm=after))
    kind = EventKind.ALARM_SEEN if after is None else EventKind.ALARM_UNSEEN
    rows = [history.step_row(order_id, mark, kind, "alarm", (before, after)) for order_id in ids]
    history.add(connection, rows)
