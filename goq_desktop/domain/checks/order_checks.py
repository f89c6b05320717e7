"""All that an order gives reason to look at by itself; the order of the reasons is the one they are shown in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from goq_desktop.domain.checks.characters import check_characters
from goq_desktop.domain.checks.cod import check_cod
from goq_desktop.domain.checks.island import check_island
from goq_desktop.domain.checks.length import check_length
from goq_desktop.domain.checks.memo import check_memo
from goq_desktop.domain.checks.phone import check_phone
from goq_desktop.domain.checks.postcode import Places, check_postcode
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.orders import Destination, Order

_ORDER = {code: place for place, code in enumerate(CheckReason)}


def check_order(
    order: Order,
    deliveries: Sequence[tuple[str, str] | None],
    *,
    is_cod: bool,
    places: Places | None,
) -> tuple[Reason, ...]:
    """`deliveries`: carrier and service of each destination, None where that is not known.

    Without `places` nothing is said of postcodes.
    """
    found: list[Reason] = []
    count = len(order.destinations)
    for number, (destination, delivery) in enumerate(zip(order.destinations, deliveries, strict=True), 1):
        reasons = _of_destination(destination, delivery or ("", ""), is_cod=is_cod, places=places)
        found += (_located(reason, number) for reason in reasons) if count > 1 else reasons
    if order.money.total == 0:
        found.append(Reason(CheckReason.ZERO_YEN, Level.MAYBE))
    memo = check_memo((order.memo, *dict.fromkeys(one.memo for one in order.destinations)))
    if memo is not None:
        found.append(memo)
    return in_order(found)


def in_order(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The gravest first."""
    return tuple(sorted(reasons, key=lambda reason: _ORDER[reason.code]))


def _of_destination(
    destination: Destination, delivery: tuple[str, str], *, is_cod: bool, places: Places | None
) -> Iterator[Reason]:
    party = destination.party
    carrier, service = delivery
    # Whose people were erased, and who has no address in the first place, gets no parcel.
    if party.name or party.postcode or party.city or party.street or party.phone:
        if places is not None and (reason := check_postcode(party, places)):
            yield reason
        if reason := check_phone(party.phone, carrier, service):
            yield reason
        yield from check_characters(destination)
        if reason := check_length(party, carrier, service):
            yield reason
        if reason := check_island(party):
            yield reason
    if is_cod and (reason := check_cod(carrier, service, destination.carrier)):
        yield reason


def _located(reason: Reason, number: int) -> Reason:
    return replace(reason, params={**reason.params, "where": str(number)})
