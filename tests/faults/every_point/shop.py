"""The practice shop behind the real client: its right answers without a socket, and nights in which it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from goq_desktop.malls.connection import Connection
from goq_desktop.practice.desk import Desk, Request
from goq_desktop.practice.shop import PracticeShop
from tests.support.canaries import CanaryKeys
from tests.support.set_clock import SetClock

if TYPE_CHECKING:
    import httpx

ORDERS = 48  # every trap of the practice shop, and some plain ones


class NearShop:
    """`is_reachable`: else there is no network. `keys` are those that it takes now."""

    def __init__(self, clock: SetClock, keys: CanaryKeys) -> None:
        self.clock = clock
        self.shop = PracticeShop(orders=ORDERS, seed=3, clock=clock)
        self.is_reachable = True
        self.keys = keys

    @property
    def keys(self) -> CanaryKeys:
        return self._keys

    @keys.setter
    def keys(self, keys: CanaryKeys) -> None:
        self._keys = keys
        self._desk = Desk(self.shop, keys.open, keys.manager)

    def client(self, connection: Connection) -> httpx.Client:
        """In place of `Connection.client`."""
        import httpx

        if connection._client is None:
            connection._client = httpx.Client(transport=httpx.MockTransport(self._answer))
        return connection._client

    def reach(self) -> None:
        """Replaced by whoever watches."""

    def _answer(self, request: httpx.Request) -> httpx.Response:
        import httpx

        self.reach()
        if not self.is_reachable:
            raise httpx.ConnectError("no network")
        asked = Request(
            method=request.method,
            path=request.url.path,
            authorization=request.headers.get("authorization", ""),
            body=request.content,
        )
        reply = self._desk.answer(asked)
        date = format_datetime(self.clock.now().astimezone(UTC), usegmt=True)
        length = f"{len(reply.body)}"
        headers = [("content-type", reply.kind), ("date", date), ("content-length", length), *reply.headers]
        self.reach()
        return httpx.Response(reply.status, stream=httpx.ByteStream(reply.body), headers=headers)

    # -- what happens at the shop in a night

    def serials(self) -> list[str]:
        return sorted(order.serial for order in self.shop.orders())

    def take_orders(self, count: int) -> None:
        for serial in self.serials()[:count]:
            self.clock.move(timedelta(minutes=1))
            self.shop.order_again(serial)

    def take_orders_over_weeks(self, count: int, weeks: int) -> None:
        """The newest comes now."""
        self.clock.move(-timedelta(weeks=weeks))
        for serial in self.serials()[:count]:
            self.clock.move(timedelta(weeks=weeks) / count)
            self.shop.order_again(serial)

    def ship(self, count: int) -> None:
        for serial in self.serials()[-count:]:
            self.shop.put(replace(self.shop.order(serial), order_status="完了", shipping_status="発送済"))

    def change_much(self) -> None:
        """Edited, cancelled, no longer listed, and listed late."""
        first, second, third, *_ = self.serials()
        self.shop.edit(first)
        self.shop.cancel(second)
        self.shop.remove(third)
        self.shop.publish_late()
