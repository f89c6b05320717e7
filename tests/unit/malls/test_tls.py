"""A shop is believed only with a certificate that the system trusts; no key goes anywhere else."""

from __future__ import annotations

import ssl
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from tests.support.certificates import DAY, TestAuthority
from tests.support.malls import client_for, profile_at
from tests.support.scripted_mall import ScriptedMall, Told

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere the system's trust store cannot be set for a test"
)


@pytest.fixture
def authority(tmp_path: Path) -> TestAuthority:
    return TestAuthority(tmp_path)


@pytest.fixture
def trusted(authority: TestAuthority, monkeypatch: pytest.MonkeyPatch) -> TestAuthority:
    """An authority that the system trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    return authority


def check(context: ssl.SSLContext) -> tuple[Problem | None, int]:
    """The problem of one key test, and how many requests the server got to see."""
    with ScriptedMall(lambda asked: Told(b'{"total_count":"3"}'), context) as mall:
        with client_for(profile_at(mall.url(), tries=3), {KeyKind.MANAGER: "key"}) as client:
            problem = client.check_key(KeyKind.MANAGER).problem
            assert client.calls == 1
        return problem, len(mall.asked)


def test_a_certificate_of_a_trusted_authority_is_believed(trusted: TestAuthority) -> None:
    assert check(trusted.server()) == (None, 1)


def test_a_certificate_of_an_unknown_authority_is_not(authority: TestAuthority) -> None:
    assert check(authority.server()) == (Problem(ProblemCode.TLS_UNTRUSTED, {"host": "127.0.0.1"}), 0)


def test_a_certificate_for_another_name_is_not(trusted: TestAuthority) -> None:
    problem, requests = check(trusted.server(host="other.invalid"))
    assert (problem, requests) == (Problem(ProblemCode.TLS_UNTRUSTED, {"host": "127.0.0.1"}), 0)


@pytest.mark.parametrize(("starts", "ends"), [(-9 * DAY, -DAY), (timedelta(hours=20), 9 * DAY)])
def test_a_certificate_out_of_its_time_points_to_the_clock(
    trusted: TestAuthority, starts: timedelta, ends: timedelta
) -> None:
    problem, requests = check(trusted.server(starts, ends))
    assert problem is not None and problem.code is ProblemCode.CLOCK_WRONG
    assert requests == 0


def test_a_server_that_speaks_no_tls_is_not_believed() -> None:
    with ScriptedMall(lambda asked: Told(b"{}")) as mall:
        profile = profile_at(mall.url().replace("http:", "https:"))
        with client_for(profile, {KeyKind.MANAGER: "key"}) as client:
            problem = client.check_key(KeyKind.MANAGER).problem
        assert mall.asked == []
    assert problem is not None and problem.code is ProblemCode.TLS_UNTRUSTED
