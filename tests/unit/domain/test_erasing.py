"""Erasing takes every text that may name a person, and leaves what statistics need."""

from __future__ import annotations

import msgspec

from goq_desktop.domain.erasing import erased
from goq_desktop.domain.orders import Destination, Lane, Moment, Money, Order, OrderLine, Party

PERSON = {
    name: f"secret-{name}"
    for name in (
        "name",
        "name_kana",
        "company",
        "postcode",
        "city",
        "street",
        "building",
        "phone",
        "email",
    )
}
ORDER = Order(
    serial="7",
    number="0007",
    ordered=Moment(utc=None, text="2026/11/01 10:00"),
    lane=Lane.DONE,
    payment_method="代金引換",
    purchaser=Party(prefecture="東京都", **PERSON),
    destinations=(
        Destination(
            party=Party(prefecture="北海道", **PERSON),
            lines=(
                OrderLine(
                    code="A-1",
                    name="りんご",
                    option="secret-option",
                    unit_price=500,
                    quantity=2,
                    tax_percent=8,
                ),
            ),
            carrier="ヤマト",
            tracking_number="secret-tracking",
            memo="secret-memo",
        ),
    ),
    money=Money(total=1_000),
    memo="secret-order-memo",
)


def test_nothing_of_a_person_is_left() -> None:
    assert b"secret" in msgspec.json.encode(ORDER)
    assert b"secret" not in msgspec.json.encode(erased(ORDER))


def test_every_text_of_a_party_but_the_prefecture_goes() -> None:
    assert set(PERSON) | {"prefecture"} == set(Party.__slots__)


def test_what_statistics_need_stays() -> None:
    left = erased(ORDER)
    assert (left.serial, left.number, left.ordered, left.lane) == ("7", "0007", ORDER.ordered, Lane.DONE)
    assert left.money == ORDER.money and left.payment_method == "代金引換"
    assert [party.party.prefecture for party in left.destinations] == ["北海道"]
    assert left.purchaser.prefecture == "東京都"
    assert [(line.name, line.code, line.quantity, line.unit_price) for line in left.lines] == [
        ("りんご", "A-1", 2, 500)
    ]


def test_erasing_twice_is_erasing_once() -> None:
    assert erased(erased(ORDER)) == erased(ORDER)
