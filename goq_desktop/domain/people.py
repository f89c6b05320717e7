"""Whom orders tell of: when two parties are one person, and who that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.matching import normalised
from goq_desktop.domain.orders import Order, Party

# From the first number on a shop has to look closer; the law's help for small shops ends at the second.
NEARLY_MANY: Final = 4_500
MANY: Final = 5_000
# More people than this in one leak have to be reported.
REPORTED_FROM: Final = 1_000

_SHORTEST_PHONE: Final = 9  # digits; shorter ones are no numbers of anybody


@dataclass(slots=True)
class Person:
    """Somebody whose data is held, as in the newest of the orders that tell of them."""

    party: Party
    orders: int
    numbers: list[str]
    is_purchaser: bool
    is_recipient: bool


def person_key(party: Party) -> str:
    """The same for the same phone; without one for the same mail, else for the same name and address.

    Empty when there is nobody, as after an erasing.
    """
    digits = "".join(filter(str.isdigit, normalised(party.phone)))
    if len(digits) >= _SHORTEST_PHONE:
        return digits
    if party.email:
        return normalised(party.email)
    name = normalised(party.name or party.company)
    return f"{name} {normalised(party.address)}" if name else ""


def parties_of(order: Order) -> Iterator[Party]:
    yield order.purchaser
    for destination in order.destinations:
        if destination.party != order.purchaser:
            yield destination.party
