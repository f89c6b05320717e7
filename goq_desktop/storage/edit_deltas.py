"""What wishes, decisions and reversals change of one order, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goq_desktop.domain.edits import Edit, EditField, Wish, places_of, shop_value
from goq_desktop.domain.merging import is_there, own_value
from goq_desktop.domain.orders import Order
from goq_desktop.domain.rules import Rules

Key = tuple[int, EditField]


@dataclass(frozen=True, slots=True)
class Delta:
    """One field of one order: the edit before and after, None for none, and what the shop said."""

    order_id: int
    place: int
    field: EditField
    before: Edit | None
    after: Edit | None
    shop: str


def wished(
    order_id: int, order: Order, edits: Mapping[Key, Edit], rules: Rules, wishes: Sequence[Wish]
) -> list[Delta]:
    """A value that the order would have anyway needs no edit, and ends one."""
    deltas = []
    for wish in wishes:
        places = places_of(order, wish.field) if wish.place is None else (wish.place,)
        for place in places:
            if not is_there(order, place):
                continue
            shop = shop_value(order, place, wish.field)
            before = edits.get((place, wish.field))
            if wish.value is None or wish.value == own_value(order, rules, place, wish.field):
                after = None
            else:
                # Another value of mine decides no conflict: nobody has said which of the two counts.
                after = Edit(place, wish.field, wish.value, before.base if before else shop)
            if after != before:
                deltas.append(Delta(order_id, place, wish.field, before, after, shop))
    return deltas


def resolved(
    order_id: int, order: Order, edits: Mapping[Key, Edit], keys: Iterable[Key], *, is_mine_kept: bool
) -> list[Delta]:
    """Of the fields that are in conflict."""
    deltas = []
    for place, name in keys:
        before, shop = edits.get((place, name)), shop_value(order, place, name)
        if before is not None and before.base != shop:
            after = Edit(place, name, before.mine, shop) if is_mine_kept else None
            deltas.append(Delta(order_id, place, name, before, after, shop))
    return deltas


def reversed_changes(order: Order, edits: Mapping[Key, Edit], changes: Sequence[Delta]) -> list[Delta]:
    """Of the changes that can be taken back: since then neither the edit nor the shop's word has changed."""
    return [
        Delta(one.order_id, one.place, one.field, one.after, one.before, one.shop)
        for one in changes
        if edits.get((one.place, one.field)) == one.after
        and shop_value(order, one.place, one.field) == one.shop
    ]
