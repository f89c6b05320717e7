"""Finds the orders of a query beside the window and hands their ids over, slice by slice."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.query import OrderQuery

if TYPE_CHECKING:
    from goq_desktop.storage.order_list import OrderList


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """How many orders stand in each lane of a shop (None: of all shops), whatever the text filter.

    By `lanes.TO_CHECK` those of any lane that have a reason to be looked at. `unfinished`: by shop, of every
    shop, those that are neither done nor cancelled.
    """

    shop_uid: str | None
    counts: Mapping[str, int]
    unfinished: Mapping[str, int]


class _Reader:
    """Owns the connection and the open query; lives in the listing's thread, except for `interrupt`."""

    def __init__(self, open_list: Callable[[], OrderList]) -> None:
        self._open_list = open_list
        self._list: OrderList | None = None
        self._slices: Iterator[array[int]] = iter(())

    def first(self, query: OrderQuery, token: CancelToken) -> array[int] | None:
        """The first slice of a new query, None when no order fits."""
        # The statement before has to be gone: an interrupt lasts as long as any is open.
        self._slices = iter(())
        with _interruptible(token):
            self._slices = self._orders().ids(query)
            return next(self._slices, None)

    def next(self, token: CancelToken) -> array[int] | None:
        """The next slice, None after the last."""
        with _interruptible(token):
            return next(self._slices, None)

    def count(self, shop_uid: str | None, token: CancelToken) -> LaneCounts:
        with _interruptible(token):
            orders = self._orders()
            return LaneCounts(shop_uid, orders.count_by_lane(shop_uid), orders.unfinished_by_shop())

    def interrupt(self) -> None:
        """End the running statement; from any thread."""
        if self._list is not None:
            self._list.interrupt()

    def close(self) -> None:
        self._slices = iter(())
        if self._list is not None:
            self._list.close()

    def _orders(self) -> OrderList:
        if self._list is None:
            self._list = self._open_list()
        return self._list


@contextmanager
def _interruptible(token: CancelToken) -> Iterator[None]:
    """What an interrupted statement raises is no error when somebody asked for it."""
    token.check()
    try:
        yield
    except Exception as error:
        if token.is_cancelled:
            raise Cancelled from error
        raise


class OrderListing(QObject):
    """Main-thread handle of the listing's own thread and connection, opened there by `open_list`.

    The newest query wins: an older one is interrupted and never heard of again. Each slice is asked
    for when the one before was taken over, so a long list never floods the window. For each query come
    `ids_reset` with the first slice (perhaps empty), `ids_appended` with each further one, and
    `finished` with the number of orders; in between `lanes_counted` when shop or orders are new.
    Or `failed`, after which nothing comes until the next query.
    """

    ids_reset = Signal(object)  # array('q')
    ids_appended = Signal(object)  # array('q')
    ids_refreshed = Signal(object)  # array('q')
    finished = Signal(int)
    lanes_counted = Signal(object)  # LaneCounts
    failed = Signal(object)  # Problem

    def __init__(self, open_list: Callable[[], OrderList], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = _Reader(open_list)
        self._thread = JobThread("orders", self._reader.close, self)
        self._job: Job | None = None
        self._query = OrderQuery()
        self._round = 0
        self._is_running = False
        self._is_refresh_wanted = False
        self._is_count_due = True
        self._found = 0
        self._gathered: array[int] | None = None

    @property
    def is_running(self) -> bool:
        return self._is_running

    def set_query(self, query: OrderQuery) -> None:
        """Start over with `query`; the first slice comes at once."""
        self.cancel()
        self._is_count_due = self._is_count_due or query.shop_uid != self._query.shop_uid
        self._query = query
        self._begin()

    def refresh(self) -> None:
        """Read the same query again because orders came or changed; all ids come in one `ids_refreshed`.

        While a query runs this waits for its end: frequent news must not keep a list from being completed.
        """
        if self._is_running:
            self._is_refresh_wanted = True
        else:
            self._is_count_due = True
            self._gathered = array("q")
            self._begin()

    def cancel(self) -> None:
        """Give up the running query; no signal of it comes any more."""
        self._is_count_due = self._is_count_due or self._is_refresh_wanted
        self._round += 1
        self._rest()
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._reader.interrupt()

    def stop(self) -> bool:
        """End the thread and close its connection; False when it did not end in time."""
        self.cancel()
        return self._thread.stop()

    def _rest(self) -> None:
        self._is_running = False
        self._is_refresh_wanted = False
        self._gathered = None

    def _begin(self) -> None:
        self._is_running = True
        self._found = 0
        query = self._query
        self._submit(lambda token, _: self._reader.first(query, token), self._take_first)

    def _submit(self, work: Callable[[CancelToken, Report], Result], take: Callable[[Result], None]) -> None:
        current = self._round

        def done(result: Result) -> None:
            if current == self._round:
                take(result)

        def failed(problem: Problem | None) -> None:
            if current == self._round:
                self._rest()
                if problem is not None:
                    self.failed.emit(problem)

        self._job = self._thread.submit(work, done, failed)

    def _take_first(self, ids: array[int] | None) -> None:
        current = self._round
        self._hand_over(ids if ids is not None else array("q"), self.ids_reset)
        if current != self._round:
            return
        if self._is_count_due:
            shop_uid = self._query.shop_uid
            self._submit(lambda token, _: self._reader.count(shop_uid, token), self._take_counts)
        else:
            self._ask_next()

    def _take_counts(self, counts: LaneCounts) -> None:
        current = self._round
        self._is_count_due = False
        self.lanes_counted.emit(counts)
        if current == self._round:
            self._ask_next()

    def _ask_next(self) -> None:
        self._submit(lambda token, _: self._reader.next(token), self._take_next)

    def _take_next(self, ids: array[int] | None) -> None:
        if ids is None:
            self._end()
            return
        current = self._round
        self._hand_over(ids, self.ids_appended)
        if current == self._round:
            self._ask_next()

    def _hand_over(self, ids: array[int], signal: SignalInstance) -> None:
        self._found += len(ids)
        if self._gathered is not None:
            self._gathered.extend(ids)
        else:
            signal.emit(ids)

    def _end(self) -> None:
        current, gathered, is_refresh_wanted = self._round, self._gathered, self._is_refresh_wanted
        self._job = None
        self._rest()
        if gathered is not None:
            self.ids_refreshed.emit(gathered)
        if current == self._round:
            self.finished.emit(self._found)
        if current == self._round and is_refresh_wanted and not self._is_running:
            self.refresh()
