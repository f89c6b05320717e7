"""The practice shop on loopback HTTP: start, stop, misbehave."""

from __future__ import annotations

import os
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Final, Self, cast

from goq_desktop.practice import keys
from goq_desktop.practice.desk import ROOT, Desk, Reply, Request, refusal
from goq_desktop.practice.faults import misbehave
from goq_desktop.practice.misbehaviour import Misbehaviour, Mischief
from goq_desktop.practice.shop import PracticeShop

ADDRESS: Final = "127.0.0.1"
DEFAULT_PORT: Final = 18790
_LARGEST_REQUEST: Final = 64 * 1024
_LONGEST_PATH_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Served:
    """A request that was answered. Headers and bodies are never kept."""

    method: str
    path: str
    status: int


class PracticeServer:
    """Serves a practice shop on 127.0.0.1; `port` 0 takes a free one, which stays the same after a restart.

    Without keys of its own it uses those of the shop's seed. `requests` tells what was answered so far.
    """

    def __init__(
        self, shop: PracticeShop, port: int = 0, open_key: str | None = None, manager_key: str | None = None
    ) -> None:
        self.shop = shop
        self.shop_id = keys.SHOP_ID
        self.open_key = open_key or keys.open_key(shop.seed)
        self.manager_key = manager_key or keys.manager_key(shop.seed)
        self.requests: list[Served] = []
        self._port = port
        self._mischief = Mischief()
        self._http: _Loopback | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address that both hosts of the mall profile have: http://127.0.0.1:PORT/v2/."""
        if not self._port:
            raise RuntimeError("the port is known once the server has started")
        return f"http://{ADDRESS}:{self._port}{ROOT}"

    def misbehave(self, misbehaviour: Misbehaviour) -> None:
        """From now on; several wait for their turn in the order in which they came."""
        self._mischief.add(misbehaviour)

    def behave(self) -> None:
        """Forget all misbehaviours."""
        self._mischief.clear()

    def start(self) -> Self:
        """Serve in a thread of its own. Raises OSError when the port is taken."""
        if self._http is None:
            desk = Desk(self.shop, self.open_key, self.manager_key)
            self._http = _Loopback(self._port, desk, self._mischief, self.requests)
            self._port = self._http.server_port
            self._thread = threading.Thread(
                target=self._http.serve_forever, args=(0.05,), name="practice-shop", daemon=True
            )
            self._thread.start()
        return self

    def stop(self) -> None:
        """Cut all connections; afterwards no thread and no socket is left."""
        if self._http is not None and self._thread is not None:
            self._http.stop()
            self._thread.join()
            self._http = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Loopback(ThreadingHTTPServer):
    """Knows its connections, so that a stop does not wait for those that are kept alive."""

    daemon_threads = True
    # On Windows the option would let two programs share one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, desk: Desk, mischief: Mischief, requests: list[Served]) -> None:
        self.desk = desk
        self.mischief = mischief
        self.requests = requests
        self.stopping = threading.Event()
        self._calls: list[tuple[threading.Thread, socket.socket]] = []
        super().__init__((ADDRESS, port), _Handler)

    def server_bind(self) -> None:
        # The inherited way asks the name service for this host's name, which can take seconds.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        connection = cast(socket.socket, request)
        thread = threading.Thread(
            target=self.process_request_thread,
            args=(connection, client_address),
            name="practice-shop-call",
            daemon=True,
        )
        thread.start()
        self._calls = [call for call in self._calls if call[0].is_alive()]
        self._calls.append((thread, connection))

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        # The other side may leave at any moment.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        for _, connection in self._calls:
            # One that has just ended by itself needs no end.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread, _ in self._calls:
            thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads a request, answers it rightly or not; see `faults.Channel`."""

    protocol_version = "HTTP/1.1"
    server_version = "PracticeShop"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True

    server: _Loopback

    def setup(self) -> None:
        super().setup()
        self._hours_off = 0.0

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def _respond(self) -> None:
        self._hours_off = 0.0
        body = self._body()
        if body is None:
            return
        request = Request(
            method=self.command,
            path=self.path.partition("?")[0],
            authorization=self.headers.get("Authorization", ""),
            body=body,
        )
        what = self.server.mischief.next_for(request.path)
        try:
            if what is None:
                self.send(self.server.desk.answer(request))
            else:
                misbehave(what, request, self.server.desk, self)
        except OSError:
            self.close_connection = True

    def _body(self) -> bytes | None:
        """The request's body; None when it was refused, since it has no honest length."""
        announced = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not announced.isdecimal():
            self._refuse(411, "length required")
            return None
        if int(announced[:10]) > _LARGEST_REQUEST:
            self._refuse(413, "too large")
            return None
        return self.rfile.read(int(announced))

    def _refuse(self, status: int, message: str) -> None:
        self.close_connection = True
        self.send(refusal(status, message))

    def send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def send_with_date(self, reply: Reply, hours_off: float) -> None:
        self._hours_off = hours_off
        self.send(reply)

    def send_start(self, status: int, kind: str, length: int | None, encoding: str = "") -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Connection", "close")
        self.end_headers()

    def send_bytes(self, data: bytes) -> None:
        self.wfile.write(data)

    def wait(self, seconds: float) -> None:
        if self.server.stopping.wait(seconds):
            raise ConnectionAbortedError

    def date_time_string(self, timestamp: float | None = None) -> str:
        moment = self.server.desk.shop.clock.now() + timedelta(hours=self._hours_off)
        return format_datetime(moment.astimezone(UTC), usegmt=True)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        path = getattr(self, "path", "")[:_LONGEST_PATH_KEPT]
        self.server.requests.append(Served(self.command or "", path, int(code)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to whoever started the shop."""
