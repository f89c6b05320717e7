"""What the shop's settings make of an order: lane, payment kind, carrier, slot, and what needs a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind, first_lane_of
from goq_desktop.domain.slots import slot_of

_BY_NAME: Final = {carrier.name: (carrier.code, "") for carrier in CARRIERS}


class CheckReason(StrEnum):
    """Why an order is 要確認; the values are kept in the store."""

    PAYMENT_UNMAPPED = "payment"
    CARRIER_UNMAPPED = "carrier"
    SLOT_UNMAPPED = "slot"


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Empty `first_lane`: the one of the kind."""

    kind: PaymentKind
    first_lane: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Wordings are the shop's to the character. `deliveries` gives carrier and service (empty: plain parcel).

    Where a shop has said nothing yet about payments or deliveries, no wording of them is a reason.
    """

    payments: Mapping[str, PaymentRule] = field(default_factory=dict)
    deliveries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    lanes: frozenset[str] = frozenset()


NO_RULES: Final = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What the list shows of it is the first destination's; the reasons are of all."""

    lane: str
    payment_kind: str = ""
    carrier: str = ""
    service: str = ""
    slot: str = ""
    reasons: tuple[CheckReason, ...] = ()


def work_out(order: Order, rules: Rules) -> Worked:
    """The same for the same order and rules, whatever was worked out before."""
    payment = rules.payments.get(order.payment_method)
    deliveries = [_delivery(one.carrier, rules) for one in order.destinations]
    slots = [_slot(one.delivery_slot, rules) for one in order.destinations]
    reasons = []
    if rules.payments and order.payment_method.strip() and payment is None:
        reasons.append(CheckReason.PAYMENT_UNMAPPED)
    if rules.deliveries and None in deliveries:
        reasons.append(CheckReason.CARRIER_UNMAPPED)
    if None in slots:
        reasons.append(CheckReason.SLOT_UNMAPPED)
    carrier, service = deliveries[0] or ("", "")
    return Worked(
        lane=_lane(order, payment, rules.lanes),
        payment_kind=payment.kind.value if payment else "",
        carrier=carrier,
        service=service,
        slot=slots[0] or "",
        reasons=tuple(reasons),
    )


def _lane(order: Order, payment: PaymentRule | None, own: frozenset[str]) -> str:
    """The shop's own end of an order counts first; then where its payment begins, as long as it is open."""
    if order.lane is not Lane.NEW or payment is None:
        return order.lane.value
    lane = payment.first_lane or first_lane_of(payment.kind)
    # Money that has come is not waited for.
    is_paid = payment.kind is PaymentKind.PREPAID and order.paid is not None
    return lane if lane in own and not (is_paid and lane == AWAITING_PAYMENT) else Lane.NEW.value


def _delivery(wording: str, rules: Rules) -> tuple[str, str] | None:
    """None: nobody has said what it means."""
    if not wording.strip():
        return ("", "")
    return rules.deliveries.get(wording) or _BY_NAME.get(wording)


def _slot(wording: str, rules: Rules) -> str | None:
    return rules.slots[wording] if wording in rules.slots else slot_of(wording)
