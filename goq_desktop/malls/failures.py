"""Turns what went wrong with a call into a problem for people, without anything that holds a key."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError

# "Expired" and "not yet valid" of OpenSSL, Windows (CERT_E_EXPIRED, both signs) and macOS.
_DATE_FAULTS: Final = frozenset({9, 10, 0x800B0101, 0x800B0101 - 2**32, -67818, -67819})


class CallFailure(ProblemError):
    """A call that failed. `is_passing`: another try may help; `retry_after`: the shop's wish in seconds."""

    def __init__(
        self,
        code: ProblemCode,
        *,
        is_passing: bool = False,
        retry_after: float | None = None,
        **params: str | int,
    ) -> None:
        super().__init__(code, **params)
        self.is_passing = is_passing
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What may be told of a call: names and bounds, no key and no values.

    `path` is the profile's template. `maintenance` is the end of the window the call fell in, if any.
    """

    host: str
    path: str
    shop_id: str
    key: KeyKind
    connect_seconds: float
    read_seconds: float
    maintenance: str | None


def failure_of_status(status: int, retry_after: float | None, facts: CallFacts) -> CallFailure | None:
    """None for a status that carries an answer."""
    if 200 <= status < 300:
        return None
    if status < 400:
        return CallFailure(ProblemCode.REDIRECTED, host=facts.host, status=status)
    if status == 401:
        return CallFailure(ProblemCode.KEY_REFUSED, key=facts.key, shop=facts.shop_id, status=status)
    if status == 403:
        return CallFailure(ProblemCode.API_NOT_ENABLED, shop=facts.shop_id, status=status)
    if status in (404, 405, 410):
        return CallFailure(ProblemCode.NOT_FOUND, host=facts.host, path=facts.path)
    if status == 429:
        return CallFailure(
            ProblemCode.SHOP_BUSY,
            host=facts.host,
            seconds=round(retry_after or 0),
            is_passing=True,
            retry_after=retry_after,
        )
    if status >= 500 and (facts.maintenance is not None or status == 503):
        return CallFailure(
            ProblemCode.MAINTENANCE,
            shop=facts.shop_id,
            until=facts.maintenance or "",
            is_passing=facts.maintenance is None,
            retry_after=retry_after,
        )
    return CallFailure(
        ProblemCode.SHOP_FAILED,
        host=facts.host,
        status=status,
        is_passing=status >= 500 or status == 408,
        retry_after=retry_after,
    )


def failure_of_exception(error: Exception, facts: CallFacts) -> CallFailure | None:
    """The failure behind an exception of the HTTP library; None when it is none of its own."""
    import httpx

    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return timed_out(facts, facts.connect_seconds, is_passing=True)
    if isinstance(error, httpx.TimeoutException):
        return timed_out(facts, facts.read_seconds)
    if isinstance(error, httpx.LocalProtocolError):
        # The one thing of ours that may be unfit for a header is the key (a line end, a control character).
        return CallFailure(ProblemCode.KEY_REFUSED, key=facts.key, shop=facts.shop_id, status=0)
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol)):
        return CallFailure(ProblemCode.NOT_FOUND, host=facts.host, path=facts.path)
    if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
        return _connect_failure(error, facts)
    if isinstance(error, httpx.TransportError):
        is_tls = any(isinstance(cause, ssl.SSLError) for cause in _causes(error))
        code = ProblemCode.TLS_UNTRUSTED if is_tls else ProblemCode.ANSWER_CUT
        return CallFailure(code, host=facts.host, is_passing=not is_tls)
    return None


def timed_out(facts: CallFacts, seconds: float, *, is_passing: bool = False) -> CallFailure:
    return CallFailure(
        ProblemCode.TIMED_OUT, host=facts.host, seconds=max(1, round(seconds)), is_passing=is_passing
    )


def _connect_failure(error: Exception, facts: CallFacts) -> CallFailure:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            # No date of the shop's is at hand, so how far the clock is off stays untold.
            if getattr(cause, "verify_code", 0) in _DATE_FAULTS:
                return CallFailure(ProblemCode.CLOCK_WRONG)
            return CallFailure(ProblemCode.TLS_UNTRUSTED, host=facts.host)
        if isinstance(cause, ssl.SSLError):
            return CallFailure(ProblemCode.TLS_UNTRUSTED, host=facts.host)
        if isinstance(cause, socket.gaierror) and cause.errno != socket.EAI_AGAIN:
            return CallFailure(ProblemCode.HOST_UNKNOWN, host=facts.host)
    return CallFailure(ProblemCode.NO_NETWORK, host=facts.host, is_passing=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what led to it, nearest first."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__
