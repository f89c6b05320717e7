"""A shop's mall as the services use it: test a key, read the order list, take a raw answer."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from types import TracebackType
from typing import Final, TypeVar

from goq_desktop.cancellation import CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.connection import KeyCheck, KeyKind
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Order, ReceivedOrder
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.malls.calling import Answer, PendingCall
from goq_desktop.malls.dates import ShopTimes
from goq_desktop.malls.envelope import Envelope
from goq_desktop.malls.paging import PageWatch, Position, last_position, next_position
from goq_desktop.malls.placeholders import Values
from goq_desktop.malls.profile import Call, MallProfile
from goq_desktop.malls.retry import OnWait, with_retries
from goq_desktop.malls.transport import Transport
from goq_desktop.malls.values import text_reader
from goq_desktop.malls.wire import AnswerReader, Reading

_T = TypeVar("_T")

_MOST_PAGES_SEEN: Final = 20
_LONGEST_DETAIL: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the order list.

    `total` is what the shop says it holds in the window; `requests` the calls it took, with retries.
    `has_shifted` can be true on the last page: the list changed while it was read, an order may be missing,
    read the window again.
    """

    orders: tuple[ReceivedOrder, ...]
    number: int
    total: int | None
    requests: int
    server_time: datetime | None
    has_shifted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersSeen:
    """The proof that orders can be read: how many a window holds, and the newest of them."""

    count: int
    newest: Order | None


class MallClient:
    """Calls one shop, never twice at once; use as a context manager, in one thread.

    `reveal` gives a key's text, "" when there is none. Methods raise ProblemError, or Cancelled.
    """

    def __init__(
        self,
        profile: MallProfile,
        shop_id: str,
        reveal: Callable[[KeyKind], str],
        clock: Clock,
        token: CancelToken,
    ) -> None:
        self._profile = profile
        self._shop_id = shop_id
        self._clock = clock
        self._token = token
        self._transport = Transport(profile, shop_id, reveal, clock, token)
        self._reader = AnswerReader(profile)
        self._times = ShopTimes(profile.dates)
        self._calls = 0
        self._clock_off = timedelta()

    def __enter__(self) -> MallClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    @property
    def calls(self) -> int:
        """HTTP calls made so far, with retries."""
        return self._calls

    @property
    def clock_off_minutes(self) -> int:
        """How far the PC is ahead of the shop by its last good answer; negative: behind."""
        return round(self._clock_off.total_seconds() / 60)

    def check_key(self, key: KeyKind) -> KeyCheck:
        """Tries one key by the profile's test call; for a mall without one the answer is good and empty."""
        test = self._profile.tests.open if key is KeyKind.OPEN else self._profile.tests.manager
        if test is None:
            return KeyCheck(key=key)

        def proof(answer: Answer) -> str:
            where = f"tests.{key.value}.proof"
            found = Envelope(answer.body, answer.host, answer.content_type).value(test.proof, where)
            if not test.proof:
                return ""
            if found is None:
                raise ProblemError(ProblemCode.ANSWER_SHAPE, path=where, found="missing")
            return text_reader(_LONGEST_DETAIL)(found)

        try:
            return KeyCheck(key=key, detail=self._ask(test, {"shop_id": self._shop_id}, proof))
        except ProblemError as error:
            return KeyCheck(key=key, problem=error.problem)

    def look_at_orders(self, window: Window) -> OrdersSeen:
        """Reads the first and the last page where the mall's paging can jump, else page by page."""
        first, _ = self._read(window, Position())
        if first.total is not None:
            last = last_position(self._profile.paging, first.total)
            if first.received >= first.total:
                return _seen(first.total, first.orders)
            if last is not None:
                return _seen(first.total, (*first.orders, *self._read(window, last)[0].orders))
        with closing(self.pages(window)) as pages:
            read = list(islice(pages, _MOST_PAGES_SEEN))
        orders = tuple(received for page in read for received in page.orders)
        distinct = len({received.order.serial for received in orders})
        return _seen(distinct if first.total is None else first.total, orders)

    def raw_answer(self, window: Window) -> bytes:
        """The body of the order list's first page as it came, fitting the profile or not."""
        return self._ask(self._profile.orders, self._values(window, Position()), lambda answer: answer.body)

    def pages(self, window: Window, on_wait: OnWait = lambda: None) -> Generator[Page, None, None]:
        """The order list of a window, page by page; close it when leaving early.

        The next page is on its way while the caller stores this one. Raises PAGES_REPEAT for an endless list
        and, once all pages were given, ANSWER_SHAPE when an order among them could not be read.
        """
        paging = self._profile.paging
        watch = PageWatch(paging.size, self._profile.limits.pages)
        position: Position | None = Position()
        unread: Problem | None = None
        ahead: PendingCall | None = None
        try:
            while position is not None:
                calls_before = self._calls - (1 if ahead else 0)
                reading, server_time = self._read(window, position, on_wait, ahead)
                calls = self._calls - calls_before
                following = next_position(paging, position, reading)
                watch.look(position, reading, is_last=following is None)
                ahead = (
                    self._start(self._profile.orders, self._values(window, following)) if following else None
                )
                yield Page(
                    orders=reading.orders,
                    number=position.number,
                    total=reading.total,
                    requests=calls,
                    server_time=server_time,
                    has_shifted=following is None and watch.has_shifted(reading),
                )
                unread = unread or reading.problem
                position = following
            if unread is not None:
                raise ProblemError(unread.code, **unread.params)
        finally:
            self._transport.drop()

    def _read(
        self,
        window: Window,
        position: Position,
        on_wait: OnWait = lambda: None,
        ahead: PendingCall | None = None,
    ) -> tuple[Reading, datetime | None]:
        def read(answer: Answer) -> tuple[Reading, datetime | None]:
            return self._reader.read(answer.body, answer.host, answer.content_type), answer.server_time

        return self._ask(self._profile.orders, self._values(window, position), read, on_wait, ahead)

    def _values(self, window: Window, position: Position) -> Values:
        return {
            **position.values(self._profile.paging),
            "since": self._times.write(window.since),
            "until": self._times.write(window.until) if window.until else None,
            "shop_id": self._shop_id,
        }

    def _start(self, call: Call, values: Values) -> PendingCall:
        self._calls += 1
        return self._transport.start(call, values)

    def _ask(
        self,
        call: Call,
        values: Values,
        read: Callable[[Answer], _T],
        on_wait: OnWait = lambda: None,
        ahead: PendingCall | None = None,
    ) -> _T:
        """One answer, read; `ahead` is its first try when that is already on its way."""

        def attempt() -> _T:
            nonlocal ahead
            pending, ahead = ahead or self._start(call, values), None
            answer = self._transport.finish(pending, call)
            if answer.server_time is not None:
                self._clock_off = answer.received - answer.server_time
            return read(answer)

        return with_retries(attempt, self._profile.limits, self._token, on_wait)


def _seen(count: int, orders: tuple[ReceivedOrder, ...]) -> OrdersSeen:
    def ordered(order: Order) -> float:
        return order.ordered.utc.timestamp() if order.ordered and order.ordered.utc else float("-inf")

    return OrdersSeen(
        count=count, newest=max((received.order for received in orders), key=ordered, default=None)
    )
