"""Turns an order into the rows of the store, and reads a stored document back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import msgspec

from goq_desktop.domain.matching import normalised_lines
from goq_desktop.domain.orders import Moment, Order, Party, ReceivedOrder
from goq_desktop.domain.rules import Worked
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

LONGEST_CELL: Final = LONGEST_WORDING + 1  # by the one more it is known that a wording was cut

_order_encoder = msgspec.json.Encoder()
_sorted_encoder = msgspec.json.Encoder(order="sorted")
_order_decoder = msgspec.json.Decoder(Order)
_any_decoder = msgspec.json.Decoder()


def encode(order: Order) -> bytes:
    return _order_encoder.encode(order)


def decode(document: bytes) -> Order:
    """The order as it was stored."""
    return _order_decoder.decode(document)


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
    """The same for the same content in any order of keys, read with the same profile."""
    content = _sorted_encoder.encode(_any_decoder.decode(raw))
    return blake2b(content, digest_size=16, key=profile_mark.encode()[:64]).digest()


def list_row(order: Order) -> Mapping[str, Any]:
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


def search_text(order: Order) -> str:
    """Every text a person may look for, one a line, normalised."""
    return normalised_lines(_searched(order))


def received_rows(received: ReceivedOrder) -> tuple[Mapping[str, Any], bytes, str]:
    """List row, document and search text."""
    return list_row(received.order), encode(received.order), search_text(received.order)


def _searched(order: Order) -> Iterator[str]:
    yield order.number
    yield order.serial
    yield order.payment_method
    yield order.memo
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
