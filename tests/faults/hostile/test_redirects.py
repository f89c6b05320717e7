"""No answer leads a key anywhere: a redirect is a problem, and its goal is never asked."""

from __future__ import annotations

from typing import Final

import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from tests.faults.rows import row
from tests.support.malls import client_for, profile_at
from tests.support.scripted_mall import Asked, ScriptedMall, Told

STATUSES: Final = (300, 301, 302, 303, 307, 308)
# Another host, another port, the same host, and a name that only looks like the shop's.
GOALS: Final = (
    "{other}/orders/",
    "//127.0.0.1:1/",
    "/items/_search",
    "http://127.0.0.1@elsewhere.invalid/",
)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("goal", GOALS)
def test_a_redirect_is_never_followed(status: int, goal: str) -> None:
    with (
        row("redirects stopped") as figures,
        ScriptedMall(lambda asked: Told(b'{"total_count":"3"}')) as other,
    ):
        figures.tried = 1

        def script(asked: Asked) -> Told:
            # The same host would answer well at the second asking.
            if len(mall.asked) > 1:
                return Told(b'{"total_count":"3"}')
            return Told(b"", status, {"Location": goal.format(other=other.url().rstrip("/"))})

        with (
            ScriptedMall(script) as mall,
            client_for(profile_at(mall.url(), tries=3), {KeyKind.MANAGER: "key"}) as client,
        ):
            problem = client.check_key(KeyKind.MANAGER).problem
            assert problem == Problem(ProblemCode.REDIRECTED, {"host": "127.0.0.1", "status": status})
            assert (len(mall.asked), other.asked, client.calls) == (1, [], 1)
        figures.result = "all"


def test_there_are_twenty_four() -> None:
    assert len(STATUSES) * len(GOALS) == 24


def test_a_client_that_followed_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's teeth: with following switched on the key arrives at the other host."""
    import httpx

    built = httpx.Client.__init__

    def following(client: httpx.Client, **options: object) -> None:
        built(client, **(options | {"follow_redirects": True}))  # type: ignore[arg-type]

    monkeypatch.setattr(httpx.Client, "__init__", following)
    with ScriptedMall(lambda asked: Told(b'{"total_count":"3"}')) as other:
        goal = {"Location": other.url()}
        with (
            ScriptedMall(lambda asked: Told(b"", 307, goal)) as mall,
            client_for(profile_at(mall.url(), tries=1), {KeyKind.MANAGER: "key"}) as client,
        ):
            client.check_key(KeyKind.MANAGER)
        assert len(other.asked) == 1
