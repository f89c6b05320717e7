"""Keeps every test on this machine: a connection or a look-up that leads away fails it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any, Final

import pytest

_LOCAL_NAMES: Final = frozenset({"", "localhost"})
# Reserved for ever; tests of an unknown host use it.
_UNKNOWN_ZONE: Final = ".invalid"


def is_local(host: str) -> bool:
    """True for loopback, by name or number."""
    number = _number(host)
    return number.is_loopback if number else host in _LOCAL_NAMES


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


@pytest.fixture(autouse=True)
def network_attempts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The hosts outside this machine that the test reached for; the test fails if there are any.

    The app's own handling would turn the refusal into a polite message and hide it. Names under .invalid
    are unknown without asking anybody.
    """
    attempts: list[str] = []
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def is_away(connection: socket.socket, address: Any) -> bool:
        away = connection.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0])
        if away:
            attempts.append(str(address[0]))
        return away

    def guarded_connect(connection: socket.socket, address: Any) -> None:
        if is_away(connection, address):
            raise OSError(errno.ENETUNREACH, "no network in tests")
        connect(connection, address)

    def guarded_connect_ex(connection: socket.socket, address: Any) -> int:
        if is_away(connection, address):
            return errno.ENETUNREACH
        return connect_ex(connection, address)

    def guarded_look_up(host: Any, *others: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_local(name) and not _number(name):
            if not name.endswith(_UNKNOWN_ZONE):
                attempts.append(name)
            raise socket.gaierror(socket.EAI_NONAME, "no names in tests")
        return look_up(host, *others, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield attempts
    if attempts:
        pytest.fail(f"reached for the network: {', '.join(sorted(set(attempts)))}")
