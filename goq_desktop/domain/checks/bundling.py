"""同梱候補: open orders of the same customer within some days, and why they can or cannot go in one parcel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.checks.spelling import spelled
from goq_desktop.domain.customers import customer_keys, key_of, spelled_address
from goq_desktop.domain.orders import Order

# More orders than these on one number or address belong to no single customer: a clerk's own phone.
MOST_OF_A_KEY: Final = 30
_MOST_TOLD: Final = 5
DAY: Final = 86_400  # seconds


class Hindrance(StrEnum):
    """Why two orders cannot be sent as one."""

    ADDRESS = "address"
    COD = "cod"
    DELIVERY = "delivery"  # another date or time
    CARRIER = "carrier"
    SHOP = "shop"
    DESTINATIONS = "destinations"  # one of them goes to several


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """What has to be known of an open order to find those it could travel with.

    The three keys are numbers that are equal for the same phone, mail, and name with address; None: nothing
    to go by. `ordered_at` is UTC seconds. `place` is equal for the same destination.
    """

    order_id: int
    shop_uid: str
    number: str
    ordered_at: int
    phone_key: int | None
    mail_key: int | None
    name_key: int | None
    place: int
    delivery: str
    carrier: str
    is_cod: bool
    is_single: bool

    @property
    def keys(self) -> tuple[int, ...]:
        """Of 64 bits each: one of a phone is not by chance one of a mail."""
        return tuple(key for key in (self.phone_key, self.mail_key, self.name_key) if key is not None)


class Partners:
    """Open orders, found by what they share with another within some days."""

    def __init__(self, orders: Iterable[OpenOrder], days: int) -> None:
        self._seconds = days * DAY
        self._by_key: dict[int, list[OpenOrder]] = defaultdict(list)
        for one in orders:
            for key in one.keys:
                self._by_key[key].append(one)

    def of(self, one: OpenOrder) -> Iterator[OpenOrder]:
        """Each other order, once for each key that it shares."""
        for key in one.keys:
            for other in self._by_key.get(key, ()):
                if other.order_id != one.order_id and abs(other.ordered_at - one.ordered_at) <= self._seconds:
                    yield other

    def has_any(self, one: OpenOrder) -> bool:
        return next(self.of(one), None) is not None


def open_order(
    order: Order, *, order_id: int, shop_uid: str, ordered_at: int, carrier: str, is_cod: bool
) -> OpenOrder:
    first = order.destinations[0]
    keys = customer_keys(order.purchaser)
    target = first.party
    return OpenOrder(
        order_id=order_id,
        shop_uid=shop_uid,
        number=order.number,
        ordered_at=ordered_at,
        phone_key=keys.phone,
        mail_key=keys.mail,
        name_key=keys.name,
        place=key_of(f"{spelled(target.name)}\0{spelled_address(target)}"),
        delivery=f"{first.delivery_date}\0{first.delivery_slot}",
        carrier=carrier or first.carrier,
        is_cod=is_cod,
        is_single=len(order.destinations) == 1,
    )


def check_bundling(one: OpenOrder, partners: Partners) -> Reason | None:
    """Params: `numbers`, `ids` and `hindrances` of the nearest partners, a line each; no hindrance: they can."""
    near = list({other.order_id: other for other in partners.of(one)}.values())
    if not near:
        return None
    near.sort(key=lambda other: (abs(other.ordered_at - one.ordered_at), other.order_id))
    told: Sequence[OpenOrder] = near[:_MOST_TOLD]
    return Reason(
        CheckReason.SAME_CUSTOMER,
        Level.MAYBE,
        {
            "numbers": "\n".join(" ".join(other.number.split()) for other in told),
            "ids": "\n".join(str(other.order_id) for other in told),
            "hindrances": "\n".join(" ".join(_hindrances(one, other)) for other in told),
        },
    )


def _hindrances(one: OpenOrder, other: OpenOrder) -> Iterable[str]:
    if one.shop_uid != other.shop_uid:
        yield Hindrance.SHOP.value
    if not (one.is_single and other.is_single):
        yield Hindrance.DESTINATIONS.value
    elif one.place != other.place:
        yield Hindrance.ADDRESS.value
    if one.delivery != other.delivery:
        yield Hindrance.DELIVERY.value
    if one.carrier != other.carrier:
        yield Hindrance.CARRIER.value
    if one.is_cod or other.is_cod:
        yield Hindrance.COD.value
