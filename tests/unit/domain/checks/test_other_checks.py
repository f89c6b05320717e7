"""Memo, islands, other orders of the customer, changes at the shop, and all of them together."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop import resources
from goq_desktop.domain.checks.bundling import DAY, OpenOrder, Partners, check_bundling, open_order
from goq_desktop.domain.checks.changes import check_changes, sight
from goq_desktop.domain.checks.island import check_island
from goq_desktop.domain.checks.island_data import ISLAND_TOWNS, ISLANDS
from goq_desktop.domain.checks.memo import check_memo
from goq_desktop.domain.checks.order_checks import check_order
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.erasing import erased
from goq_desktop.domain.orders import Lane, Money, Order, Party
from goq_desktop.domain.rules import NO_RULES, Rules, work_out
from goq_desktop.postal.lookup import PostalLookup
from tests.support.made_orders import calm_order, made_order


@pytest.mark.parametrize(
    ("memo", "wishes"),
    [
        ("18時以降に届けてください。不在のときは電話を。", "18時以降、不在"),
        ("平日の午前中は不在です。", "平日、午前中、不在"),
        ("１２月２４日に", "12月24日"),
        ("12/24 着", "12/24"),
        ("20日までに届くように", "20日、までに届"),
        ("日曜希望", "日曜"),
        ("置き配で", "置き配"),
        ("18:30", "18:30"),
        ("至急お願いします", "至急"),
    ],
)
def test_a_wish_for_the_delivery_is_found_in_the_memo(memo: str, wishes: str) -> None:
    reason = check_memo((memo,))
    assert reason is not None
    assert (reason.code, reason.params["wishes"]) == (CheckReason.MEMO_WISH, wishes)


@pytest.mark.parametrize(
    "memo", ["ラッピングをお願いします。", "解凍は14時間で", "賞味期限は7日間ですか", "3分の1"]
)
def test_any_other_memo_is_a_memo(memo: str) -> None:
    reason = check_memo(("", memo))
    assert reason is not None and reason.code is CheckReason.MEMO


def test_no_memo_is_no_reason() -> None:
    assert check_memo(("", " \n")) is None


@pytest.mark.parametrize(
    ("party", "island"),
    [
        (Party(prefecture="沖縄県", city="那覇市", street="1"), "沖縄県"),
        (Party(prefecture="東京都", city="八丈町", street="三根1"), None),
        (Party(prefecture="東京都", city="八丈島八丈町", street="三根1"), "東京都八丈島八丈町"),
        (Party(street="長崎県新上五島町1"), "長崎県南松浦郡新上五島町"),
        (Party(prefecture="福岡県", city="宗像市", street="大島1"), "福岡県宗像市大島"),
        (Party(prefecture="福岡県", city="宗像市", street="東郷1"), None),
        (Party(prefecture="東京都", city="千代田区"), None),
        (Party(), None),
    ],
)
def test_an_island_is_known_by_the_address(party: Party, island: str | None) -> None:
    reason = check_island(party)
    assert (reason and reason.params["island"]) == island
    assert reason is None or reason.level is Level.MAYBE


def test_every_island_is_in_the_posts_dictionary() -> None:
    with closing(sqlite3.connect(resources.path("postal", "postcodes.sqlite"))) as connection:
        cities = set(connection.execute("SELECT prefecture, name FROM city"))
        towns = connection.execute(
            "SELECT DISTINCT prefecture, name, town FROM place JOIN city ON city.id = place.city"
        ).fetchall()
    assert {(prefecture, city) for prefecture, city in ISLANDS if city} <= cities
    for prefecture, city, town in ISLAND_TOWNS:
        assert any(one[:2] == (prefecture, city) and one[2].startswith(town) for one in towns)


def opened(
    order: Order, order_id: int, shop_uid: str = "a", days: float = 0, *, is_cod: bool = False
) -> OpenOrder:
    return open_order(
        order,
        order_id=order_id,
        shop_uid=shop_uid,
        ordered_at=round(days * DAY),
        carrier="yamato",
        is_cod=is_cod,
    )


BASE = calm_order(16)
OTHER = replace(BASE.purchaser, name="別 人", street="別の町1", email="other@example.jp")
FIRST = BASE.destinations[0]


def bundled(other: OpenOrder, days: int = 7) -> Reason | None:
    one = opened(BASE, 1)
    return check_bundling(one, Partners((one, other), days))


@pytest.mark.parametrize(
    "purchaser",
    [
        replace(OTHER, phone=BASE.purchaser.phone.replace("-", "")),
        replace(OTHER, phone="", email=BASE.purchaser.email.upper()),
        replace(
            BASE.purchaser,
            phone="",
            email="",
            name=BASE.purchaser.name.replace(" ", "　"),
            street=BASE.purchaser.street.replace("一番町", "１番町"),
        ),
    ],
)
def test_the_same_customer_is_known_by_phone_mail_or_name_with_address(purchaser: Party) -> None:
    reason = bundled(opened(replace(BASE, purchaser=purchaser), 2))
    assert reason is not None
    assert (reason.params["ids"], reason.params["hindrances"]) == ("2", "")


@pytest.mark.parametrize("phone", ["", "000-0000-0000", "090-0000-0000", "なし"])
def test_what_stands_for_no_number_makes_no_customer(phone: str) -> None:
    nobody = replace(OTHER, phone=phone)
    one = opened(replace(BASE, purchaser=replace(BASE.purchaser, phone=phone)), 1)
    other = opened(replace(BASE, purchaser=nobody), 2)
    assert check_bundling(one, Partners((one, other), 7)) is None


def test_only_some_days_count() -> None:
    assert bundled(opened(BASE, 2, days=7)) is not None
    assert bundled(opened(BASE, 2, days=7.01)) is None
    assert bundled(opened(BASE, 2, days=-3), 2) is None


@pytest.mark.parametrize(
    ("other", "hindrance"),
    [
        (opened(BASE, 2, "b"), "shop"),
        (opened(BASE, 2, is_cod=True), "cod"),
        (opened(replace(BASE, destinations=(replace(FIRST, party=OTHER),)), 2), "address"),
        (opened(replace(BASE, destinations=(replace(FIRST, delivery_date="2027-01-01"),)), 2), "delivery"),
        (opened(replace(BASE, destinations=(FIRST, FIRST)), 2), "destinations"),
    ],
)
def test_why_two_orders_cannot_travel_together_is_told(other: OpenOrder, hindrance: str) -> None:
    reason = bundled(other)
    assert reason is not None and reason.params["hindrances"] == hindrance


def test_what_changed_since_it_was_seen_is_told_by_parts() -> None:
    seen = sight(BASE)
    assert check_changes(BASE, seen) is None
    changed = replace(BASE, memo="のし", money=Money(total=1))
    reason = check_changes(changed, seen)
    assert reason is not None and (reason.code, reason.params["parts"]) == (CheckReason.CHANGED, "money memo")
    further = check_changes(replace(changed, memo="のしなし"), seen)
    assert further is not None and further.mark != reason.mark


def test_a_status_of_the_shop_is_no_change_but_its_cancel_is_one() -> None:
    seen = sight(BASE)
    assert check_changes(replace(BASE, order_status="別", lane=Lane.DONE), seen) is None
    reason = check_changes(replace(BASE, lane=Lane.CANCELLED), seen)
    assert reason is not None and reason.code is CheckReason.CANCELLED
    assert (
        check_changes(replace(BASE, lane=Lane.CANCELLED), sight(replace(BASE, lane=Lane.CANCELLED))) is None
    )


def test_what_is_kept_of_a_sight_tells_nothing() -> None:
    assert not any(BASE.purchaser.name in text for text in sight(BASE).values())


def test_a_confirmed_address_is_the_same_in_every_order_and_every_sentence() -> None:
    params = {"detail": "town", "postcode": "1", "address": "あ", "expected": "い", "where": "2"}
    one = Reason(CheckReason.POSTCODE, Level.MAYBE, params)
    assert one.mark == replace(one, params={"postcode": "1", "address": "あ"}).mark
    for name in ("postcode", "address"):
        assert one.mark != replace(one, params={**params, name: "別"}).mark
    assert one.mark != replace(one, level=Level.CERTAIN).mark


def test_the_calm_order_gives_no_reason_and_the_gravest_come_first(places: PostalLookup) -> None:
    rules = Rules(places=places)
    assert all(work_out(calm_order(number), rules).found == () for number in range(200))
    worst = replace(
        made_order(0, name="𠮷田髙", memo="18時に"),
        money=Money(total=0),
        payment_method="代金引換",
        destinations=(
            replace(FIRST, party=Party(name="あ" * 99, postcode="9", street="い"), carrier="ネコポス"),
        ),
    )
    codes = work_out(worst, rules).reasons
    order = list(CheckReason)
    assert all(order.index(one) <= order.index(other) for one, other in pairwise(codes))
    assert {CheckReason.POSTCODE, CheckReason.PHONE, CheckReason.COD_BY_MAIL, CheckReason.ZERO_YEN} <= set(
        codes
    )


def test_an_ended_or_erased_order_gives_no_reason(places: PostalLookup) -> None:
    order = made_order(0, name="𠮷田", memo="18時に")
    rules = Rules(places=places)
    assert work_out(order, rules).found
    assert work_out(replace(order, lane=Lane.CANCELLED), rules).found == ()
    assert work_out(erased(order), rules).found == ()


def test_with_several_destinations_each_reason_says_which() -> None:
    wrong = replace(FIRST, party=replace(FIRST.party, phone="1"))
    order = replace(BASE, destinations=(FIRST, wrong))
    (reason,) = check_order(order, [None, None], is_cod=False, places=None)
    assert (reason.code, reason.params["where"]) == (CheckReason.PHONE, "2")


@given(
    name=st.text(max_size=40),
    street=st.text(max_size=60),
    phone=st.text(max_size=20),
    memo=st.text(max_size=60),
)
def test_any_text_gives_reasons_with_whole_marks(name: str, street: str, phone: str, memo: str) -> None:
    party = Party(name=name, street=street, phone=phone)
    order = replace(BASE, memo=memo, destinations=(replace(FIRST, party=party),))
    for reason in work_out(order, NO_RULES).found:
        assert len(reason.mark) == 16 and reason.mark == replace(reason, is_confirmed=True).mark
