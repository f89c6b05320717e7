"""What the practice shop answers to a request: its paths, its keys, its right answers."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Final

from goq_desktop.practice.answers import json_of, page_of
from goq_desktop.practice.catalog import GOODS
from goq_desktop.practice.keys import SHOP_ID
from goq_desktop.practice.orders import PracticeOrder
from goq_desktop.practice.search import BadSearchError, read_object, read_search
from goq_desktop.practice.shop import PracticeShop

ROOT: Final = "/v2/"
_ORDERS: Final = "orders/_retrieve/"
_ITEMS: Final = "items/_search"
_RANKING: Final = "ranking/set-by-shop"
_TEXTS_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`path` without the query; `authorization` is the header's text."""

    method: str
    path: str
    authorization: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    body: bytes
    kind: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def refusal(status: int, message: str) -> Reply:
    """A failure in the form of JSON; what real error bodies look like is not known."""
    return Reply(status=status, body=json.dumps({"message": message}).encode())


class Desk:
    """Answers for one shop and its two keys. Safe to use from several threads."""

    def __init__(self, shop: PracticeShop, open_key: str, manager_key: str) -> None:
        self.shop = shop
        self._open = _basic(open_key)
        self._manager = _basic(manager_key)
        # Benchmarks ask for the same orders again and again.
        self._texts: dict[tuple[str, datetime], str] = {}
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Reply:
        """The right answer, or the right refusal."""
        refused = self.refused(request)
        if refused is not None:
            return refused
        path = request.path.removeprefix(ROOT)
        try:
            if path == _RANKING:
                return self._ranking()
            if path == _ITEMS:
                return self._items(request.body)
            return self._orders(request.body)
        except BadSearchError as error:
            return refusal(400, str(error))

    def refused(self, request: Request) -> Reply | None:
        """Why the request gets no answer: 401, 404, 405; None when it does."""
        if not request.path.startswith(ROOT):
            return refusal(404, "not found")
        path = request.path.removeprefix(ROOT)
        # Several sections can be asked for at once; this shop knows one.
        if path not in (_RANKING, _ITEMS) and path != _ORDERS + "basic":
            return refusal(404, "not found")
        if request.method != ("GET" if path == _RANKING else "POST"):
            return refusal(405, "method not allowed")
        expected = self._open if path == _RANKING else self._manager
        if not compare_digest(request.authorization.encode("utf-8", "replace"), expected):
            reply = refusal(401, "unauthorized")
            return Reply(
                status=401, body=reply.body, headers=(("WWW-Authenticate", 'Basic realm="practice"'),)
            )
        return None

    def page(self, orders: Iterable[PracticeOrder], total: int) -> Reply:
        """A page of orders in a window of `total`."""
        return Reply(status=200, body=page_of(map(self._text, orders), total))

    def _orders(self, body: bytes) -> Reply:
        search = read_search(body)
        listing = self.shop.listing(
            search.since,
            search.until,
            start=search.start,
            size=search.size,
            is_descending=search.is_descending,
        )
        return self.page(listing.orders, listing.total)

    def _items(self, body: bytes) -> Reply:
        size = read_object(body).get("size", 1)
        shown = [{"item_code": item.code, "item_name": item.name} for item in GOODS]
        listed = shown[: size if isinstance(size, int) and size >= 0 else 1]
        return _json({"total_count": str(len(GOODS)), "items": listed})

    def _ranking(self) -> Reply:
        return _json(
            {"ranking": [{"rank": n, "item_code": item.code} for n, item in enumerate(GOODS[:3], 1)]}
        )

    def _text(self, order: PracticeOrder) -> str:
        # Each change of an order moves its time of change.
        version = (order.serial, order.updated)
        text = self._texts.get(version)
        if text is None:
            text = json_of(order)
            with self._lock:
                if len(self._texts) >= _TEXTS_KEPT:
                    self._texts.clear()
                self._texts[version] = text
        return text


def _json(value: object) -> Reply:
    return Reply(status=200, body=json.dumps(value, ensure_ascii=False).encode())


def _basic(key: str) -> bytes:
    return b"Basic " + b64encode(f"{SHOP_ID}:{key}".encode())
