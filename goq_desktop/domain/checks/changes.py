"""What the shop changed in an order since somebody here had seen it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Final

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.orders import Lane, Order

_PARTS: Final[Mapping[str, Callable[[Order], object]]] = {
    "lines": lambda order: [one.lines for one in order.destinations],
    "destination": lambda order: [one.party for one in order.destinations],
    "delivery": lambda order: [
        (one.carrier, one.delivery_date, one.delivery_slot, one.memo) for one in order.destinations
    ],
    "purchaser": lambda order: order.purchaser,
    "payment": lambda order: order.payment_method,
    "money": lambda order: order.money,
    "memo": lambda order: order.memo,
}
_LANE: Final = "lane"


def sight(order: Order) -> Mapping[str, str]:
    """What is kept of an order as it was seen: of each part a mark that tells nothing of what stands in it."""
    marks = {name: _mark(part(order)) for name, part in _PARTS.items()}
    return {**marks, _LANE: order.lane.value}


def read_anew(seen: Mapping[str, str], before: Order, now: Order) -> Mapping[str, str]:
    """What was seen of an order that did not change while the way it is read did, from `before` to `now`."""
    old, new = sight(before), sight(now)
    return {name: new[name] if mark == old.get(name) else mark for name, mark in seen.items() if name in new}


def check_changes(order: Order, seen: Mapping[str, str]) -> Reason | None:
    """Params: `parts` that are not as they were, and `marks` of what they are now."""
    if order.lane is Lane.CANCELLED and seen.get(_LANE) != Lane.CANCELLED:
        return Reason(CheckReason.CANCELLED, Level.CERTAIN)
    now = sight(order)
    parts = [name for name in _PARTS if name in seen and seen[name] != now[name]]
    if not parts:
        return None
    marks = " ".join(now[name] for name in parts)
    return Reason(CheckReason.CHANGED, Level.CERTAIN, {"parts": " ".join(parts), "marks": marks})


def _mark(value: object) -> str:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
