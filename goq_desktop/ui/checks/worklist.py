"""Which orders wait in the check inbox, which of them is at hand, and what is next; no widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from goq_desktop.domain.checks.reason import CheckReason

if TYPE_CHECKING:
    from goq_desktop.storage.check_queue import Waiting


class Worklist:
    """`wanted` keeps to orders with that reason; `is_on_hold` looks at those on hold in place of the others."""

    def __init__(self) -> None:
        self._all: dict[int, Waiting] = {}
        self._ids: list[int] = []
        self._place = 0
        self.wanted: CheckReason | None = None
        self.is_on_hold = False

    @property
    def current(self) -> int | None:
        """The id of the order at hand; None when there is nothing left."""
        return self._ids[self._place] if self._ids else None

    @property
    def place(self) -> tuple[int, int]:
        """Which of how many, from 1; (0, 0) when there is nothing left."""
        return (self._place + 1, len(self._ids)) if self._ids else (0, 0)

    @property
    def orders(self) -> int:
        """How many are to be checked, on hold not counted, whatever is wanted."""
        return sum(not one.is_held for one in self._all.values())

    @property
    def reasons(self) -> int:
        return sum(len(one.codes) for one in self._all.values() if not one.is_held)

    @property
    def held(self) -> int:
        return len(self._all) - self.orders

    @property
    def by_reason(self) -> Mapping[CheckReason, int]:
        """The number of orders with each reason that there is, on hold not counted."""
        counts = Counter(code for one in self._all.values() if not one.is_held for code in set(one.codes))
        return {code: counts[code] for code in CheckReason if counts[code]}

    def until(self, order_id: int) -> str:
        """The day to which an order is held; empty for none."""
        one = self._all.get(order_id)
        return one.until if one is not None else ""

    def take(self, waiting: Sequence[Waiting]) -> None:
        """What waits now. The order at hand stays so; when it is gone, the one behind it is next."""
        self._all = {one.order_id: one for one in waiting}
        self._sift()

    def want(self, code: CheckReason | None, *, is_on_hold: bool = False) -> None:
        self.wanted, self.is_on_hold = code, is_on_hold
        self._sift()

    def go_to(self, order_id: int) -> None:
        """Nothing changes for an order that is not in the list."""
        if order_id in self._ids:
            self._place = self._ids.index(order_id)

    def step(self, by: int) -> None:
        """On or back; after the last comes the first."""
        if self._ids:
            self._place = (self._place + by) % len(self._ids)

    def confirmed(self, order_id: int, left: Sequence[CheckReason]) -> None:
        """Of this order only these reasons are left; without any it waits no longer."""
        one = self._all.get(order_id)
        if one is None:
            return
        if left:
            self._all[order_id] = replace(one, codes=tuple(left))
        else:
            del self._all[order_id]
        self._sift()

    def moved(self, order_id: int, *, is_held: bool, until: str = "") -> None:
        """Put on hold, or back from it."""
        one = self._all.get(order_id)
        if one is not None:
            self._all[order_id] = replace(one, is_held=is_held, until=until)
            self._sift()

    def _sift(self) -> None:
        behind = self._ids[self._place :]
        self._ids = [one.order_id for one in self._all.values() if self._is_wanted(one)]
        left = set(self._ids)
        following = next((order_id for order_id in behind if order_id in left), None)
        if following is None:
            self._place = min(self._place, max(0, len(self._ids) - 1)) if not behind else 0
        else:
            self._place = self._ids.index(following)

    def _is_wanted(self, one: Waiting) -> bool:
        if one.is_held is not self.is_on_hold:
            return False
        return self.wanted is None or self.wanted in one.codes
