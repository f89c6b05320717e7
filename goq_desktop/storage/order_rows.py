"""Turns an order into the rows of the store, and reads a stored document back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final

import msgspec

from goq_desktop.domain.edits import Choices, Edit, EditField, apply
from goq_desktop.domain.matching import normalised_lines
from goq_desktop.domain.orders import Moment, Order, Party
from goq_desktop.domain.rules import Rules, Worked, standing_lane, work_out
from goq_desktop.domain.sight import LONGEST_WORDING
from goq_desktop.domain.times import day_in
from goq_desktop.storage.check_rows import check_row, checks_of

# The columns of `orders` that follow from the settings.
WORKED_COLUMNS: Final = (
    "lane",
    "payment_kind",
    "carrier_code",
    "service_code",
    "slot_code",
    "reasons",
    "checks",
)
# Those that may follow from a person's edits, too.
EDITED_COLUMNS: Final = (
    "recipient",
    "recipient_address",
    "carrier",
    "delivery_slot",
    "shipped",
    "shipped_at",
    "tracking",
    "note",
    "parcels",
    *WORKED_COLUMNS,
)

LONGEST_CELL: Final = LONGEST_WORDING + 1  # by the one more it is known that a wording was cut

_order_encoder = msgspec.json.Encoder()
_sorted_encoder = msgspec.json.Encoder(order="sorted")
_order_decoder = msgspec.json.Decoder(Order)
_any_decoder = msgspec.json.Decoder()
_edits_decoder = msgspec.json.Decoder(tuple[tuple[int, EditField, str, str], ...])

# The edits of an order o, for `edits_of`.
EDITS_COLUMN: Final = (
    "(SELECT json_group_array(json_array(e.place, e.field, e.mine, e.base))"
    " FROM order_edits e WHERE e.order_id = o.id)"
)


def encode(order: Order) -> bytes:
    return _order_encoder.encode(order)


def decode(document: bytes) -> Order:
    """The order as it was stored."""
    return _order_decoder.decode(document)


def edits_of(column: str) -> tuple[Edit, ...]:
    """From `EDITS_COLUMN`."""
    return () if column == "[]" else tuple(Edit(*values) for values in _edits_decoder.decode(column))


class DeskRows:
    """What the list and the search hold of an order: the shop's word, a person's edits, the settings' rules.

    The one place where the three come together; whoever writes an order writes what this gives, and has it
    examined. `order` is the shop's with the edits in force.
    """

    def __init__(self, told: Order, edits: Sequence[Edit], rules: Rules) -> None:
        self.order, self._choices = apply(told, edits)
        self._rules = rules

    @cached_property
    def worked(self) -> Worked:
        return work_out(self.order, self._rules, self._choices)

    def standing(self) -> dict[str, Any]:
        """Of the columns those that no check depends on, as long as the order does not end by its lane."""
        return {
            "lane": standing_lane(self.order, self._rules, self._choices),
            "note": _cell(self._choices.note),
            "parcels": self._choices.parcels.get(0),
        }

    def columns(self) -> dict[str, Any]:
        """The columns of `orders` that follow from order, edits and rules."""
        return {
            **_list_row(self.order),
            "note": _cell(self._choices.note),
            "parcels": self._choices.parcels.get(0),
            **worked_row(self.worked),
        }

    def text(self) -> str:
        """Every text a person may look for, one a line, normalised."""
        return normalised_lines(_searched(self.order, self._choices))


def worked_row(worked: Worked) -> Mapping[str, Any]:
    """The values of `WORKED_COLUMNS`; an empty one is None."""
    values = (
        worked.lane,
        worked.payment_kind,
        worked.carrier,
        worked.service,
        worked.slot,
        *check_row(worked.found),
    )
    return {name: value or None for name, value in zip(WORKED_COLUMNS, values, strict=True)}


def worked_of(columns: Sequence[str | None]) -> Worked:
    """From `WORKED_COLUMNS`."""
    lane, payment_kind, carrier, service, slot, _, checks = (value or "" for value in columns)
    return Worked(
        lane=lane,
        payment_kind=payment_kind,
        carrier=carrier,
        service=service,
        slot=slot,
        found=checks_of(checks),
    )


def fingerprint(raw: bytes, profile_mark: str) -> bytes:
    """The same for the same content in any order of keys, read with the same profile.

    Content that no strict reader takes, such as broken characters or a number out of range, counts byte by byte.
    """
    try:
        content = _sorted_encoder.encode(_any_decoder.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        content = raw
    return blake2b(content, digest_size=16, key=profile_mark.encode()[:64]).digest()


def _list_row(order: Order) -> Mapping[str, Any]:
    """The columns of `orders` that follow from the order alone; texts are bounded, an empty one is None."""
    first = order.destinations[0]
    lines = order.lines
    return {
        "number": _cell(order.number),
        "ordered_at": _seconds(order.ordered),
        "ordered_text": _cell(order.ordered.text) if order.ordered else None,
        "updated_at": _seconds(order.updated),
        "order_status": _cell(order.order_status),
        "payment_status": _cell(order.payment_status),
        "shipping_status": _cell(order.shipping_status),
        "purchaser": _cell(order.purchaser.name),
        "recipient": _cell(first.party.name),
        "recipient_address": _cell(first.party.address),
        "destination_count": len(order.destinations),
        "items": _cell(lines[0].name) if lines else None,
        "line_count": len(lines),
        "total": order.money.total,
        "payment": _cell(order.payment_method),
        "carrier": _cell(first.carrier),
        "delivery_date": _cell(first.delivery_date),
        "delivery_slot": _cell(first.delivery_slot),
        "shipped": _cell(order.shipped.text) if order.shipped else None,
        "tracking": _cell(first.tracking_number),
        "memo": _cell(order.memo),
        "paid_at": _seconds(order.paid),
        "ship_planned_at": _seconds(order.ship_planned),
        "shipped_at": _seconds(order.shipped),
        "wished_on": wished.isoformat() if (wished := day_in(first.delivery_date)) else None,
    }


def _searched(order: Order, choices: Choices) -> Iterator[str]:
    yield order.number
    yield order.serial
    yield order.payment_method
    yield order.memo
    yield choices.note
    yield from _party(order.purchaser)
    for destination in order.destinations:
        if destination.party != order.purchaser:
            yield from _party(destination.party)
        yield destination.tracking_number
        yield destination.carrier
        yield destination.memo
        for line in destination.lines:
            yield line.name
            yield line.code


def _party(party: Party) -> Iterator[str]:
    yield party.name
    yield party.name_kana
    yield party.company
    yield party.postcode
    yield party.address
    yield party.phone
    yield party.email


def _cell(text: str) -> str | None:
    return text[:LONGEST_CELL] or None


def _seconds(moment: Moment | None) -> int | None:
    return int(moment.utc.timestamp()) if moment and moment.utc else None
