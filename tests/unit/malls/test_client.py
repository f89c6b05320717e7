"""The client against the practice shop over real HTTP: keys, pages, proof."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.client import MallClient
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from tests.support.malls import ALL_TIME, client_for, profile_at


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(PracticeShop(orders=250)) as server:
        yield server


@pytest.fixture
def client(server: PracticeServer) -> Iterator[MallClient]:
    with client_to(server) as client:
        yield client


def client_to(server: PracticeServer, token: CancelToken | None = None, **limits: float) -> MallClient:
    keys = {KeyKind.OPEN: server.open_key, KeyKind.MANAGER: server.manager_key}
    return client_for(profile_at(server.url, "practice", **limits), keys, server.shop_id, token)


def test_both_keys_work_and_the_manager_key_brings_its_proof(client: MallClient) -> None:
    assert client.check_key(KeyKind.OPEN).problem is None
    manager = client.check_key(KeyKind.MANAGER)
    assert manager.problem is None
    assert manager.detail.isdecimal()


def test_exchanged_keys_are_refused_each(server: PracticeServer) -> None:
    keys = {KeyKind.OPEN: server.manager_key, KeyKind.MANAGER: server.open_key}
    with client_for(profile_at(server.url), keys, server.shop_id) as client:
        for kind in KeyKind:
            problem = client.check_key(kind).problem
            assert problem is not None
            assert problem.code is ProblemCode.KEY_REFUSED
            assert problem.params == {"key": kind.value, "shop": server.shop_id, "status": 401}
    assert len(server.requests) == 2


def test_a_key_that_is_not_there_asks_nobody(server: PracticeServer) -> None:
    with client_for(profile_at(server.url), {}) as client:
        problem = client.check_key(KeyKind.MANAGER).problem
    assert problem is not None and problem.code is ProblemCode.KEY_MISSING
    assert server.requests == []


def test_the_pages_bring_every_order_once_in_the_shops_order(
    server: PracticeServer, client: MallClient
) -> None:
    pages = list(client.pages(ALL_TIME))
    serials = [received.order.serial for page in pages for received in page.orders]
    listed = [order.serial for order in server.shop.listing(ALL_TIME.since, None, size=10_000).orders]
    assert serials == listed
    assert [page.number for page in pages] == [1, 2, 3]
    assert {page.total for page in pages} == {len(listed)}
    assert [page.requests for page in pages] == [1, 1, 1]
    assert not any(page.has_shifted for page in pages)
    assert client.calls == len(server.requests) == 3


def test_the_raw_bytes_are_the_orders_own(client: MallClient) -> None:
    for received in next(client.pages(ALL_TIME)).orders:
        assert json.loads(received.raw)["serial_code"] == received.order.serial


def test_the_window_is_asked_for_in_the_shops_time(server: PracticeServer, client: MallClient) -> None:
    middle = server.shop.now() - timedelta(days=3)
    wanted = Window(since=middle, until=server.shop.now() - timedelta(days=1))
    got = {received.order.serial for page in client.pages(wanted) for received in page.orders}
    assert got == {
        order.serial for order in server.shop.listing(wanted.since, wanted.until, size=10_000).orders
    }
    assert 0 < len(got) < 250


def test_an_empty_window_is_one_empty_page(client: MallClient) -> None:
    pages = list(client.pages(Window(since=datetime(2090, 1, 1, tzinfo=UTC))))
    assert [(page.orders, page.total, page.has_shifted) for page in pages] == [((), 0, False)]


def test_a_client_in_use_never_calls_twice_at_once(server: PracticeServer, client: MallClient) -> None:
    pages = client.pages(ALL_TIME)
    next(pages)
    with pytest.raises(RuntimeError):
        client.check_key(KeyKind.OPEN)
    pages.close()
    assert client.check_key(KeyKind.OPEN).problem is None


def test_the_orders_of_a_window_are_counted_with_two_calls(
    server: PracticeServer, client: MallClient
) -> None:
    seen = client.look_at_orders(ALL_TIME)
    newest = max(
        server.shop.listing(ALL_TIME.since, None, size=10_000).orders, key=lambda order: order.ordered
    )
    assert seen.count == server.shop.listing(ALL_TIME.since, None, size=1).total
    assert seen.newest is not None and seen.newest.ordered is not None
    assert seen.newest.ordered.utc == newest.ordered.astimezone(UTC).replace(microsecond=0)
    assert client.calls == 2


def test_an_empty_window_has_no_newest_order(client: MallClient) -> None:
    seen = client.look_at_orders(Window(since=datetime(2090, 1, 1, tzinfo=UTC)))
    assert (seen.count, seen.newest) == (0, None)


def test_the_raw_answer_comes_even_when_it_is_no_json(server: PracticeServer, client: MallClient) -> None:
    assert json.loads(client.raw_answer(ALL_TIME))["orders"]
    server.misbehave(Misbehaviour(fault=Fault.HTML))
    assert b"<html" in client.raw_answer(ALL_TIME)


def test_the_pcs_clock_is_compared_with_the_shops(server: PracticeServer, client: MallClient) -> None:
    client.check_key(KeyKind.OPEN)
    assert client.clock_off_minutes == 0
    server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=3))
    client.check_key(KeyKind.OPEN)
    assert client.clock_off_minutes == -180


@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.SLOW_DRIP])
def test_a_blocked_call_is_left_alone_within_a_second(server: PracticeServer, fault: Fault) -> None:
    server.misbehave(Misbehaviour(fault=fault, seconds=600))
    token = CancelToken()
    clock = Clock()
    cancelled_at: list[float] = []

    def cancel() -> None:
        cancelled_at.append(clock.elapsed())
        token.cancel()

    with client_to(server, token) as client:
        threading.Timer(0.3, cancel).start()
        with pytest.raises(Cancelled):
            list(client.pages(ALL_TIME))
    assert clock.elapsed() - cancelled_at[0] < 1


def test_a_wait_between_two_tries_ends_at_once_when_cancelled(server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.TOO_MANY, seconds=50))
    token = CancelToken()
    with client_to(server, token) as client, pytest.raises(Cancelled):
        list(client.pages(ALL_TIME, token.cancel))


def test_a_call_has_a_total_time_however_slowly_it_drips(server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.SLOW_DRIP, seconds=0.05))
    with client_to(server, total_seconds=0.5) as client, pytest.raises(ProblemError) as caught:
        list(client.pages(ALL_TIME))
    assert caught.value.problem.code is ProblemCode.TIMED_OUT


def test_a_call_has_a_total_time_even_while_it_is_blocked(server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.SLOW, seconds=600))
    with (
        client_to(server, total_seconds=0.5, read_seconds=300) as client,
        pytest.raises(ProblemError) as caught,
    ):
        list(client.pages(ALL_TIME))
    assert caught.value.problem.code is ProblemCode.TIMED_OUT


def test_a_silent_shop_is_left_after_the_read_timeout(server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.SLOW, seconds=600))
    with client_to(server, read_seconds=0.2) as client, pytest.raises(ProblemError) as caught:
        list(client.pages(ALL_TIME))
    assert caught.value.problem.code is ProblemCode.TIMED_OUT
    assert client.calls == 1
