"""No key, no header and no order leaves the client by a log line or an exception."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls import transport
from goq_desktop.malls.calling import UnexpectedCallError
from goq_desktop.practice.misbehaviour import FOREVER, Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from tests.support.malls import ALL_TIME, client_for, profile_at
from tests.support.scripted_mall import ScriptedMall, Told

KEY = "canary-$2y$11$./Key"
SHOP = "shop.xx"
FORMS = (KEY, base64.b64encode(f"{SHOP}:{KEY}".encode()).decode(), "Basic ")


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(PracticeShop(orders=20), manager_key=KEY) as server:
        yield server


def everything_in(error: BaseException | None) -> str:
    """An exception with all that led to it, and the locals of every frame but this test's own."""
    texts: list[str] = []
    while error is not None:
        texts += [repr(error), repr(vars(error)), *map(str, error.args)]
        texts += _locals_of(error.__traceback__)
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


def _locals_of(trace: TracebackType | None) -> list[str]:
    frames = [frame for frame, _ in traceback.walk_tb(trace)]
    inside = [frame for frame in frames if "goq_desktop" in frame.f_code.co_filename]
    return [repr(value) for frame in inside for value in frame.f_locals.values()]


@pytest.mark.parametrize(
    "fault", [Fault.REFUSE_KEYS, Fault.CUT, Fault.FAILING, Fault.REDIRECT, Fault.HTML, Fault.HUGE]
)
def test_no_failure_tells_a_key(
    server: PracticeServer, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG, "goq_desktop")
    server.misbehave(Misbehaviour(fault=fault, times=FOREVER))
    with (
        client_for(profile_at(server.url), {KeyKind.MANAGER: KEY}, server.shop_id) as client,
        pytest.raises(ProblemError) as caught,
    ):
        list(client.pages(ALL_TIME))
    told = caplog.text + everything_in(caught.value)
    assert not [form for form in FORMS if form in told]
    assert "httpx" not in everything_in(caught.value)


@pytest.mark.parametrize("key", ["line\nend-canary", "zero\x00-canary", "ünï-canary-鍵"])
def test_a_key_that_no_header_takes_is_refused_without_being_told(
    caplog: pytest.LogCaptureFixture, key: str
) -> None:
    with (
        ScriptedMall(lambda asked: Told(b'{"shop":{"title":1}}')) as mall,
        client_for(profile_at(mall.url(), "orchard"), {KeyKind.MANAGER: key}) as client,
    ):
        problem = client.check_key(KeyKind.MANAGER).problem
    assert "canary" not in caplog.text + repr(problem)
    assert problem is None or problem.code is ProblemCode.KEY_REFUSED


def test_a_fault_of_ours_inside_a_call_is_told_by_kind_and_place_alone(
    server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError(KEY)

    monkeypatch.setattr(transport, "_http_date", broken)
    with (
        client_for(profile_at(server.url), {KeyKind.MANAGER: KEY}, server.shop_id) as client,
        pytest.raises(UnexpectedCallError) as caught,
    ):
        list(client.pages(ALL_TIME))
    assert "LookupError at test_secrecy.py" in str(caught.value)
    assert KEY not in everything_in(caught.value)


def test_a_call_is_logged_as_method_path_status_time_and_size(
    server: PracticeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "goq_desktop")
    with client_for(profile_at(server.url), {KeyKind.MANAGER: KEY}, server.shop_id) as client:
        names = [received.order.purchaser.name for page in client.pages(ALL_TIME) for received in page.orders]
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 1
    assert lines[0].startswith("POST 127.0.0.1/orders/_retrieve/basic 200 ")
    assert lines[0].split()[3::2] == ["ms", "bytes"] or lines[0].endswith(" bytes")
    assert not [name for name in names if name and name in caplog.text]
    assert not [form for form in (*FORMS, server.shop_id) if form in caplog.text]
