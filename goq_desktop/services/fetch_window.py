"""Which period of order times a fetch asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from goq_desktop.domain.fetching import FetchRequest, Window
from goq_desktop.domain.orders import Order
from goq_desktop.domain.times import start_of_day
from goq_desktop.settings.tiles import Shop

# Orders may appear in the list later than their own time says; how much later is not known.
OVERLAP: Final = timedelta(days=1)


def plan_window(shop: Shop, proven_until: datetime | None, now: datetime, request: FetchRequest) -> Window:
    """The window of a fetch.

    A person's own period is taken as it is. Else: the last `fetch_days`, and further back to the last
    proven success less an overlap, so that days without a fetch are caught up. Never before 取込開始日.
    """
    if request.since is not None:
        return Window(since=request.since, until=request.until)
    since = now - timedelta(days=shop.fetch_days)
    if proven_until is not None:
        since = min(since, proven_until - OVERLAP)
    if shop.import_from is not None:
        since = max(since, start_of_day(shop.import_from))
    return Window(since=since)


def belongs(order: Order, shop: Shop) -> bool:
    """Whether an order that the shop sent is to be kept: not when it was placed before 取込開始日.

    The shop's own filter may look at the time of the last change. An order without a readable time is kept.
    """
    if shop.import_from is None or order.ordered is None or order.ordered.utc is None:
        return True
    return order.ordered.utc >= start_of_day(shop.import_from)
