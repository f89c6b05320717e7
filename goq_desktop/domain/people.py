"""Whom orders tell of: when two parties are one person, and who that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.customers import customer_keys, key_of
from goq_desktop.domain.matching import normalised
from goq_desktop.domain.orders import Order, Party

# From the first number on a shop has to look closer; the law's help for small shops ends at the second.
NEARLY_MANY: Final = 4_500
MANY: Final = 5_000
# More people than this in one leak have to be reported.
REPORTED_FROM: Final = 1_000


@dataclass(slots=True)
class Person:
    """Somebody whose data is held, as in the newest of the orders that tell of them."""

    party: Party
    orders: int
    numbers: list[str]
    is_purchaser: bool
    is_recipient: bool


def person_key(party: Party) -> int | None:
    """The same for the same phone; without one for the same mail, else for the same name and address.

    None when there is nobody, as after an erasing. One key of `customer_keys`, not all: people are counted
    here, recipients too, and nobody is joined to another.
    """
    for key in customer_keys(party).all:
        return key
    name = normalised(party.name or party.company)
    return key_of(name) if name else None


def parties_of(order: Order) -> Iterator[Party]:
    yield order.purchaser
    for destination in order.destinations:
        if destination.party != order.purchaser:
            yield destination.party
