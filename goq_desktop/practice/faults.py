"""The bad answers of the practice shop."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Final, Protocol

from goq_desktop.practice.desk import Desk, Reply, Request, refusal
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.search import BadSearchError, Search, read_search

_MEGABYTE: Final = 1024 * 1024
_JSON: Final = "application/json; charset=utf-8"
_MAINTENANCE_PAGE: Final = (
    "<!DOCTYPE html><html lang=ja><meta charset=utf-8><title>メンテナンス中</title>"
    "<h1>ただいまメンテナンス中です</h1><p>ご不便をおかけします。</p></html>"
)
_LOG_IN_PAGE: Final = (
    "<!DOCTYPE html><html lang=ja><meta charset=utf-8><title>ログイン</title>"
    "<form method=post><input name=id><input name=password type=password></form></html>"
)
_ENDLESS_TOTAL: Final = 1_000_000


class Channel(Protocol):
    """The way back to the one who asked. Every method ends with an OSError when that one is gone."""

    def send(self, reply: Reply) -> None:
        """A whole answer."""

    def send_with_date(self, reply: Reply, hours_off: float) -> None:
        """A whole answer with a wrong Date."""

    def send_start(self, status: int, kind: str, length: int | None, encoding: str = "") -> None:
        """The head of an answer; the connection closes after it. Without `length` the end is the close."""

    def send_bytes(self, data: bytes) -> None:
        """A part of the body."""

    def wait(self, seconds: float) -> None:
        """Let time pass; the server's stop ends it at once with an OSError."""


def misbehave(what: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    """Answer `request` badly."""
    _WAYS[what.fault](what, request, desk, channel)


def _slow(what: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    channel.wait(what.seconds)
    channel.send(desk.answer(request))


def _slow_drip(what: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    reply = desk.answer(request)
    channel.send_start(reply.status, reply.kind, len(reply.body))
    for place in range(len(reply.body)):
        channel.send_bytes(reply.body[place : place + 1])
        channel.wait(what.seconds)


def _refuse_keys(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(refusal(401, "unauthorized"))


def _api_not_enabled(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(refusal(403, "forbidden"))


def _too_many(what: Misbehaviour, _: Request, __: Desk, channel: Channel) -> None:
    seconds = str(math.ceil(what.seconds))
    channel.send(replace(refusal(429, "too many requests"), headers=(("Retry-After", seconds),)))


def _failing(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(refusal(500, "internal server error"))


def _maintenance(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(Reply(status=503, body=_MAINTENANCE_PAGE.encode(), kind="text/html; charset=utf-8"))


def _html(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(Reply(status=200, body=_LOG_IN_PAGE.encode(), kind="text/html; charset=utf-8"))


def _garbage(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(Reply(status=200, body=b"\xff\xfe\x00" + Random(0).randbytes(4096)))


def _cut(_: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    reply = desk.answer(request)
    channel.send_start(reply.status, reply.kind, len(reply.body))
    channel.send_bytes(reply.body[: len(reply.body) // 2])


def _huge(what: Misbehaviour, _: Request, __: Desk, channel: Channel) -> None:
    channel.send_start(200, _JSON, None)
    for part in _padded_json(what.megabytes):
        channel.send_bytes(part)


def _gzip_bomb(what: Misbehaviour, _: Request, __: Desk, channel: Channel) -> None:
    channel.send_start(200, _JSON, None, "gzip")
    channel.send_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    check = size = 0
    for part in _padded_json(what.megabytes):
        check, size = zlib.crc32(part, check), size + len(part)
        channel.send_bytes(squeeze.compress(part))
    channel.send_bytes(squeeze.flush() + struct.pack("<LL", check, size & 0xFFFFFFFF))


def _padded_json(megabytes: int) -> Iterator[bytes]:
    """Valid JSON with so many megabytes of nothing in it."""
    yield b'{"total_count":"0","padding":"'
    block = b" " * _MEGABYTE
    for _ in range(megabytes):
        yield block
    yield b'","orders":[]}'


def _deep(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    depth = 200_000
    body = b'{"total_count":"1","orders":' + b"[" * depth + b"]" * depth + b"}"
    channel.send(Reply(status=200, body=body))


def _long_number(_: Misbehaviour, __: Request, ___: Desk, channel: Channel) -> None:
    channel.send(Reply(status=200, body=b'{"orders":[],"total_count":' + b"9" * 1_000_000 + b"}"))


def _redirect(what: Misbehaviour, _: Request, __: Desk, channel: Channel) -> None:
    channel.send(replace(refusal(302, "found"), headers=(("Location", what.target),)))


def _wrong_clock(what: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    channel.send_with_date(desk.answer(request), what.hours)


def _endless(_: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    search = _search(request, desk)
    if search is None:
        return channel.send(desk.answer(request))
    pattern = desk.shop.listing(search.since, search.until, size=1).orders
    orders = (
        replace(order, serial=f"E{number:09d}", number=str(number))
        for number in range(search.start, search.start + search.size)
        for order in pattern
    )
    return channel.send(desk.page(orders, search.start + _ENDLESS_TOTAL))


def _repeating(_: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    search = _search(request, desk)
    if search is None:
        return channel.send(desk.answer(request))
    first = desk.shop.listing(search.since, search.until, size=search.size).orders
    return channel.send(desk.page(first, _ENDLESS_TOTAL))


def _shifted(_: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    _change_first(request, desk, desk.shop.remove)
    channel.send(desk.answer(request))


def _moved(_: Misbehaviour, request: Request, desk: Desk, channel: Channel) -> None:
    _change_first(request, desk, desk.shop.edit)
    channel.send(desk.answer(request))


def _change_first(request: Request, desk: Desk, change: Callable[[str], object]) -> None:
    search = _search(request, desk)
    if search is not None:
        for order in desk.shop.listing(search.since, search.until, size=1).orders:
            change(order.serial)


def _search(request: Request, desk: Desk) -> Search | None:
    """What is asked; None when it gets a refusal instead."""
    if desk.refused(request) is not None:
        return None
    try:
        return read_search(request.body)
    except BadSearchError:
        return None


_WAYS: Final[dict[Fault, Callable[[Misbehaviour, Request, Desk, Channel], None]]] = {
    Fault.SLOW: _slow,
    Fault.SLOW_DRIP: _slow_drip,
    Fault.REFUSE_KEYS: _refuse_keys,
    Fault.API_NOT_ENABLED: _api_not_enabled,
    Fault.TOO_MANY: _too_many,
    Fault.FAILING: _failing,
    Fault.MAINTENANCE: _maintenance,
    Fault.HTML: _html,
    Fault.GARBAGE: _garbage,
    Fault.CUT: _cut,
    Fault.HUGE: _huge,
    Fault.GZIP_BOMB: _gzip_bomb,
    Fault.DEEP: _deep,
    Fault.LONG_NUMBER: _long_number,
    Fault.ENDLESS: _endless,
    Fault.REPEATING: _repeating,
    Fault.SHIFTED: _shifted,
    Fault.MOVED: _moved,
    Fault.REDIRECT: _redirect,
    Fault.WRONG_CLOCK: _wrong_clock,
}
