"""What the settings make of an order: first match, exact wording, and a reason for each unknown one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.orders import Destination, Lane, Moment, Money, Order, Party
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind
from goq_desktop.domain.rules import NO_RULES, PaymentRule, Rules, work_out

PAID = Moment(utc=datetime(2026, 11, 1, tzinfo=UTC), text="2026/11/01")
RULES = Rules(
    payments={
        "銀行振込": PaymentRule(PaymentKind.PREPAID),
        "郵便振替": PaymentRule(PaymentKind.PREPAID, AWAITING_PAYMENT),
        "代金引換": PaymentRule(PaymentKind.COD),
        "後払い": PaymentRule(PaymentKind.DEFERRED, "held"),
        "昔の": PaymentRule(PaymentKind.CARD, "removed"),
    },
    deliveries={"小型宅急便": ("yamato", "compact")},
    slots={"夜": "18-20", "いつでも": ""},
    lanes=frozenset({AWAITING_PAYMENT, "held"}),
)
TEXT = st.text(max_size=30)


def order(
    payment: str = "", *, lane: Lane = Lane.NEW, paid: Moment | None = None, carrier: str = "", slot: str = ""
) -> Order:
    return Order(
        serial="1",
        number="1",
        lane=lane,
        paid=paid,
        payment_method=payment,
        purchaser=Party(),
        destinations=(Destination(party=Party(), carrier=carrier, delivery_slot=slot),),
        money=Money(),
    )


@pytest.mark.parametrize(
    ("payment", "paid", "lane"),
    [
        ("銀行振込", None, AWAITING_PAYMENT),
        ("銀行振込", PAID, "new"),
        ("代金引換", None, "new"),
        ("郵便振替", None, AWAITING_PAYMENT),
        ("郵便振替", PAID, "new"),
        ("後払い", None, "held"),
        ("後払い", PAID, "held"),
        ("昔の", None, "new"),
        ("知らない", None, "new"),
        ("", None, "new"),
    ],
)
def test_the_first_lane_follows_the_payment(payment: str, paid: Moment | None, lane: str) -> None:
    assert work_out(order(payment, paid=paid), RULES).lane == lane


def test_a_blank_says_nothing_and_needs_no_look() -> None:
    assert work_out(order("　 ", carrier=" ", slot="\t"), RULES).reasons == ()


@pytest.mark.parametrize("lane", [Lane.DONE, Lane.CANCELLED])
def test_what_the_shop_has_ended_stays_ended(lane: Lane) -> None:
    assert work_out(order("銀行振込", lane=lane), RULES).lane == lane


def test_a_lane_that_does_not_exist_any_more_is_the_first() -> None:
    assert work_out(order("銀行振込"), replace(RULES, lanes=frozenset())).lane == "new"


def test_a_mapped_delivery_gives_carrier_and_service() -> None:
    worked = work_out(order(carrier="小型宅急便"), RULES)
    assert (worked.carrier, worked.service, worked.reasons) == ("yamato", "compact", ())


def test_a_carriers_own_name_needs_no_rule() -> None:
    worked = work_out(order(carrier="佐川急便"), RULES)
    assert (worked.carrier, worked.service, worked.reasons) == ("sagawa", "", ())


def test_a_wording_counts_to_the_character() -> None:
    assert work_out(order(carrier="小型宅急便 "), RULES).reasons == (CheckReason.CARRIER_UNMAPPED,)
    assert work_out(order("銀行振込み"), RULES).reasons == (CheckReason.PAYMENT_UNMAPPED,)


def test_the_shops_own_name_of_a_slot_comes_before_what_it_says_by_itself() -> None:
    assert work_out(order(slot="夜"), RULES).slot == "18-20"
    assert work_out(order(slot="午前中"), replace(RULES, slots={"午前中": "12-14"})).slot == "12-14"
    assert work_out(order(slot="午前中"), RULES).slot == "am"


def test_no_wish_is_no_reason_and_an_unknown_wish_is_one() -> None:
    assert work_out(order(slot="いつでも"), RULES).reasons == ()
    assert work_out(order(slot=""), RULES).reasons == ()
    assert work_out(order(slot="満月の夜"), RULES).reasons == (CheckReason.SLOT_UNMAPPED,)


def test_a_second_destination_counts_too() -> None:
    first = order(carrier="小型宅急便")
    other = replace(first.destinations[0], carrier="人力車")
    worked = work_out(replace(first, destinations=(*first.destinations, other)), RULES)
    assert worked.carrier == "yamato" and worked.reasons == (CheckReason.CARRIER_UNMAPPED,)


def test_a_shop_that_has_said_nothing_yet_is_not_asked() -> None:
    worked = work_out(order("なにか", carrier="なにか"), NO_RULES)
    assert worked.reasons == () and worked.lane == "new"


@given(payment=TEXT, carrier=TEXT, slot=TEXT, lane=st.sampled_from(Lane))
def test_any_text_gives_a_lane_that_exists(payment: str, carrier: str, slot: str, lane: Lane) -> None:
    one = order(payment, carrier=carrier, slot=slot, lane=lane)
    worked = work_out(one, RULES)
    assert worked.lane in {*Lane, *RULES.lanes}
    assert work_out(one, RULES) == worked
    unmapped = bool(payment) and payment not in RULES.payments
    assert (CheckReason.PAYMENT_UNMAPPED in worked.reasons) == (unmapped and lane is Lane.NEW)
