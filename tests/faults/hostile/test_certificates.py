"""A shop is believed only with a certificate that is good in every way; no key is sent before."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from tests.faults.hostile.made_certificates import BAD, Authority, good
from tests.faults.rows import row
from tests.support.malls import client_for, profile_at
from tests.support.scripted_mall import ScriptedMall, Told

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere the system's trust store cannot be set for a test"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that the system trusts."""
    (tmp_path / "other").mkdir()
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    return made


def check(served: ssl.SSLContext) -> tuple[Problem | None, int]:
    """The problem of one key test, and how many requests the server got to see."""
    with ScriptedMall(lambda asked: Told(b'{"total_count":"3"}'), served) as mall:
        with client_for(profile_at(mall.url(), tries=3), {KeyKind.MANAGER: "key"}) as client:
            problem = client.check_key(KeyKind.MANAGER).problem
        return problem, len(mall.asked)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_not_believed(root: Authority, name: str) -> None:
    with row("bad certificates stopped") as figures:
        figures.tried = 1
        problem, requests = check(BAD[name](root))
        assert requests == 0
        out_of_time = name in ("expired", "not yet valid")
        assert problem is not None
        assert problem.code is (ProblemCode.CLOCK_WRONG if out_of_time else ProblemCode.TLS_UNTRUSTED)
        figures.result = "all"


def test_a_good_certificate_is_believed(root: Authority) -> None:
    assert check(good(root)) == (None, 1)


@pytest.mark.parametrize("name", BAD)
def test_without_verification_each_would_be_seen(
    root: Authority, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suite's teeth."""
    import truststore

    def blind(*_: object) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
        return made

    monkeypatch.setattr(truststore, "SSLContext", blind)
    assert check(BAD[name](root)) == (None, 1)


def test_there_are_at_least_twelve() -> None:
    assert len(BAD) >= 12
