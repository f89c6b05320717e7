"""Three values of an edited field: what the shop said, what it says now, and mine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goq_desktop.domain.edits import Edit, EditField, delivery_value, shop_value
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.rules import Rules, delivery_of, lane_of, slot_in
from goq_desktop.domain.times import JST


class Outcome(StrEnum):
    """What a new version of the shop's order means for an edit."""

    STAYS = "stays"  # the shop said nothing new
    SETTLED = "settled"  # the shop says the same now: the edit is not needed any more
    CONFLICT = "conflict"  # mine stays in force until a person decides
    CANCELLED = "cancelled"  # of a lane: the shop cancelled the order, which counts


@dataclass(frozen=True, slots=True)
class Merged:
    edit: Edit
    shop: str  # what the shop says now
    outcome: Outcome


def own_value(order: Order, rules: Rules, place: int, field: EditField) -> str | None:
    """What the order would have without an edit, as a value of an edit; None for words nobody can read."""
    said = shop_value(order, place, field)
    if field is EditField.LANE:
        return lane_of(order, rules)
    if field is EditField.SHIP_DATE:
        moment = order.shipped
        return moment.utc.astimezone(JST).date().isoformat() if moment and moment.utc else said
    if field is EditField.DELIVERY:
        found = delivery_of(said, rules)
        return None if found is None else delivery_value(*found)
    if field is EditField.SLOT:
        return slot_in(said, rules)
    return said


def merge(edit: Edit, now: Order, rules: Rules) -> Merged:
    """`now`: the order as the shop tells it now. The caller acts on the outcome."""
    shop = shop_value(now, edit.place, edit.field)
    if shop == edit.base:
        outcome = Outcome.STAYS
    elif edit.field is EditField.LANE and now.lane is Lane.CANCELLED:
        outcome = Outcome.CANCELLED
    elif is_there(now, edit.place) and edit.mine == own_value(now, rules, edit.place, edit.field):
        outcome = Outcome.SETTLED
    else:
        outcome = Outcome.CONFLICT
    return Merged(edit, shop, outcome)


def is_there(order: Order, place: int) -> bool:
    """Whether the order still has this destination."""
    return place < len(order.destinations)
