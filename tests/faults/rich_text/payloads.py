"""Markup that makes a careless screen load something, each with an address that tells when it did."""

from __future__ import annotations

import ctypes
import dataclasses
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from goq_desktop.domain.orders import Lane, Moment, Order

# {} is the address.
FORMS: Final = (
    '<img src="{}">',
    "<IMG SRC='{}' width=9 height=9>",
    '<p style="background-image:url({})">x</p>',
    '<body background="{}">x',
    '<table background="{}"><tr><td background="{}">x</td></tr></table>',
    '<link rel="stylesheet" href="{}">x',
    '<style>@import url("{}"); p{{background:url({})}}</style><p>x',
    '<object data="{}">x</object>',
    '<iframe src="{}"></iframe>x',
    '<svg><image xlink:href="{}"/></svg>x',
    '<input type="image" src="{}">x',
    '<video poster="{}"></video>x',
    '<a href="{}"><img src="{}"></a>',
    '<ul style="list-style-image:url({})"><li>x</ul>',
    '<qt><img src="{}"/></qt>',
    '<html><head><base href="{}"></head><img src="loud.png">x',
    '<!--><img src="{}">-->',
    "![x]({})",
    '&lt;img src="{}"&gt;<br><img src="{}">',
    '"><img src="{}" onerror="x">',
)
KINDS: Final = 3  # of addresses: a file, a file by another spelling, a server
# Which fields of an order hold no text of the shop.
_NOT_TEXT: Final = (Lane, Moment)


def payloads(file: Path, port: int) -> list[str]:
    """Sixty: every form with every kind of address."""
    addresses = (file.as_uri(), str(file), f"http://127.0.0.1:{port}/loud.png")
    return [
        form.replace("{{", "{").replace("}}", "}").replace("{}", one) for form in FORMS for one in addresses
    ]


def poisoned(value: Any, payload: str) -> Any:
    """An order with the payload in each field that is text; what names the order itself stays."""
    if isinstance(value, str) and not isinstance(value, _NOT_TEXT):
        return payload
    if isinstance(value, tuple):
        return tuple(poisoned(one, payload) for one in value)
    if isinstance(value, Order):
        kept = {"serial": value.serial, "lane": value.lane}
        return dataclasses.replace(_all_fields(value, payload), **kept)
    if dataclasses.is_dataclass(value) and not isinstance(value, _NOT_TEXT):
        return _all_fields(value, payload)
    return value


def _all_fields(value: Any, payload: str) -> Any:
    changed = {one.name: poisoned(getattr(value, one.name), payload) for one in dataclasses.fields(value)}
    return dataclasses.replace(value, **changed)


class Loads:
    """Counts how often the file was opened, and how often the server was asked."""

    def __init__(self, notify: int, server: socket.socket) -> None:
        self._notify = notify
        self._server = server
        self.port: int = server.getsockname()[1]

    def count(self) -> int:
        """Since the last call."""
        return self._opened() + self._asked()

    def _opened(self) -> int:
        try:
            return len(os.read(self._notify, 65_536)) // 16
        except BlockingIOError:
            return 0

    def _asked(self) -> int:
        asked = 0
        try:
            while True:
                self._server.accept()[0].close()
                asked += 1
        except BlockingIOError:
            return asked


@contextmanager
def watched(file: Path) -> Iterator[Loads]:
    """Linux: the kernel tells of each opening, whoever it is."""
    assert sys.platform == "linux"
    libc = ctypes.CDLL(None)
    notify = libc.inotify_init1(os.O_NONBLOCK)
    opened = 0x20
    assert libc.inotify_add_watch(notify, os.fsencode(file), opened) > 0
    try:
        with closing(socket.create_server(("127.0.0.1", 0))) as server:
            server.setblocking(False)
            yield Loads(notify, server)
    finally:
        os.close(notify)
