"""A simulated shop at the seam of `MallClient`: its orders, its list, its own clock. No HTTP, no JSON."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Destination, Lane, Moment, Money, Order, Party, ReceivedOrder
from goq_desktop.malls.client import Page
from goq_desktop.malls.paging import PageWatch, Position, next_position
from goq_desktop.malls.profile import Paging, PagingKind
from goq_desktop.malls.wire import Reading

PAGE: Final = 4
_PAGING: Final = Paging(kind=PagingKind.OFFSET, size=PAGE)
_FOR_EVER: Final = 2**62
_NOBODY: Final = Party(name="架空 花子", prefecture="宮城県")


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """The truth about one order; times are the shop's UTC seconds. `visible_from`: when it is listed at all."""

    number: int
    ordered: int
    updated: int
    visible_from: int
    version: int = 0
    lane: Lane = Lane.NEW
    is_listed: bool = True

    @property
    def serial(self) -> str:
        return f"S{self.number:05}"

    def received(self) -> ReceivedOrder:
        """As a page of the shop's list would bring it."""
        target = Destination(
            party=_NOBODY,
            memo=f"v{self.version}",
            tracking_number="4000" if self.lane is Lane.DONE else "",
        )
        order = Order(
            serial=self.serial,
            number=f"{10_000_000 + self.number}",
            ordered=_moment(self.ordered),
            updated=_moment(self.updated),
            lane=self.lane,
            purchaser=_NOBODY,
            destinations=(target,),
            money=Money(total=100 * self.version),
        )
        raw = f'{{"n":{self.number},"u":{self.updated},"v":{self.version},"l":"{self.lane.value}"}}'
        return ReceivedOrder(order=order, raw=raw.encode())


def _moment(seconds: int) -> Moment:
    return Moment(utc=datetime.fromtimestamp(seconds, UTC), text=str(seconds))


class SimulatedShop:
    """`is_by_order_date`: what its list goes by and is sorted by; the real one's is not known.

    `on_call` is asked before each page and may raise what a call may raise; `now` is the shop's own clock.
    """

    def __init__(self, *, is_by_order_date: bool, now: Callable[[], int]) -> None:
        self.is_by_order_date = is_by_order_date
        self.orders: dict[int, ShopOrder] = {}
        self.now = now
        self.on_call: Callable[[], None] = lambda: None
        self.tells_time = True
        self._received: dict[tuple[int, int, int], ReceivedOrder] = {}
        self._sorted: list[tuple[int, int]] | None = None

    def place(self, number: int, ordered: int, delay: int = 0) -> None:
        self.orders[number] = ShopOrder(number, ordered, ordered, ordered + delay)
        self._sorted = None

    def change(self, number: int, **what: object) -> None:
        """A change at the shop moves the order's time of change."""
        old = self.orders[number]
        changed = replace(old, version=old.version + 1, updated=max(self.now(), old.updated + 1))
        self.orders[number] = replace(changed, **what)  # type: ignore[arg-type]
        self._sorted = None

    def hide(self, number: int, *, is_listed: bool) -> None:
        self.orders[number] = replace(self.orders[number], is_listed=is_listed)

    def listed(self) -> list[ShopOrder]:
        now = self.now()
        return [one for one in self.orders.values() if one.is_listed and one.visible_from <= now]

    def received(self, one: ShopOrder) -> ReceivedOrder:
        key = (one.number, one.version, one.updated)
        if key not in self._received:
            self._received[key] = one.received()
        return self._received[key]

    def pages(self, window: Window, on_wait: Callable[[], None]) -> Generator[Page, None, None]:
        """As `MallClient.pages`, with its own watch over endless and shifted lists."""
        watch = PageWatch(PAGE, 2_000)
        position: Position | None = Position()
        while position is not None:
            self.on_call()
            rows = self._rows(window)
            page = rows[position.rows_before : position.rows_before + PAGE]
            orders = tuple(map(self.received, page))
            reading = Reading(orders=orders, received=len(page), total=len(rows), cursor=None, problem=None)
            following = next_position(_PAGING, position, reading)
            watch.look(position, reading, is_last=following is None)
            yield Page(
                orders=orders,
                number=position.number,
                total=len(rows),
                requests=1,
                server_time=datetime.fromtimestamp(self.now(), UTC) if self.tells_time else None,
                has_shifted=following is None and watch.has_shifted(reading),
            )
            position = following

    def _rows(self, window: Window) -> list[ShopOrder]:
        """Both ends are inclusive, to the second, as a request writes them."""
        since = int(window.since.timestamp())
        until = _FOR_EVER if window.until is None else int(window.until.timestamp())
        if self._sorted is None:
            orders = self.orders.values()
            by_date = self.is_by_order_date
            self._sorted = sorted((one.ordered if by_date else one.updated, one.number) for one in orders)
        low = bisect_left(self._sorted, (since, -1))
        high = bisect_right(self._sorted, (until, _FOR_EVER))
        now = self.now()
        found = (self.orders[number] for _, number in self._sorted[low:high])
        return [one for one in found if one.is_listed and one.visible_from <= now]
