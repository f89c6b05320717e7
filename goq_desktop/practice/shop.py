"""The practice shop: which orders there are, which are listed, and how they change while the shop is open."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from goq_desktop.clock import Clock
from goq_desktop.practice.orders import CANCELLED, PracticeOrder, added_up
from goq_desktop.practice.seeded import Seeded, serial_of
from goq_desktop.practice.traps import Trap, index_of

_LAST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of a window's orders, and how many the window holds in all."""

    orders: tuple[PracticeOrder, ...]
    total: int


class PracticeShop:
    """`orders` invented orders, the same for the same `seed` and `now`. Safe to use from several threads.

    `now` is the shop's time at the start, from which it runs on with `clock`; without it the clock's time.
    After `edit_after` listings the order of `Trap.EDITED_LATER` is edited; when `late_after` has passed,
    `publish_late` happens by itself. Every trap is there when there are at least `len(Trap)` orders.
    """

    def __init__(
        self,
        orders: int = 120,
        seed: int = 1,
        now: datetime | None = None,
        *,
        clock: Clock | None = None,
        edit_after: int | None = None,
        late_after: timedelta | None = None,
    ) -> None:
        self.seed = seed
        self.clock = clock or Clock()
        started = self.clock.now()
        self._offset = (now or started) - started
        self._seeded = Seeded(orders, seed, now or started)
        self._changed: dict[int, PracticeOrder] = {}
        self._next = orders
        self._lock = threading.RLock()
        self._edit_after = edit_after if index_of(Trap.EDITED_LATER) < orders else None
        self._late_at = None if late_after is None else self.now() + late_after
        late = index_of(Trap.LATE)
        self._late = {late} if late < orders else set[int]()
        updated = self._seeded.updated
        self._listed = sorted((updated[n], n) for n in range(orders) if n not in self._late)

    def now(self) -> datetime:
        """The shop's time, UTC, in whole seconds."""
        return (self.clock.now() + self._offset).astimezone(UTC).replace(microsecond=0)

    def orders(self) -> Iterator[PracticeOrder]:
        """Everything that is listed now, in the order of the last change."""
        with self._lock:
            listed = [number for _, number in self._listed]
        return map(self._order, listed)

    def order(self, serial: str) -> PracticeOrder:
        """The order with this unique key, listed or not. Raises KeyError."""
        with self._lock:
            return self._order(self._number(serial))

    def trap(self, trap: Trap) -> PracticeOrder:
        """The order that holds this trap. Raises KeyError when the shop has too few orders."""
        if index_of(trap) >= self._seeded.count:
            raise KeyError(trap)
        return self.order(serial_of(index_of(trap)))

    def listing(
        self,
        since: datetime,
        until: datetime | None = None,
        *,
        start: int = 0,
        size: int = 100,
        is_descending: bool = False,
    ) -> Listing:
        """Orders last changed from `since` to `until`, inclusive, sorted by that time, then by serial."""
        with self._lock:
            self._let_time_pass()
            low = bisect_left(self._listed, (int(since.timestamp()), -1))
            high = bisect_right(self._listed, (_LAST if until is None else int(until.timestamp()), _LAST))
            total = max(high - low, 0)
            begin, end = min(start, total), min(start + size, total)
            if is_descending:
                found = self._listed[high - end : high - begin][::-1]
            else:
                found = self._listed[low + begin : low + end]
            return Listing(tuple(self._order(number) for _, number in found), total)

    def edit(self, serial: str) -> PracticeOrder:
        """One piece more of the first line; totals and time of change follow. Raises KeyError."""
        with self._lock:
            order = self.order(serial)
            first, *others = order.deliveries
            line, *lines = first.items
            more = replace(first, items=(replace(line, quantity=line.quantity + 1), *lines))
            return self.put(added_up(replace(order, deliveries=(more, *others))))

    def cancel(self, serial: str) -> PracticeOrder:
        """Set the order's status to キャンセル. Raises KeyError."""
        with self._lock:
            return self.put(replace(self.order(serial), order_status=CANCELLED))

    def order_again(self, serial: str) -> PracticeOrder:
        """Make a new order of the same content, placed now, as a subscription does. Raises KeyError."""
        with self._lock:
            new = replace(
                self.order(serial),
                serial=serial_of(self._next),
                number=str(10_000_001 + self._next),
                ordered=self.now(),
            )
            self._next += 1
            return self.put(new)

    def put(self, order: PracticeOrder) -> PracticeOrder:
        """Hold this order in place of the one with its serial, changed just now. Raises KeyError."""
        with self._lock:
            number = self._number(order.serial)
            if number < self._seeded.count or number in self._changed:
                moment = max(self.now(), self._order(number).updated + timedelta(seconds=1))
                self._unlist(number)
            else:
                moment = self.now()
            order = replace(order, updated=moment)
            self._changed[number] = order
            self._late.discard(number)
            self._list(number)
            return order

    def remove(self, serial: str) -> None:
        """List the order no longer, as a shop may do with cancelled ones. Raises KeyError."""
        with self._lock:
            self._unlist(self._number(serial))

    def publish_late(self) -> None:
        """List the late orders, with their old times."""
        with self._lock:
            for number in self._late:
                self._list(number)
            self._late.clear()

    def _let_time_pass(self) -> None:
        if self._late_at is not None and self.now() >= self._late_at:
            self.publish_late()
        if self._edit_after is not None:
            if self._edit_after == 0:
                self._edit_after = None
                self.edit(self.trap(Trap.EDITED_LATER).serial)
            else:
                self._edit_after -= 1

    def _number(self, serial: str) -> int:
        digits = serial.removeprefix("S")
        number = int(digits) - 1 if digits.isdecimal() else -1
        if not 0 <= number < self._next or serial != serial_of(number):
            raise KeyError(serial)
        return number

    def _order(self, number: int) -> PracticeOrder:
        changed = self._changed.get(number)
        return changed if changed is not None else self._seeded.build(number)

    def _entry(self, number: int) -> tuple[int, int]:
        changed = self._changed.get(number)
        seconds = self._seeded.updated[number] if changed is None else int(changed.updated.timestamp())
        return seconds, number

    def _list(self, number: int) -> None:
        insort(self._listed, self._entry(number))

    def _unlist(self, number: int) -> None:
        entry = self._entry(number)
        place = bisect_left(self._listed, entry)
        if place < len(self._listed) and self._listed[place] == entry:
            del self._listed[place]
