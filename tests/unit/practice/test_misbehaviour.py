"""Each misbehaviour does what its name says, over real HTTP, and then ends."""

from __future__ import annotations

import gzip
import http.client
import json
import time
import zlib
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from goq_desktop.practice.misbehaviour import FOREVER, Fault, Misbehaviour, Mischief
from goq_desktop.practice.server import PracticeServer
from tests.support.practice_client import EVERYTHING, ITEMS, ORDERS, RANKING, Answer, Client


def pages(client: Client) -> list[Answer]:
    return [client.orders(**{"from": start}) for start in (0, 100, 200)]


def serials(answers: list[Answer]) -> list[str]:
    return [serial for answer in answers for serial in answer.serials]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.REFUSE_KEYS, 401),
        (Fault.API_NOT_ENABLED, 403),
        (Fault.TOO_MANY, 429),
        (Fault.FAILING, 500),
        (Fault.MAINTENANCE, 503),
        (Fault.HTML, 200),
        (Fault.GARBAGE, 200),
        (Fault.DEEP, 200),
        (Fault.LONG_NUMBER, 200),
        (Fault.REDIRECT, 302),
    ],
)
def test_a_bad_answer_comes_as_often_as_asked_and_the_connection_lives_on(
    client: Client, server: PracticeServer, fault: Fault, status: int
) -> None:
    server.misbehave(Misbehaviour(fault=fault, times=2))
    bad = [client.orders(size=1) for _ in range(2)]
    assert {answer.status for answer in bad} == {status}
    assert b"serial_code" not in bad[0].body
    assert client.orders(size=1).json["total_count"] == "249"


def test_the_waiting_time_is_told(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.TOO_MANY, seconds=1.5))
    assert client(RANKING).headers["Retry-After"] == "2"
    assert client(RANKING).status == 200


def test_pages_for_people_are_html(client: Client, server: PracticeServer) -> None:
    for fault in (Fault.HTML, Fault.MAINTENANCE):
        server.misbehave(Misbehaviour(fault=fault, times=1))
        answer = client(RANKING)
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.body.startswith(b"<!DOCTYPE html>")


def test_a_redirect_names_its_target(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.REDIRECT, target="http://127.0.0.1:1/x"))
    assert client(RANKING).headers["Location"] == "http://127.0.0.1:1/x"


def test_unreadable_answers_cannot_be_read(client: Client, server: PracticeServer) -> None:
    for fault, error in (
        (Fault.GARBAGE, UnicodeDecodeError),
        (Fault.DEEP, RecursionError),
        (Fault.LONG_NUMBER, ValueError),
    ):
        server.misbehave(Misbehaviour(fault=fault, times=1))
        answer = client.orders()
        with pytest.raises(error):
            json.loads(answer.body.decode())


def test_a_cut_answer_is_shorter_than_announced(client: Client, server: PracticeServer) -> None:
    whole = client.orders()
    server.misbehave(Misbehaviour(fault=Fault.CUT))
    with client.ask(ORDERS, EVERYTHING) as response, pytest.raises(http.client.IncompleteRead) as caught:
        response.read()
    assert caught.value.partial == whole.body[: len(whole.body) // 2]


def test_a_huge_answer_has_its_size_and_is_json(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.HUGE, megabytes=3))
    answer = client.orders()
    assert len(answer.body) > 3 * 1024 * 1024
    assert answer.json["orders"] == []


def test_a_reader_may_leave_a_huge_answer(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.HUGE, times=1))
    with client.ask(ORDERS, EVERYTHING) as response:
        assert len(response.read(1000)) == 1000
    client.connection.close()
    assert client.orders().status == 200


def test_a_gzip_bomb_is_small_until_it_is_inflated(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.GZIP_BOMB, megabytes=20))
    answer = client.orders()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 100_000
    inflated = gzip.decompress(answer.body)
    assert len(inflated) > 20 * 1024 * 1024
    assert zlib.decompress(answer.body, 31) == inflated


def test_slow_answers_are_right_in_the_end(client: Client, server: PracticeServer) -> None:
    right = client(ITEMS, {}).body
    for fault, seconds in ((Fault.SLOW, 0.2), (Fault.SLOW_DRIP, 0.002)):
        server.misbehave(Misbehaviour(fault=fault, seconds=seconds, times=1))
        begin = time.monotonic()
        assert client(ITEMS, {}).body == right
        assert time.monotonic() - begin >= 0.1


def test_the_clock_is_wrong_for_that_answer_only(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=-5, times=1))
    wrong, right = client(RANKING), client(RANKING)
    assert wrong.status == 200
    dates = [parsedate_to_datetime(answer.headers["Date"]) for answer in (wrong, right)]
    assert timedelta(hours=4.9) < dates[1] - dates[0] < timedelta(hours=5.1)


def test_endless_pages_never_repeat_and_never_end(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.ENDLESS))
    answers = [client.orders(**{"from": start}) for start in (0, 100, 200, 100_000)]
    assert len(set(serials(answers))) == 400
    assert all(int(answer.json["total_count"]) > 100_100 for answer in answers)


def test_repeating_pages_are_always_the_first(client: Client, server: PracticeServer) -> None:
    first = client.orders().serials
    server.misbehave(Misbehaviour(fault=Fault.REPEATING))
    assert [answer.serials for answer in pages(client)] == [first] * 3


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.REPEATING, Fault.SHIFTED, Fault.MOVED])
def test_bad_pages_still_want_the_key_and_a_right_question(
    client: Client, server: PracticeServer, fault: Fault
) -> None:
    server.misbehave(Misbehaviour(fault=fault, after=0, times=FOREVER))
    assert client(ORDERS, EVERYTHING, key="wrong").status == 401
    assert client.orders(size=0).status == 400
    server.behave()
    assert client.orders().json["total_count"] == "249"


def test_shifted_pages_skip_an_order_and_the_total_tells(client: Client, server: PracticeServer) -> None:
    held = [order.serial for order in server.shop.orders()]
    server.misbehave(Misbehaviour(fault=Fault.SHIFTED))
    answers = pages(client)
    assert [answer.json["total_count"] for answer in answers] == ["249", "248", "248"]
    assert set(held) - set(serials(answers)) == {held[100]}


def test_moved_pages_skip_an_order_and_only_the_double_tells(client: Client, server: PracticeServer) -> None:
    held = [order.serial for order in server.shop.orders()]
    server.misbehave(Misbehaviour(fault=Fault.MOVED))
    answers = pages(client)
    assert {answer.json["total_count"] for answer in answers} == {"249"}
    assert set(held) - set(serials(answers)) == {held[100]}
    assert serials(answers).count(held[0]) == 2


def test_a_misbehaviour_befalls_its_path_only(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.REFUSE_KEYS, path="ranking/"))
    assert (client(RANKING).status, client(ITEMS, {}).status, client(RANKING).status) == (401, 200, 401)


def test_a_misbehaviour_waits_for_its_turn(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.FAILING, after=1, times=1))
    server.misbehave(Misbehaviour(fault=Fault.API_NOT_ENABLED, after=1, times=1))
    assert [client(RANKING).status for _ in range(4)] == [200, 500, 403, 200]


def test_usual_numbers_end_by_themselves_where_a_retry_is_to_help() -> None:
    ends = {}
    for fault in Fault:
        mischief = Mischief()
        mischief.add(Misbehaviour(fault=fault))
        befallen = [mischief.next_for("/v2/" + ORDERS) is not None for _ in range(50)]
        if not befallen[-1]:
            ends[fault] = befallen.count(True)
    assert ends == {Fault.TOO_MANY: 1, Fault.FAILING: 2, Fault.SHIFTED: 1, Fault.MOVED: 1}


def test_every_fault_can_be_made(client: Client, server: PracticeServer) -> None:
    for fault in Fault:
        server.misbehave(Misbehaviour(fault=fault, times=1, after=0, seconds=0, megabytes=1))
        try:
            with client.ask(ORDERS, {**EVERYTHING, "size": 1}) as response:
                response.read()
        except http.client.IncompleteRead:
            assert fault is Fault.CUT
    assert client.orders().status == 200
