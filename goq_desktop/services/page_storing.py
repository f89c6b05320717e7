"""Stores pages beside the reading of the next ones: what came while a part was written is the next part."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.orders import ReceivedOrder
from goq_desktop.domain.problems import ProblemError

if TYPE_CHECKING:
    from goq_desktop.malls.client import Page

# One commit for 500 orders costs half of what five for 100 do; beyond that little is won.
_MOST_ORDERS: Final = 500
# So long a part may take: a person's edit waits for it.
_LONGEST: Final = 0.4
# So much lies in memory, and is asked for again when the process ends before it is stored.
_MOST_WAITING: Final = 1_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page and what of it is to be stored."""

    page: Page
    orders: Sequence[ReceivedOrder]


class PageStoring:
    """Gives the pages to `store` in their order, each once; a context manager around the reading.

    `store` runs in a thread of its own, inside of what `within` gives. What it raises is raised by the next
    `put` or at the end, and nothing is stored after it. Leaving waits until everything is stored, also where
    the shop's next page failed; after anything else than a `ProblemError` only for what is being written.
    Nothing waits for more to come: from a shop that answers slowly each page is a part of its own.
    """

    def __init__(
        self,
        store: Callable[[Sequence[Arrival]], None],
        within: Callable[[], AbstractContextManager[None]],
        token: CancelToken,
    ) -> None:
        self._store = store
        self._within = within
        self._token = token
        self._waiting: list[Arrival] = []
        self._most = _MOST_ORDERS
        self._is_over = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="storing", daemon=True)

    def __enter__(self) -> Callable[[Arrival], None]:
        """Gives `put`."""
        self._thread.start()
        return self.put

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._is_over = True
            if error is not None and not isinstance(error, ProblemError):
                self._waiting.clear()
            self._changed.notify_all()
        self._thread.join()
        if self._error is not None and (error is None or isinstance(error, ProblemError)):
            raise self._error

    def put(self, arrival: Arrival) -> None:
        """Waits as long as too much is waiting. Raises what `store` raised, or Cancelled."""
        with self._changed:
            self._changed.wait_for(lambda: self._error or self._count() < _MOST_WAITING)
            if self._error is not None:
                raise self._error
            self._waiting.append(arrival)
            self._changed.notify_all()

    def _count(self) -> int:
        return sum(len(each.orders) for each in self._waiting)

    def _run(self) -> None:
        try:
            with self._within():
                while part := self._next():
                    began = time.monotonic()
                    self._token.check()
                    self._store(part)
                    self._measure(part, time.monotonic() - began)
        except BaseException as error:  # noqa: BLE001 -- it is raised where the pages come from
            with self._changed:
                self._error = error
                self._waiting.clear()
                self._changed.notify_all()

    def _next(self) -> list[Arrival]:
        """The oldest page, and those after it as long as they are not too many; nothing at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_over)
            count, size = 0, 0
            for each in self._waiting:
                size += len(each.orders)
                if count and size > self._most:
                    break
                count += 1
            part, self._waiting = self._waiting[:count], self._waiting[count:]
            self._changed.notify_all()
        return part

    def _measure(self, part: Sequence[Arrival], seconds: float) -> None:
        orders = sum(len(each.orders) for each in part)
        if orders:
            self._most = min(_MOST_ORDERS, int(orders * _LONGEST / max(seconds, 1e-6)))
