"""Makes HTTP calls to the hosts of a profile: one at a time, bounded in size and time."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from goq_desktop import __version__
from goq_desktop.cancellation import CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.calling import Answer, PendingCall
from goq_desktop.malls.connection import Connection
from goq_desktop.malls.dates import ShopTimes
from goq_desktop.malls.failures import CallFacts, failure_of_status
from goq_desktop.malls.inflating import BoundedBody
from goq_desktop.malls.maintenance import maintenance_until
from goq_desktop.malls.placeholders import Values, fill_path, fill_table, fill_text
from goq_desktop.malls.profile import Auth, Call, Host, MallProfile

_log = logging.getLogger(__name__)

_LONGEST_RETRY_AFTER: Final = 7 * 86_400.0
_Headers = list[tuple[bytes, bytes]]


class Transport:
    """Calls for one shop. `reveal` gives a key's text, "" when there is none."""

    def __init__(
        self,
        profile: MallProfile,
        shop_id: str,
        reveal: Callable[[KeyKind], str],
        clock: Clock,
        token: CancelToken,
    ) -> None:
        self._profile = profile
        self._shop_id = shop_id
        self._reveal = reveal
        self._clock = clock
        self._token = token
        self._times = ShopTimes(profile.dates)
        self._idle: dict[str, Connection] = {}
        self._pending: PendingCall | None = None

    def start(self, call: Call, values: Values) -> PendingCall:
        """Begins a call. Raises KEY_MISSING; everything else comes with `finish`."""
        if self._pending is not None:
            raise RuntimeError("a shop is never called twice at once")
        self._token.check()
        host = self._profile.hosts[call.host]
        key = self._reveal(host.key)
        if not key:
            raise ProblemError(ProblemCode.KEY_MISSING, key=host.key, shop=self._shop_id)
        url = host.url + fill_path(call.path, values)
        query = fill_table(call.query, values)
        body = msgspec.json.encode(fill_table(call.body, values)) if call.body else None
        headers = _headers(host, self._shop_id, key, has_body=body is not None)

        def make(pending: PendingCall) -> Answer:
            return self._call(pending, call.method.value, url, query, body, headers)

        limits = self._profile.limits
        idle = self._idle
        connection = idle.pop(call.host) if call.host in idle else Connection(host, limits)
        pending = PendingCall(
            connection,
            self._facts(host, call),
            limits.total_seconds,
            self._clock,
            self._token,
        )
        self._pending = pending
        pending.begin(make)
        return pending

    def finish(self, pending: PendingCall, call: Call) -> Answer:
        """Waits for a call's answer. Raises ProblemError, or Cancelled within a second of the wish."""
        try:
            answer = pending.result()
        except BaseException:
            self.drop()
            raise
        self._pending = None
        self._idle[call.host] = pending.connection
        return answer

    def drop(self) -> None:
        """Lets go of the call on its way, if any."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.give_up()

    def close(self) -> None:
        self.drop()
        idle, self._idle = self._idle, {}
        for connection in idle.values():
            connection.close()

    def _facts(self, host: Host, call: Call) -> CallFacts:
        limits = self._profile.limits
        local = self._times.in_zone(self._clock.now())
        return CallFacts(
            host=urlsplit(host.url).hostname or "",
            path=call.path,
            shop_id=self._shop_id,
            key=host.key,
            connect_seconds=limits.connect_seconds,
            read_seconds=limits.read_seconds,
            maintenance=maintenance_until(self._profile.maintenance, local),
        )

    def _call(
        self,
        pending: PendingCall,
        method: str,
        url: str,
        query: dict[str, Any],
        body: bytes | None,
        headers: _Headers,
    ) -> Answer:
        """In the call's thread. The log line names the path's template: values in a path are the shop's."""
        facts, limits = pending.facts, self._profile.limits
        began = self._clock.elapsed()
        status, size = 0, 0
        try:
            client = pending.connection.client()
            with client.stream(method, url, params=query or None, content=body, headers=headers) as response:
                status = response.status_code
                received = self._clock.now()
                server_time = _http_date(response.headers.get("date", ""))
                retry_after = _retry_after(response.headers.get("retry-after", ""), server_time or received)
                failure = failure_of_status(status, retry_after, facts)
                if failure:
                    raise failure
                answer = BoundedBody(
                    facts.host,
                    response.headers.get("content-encoding", ""),
                    limits.wire_mb,
                    limits.decoded_mb,
                )
                answer.expect(response.headers.get("content-length", ""))
                for chunk in response.iter_raw():
                    pending.check()
                    answer.feed(chunk)
                    size = answer.wire_bytes
                return Answer(
                    host=facts.host,
                    body=answer.finish(),
                    content_type=response.headers.get("content-type", ""),
                    received=received,
                    server_time=server_time,
                )
        finally:
            elapsed = round((self._clock.elapsed() - began) * 1000)
            _log.info("%s %s/%s %d %d ms %d bytes", method, facts.host, facts.path, status, elapsed, size)


def _headers(host: Host, shop_id: str, key: str, *, has_body: bool) -> _Headers:
    """Bytes, since httpx refuses text beyond ASCII with an exception that holds the text."""
    headers = [
        (b"accept", b"application/json"),
        (b"accept-encoding", b"gzip, deflate"),
        (b"user-agent", f"GoQ-Desktop/{__version__}".encode()),
    ]
    if has_body:
        headers.append((b"content-type", b"application/json"))
    if host.auth is Auth.BASIC:
        pair = base64.b64encode(f"{shop_id}:{key}".encode())
        headers.append((b"authorization", b"Basic " + pair))
    else:
        value = fill_text(host.header_value, {"key": key, "shop_id": shop_id})
        headers.append((host.header_name.encode(), value.encode()))
    return headers


def _http_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _retry_after(text: str, now: datetime) -> float | None:
    """Seconds from either form of the header; None when it is absent or unreadable."""
    if re.fullmatch(r"[0-9]{1,9}", text.strip()):
        return min(float(text), _LONGEST_RETRY_AFTER)
    until = _http_date(text)
    return min(max(0.0, (until - now).total_seconds()), _LONGEST_RETRY_AFTER) if until else None
