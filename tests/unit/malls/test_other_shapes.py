"""Nothing of the shipped shape is in the code: other malls, by data alone, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.client import MallClient, Page
from goq_desktop.malls.profile import MallProfile, PagingKind
from goq_desktop.malls.profile_loading import load_profile
from tests.support.malls import ALL_TIME, DATA, client_for, profile_at
from tests.support.scripted_mall import Asked, ScriptedMall, Told

KEYS = {KeyKind.MANAGER: "kéy $2y$11$./x"}
SHOP = "果/樹 1"
ROWS = [{"id": number, "no": f"N{number}", "at": 1_790_000_000 + number} for number in range(5)]


def answer(rows: list[Any], total: int | None, following: str | None = None) -> Told:
    meta = {"count": total, "next": following}
    return Told(json.dumps({"result": {"meta": meta, "data": {"rows": rows}}}).encode())


def by_cursor(asked: Asked) -> Told:
    if not asked.path.endswith("/sales"):
        return Told(b'{"shop":{"title":"\\u679c\\u6a39\\u5712"}}')
    start = int(asked.query.get("after", "c0")[1:])
    end = start + int(asked.query["limit"])
    return answer(ROWS[start:end], len(ROWS), f"c{end}" if end < len(ROWS) else None)


def serials(pages: list[Page]) -> list[str]:
    return [received.order.serial for page in pages for received in page.orders]


def test_a_mall_with_cursors_a_query_and_a_key_in_a_header() -> None:
    window = Window(since=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 11, 2, tzinfo=UTC))
    with (
        ScriptedMall(by_cursor) as mall,
        client_for(profile_at(mall.url("/rest/"), "orchard"), KEYS, SHOP) as client,
    ):
        assert client.check_key(KeyKind.MANAGER).detail == "果樹園"
        pages = list(client.pages(window))
        seen = client.look_at_orders(window)
    assert serials(pages) == ["0", "1", "2", "3", "4"]
    assert not any(page.has_shifted for page in pages)
    assert (seen.count, seen.newest and seen.newest.number) == (5, "N4")
    check, first, second = mall.asked[:3]
    assert check.path == "/rest/shops/%E6%9E%9C%2F%E6%A8%B9%201"
    assert first.method == "GET" and first.body == b"" and "content-type" not in first.headers
    assert (
        first.headers["x-orchard-auth"].encode("latin-1").decode() == f"Token {SHOP}/{KEYS[KeyKind.MANAGER]}"
    )
    assert "authorization" not in first.headers
    assert first.query == {"changed_from": "1793491200", "changed_to": "1793577600", "limit": "2"}
    assert second.query["after"] == "c2"


def test_a_mall_without_a_test_call_for_a_key_refuses_nothing() -> None:
    with client_for(load_profile("orchard", DATA), KEYS) as client:
        assert client.check_key(KeyKind.OPEN).problem is None
        assert client.calls == 0


def test_the_next_page_is_asked_for_while_the_caller_is_busy_and_no_more() -> None:
    second_asked = threading.Event()

    def script(asked: Asked) -> Told:
        if "after" in asked.query:
            second_asked.set()
        return by_cursor(asked)

    with ScriptedMall(script) as mall, client_for(profile_at(mall.url(), "orchard"), KEYS) as client:
        pages = client.pages(ALL_TIME)
        next(pages)
        assert second_asked.wait(30)
        assert client.calls == 2
        pages.close()
        assert len(mall.asked) == 2


def numbered(url: str, kind: PagingKind, *, total: str = "result.meta.count", first: int = 1) -> MallProfile:
    profile = profile_at(url, "orchard")
    placeholder = "{page}" if kind is PagingKind.PAGE else "{offset}"
    return msgspec.structs.replace(
        profile,
        paging=msgspec.structs.replace(profile.paging, kind=kind, total=total, first=first, next=""),
        orders=msgspec.structs.replace(profile.orders, query={"at": placeholder, "since": "{since}"}),
    )


def fetched(profile: MallProfile) -> tuple[list[str], MallClient]:
    with client_for(profile, KEYS) as client:
        return serials(list(client.pages(ALL_TIME))), client


def by_page(first: int, size: int, total: int | None) -> Callable[[Asked], Told]:
    def script(asked: Asked) -> Told:
        start = (int(asked.query["at"]) - first) * size
        return answer(ROWS[start : start + size], total)

    return script


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("total", "calls"), [(5, 3), (None, 4)])
def test_page_numbers_with_and_without_a_total(first: int, total: int | None, calls: int) -> None:
    with ScriptedMall(by_page(first, 2, total)) as mall:
        profile = numbered(
            mall.url(), PagingKind.PAGE, total="result.meta.count" if total else "", first=first
        )
        got, client = fetched(profile)
        assert client.calls == calls
    assert got == ["0", "1", "2", "3", "4"]


def test_pages_shorter_than_asked_for_are_no_end() -> None:
    def one_a_page(asked: Asked) -> Told:
        start = int(asked.query["at"])
        return answer(ROWS[start : start + 1], len(ROWS))

    with ScriptedMall(one_a_page) as mall:
        got, _ = fetched(numbered(mall.url(), PagingKind.OFFSET, first=0))
    assert got == ["0", "1", "2", "3", "4"]


def test_a_mall_without_pages_is_asked_once() -> None:
    with ScriptedMall(lambda asked: answer(ROWS, None)) as mall:
        got, client = fetched(numbered(mall.url(), PagingKind.SINGLE, total=""))
        assert client.calls == 1
    assert got == ["0", "1", "2", "3", "4"]


def test_a_cursor_that_comes_again_ends_the_list() -> None:
    with (
        ScriptedMall(lambda asked: answer([], None, "same")) as mall,
        client_for(profile_at(mall.url(), "orchard"), KEYS) as client,
        pytest.raises(ProblemError) as caught,
    ):
        list(client.pages(ALL_TIME))
    assert caught.value.problem.code is ProblemCode.PAGES_REPEAT
    assert len(mall.asked) <= 4


def test_the_newest_order_is_found_page_by_page_where_no_total_is_told() -> None:
    with (
        ScriptedMall(by_page(1, 2, None)) as mall,
        client_for(numbered(mall.url(), PagingKind.PAGE, total=""), KEYS) as client,
    ):
        seen = client.look_at_orders(ALL_TIME)
    assert (seen.count, seen.newest and seen.newest.serial) == (5, "4")


def test_an_order_without_a_serial_ends_the_list_only_after_all_others_came() -> None:
    rows = [ROWS[0], {"no": "lost"}, *ROWS[1:]]

    def script(asked: Asked) -> Told:
        start = int(asked.query["at"])
        return answer(rows[start : start + 2], len(rows))

    got: list[Page] = []
    with (
        ScriptedMall(script) as mall,
        client_for(numbered(mall.url(), PagingKind.OFFSET, first=0), KEYS) as client,
        pytest.raises(ProblemError) as caught,
    ):
        got.extend(page for page in client.pages(ALL_TIME))
    assert caught.value.problem.code is ProblemCode.ANSWER_SHAPE
    assert caught.value.problem.params["path"] == "fields.serial"


def test_a_profile_of_the_home_reaches_its_mall(tmp_path: Path) -> None:
    with ScriptedMall(by_cursor) as mall:
        text = (DATA / "orchard.toml").read_text(encoding="utf-8")
        own = text.replace("https://orchard.invalid/rest/", mall.url("/rest/"))
        (tmp_path / "mine.toml").write_text(own, encoding="utf-8")
        got, _ = fetched(load_profile("mine", tmp_path))
    assert len(got) == 5
