"""What the shop's settings make of an order: lane, payment kind, carrier, slot, and what needs a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.checks.cod import is_cod_wording
from goq_desktop.domain.checks.order_checks import check_order, in_order
from goq_desktop.domain.checks.postcode import Places
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind, first_lane_of
from goq_desktop.domain.slots import slot_of

_LONGEST_WORDING: Final = 60
# Orders of the same customer within so many days are 同梱候補.
BUNDLE_DAYS: Final = 7

_BY_NAME: Final = {carrier.name: (carrier.code, "") for carrier in CARRIERS}


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Empty `first_lane`: the one of the kind."""

    kind: PaymentKind
    first_lane: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Wordings are the shop's to the character. `deliveries` gives carrier and service (empty: plain parcel).

    Where a shop has said nothing yet about payments or deliveries, no wording of them is a reason.
    `places` is the postal dictionary; without it nothing is said of postcodes. `bundle_days` 0: no 同梱候補.
    """

    payments: Mapping[str, PaymentRule] = field(default_factory=dict)
    deliveries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    lanes: frozenset[str] = frozenset()
    places: Places | None = field(default=None, compare=False, repr=False)
    bundle_days: int = BUNDLE_DAYS


NO_RULES: Final = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What the list shows of it is the first destination's; the reasons are of all."""

    lane: str
    payment_kind: str = ""
    carrier: str = ""
    service: str = ""
    slot: str = ""
    found: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[CheckReason, ...]:
        return tuple(reason.code for reason in self.found)


def work_out(order: Order, rules: Rules) -> Worked:
    """The same for the same order and rules, whatever was worked out before.

    An order that the shop has ended gives no reason: nobody sends it any more.
    """
    payment = rules.payments.get(order.payment_method)
    deliveries = [_delivery(one.carrier, rules) for one in order.destinations]
    slots = [_slot(one.delivery_slot, rules) for one in order.destinations]
    carrier, service = deliveries[0] or ("", "")
    found: tuple[Reason, ...] = ()
    if order.lane is Lane.NEW:
        is_cod = is_cod_by(order, payment)
        unmapped = _unmapped(order, rules, payment, deliveries, slots)
        content = check_order(order, deliveries, is_cod=is_cod, places=rules.places)
        found = in_order((*unmapped, *content)) if unmapped else content
    return Worked(
        lane=_lane(order, payment, rules.lanes),
        payment_kind=payment.kind.value if payment else "",
        carrier=carrier,
        service=service,
        slot=slots[0] or "",
        found=found,
    )


def is_cod_by(order: Order, payment: PaymentRule | None) -> bool:
    """Whether it is paid on delivery: by the shop's settings, without one by the wording itself."""
    return payment.kind is PaymentKind.COD if payment else is_cod_wording(order.payment_method)


def _unmapped(
    order: Order,
    rules: Rules,
    payment: PaymentRule | None,
    deliveries: Sequence[tuple[str, str] | None],
    slots: Sequence[str | None],
) -> list[Reason]:
    """Params: `wording`, that of the first destination which has one nobody explained."""
    found = []
    if rules.payments and order.payment_method.strip() and payment is None:
        found.append(_unknown(CheckReason.PAYMENT_UNMAPPED, order.payment_method))
    if rules.deliveries and None in deliveries:
        wording = order.destinations[deliveries.index(None)].carrier
        found.append(_unknown(CheckReason.CARRIER_UNMAPPED, wording))
    if None in slots:
        wording = order.destinations[slots.index(None)].delivery_slot
        found.append(_unknown(CheckReason.SLOT_UNMAPPED, wording))
    return found


def _unknown(code: CheckReason, wording: str) -> Reason:
    return Reason(code, Level.CERTAIN, {"wording": wording[:_LONGEST_WORDING]})


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
