"""What ホーム shows of the store: how many orders stand where, and how old the newest backup is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.query import OrderQuery
from goq_desktop.services.backing_up import backup_folder, backups
from goq_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from goq_desktop.storage.order_list import OrderList

# So many days after it was ordered an order should not be open any more.
OLD_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """`counts`: how many orders the list of each query holds; `has_orders`: whether there is any at all."""

    counts: Mapping[OrderQuery, int]
    has_orders: bool
    last_backup: datetime | None
    backup_rhythm: BackupRhythm


def to_ship(unfinished: str, today: date) -> OrderQuery:
    """Unfinished orders whose planned shipment is today or was before."""
    return _until(unfinished, DateKind.SHIP_PLANNED, today)


def overdue(unfinished: str, today: date) -> tuple[OrderQuery, OrderQuery, OrderQuery]:
    """Unfinished orders past the day the customer wishes, past the planned shipment, and `OLD_DAYS` old."""
    yesterday = today - timedelta(days=1)
    return (
        _until(unfinished, DateKind.WISHED, yesterday),
        _until(unfinished, DateKind.SHIP_PLANNED, yesterday),
        _until(unfinished, DateKind.ORDERED, today - timedelta(days=OLD_DAYS)),
    )


def glance(workspace: Workspace, queries: Iterable[OrderQuery]) -> Glance:
    """Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.order_list import OrderList

    with closing(OrderList(database.reader(), database.path)) as orders:
        lanes = orders.count_by_lane(None)
        counts = {query: _count(orders, query, lanes) for query in queries}
    made = backups(backup_folder(workspace))
    return Glance(
        counts=counts,
        has_orders=any(lanes.values()),
        last_backup=made[0].made_at if made else None,
        backup_rhythm=workspace.load_settings().settings.other.backup_rhythm,
    )


def _until(lane: str, kind: DateKind, day: date) -> OrderQuery:
    return OrderQuery(lane=lane, filters=OrderFilters(periods=(Period(kind=kind, until=day),)))


def _count(orders: OrderList, query: OrderQuery, lanes: Mapping[str, int]) -> int:
    """Of a lane alone as its tab counts it, else by the very list."""
    if query != OrderQuery(lane=query.lane):
        return sum(map(len, orders.ids(query)))
    if query.lane == UNFINISHED:
        views = (TO_CHECK, Lane.DONE.value, Lane.CANCELLED.value)
        return sum(count for lane, count in lanes.items() if lane not in views)
    return lanes.get(query.lane or "", 0)
