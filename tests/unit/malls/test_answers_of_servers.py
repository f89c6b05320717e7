"""Statuses, dates, encodings and limits that the practice shop does not play."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, datetime
from email.utils import format_datetime

import msgspec
import pytest

from goq_desktop.clock import Clock
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.malls.profile import MaintenanceWindow, Weekday
from tests.support.malls import PatientToken, client_for, profile_at
from tests.support.scripted_mall import Asked, ScriptedMall, Told

GOOD = json.dumps({"total_count": "3", "padding": "x" * 2000}).encode()
KEYS = {KeyKind.MANAGER: "key"}
# A third Wednesday, 03:00 in Japan.
IN_MAINTENANCE = datetime(2026, 11, 17, 18, 0, tzinfo=UTC)
WINDOW = MaintenanceWindow(weekday=Weekday.WED, nth=3, start="02:00", until="08:00")


class FixedClock(Clock):
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


def check(
    *told: Told,
    now: datetime | None = None,
    tries: int = 1,
    token: PatientToken | None = None,
    **limits: float,
) -> tuple[Problem | None, str]:
    """One key test against answers in this order; the last is repeated."""
    answers = list(told)

    def script(asked: Asked) -> Told:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    with ScriptedMall(script) as mall:
        profile = profile_at(mall.url(), "practice", tries=tries, **limits)
        profile = msgspec.structs.replace(profile, maintenance=(WINDOW,))
        clock = FixedClock(now) if now else Clock()
        with client_for(profile, KEYS, token=token, clock=clock) as client:
            result = client.check_key(KeyKind.MANAGER)
    return result.problem, result.detail


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (301, ProblemCode.REDIRECTED),
        (307, ProblemCode.REDIRECTED),
        (304, ProblemCode.REDIRECTED),
        (400, ProblemCode.SHOP_FAILED),
        (401, ProblemCode.KEY_REFUSED),
        (403, ProblemCode.API_NOT_ENABLED),
        (404, ProblemCode.NOT_FOUND),
        (405, ProblemCode.NOT_FOUND),
        (422, ProblemCode.SHOP_FAILED),
        (429, ProblemCode.SHOP_BUSY),
        (500, ProblemCode.SHOP_FAILED),
        (503, ProblemCode.MAINTENANCE),
        (599, ProblemCode.SHOP_FAILED),
    ],
)
def test_each_status_has_its_problem(status: int, code: ProblemCode) -> None:
    location = {"Location": "http://127.0.0.1:9/"} if status in (301, 307) else {}
    problem, _ = check(Told(b"", status, location))
    assert problem is not None and problem.code is code


def test_a_server_error_in_the_maintenance_window_is_maintenance_and_not_tried_again() -> None:
    now = IN_MAINTENANCE
    token = PatientToken()
    problem, _ = check(Told(b"", 500), now=now, tries=3, token=token)
    assert problem == Problem(ProblemCode.MAINTENANCE, {"shop": "renshu.pr", "until": "08:00"})
    assert token.waits == []
    for other in (now.replace(day=16), now.replace(day=24), now.replace(hour=23)):
        problem, _ = check(Told(b"", 500), now=other)
        assert problem is not None and problem.code is ProblemCode.SHOP_FAILED


def test_a_path_that_is_not_there_is_named_as_in_the_profile() -> None:
    problem, _ = check(Told(b"", 404))
    assert problem == Problem(ProblemCode.NOT_FOUND, {"host": "127.0.0.1", "path": "items/_search"})


@pytest.mark.parametrize(
    ("header", "floor"),
    [("4", 4.0), ("Tue, 17 Nov 2026 18:00:30 GMT", 30.0), ("Tue, 17 Nov 2026 17:00:00 GMT", 0.0), ("soon", 0.0),
     ("-5", 0.0), ("", 0.0)],
)  # fmt: skip
def test_retry_after_is_the_floor_of_the_wait_in_both_forms(header: str, floor: float) -> None:
    token = PatientToken()
    busy = Told(b"", 429, {"Retry-After": header, "Date": format_datetime(IN_MAINTENANCE, usegmt=True)})
    problem, detail = check(busy, Told(GOOD), tries=2, token=token)
    assert (problem, detail) == (None, "3")
    assert len(token.waits) == 1
    assert floor <= token.waits[0] <= floor + 2


@pytest.mark.parametrize("header", ["999999999", "9" * 400, "Tue, 17 Nov 9999 18:00:00 GMT"])
def test_an_absurd_retry_after_is_not_waited_for(header: str) -> None:
    token = PatientToken()
    problem, _ = check(Told(b"", 429, {"Retry-After": header}), tries=2, token=token)
    assert problem is not None and problem.code is ProblemCode.SHOP_BUSY
    assert all(wait < 60 for wait in token.waits)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(gzip.compress(GOOD, mtime=0), "gzip"), (zlib.compress(GOOD), "deflate"), (GOOD, "identity")],
)
def test_compressed_answers_are_read(body: bytes, encoding: str) -> None:
    assert check(Told(body, headers={"Content-Encoding": encoding})) == (None, "3")


def test_only_encodings_we_can_bound_are_asked_for() -> None:
    with ScriptedMall(lambda asked: Told(GOOD)) as mall, client_for(profile_at(mall.url()), KEYS) as client:
        client.check_key(KeyKind.MANAGER)
    assert mall.asked[0].headers["accept-encoding"] == "gzip, deflate"


def test_an_announced_size_beyond_the_bound_is_refused_before_it_is_read() -> None:
    problem, _ = check(Told(b"{", cut=50_000_000), wire_mb=1)
    assert problem is not None and problem.code is ProblemCode.ANSWER_TOO_LARGE


@pytest.mark.parametrize("has_length", [True, False])
def test_a_cut_answer_is_tried_again_whether_its_length_was_told_or_not(has_length: bool) -> None:
    cut = Told(GOOD[:-40], cut=40 if has_length else 0, has_length=has_length)
    assert check(cut, Told(GOOD), tries=2) == (None, "3")


def test_the_proof_must_be_in_the_answer() -> None:
    problem, _ = check(Told(b'{"count":3}'))
    assert problem == Problem(ProblemCode.ANSWER_SHAPE, {"path": "tests.manager.proof", "found": "missing"})


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Nov 2026 18:00:00 GMT", "9" * 500])
def test_an_odd_date_is_no_date(date: str) -> None:
    assert check(Told(GOOD, headers={"Date": date})) == (None, "3")
