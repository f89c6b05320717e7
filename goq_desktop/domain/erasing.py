"""What is left of an order when its people are erased: numbers for statistics, and nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from goq_desktop.domain.orders import Destination, Order, Party


@dataclass(frozen=True, slots=True)
class Due:
    """How many orders' people would be erased, and when the oldest of these was ordered."""

    orders: int
    oldest: datetime | None


def erased(order: Order) -> Order:
    """Without names, addresses, phones, mails, memos and tracking numbers; prefectures and sums stay."""
    return replace(
        order,
        purchaser=_nobody(order.purchaser),
        destinations=tuple(map(_to_nobody, order.destinations)),
        memo="",
    )


def _nobody(party: Party) -> Party:
    return Party(prefecture=party.prefecture)


def _to_nobody(destination: Destination) -> Destination:
    return replace(
        destination,
        party=_nobody(destination.party),
        # What a person wrote into a choice of the product may be a name.
        lines=tuple(replace(line, option="") for line in destination.lines),
        tracking_number="",
        memo="",
    )
