"""What the shop's settings make of an order: lane, payment kind, carrier, slot, and what needs a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.checks.cod import is_cod_wording
from goq_desktop.domain.checks.conflicts import check_conflicts
from goq_desktop.domain.checks.order_checks import check_order, in_order
from goq_desktop.domain.checks.postcode import Places
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.edits import NO_CHOICES, Choices
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind, first_lane_of
from goq_desktop.domain.slots import slot_of

_LONGEST_WORDING: Final = 60
# Orders of the same customer within so many days are 同梱候補.
BUNDLE_DAYS: Final = 7

_FIXED: Final = frozenset(lane.value for lane in Lane)
_ENDED: Final = (Lane.DONE.value, Lane.CANCELLED.value)
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


def work_out(order: Order, rules: Rules, choices: Choices = NO_CHOICES) -> Worked:
    """The same for the same order, rules and choices, whatever was worked out before.

    What a person chose counts; a chosen lane that is not any more is 新規受付. An order that has ended here
    or at the shop gives no reason, since nobody sends it any more, but for what a person has to decide.
    """
    payment = rules.payments.get(order.payment_method)
    deliveries = [
        choices.deliveries.get(place) or delivery_of(one.carrier, rules)
        for place, one in enumerate(order.destinations)
    ]
    slots = [
        choices.slots[place] if place in choices.slots else slot_in(one.delivery_slot, rules)
        for place, one in enumerate(order.destinations)
    ]
    lane = standing_lane(order, rules, choices)
    carrier, service = deliveries[0] or ("", "")
    found: tuple[Reason, ...] = ()
    if order.lane is Lane.NEW and lane not in _ENDED:
        is_cod = is_cod_by(order, payment)
        unmapped = _unmapped(order, rules, payment, deliveries, slots)
        content = check_order(order, deliveries, is_cod=is_cod, places=rules.places)
        found = in_order((*unmapped, *content)) if unmapped else content
    if choices.conflicts:
        found = in_order((check_conflicts(choices.conflicts), *found))
    return Worked(
        lane=lane,
        payment_kind=payment.kind.value if payment else "",
        carrier=carrier,
        service=service,
        slot=slots[0] or "",
        found=found,
    )


def standing_lane(order: Order, rules: Rules, choices: Choices) -> str:
    """Where the order stands: where a person put it, else where the shop's word and the settings do."""
    chosen = choices.lane
    if chosen is None:
        return lane_of(order, rules)
    return chosen if chosen in rules.lanes or chosen in _FIXED else Lane.NEW.value


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


def lane_of(order: Order, rules: Rules) -> str:
    """The shop's own end of an order counts first; then where its payment begins, as long as it is open."""
    payment = rules.payments.get(order.payment_method)
    if order.lane is not Lane.NEW or payment is None:
        return order.lane.value
    lane = payment.first_lane or first_lane_of(payment.kind)
    # Money that has come is not waited for.
    is_paid = payment.kind is PaymentKind.PREPAID and order.paid is not None
    return lane if lane in rules.lanes and not (is_paid and lane == AWAITING_PAYMENT) else Lane.NEW.value


def delivery_of(wording: str, rules: Rules) -> tuple[str, str] | None:
    """None: nobody has said what it means."""
    if not wording.strip():
        return ("", "")
    return rules.deliveries.get(wording) or _BY_NAME.get(wording)


def slot_in(wording: str, rules: Rules) -> str | None:
    """A slot's code, empty for no wish; None: nobody has said what it means."""
    return rules.slots[wording] if wording in rules.slots else slot_of(wording)
