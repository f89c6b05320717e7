"""Whatever a shop answers, there is one problem that names it, few tries, and no lost page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.malls.client import MallClient, Page
from goq_desktop.practice.misbehaviour import FOREVER, Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from tests.support.malls import ALL_TIME, PatientToken, client_for, profile_at


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(PracticeShop(orders=250)) as server:
        yield server


@pytest.fixture
def token() -> PatientToken:
    return PatientToken()


@pytest.fixture
def client(server: PracticeServer, token: PatientToken) -> Iterator[MallClient]:
    keys = {KeyKind.OPEN: server.open_key, KeyKind.MANAGER: server.manager_key}
    with client_for(profile_at(server.url, tries=3), keys, server.shop_id, token) as client:
        yield client


def failure(client: MallClient) -> tuple[Problem, list[Page]]:
    pages: list[Page] = []
    with pytest.raises(ProblemError) as caught:
        pages.extend(page for page in client.pages(ALL_TIME))
    return caught.value.problem, pages


@pytest.mark.parametrize(
    ("fault", "code", "calls"),
    [
        (Fault.REFUSE_KEYS, ProblemCode.KEY_REFUSED, 1),
        (Fault.API_NOT_ENABLED, ProblemCode.API_NOT_ENABLED, 1),
        (Fault.TOO_MANY, ProblemCode.SHOP_BUSY, 3),
        (Fault.FAILING, ProblemCode.SHOP_FAILED, 3),
        (Fault.MAINTENANCE, ProblemCode.MAINTENANCE, 3),
        (Fault.HTML, ProblemCode.ANSWER_NOT_JSON, 1),
        (Fault.GARBAGE, ProblemCode.ANSWER_NOT_JSON, 1),
        (Fault.CUT, ProblemCode.ANSWER_CUT, 3),
        (Fault.HUGE, ProblemCode.ANSWER_TOO_LARGE, 1),
        (Fault.GZIP_BOMB, ProblemCode.ANSWER_TOO_LARGE, 1),
        (Fault.DEEP, ProblemCode.ANSWER_SHAPE, 1),
        (Fault.REDIRECT, ProblemCode.REDIRECTED, 1),
    ],
)
def test_each_fault_has_its_own_problem_and_few_tries(
    server: PracticeServer, client: MallClient, fault: Fault, code: ProblemCode, calls: int
) -> None:
    server.misbehave(Misbehaviour(fault=fault, times=FOREVER, seconds=1))
    problem, pages = failure(client)
    assert problem.code is code
    assert pages == []
    assert client.calls == calls


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.FAILING, Fault.MAINTENANCE, Fault.CUT])
def test_a_fault_that_passes_loses_nothing(
    server: PracticeServer, client: MallClient, token: PatientToken, fault: Fault
) -> None:
    server.misbehave(Misbehaviour(fault=fault, times=1, after=1, path="orders/", seconds=7))
    waits: list[None] = []
    pages = list(client.pages(ALL_TIME, lambda: waits.append(None)))
    assert [page.requests for page in pages] == [1, 2, 1]
    assert sum(len(page.orders) for page in pages) == pages[0].total
    assert len(waits) == len(token.waits) == 1
    assert token.waits[0] >= (7 if fault is Fault.TOO_MANY else 0)


def test_a_wait_longer_than_the_profile_allows_is_told_and_not_waited_for(
    server: PracticeServer, client: MallClient, token: PatientToken
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.TOO_MANY, seconds=3600))
    problem, _ = failure(client)
    assert problem.code is ProblemCode.SHOP_BUSY
    assert problem.params["seconds"] == 3600
    assert token.waits == []


def test_a_number_of_a_million_digits_does_no_harm(server: PracticeServer, client: MallClient) -> None:
    server.misbehave(Misbehaviour(fault=Fault.LONG_NUMBER))
    assert [page.orders for page in client.pages(ALL_TIME)] == [()]


def test_a_repeated_page_is_noticed_at_once(server: PracticeServer, client: MallClient) -> None:
    server.misbehave(Misbehaviour(fault=Fault.REPEATING))
    problem, pages = failure(client)
    assert problem.code is ProblemCode.PAGES_REPEAT
    assert problem.params["pages"] == 2
    assert len(pages) == 1


def test_a_list_without_an_end_is_left_at_the_bound(server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.ENDLESS))
    keys = {KeyKind.MANAGER: server.manager_key}
    with client_for(profile_at(server.url, pages=4), keys, server.shop_id) as client:
        problem, pages = failure(client)
    assert problem.code is ProblemCode.PAGES_REPEAT
    assert len(pages) == 4


@pytest.mark.parametrize("fault", [Fault.SHIFTED, Fault.MOVED])
def test_a_list_that_moved_between_two_pages_is_noticed_and_read_well_again(
    server: PracticeServer, client: MallClient, fault: Fault
) -> None:
    server.misbehave(Misbehaviour(fault=fault))
    pages = list(client.pages(ALL_TIME))
    assert [page.has_shifted for page in pages] == [False, False, True]
    again = list(client.pages(ALL_TIME))
    assert not any(page.has_shifted for page in again)


def test_a_shop_that_is_not_there_is_no_network(server: PracticeServer, client: MallClient) -> None:
    server.stop()
    problem, _ = failure(client)
    assert problem == Problem(ProblemCode.NO_NETWORK, {"host": "127.0.0.1"})
    assert client.calls == 3


def test_a_shop_that_breaks_off_between_two_pages_keeps_the_first(
    server: PracticeServer, client: MallClient
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.CUT, after=1, path="orders/"))
    problem, pages = failure(client)
    assert problem.code is ProblemCode.ANSWER_CUT
    assert [page.number for page in pages] == [1]


def test_a_name_that_is_nowhere_is_an_unknown_host() -> None:
    profile = profile_at("https://nowhere.invalid/v2/")
    with client_for(profile, {KeyKind.MANAGER: "x"}) as client:
        problem = client.check_key(KeyKind.MANAGER).problem
    assert problem == Problem(ProblemCode.HOST_UNKNOWN, {"host": "nowhere.invalid"})
    assert client.calls == 1
