"""The shop of the recorded day: its orders as data, which come when the record says so."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from goq_desktop.practice import catalog
from goq_desktop.practice.orders import Delivery, Person, PracticeOrder, Sums, added_up
from goq_desktop.practice.people import FAMILY_NAMES, GIVEN_NAMES
from goq_desktop.practice.places import PLACES
from goq_desktop.practice.seeded import serial_of
from goq_desktop.practice.shop import PracticeShop
from tests.support.set_clock import SetClock

_PAYMENTS: Final = ("クレジットカード", "代金引換", "PayPay", "銀行振込", "クレジットカード")
_PERSON: Final = ("name", "postcode", "prefecture", "city", "street", "phone", "email")


class DayShop:
    """`shop` is empty until a batch arrives."""

    def __init__(self, file: Path, clock: SetClock) -> None:
        self._told = tomllib.loads(file.read_text(encoding="utf-8"))
        self._batches: list[dict[str, int]] = self._told["batch"]
        self._odd: dict[int, dict[str, Any]] = {one["order"]: one for one in self._told["odd"]}
        self.shop = PracticeShop(orders=self.count, clock=clock)
        for number in range(self.count):
            self.shop.remove(serial_of(number))

    @property
    def count(self) -> int:
        """How many orders the day has."""
        return sum(batch["orders"] for batch in self._batches)

    def order(self, number: int) -> PracticeOrder:
        """As it is at the shop now; `number` counts from 1."""
        return self.shop.order(serial_of(number - 1))

    @property
    def reasons(self) -> list[str]:
        """Why orders are to be checked, of all the day, by the record."""
        told = (*self._odd.values(), *self._told["change"])
        return [reason for one in told for reason in one["reasons"]]

    def arrive(self, batch: int) -> None:
        """The orders of a batch are placed, and the shop's staff change some of those before."""
        first = sum(one["orders"] for one in self._batches[: batch - 1])
        for number in range(first, first + self._batches[batch - 1]["orders"]):
            self.shop.put(self._placed(number))
        for change in self._told["change"]:
            if change["with"] == batch:
                serial = serial_of(change["order"] - 1)
                if change.get("is_cancelled"):
                    self.shop.cancel(serial)
                else:
                    self.shop.put(_with(self.shop.order(serial), change))

    def _placed(self, number: int) -> PracticeOrder:
        """An order in which nothing is to be checked, and then what is odd about it."""
        place = PLACES[number % len(PLACES)]
        family, given = FAMILY_NAMES[number % 12], GIVEN_NAMES[number // 12 % 16]
        who = Person(
            name=f"{family[0]} {given[0]}",
            name_kana=f"{family[1]} {given[1]}",
            postcode=place.postcode,
            prefecture=place.prefecture,
            city=place.city,
            street=f"{place.town}{number % 9 + 1}-{number + 1}",
            phone=f"03-5550-{number + 1:04}",
            email=f"kyaku{number + 1:03}@example.jp",
        )
        payment = _PAYMENTS[number % len(_PAYMENTS)]
        is_paid = payment in catalog.PAID_AT_ONCE
        order = PracticeOrder(
            serial=serial_of(number),
            number=str(20_261_001 + number),
            ordered=self.shop.now(),
            updated=self.shop.now(),
            order_status=catalog.CONFIRMED,
            payment_status=catalog.PAID if is_paid else catalog.UNPAID,
            shipping_status=catalog.NOT_SHIPPED,
            payment_method=payment,
            purchaser=who,
            deliveries=(
                Delivery(
                    receiver=who,
                    items=(catalog.GOODS[number % len(catalog.GOODS)],),
                    carrier=catalog.CARRIERS[number % 3],
                ),
            ),
            sums=Sums(shipping_fee=660),
        )
        return _with(added_up(order), self._odd.get(number + 1, {}))


def _with(order: PracticeOrder, odd: Mapping[str, Any]) -> PracticeOrder:
    (delivery,) = order.deliveries
    person = {name: odd[name] for name in _PERSON if name in odd}
    receiver = replace(delivery.receiver, **person)
    delivery = replace(
        delivery,
        receiver=receiver,
        carrier=odd.get("carrier", delivery.carrier),
        wish_time=odd.get("wish_time", delivery.wish_time),
    )
    if odd.get("is_free"):
        delivery = replace(delivery, items=(replace(delivery.items[0], price=0),))
    order = replace(
        order,
        purchaser=replace(order.purchaser, **person),
        deliveries=(delivery,),
        memo=odd.get("memo", order.memo),
        payment_method=odd.get("payment", order.payment_method),
        sums=Sums() if odd.get("is_free") else order.sums,
    )
    return added_up(order)
