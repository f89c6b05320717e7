"""The practice server over real HTTP: keys, pages, refusals, a clean stop."""

from __future__ import annotations

import errno
import http.client
import re
import socket
import struct
import sys
import threading
from email.utils import parsedate_to_datetime

import pytest

from goq_desktop.practice.answers import time_text
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer, Served
from goq_desktop.practice.shop import PracticeShop
from tests.support.practice_client import EVERYTHING, ITEMS, ORDERS, RANKING, Client


def our_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("practice-shop")]


def test_pages_join_into_what_the_shop_holds(client: Client, server: PracticeServer) -> None:
    pages = [client.orders(**{"from": start, "size": 100}) for start in (0, 100, 200)]
    assert {page.json["total_count"] for page in pages} == {"249"}
    told = [serial for page in pages for serial in page.serials]
    assert told == [order.serial for order in server.shop.orders()]


def test_a_window_and_a_descending_order_are_obeyed(client: Client, server: PracticeServer) -> None:
    orders = list(server.shop.orders())
    since, until = time_text(orders[3].updated), time_text(orders[7].updated)
    answer = client.orders(since=since, until=until, sort={"order": "Desc"}, size=2)
    assert answer.json["total_count"] == "5"
    assert answer.serials == [orders[7].serial, orders[6].serial]


def test_an_order_that_changes_is_told_as_it_is_now(client: Client, server: PracticeServer) -> None:
    before = client.orders().json["orders"][0]
    after = server.shop.edit(before["serial_code"])
    told = client.orders(**{"from": 248}).json["orders"][0]
    assert told["serial_code"] == before["serial_code"]
    assert told["basic"]["update_date"] == time_text(after.updated) != before["basic"]["update_date"]
    assert told["basic"]["totals"]["total"] == str(after.sums.total) != before["basic"]["totals"]["total"]


def test_both_keys_can_be_tested_without_reading_orders(client: Client) -> None:
    items = client(ITEMS, {"from": 0, "size": 1})
    assert (items.status, items.json["total_count"], len(items.json["items"])) == (200, "12", 1)
    assert client(RANKING).status == 200


@pytest.mark.parametrize(("path", "body"), [(ORDERS, EVERYTHING), (ITEMS, {}), (RANKING, None)])
def test_each_key_opens_only_its_own_door(client: Client, path: str, body: object) -> None:
    server = client.server
    other = server.manager_key if path == RANKING else server.open_key
    for wrong in (other, "", "日本語", (other + "x")[1:]):
        answer = client(path, body, key=wrong)
        assert answer.status == 401
        assert b"serial_code" not in answer.body
    assert client(path, body).status == 200


def test_a_request_without_any_authorization_is_refused(client: Client) -> None:
    client.connection.request("GET", client.root + RANKING)
    with client.connection.getresponse() as response:
        assert response.status == 401
        assert response.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "orders/_retrieve/basic;extra", 404),
        ("POST", "orders", 404),
        ("POST", "../etc/passwd", 404),
        ("GET", ORDERS, 405),
        ("POST", RANKING, 405),
        ("PUT", ORDERS, 501),
    ],
)
def test_what_the_shop_does_not_know_is_refused(client: Client, method: str, path: str, status: int) -> None:
    assert client(path, b"{}", method=method).status == status


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"since": None},
        {"until": 5},
        {"from": -1},
        {"from": "0"},
        {"size": 0},
        {"size": 101},
        {"size": True},
        {"sort": "Asc"},
        {"offset": 0},
    ],
)
def test_a_search_that_the_shop_does_not_understand_is_refused(
    client: Client, asked: dict[str, object]
) -> None:
    assert client.orders(**asked).status == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 60_000])
def test_a_body_that_is_no_object_is_refused(client: Client, body: bytes) -> None:
    assert client(ORDERS, body, method="POST").status == 400


def test_an_oversized_request_is_refused_unread(client: Client, server: PracticeServer) -> None:
    client.connection.putrequest("POST", client.root + ORDERS)
    client.connection.putheader("Content-Length", "1000000000000")
    client.connection.endheaders()
    with client.connection.getresponse() as response:
        assert response.status == 413
        assert response.headers["Connection"] == "close"


def test_a_connection_is_kept_alive(client: Client) -> None:
    client(RANKING)
    first = client.connection.sock
    client(RANKING)
    client(RANKING, key="wrong")
    client.orders(size=0)
    assert client.connection.sock is first is not None


def test_the_date_is_the_time_of_the_clock(client: Client, server: PracticeServer) -> None:
    told = parsedate_to_datetime(client(RANKING).headers["Date"])
    assert abs((told - server.shop.clock.now()).total_seconds()) < 60


def test_the_log_tells_requests_and_never_a_key(client: Client, server: PracticeServer) -> None:
    client(RANKING)
    client(ITEMS, {}, key="wrong")
    assert server.requests == [Served("GET", f"/v2/{RANKING}", 200), Served("POST", f"/v2/{ITEMS}", 401)]


def test_keys_follow_the_seed_and_look_like_real_ones() -> None:
    one, same, other = (PracticeServer(PracticeShop(orders=1, seed=seed)) for seed in (1, 1, 2))
    assert (one.open_key, one.manager_key) == (same.open_key, same.manager_key)
    assert one.open_key != other.open_key
    assert one.manager_key != other.manager_key
    assert re.fullmatch(r"[0-9a-f]{40}", one.open_key)
    assert re.fullmatch(r"\$2y\$11\$[A-Za-z0-9./]{53}", one.manager_key)
    assert one.shop_id == "renshu.pr"


def test_keys_can_be_given() -> None:
    with PracticeServer(PracticeShop(orders=1), open_key="open:1", manager_key="鍵") as server:
        assert (server.open_key, server.manager_key) == ("open:1", "鍵")
        client = Client(server)
        assert client(RANKING).status == 200
        assert client.orders().status == 200
        client.connection.close()


def test_a_stop_leaves_no_thread_and_cuts_idle_connections(client: Client, server: PracticeServer) -> None:
    client(RANKING)
    server.stop()
    assert our_threads() == []
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        client(RANKING)
    with pytest.raises(ConnectionRefusedError):
        Client(server)(RANKING)


def test_a_client_that_breaks_off_leaves_no_trace(
    client: Client, server: PracticeServer, capfd: pytest.CaptureFixture[str]
) -> None:
    client(RANKING)
    assert client.connection.sock is not None
    client.connection.sock.sendall(b"POST /v2/")
    # Closed in this way the connection is reset instead of ended.
    client.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.connection.close()
    server.stop()
    assert capfd.readouterr() == ("", "")


def test_a_stop_ends_an_answer_that_is_under_way(client: Client, server: PracticeServer) -> None:
    server.misbehave(Misbehaviour(fault=Fault.SLOW_DRIP, seconds=3600))
    with client.ask(RANKING) as response:
        server.stop()
        assert our_threads() == []
        with pytest.raises(http.client.IncompleteRead):
            response.read()


def test_a_stop_and_a_start_again_keep_the_address(server: PracticeServer) -> None:
    before = server.url
    server.stop()
    server.stop()
    server.start()
    server.start()
    assert server.url == before
    client = Client(server)
    assert client(RANKING).status == 200
    client.connection.close()


def test_a_taken_port_is_an_error_and_leaves_nothing_behind(server: PracticeServer) -> None:
    port = int(server.url.split(":")[2].split("/")[0])
    second = PracticeServer(PracticeShop(orders=1), port=port)
    threads = our_threads()
    with pytest.raises(OSError, match=rf"\[Errno {errno.EADDRINUSE}\]"):
        second.start()
    assert our_threads() == threads
    second.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a second loopback address")
def test_only_one_address_is_served(server: PracticeServer) -> None:
    port = int(server.url.split(":")[2].split("/")[0])
    assert server.url.startswith("http://127.0.0.1:")
    with socket.socket() as other:
        # Refused when the server listened on all addresses.
        other.bind(("127.0.0.2", port))


def test_calls_at_the_same_time_are_all_answered(server: PracticeServer) -> None:
    seen: list[int] = []

    def call() -> None:
        client = Client(server)
        seen.extend(client.orders().status for _ in range(5))
        client.connection.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [200] * 40
