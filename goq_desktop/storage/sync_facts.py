"""Reads from the journal and the orders what the next steps of a shop's fetch follow from."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, cast, func, select

from goq_desktop.domain.fetching import StepKind, SyncFacts
from goq_desktop.domain.orders import Lane
from goq_desktop.storage.schema import FETCH_RUNS as RUNS
from goq_desktop.storage.schema import ORDERS

SUCCEEDED: Final = "succeeded"
FAILED: Final = "failed"

_DAY: Final = 86_400
_JST_SECONDS: Final = 9 * 3600
_EPOCH: Final = date(1970, 1, 1)


def read_facts(connection: Connection, shop_uid: str, open_since: datetime) -> SyncFacts:
    """`open_since`: orders placed earlier are not asked about."""
    of_shop = RUNS.c.shop_uid == shop_uid
    succeeded = (of_shop, RUNS.c.state == SUCCEEDED)
    proven = (of_shop, RUNS.c.high_water.is_not(None))
    is_wide = RUNS.c.kind == StepKind.WIDE_CENSUS.value
    census = RUNS.c.kind.in_([kind.value for kind in StepKind if kind.is_census])

    def last(column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
        return connection.scalar(select(column).where(*conditions).order_by(RUNS.c.id.desc()).limit(1))

    def first(column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
        return connection.scalar(select(func.min(column)).where(*conditions))

    return SyncFacts(
        proven_until=moment(last(RUNS.c.high_water, *proven)),
        covered_since=moment(_covered_since(connection, shop_uid, first(RUNS.c.window_since, *proven))),
        first_success=moment(first(RUNS.c.finished_at, *proven)),
        census=moment(last(RUNS.c.started_at, *succeeded, census)),
        wide_census=moment(last(RUNS.c.started_at, *succeeded, is_wide)),
        census_tried=moment(last(RUNS.c.started_at, of_shop, census)),
        open_days=_open_days(connection, shop_uid, open_since),
        reread=moment(last(RUNS.c.window_since, *succeeded, RUNS.c.kind == StepKind.OPEN.value)),
        failures=failures(connection, shop_uid),
        clock_off=timedelta(seconds=last(RUNS.c.clock_off, of_shop, RUNS.c.clock_off.is_not(None)) or 0),
    )


def proven_until(connection: Connection, shop_uid: str) -> datetime | None:
    newest = (
        select(RUNS.c.high_water)
        .where(RUNS.c.shop_uid == shop_uid, RUNS.c.high_water.is_not(None))
        .order_by(RUNS.c.id.desc())
        .limit(1)
    )
    return moment(connection.scalar(newest))


def failures(connection: Connection, shop_uid: str) -> int:
    """Runs that failed since the last one that succeeded."""
    of_shop = RUNS.c.shop_uid == shop_uid
    success = select(func.max(RUNS.c.id)).where(of_shop, RUNS.c.state == SUCCEEDED)
    last = connection.scalar(success) or 0
    failed = select(func.count()).where(of_shop, RUNS.c.state == FAILED, RUNS.c.id > last)
    return connection.scalar(failed) or 0


def _covered_since(connection: Connection, shop_uid: str, first: int | None) -> int | None:
    """Where the time that was fetched without a gap begins: a person's periods may reach further back."""
    if first is None:
        return None
    periods = connection.execute(
        select(RUNS.c.window_since, RUNS.c.window_until)
        .distinct()
        .where(
            RUNS.c.shop_uid == shop_uid,
            RUNS.c.state == SUCCEEDED,
            RUNS.c.kind == StepKind.PERIOD.value,
            RUNS.c.window_since < first,
        )
    ).all()
    covered = first
    for since, until in sorted(periods, key=lambda one: -one.window_since):
        if until is None or until >= covered:
            covered = since
    return covered


def _open_days(connection: Connection, shop_uid: str, since: datetime) -> tuple[date, ...]:
    day = cast((ORDERS.c.ordered_at + _JST_SECONDS) / _DAY, Integer).label("day")
    ended = (Lane.DONE.value, Lane.CANCELLED.value)
    days = connection.scalars(
        select(day)
        .distinct()
        .where(
            ORDERS.c.ordered_at >= int(since.timestamp()),
            ORDERS.c.shop_uid == shop_uid,
            ORDERS.c.lane.not_in(ended),
            ORDERS.c.vanished_at.is_(None),
        )
        .order_by(day)
    )
    return tuple(_EPOCH + timedelta(days=number) for number in days)


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
