"""The orders that a seed makes, each built only when it is looked at."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Final

from goq_desktop.domain.times import JST
from goq_desktop.practice import catalog, people
from goq_desktop.practice.orders import CANCELLED, Delivery, Person, PracticeOrder, Sums, added_up
from goq_desktop.practice.trapping import sprung
from goq_desktop.practice.traps import TRAPS

ORDERS_A_DAY: Final = 15
_TRAP_DAYS: Final = 6.0  # all traps lie within the 7 days that a first fetch asks for
_SHIPPING_DAYS: Final = 2.0  # after so many days an order has been sent
_ORDERS_KEPT: Final = 20_000
_FIRST_NUMBER: Final = 10_000_001


class Seeded:
    """`count` orders up to `now`; the first `len(Trap)` of them are the traps, one each.

    The others are spread evenly over the last `count / ORDERS_A_DAY` days. The same arguments make
    the same orders. `updated` holds the seconds since 1970 of each order's last change;
    `build(index)` makes one order, counted from 0.
    """

    def __init__(self, count: int, seed: int, now: datetime) -> None:
        self.count = count
        self._seed = seed
        self._now = int(now.timestamp())
        self._ordered, self.updated = self._times()
        self.build = lru_cache(maxsize=_ORDERS_KEPT)(self._build)

    def _build(self, number: int) -> PracticeOrder:
        random = Random(self._seed * 1_000_003 + number)
        ordered = datetime.fromtimestamp(self._ordered[number], UTC)
        updated = datetime.fromtimestamp(self.updated[number], UTC)
        customer = people.customer(self._seed, random.randrange(self.count))
        base = self._ordinary(number, ordered, updated, customer, random)
        if number < len(TRAPS):
            return sprung(TRAPS[number], base, self._seed)
        return base

    def _ordinary(
        self, number: int, ordered: datetime, updated: datetime, customer: Person, random: Random
    ) -> PracticeOrder:
        """An order without a trap, in the state that its age gives it."""
        method = catalog.PAYMENT_METHODS[number % len(catalog.PAYMENT_METHODS)]
        is_cod = method == catalog.CASH_ON_DELIVERY
        dice = random.random()
        is_cancelled = dice > 0.98
        is_shipped = not is_cancelled and self._now - ordered.timestamp() > _SHIPPING_DAYS * 86_400
        is_paid = method in catalog.PAID_AT_ONCE or is_shipped
        day = ordered.astimezone(JST).date()
        receiver = customer if dice < 0.8 else people.person(random, number)
        delivery = Delivery(
            receiver=receiver,
            items=catalog.some_items(random),
            carrier=random.choice(catalog.CARRIERS),
            wish_date=(day + timedelta(days=random.randint(3, 9))).isoformat() if dice < 0.35 else "",
            wish_time=random.choice(catalog.WISH_TIMES) if 0.2 < dice < 0.5 else "",
            tracking_number=f"0000{number % 100_000_000:08d}" if is_shipped else "",
        )
        order = PracticeOrder(
            serial=serial_of(number),
            number=str(_FIRST_NUMBER + number),
            ordered=ordered,
            updated=updated,
            paid=day.isoformat() if is_paid else "",
            ship_planned=(day + timedelta(days=2)).isoformat(),
            shipped=updated.astimezone(JST).date().isoformat() if is_shipped else "",
            order_status=CANCELLED if is_cancelled else catalog.FINISHED if is_shipped else catalog.CONFIRMED,
            payment_status=catalog.PAID if is_paid else catalog.UNPAID,
            shipping_status=catalog.SHIPPED if is_shipped else catalog.NOT_SHIPPED,
            payment_method=method,
            memo="" if dice < 0.85 else "ラッピングをお願いします。",
            purchaser=customer,
            deliveries=(delivery,),
            sums=Sums(shipping_fee=random.choice((0, 550, 880)), cod_fee=330 if is_cod else 0),
        )
        return added_up(order)

    def _times(self) -> tuple[array[int], array[int]]:
        random = Random(self._seed)
        ordered, updated = array("q"), array("q")
        trap_count = min(len(TRAPS), self.count)
        for number in range(trap_count):
            age = int(_TRAP_DAYS * 86_400 * (trap_count - number - 0.5) / trap_count)
            ordered.append(self._now - age)
            updated.append(self._now - age + 60)
        rest = self.count - trap_count
        span = max(rest / ORDERS_A_DAY, 1.0) * 86_400
        for number in range(rest):
            age = int(span * (rest - number - random.random()) / rest)
            change = int(random.random() * min(age, _SHIPPING_DAYS * 86_400))
            ordered.append(self._now - age)
            updated.append(self._now - age + change)
        return ordered, updated


def serial_of(number: int) -> str:
    """The unique key of the order with this index: S000001 for index 0."""
    return f"S{number + 1:06d}"
