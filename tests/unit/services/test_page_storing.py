"""Pages are stored beside the reading: in their order, each once, several together only when they had to wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.client import Page
from goq_desktop.services.page_storing import Arrival, PageStoring
from tests.support.made_orders import made_order, received

LONGEST = 30.0


def arrival(number: int, orders: int = 100) -> Arrival:
    made = received(made_order(number))
    return Arrival(Page(orders=(), number=number, total=None, requests=1, server_time=None), [made] * orders)


class Store:
    """Notes the pages of each part; with `is_open` cleared a part waits until somebody sets it."""

    def __init__(self) -> None:
        self.parts: list[list[int]] = []
        self.is_open = threading.Event()
        self.is_open.set()
        self.has_begun = threading.Event()
        self.problem: BaseException | None = None

    def __call__(self, part: Sequence[Arrival]) -> None:
        self.has_begun.set()
        assert self.is_open.wait(LONGEST)
        if self.problem is not None:
            raise self.problem
        self.parts.append([each.page.number for each in part])

    @property
    def pages(self) -> list[int]:
        return [page for part in self.parts for page in part]


@pytest.fixture
def store() -> Store:
    return Store()


def storing(store: Callable[[Sequence[Arrival]], None], token: CancelToken | None = None) -> PageStoring:
    return PageStoring(store, nullcontext, token or CancelToken())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 100, 499, 500, 900]), max_size=12))
def test_every_page_is_stored_once_and_in_order(sizes: list[int]) -> None:
    store = Store()
    with storing(store) as put:
        for number, size in enumerate(sizes):
            put(arrival(number, size))
    assert store.pages == list(range(len(sizes)))
    assert all(part for part in store.parts)


def test_what_came_while_a_page_was_written_is_written_together(store: Store) -> None:
    store.is_open.clear()
    with storing(store) as put:
        put(arrival(0))
        assert store.has_begun.wait(LONGEST), "a page that is alone waits for no other"
        for number in range(1, 8):
            put(arrival(number))
        store.is_open.set()
    assert store.parts[0] == [0]
    assert len(store.parts) < 8 and max(map(len, store.parts)) <= 5, "no more than 500 orders"


def test_a_shop_is_not_read_on_while_much_is_waiting(store: Store) -> None:
    store.is_open.clear()
    put_last = threading.Event()

    def read(put: Callable[[Arrival], None]) -> None:
        for number in range(40):
            put(arrival(number))
        put_last.set()

    with storing(store) as put:
        reader = threading.Thread(target=read, args=(put,))
        reader.start()
        assert store.has_begun.wait(LONGEST)
        reader.join(0.2)
        assert not put_last.is_set()
        store.is_open.set()
        reader.join(LONGEST)
        assert put_last.is_set()
    assert store.pages == list(range(40))


def test_what_cannot_be_stored_is_raised_and_nothing_is_stored_after_it(store: Store) -> None:
    store.problem = ProblemError(ProblemCode.DISK_FULL, path="")

    def read() -> None:
        with storing(store) as put:
            for number in range(100):
                put(arrival(number))

    with pytest.raises(ProblemError) as caught:
        read()
    assert caught.value is store.problem and not store.parts


def test_a_shop_that_fails_loses_nothing_that_it_had_sent(store: Store) -> None:
    store.is_open.clear()

    def read() -> None:
        with storing(store) as put:
            for number in range(4):
                put(arrival(number))
            store.is_open.set()
            raise ProblemError(ProblemCode.NO_NETWORK, host="")

    with pytest.raises(ProblemError) as caught:
        read()
    assert caught.value.problem.code is ProblemCode.NO_NETWORK
    assert store.pages == [0, 1, 2, 3]


def test_after_a_wish_to_stop_only_what_is_being_written_is_stored(store: Store) -> None:
    token = CancelToken()
    store.is_open.clear()

    def read() -> None:
        with storing(store, token) as put:
            put(arrival(0))
            assert store.has_begun.wait(LONGEST)
            put(arrival(1))
            token.cancel()
            store.is_open.set()

    with pytest.raises(Cancelled):
        read()
    assert store.pages == [0]


def test_a_stop_of_the_process_passes_through(store: Store) -> None:
    store.problem = KeyboardInterrupt()

    def read() -> None:
        with storing(store) as put:
            put(arrival(0))

    with pytest.raises(KeyboardInterrupt):
        read()
