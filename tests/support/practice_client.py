"""A plain HTTP client for the practice server, without any code of the mall client."""

from __future__ import annotations

import http.client
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from goq_desktop.practice.server import PracticeServer

ORDERS = "orders/_retrieve/basic"
ITEMS = "items/_search"
RANKING = "ranking/set-by-shop"
EVERYTHING: Mapping[str, object] = {"since": "2000-01-01 00:00:00"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def serials(self) -> list[str]:
        return [order["serial_code"] for order in self.json["orders"]]


class Client:
    """One kept-alive connection."""

    def __init__(self, server: PracticeServer) -> None:
        self.server = server
        self.root = urlsplit(server.url).path
        self.connection = http.client.HTTPConnection("127.0.0.1", urlsplit(server.url).port or 0, timeout=20)

    def ask(
        self, path: str, body: object = None, key: str | None = None, method: str | None = None
    ) -> http.client.HTTPResponse:
        """Send a request; the body of the answer is still to be read."""
        usual = self.server.open_key if path == RANKING else self.server.manager_key
        identity = f"{self.server.shop_id}:{usual if key is None else key}"
        headers = {"Authorization": "Basic " + b64encode(identity.encode()).decode()}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        self.connection.request(
            method or ("GET" if body is None else "POST"), self.root + path, data, headers
        )
        return self.connection.getresponse()

    def __call__(
        self, path: str, body: object = None, key: str | None = None, method: str | None = None
    ) -> Answer:
        with self.ask(path, body, key, method) as response:
            return Answer(response.status, dict(response.headers), response.read())

    def orders(self, **asked: object) -> Answer:
        return self(ORDERS, {**EVERYTHING, **asked})
