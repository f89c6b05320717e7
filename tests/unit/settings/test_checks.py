"""What each field of a tile accepts, and how it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    PaymentMethod,
    Payments,
    Shop,
    Shops,
)

TODAY = date(2026, 11, 23)
WHOLE = Contractor(
    company="雪乃商店",
    manager="架空 花子",
    postcode="060-0001",
    prefecture="北海道",
    city="札幌市中央区",
    street="北一条西1-1",
    phone="011-000-0000",
    email="yukino@example.jp",
)
SHOP = Shop(uid="a", name="本店", shop_id="renshu.pr")


def contractor_reasons(**fields: str) -> list[tuple[str, Reason]]:
    tile = msgspec.structs.replace(WHOLE, **fields)
    return [(each.field, each.reason) for each in checks.check_contractor(tile)]


def shop_reasons(**fields: Any) -> list[tuple[str, Reason]]:
    found = checks.check_shop(msgspec.structs.replace(SHOP, **fields), TODAY)
    return [(each.field, each.reason) for each in found]


def test_a_whole_contractor_has_no_problem() -> None:
    assert checks.check_contractor(WHOLE) == []


def test_an_empty_contractor_names_every_required_field() -> None:
    found = checks.check_contractor(Contractor(company=" \u3000"))
    assert [each.field for each in found] == [
        "company",
        "manager",
        "postcode",
        "prefecture",
        "city",
        "street",
        "phone",
        "email",
    ]
    assert {each.reason for each in found} == {Reason.REQUIRED}


@pytest.mark.parametrize(
    "text",
    [
        "0600001",
        "060-0001",
        "０６０－０００１",
        "060ー0001",
        "〒060 0001",
        " 060−0001\n",
    ],
)
def test_a_postcode_is_accepted_as_people_type_it_and_kept_in_one_form(
    text: str,
) -> None:
    assert contractor_reasons(postcode=text) == []
    assert normalising.postcode(text) == "060-0001"


@pytest.mark.parametrize("text", ["060001", "06000011", "060-000", "06-00001", "北海道", "٠٦٠٠٠٠١"])
def test_a_postcode_is_seven_digits(text: str) -> None:
    assert contractor_reasons(postcode=text) == [("postcode", Reason.POSTCODE)]


@pytest.mark.parametrize(
    "text",
    ["0110000000", "０９０－００００－００００", "(011) 000-0000", "0800-000-0000"],
)
def test_a_phone_is_accepted_as_people_type_it(text: str) -> None:
    assert contractor_reasons(phone=text) == []


@pytest.mark.parametrize("text", ["110000000", "011-000", "090-0000-0000-0", "電話なし"])
def test_a_phone_begins_with_0_and_has_ten_or_eleven_digits(text: str) -> None:
    assert contractor_reasons(phone=text) == [("phone", Reason.PHONE)]
    assert contractor_reasons(fax=text) == [("fax", Reason.PHONE)]


def test_the_grouping_of_a_phone_is_the_persons_own() -> None:
    assert normalising.phone("（０１１）０００ー００００") == "011-000-0000"


@pytest.mark.parametrize(
    "text",
    [
        "shop@example.jp",
        "ｓｈｏｐ＠example.jp",
        "a..b.@example.ne.jp",
        "a+b@x.example.com",
    ],
)
def test_an_email_is_judged_loosely(text: str) -> None:
    assert contractor_reasons(email=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "shop",
        "shop@",
        "@example.jp",
        "a b@example.jp",
        "a@example",
        "a@@example.jp",
        "店@x.jp",
    ],
)
def test_an_email_has_a_name_and_a_host(text: str) -> None:
    assert contractor_reasons(email=text) == [("email", Reason.EMAIL)]


@pytest.mark.parametrize("text", ["T8700110005901", "Ｔ８７００１１０００５９０１", "t 8700-1100-05901"])
def test_an_invoice_number_with_its_check_digit(text: str) -> None:
    assert contractor_reasons(invoice_number=text) == []
    assert normalising.invoice_number(text) == "T8700110005901"


@pytest.mark.parametrize("text", ["T8700110005901", "T9000000000000", "T7123456789012", "T4011001098993"])
def test_the_check_digit_runs_from_1_to_9(text: str) -> None:
    assert checks.has_valid_check_digit(text)
    assert not checks.has_valid_check_digit(text.replace(text[1], "0", 1))


@pytest.mark.parametrize("text", ["8700110005901", "T870011000590", "T87001100059011"])
def test_an_invoice_number_is_t_and_13_digits(text: str) -> None:
    assert contractor_reasons(invoice_number=text) == [("invoice_number", Reason.INVOICE_NUMBER)]


def test_a_wrong_check_digit_is_a_hint_only() -> None:
    tile = msgspec.structs.replace(WHOLE, invoice_number="T8700110005902")
    assert checks.check_contractor(tile) == [
        FieldProblem("invoice_number", Reason.CHECK_DIGIT, is_blocking=False)
    ]


def test_every_line_is_bounded_and_printable() -> None:
    assert contractor_reasons(building="あ" * 101) == [("building", Reason.TOO_LONG)]
    assert contractor_reasons(bank_account="a\x00b") == [("bank_account", Reason.UNPRINTABLE)]


def test_names_keep_their_letters() -> None:
    tidy = normalising.contractor(msgspec.structs.replace(WHOLE, company=" 髙﨑㈱ ｶﾌﾞ①～𠮷\n"))
    assert tidy.company == "髙﨑㈱ ｶﾌﾞ①～𠮷"


def test_carriers_and_their_services_are_known() -> None:
    good = CarrierUse(carrier="yamato", services=("nekopos",))
    assert checks.check_carriers(Carriers(used=(good,))) == []
    assert checks.check_carriers(
        Carriers(
            used=(
                good,
                CarrierUse(carrier="owl"),
                CarrierUse(carrier="seino", services=("nekopos",)),
                good,
            )
        )
    ) == [
        FieldProblem("used[3].carrier", Reason.DUPLICATE),
        FieldProblem("used[1].carrier", Reason.UNKNOWN),
        FieldProblem("used[2].services", Reason.UNKNOWN),
    ]


def test_shops_have_names_of_their_own() -> None:
    shops = (
        Shop(uid="a", name="ショップ 1"),
        Shop(uid="b", name="ｼｮｯﾌﾟ １ "),
        Shop(uid="b", name=" "),
        Shop(uid="d", name="あ" * 41),
    )
    assert checks.check_shops(Shops(shops=shops)) == [
        FieldProblem("shops[2].name", Reason.REQUIRED),
        FieldProblem("shops[3].name", Reason.TOO_LONG),
        FieldProblem("shops[2].uid", Reason.DUPLICATE),
        FieldProblem("shops[1].name", Reason.DUPLICATE),
    ]


def test_at_least_one_shop() -> None:
    assert checks.check_shops(Shops()) == [FieldProblem("shops", Reason.REQUIRED)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.REQUIRED),
        ("  ", Reason.REQUIRED),
        ("a" * 65, Reason.TOO_LONG),
        ("a\x07", Reason.UNPRINTABLE),
        ("a b", Reason.SHOP_ID),
        ("a:b", Reason.SHOP_ID),
    ],
)
def test_a_shop_id_can_be_sent(text: str, reason: Reason) -> None:
    assert shop_reasons(shop_id=text) == [("shop_id", reason)]


def test_a_pasted_shop_id_is_cleaned() -> None:
    assert shop_reasons(shop_id="　ｒｅｎｓｈｕ．ｐｒ\u200b\n") == []
    shop = msgspec.structs.replace(SHOP, shop_id="　ｒｅｎｓｈｕ．ｐｒ\u200b\n")
    assert normalising.shop(shop).shop_id == "renshu.pr"


@pytest.mark.parametrize(("days", "is_good"), [(0, False), (1, True), (365, True), (366, False)])
def test_days(days: int, is_good: bool) -> None:
    assert shop_reasons(fetch_days=days) == ([] if is_good else [("fetch_days", Reason.DAYS)])


@pytest.mark.parametrize(("minutes", "is_good"), [(4, False), (5, True), (1440, True), (1441, False)])
def test_interval(minutes: int, is_good: bool) -> None:
    expected = [] if is_good else [("interval_minutes", Reason.INTERVAL)]
    assert shop_reasons(interval_minutes=minutes) == expected


@pytest.mark.parametrize("field", ["import_from", "keys_issued_on"])
def test_no_day_lies_in_the_future(field: str) -> None:
    assert shop_reasons(**{field: TODAY}) == []
    assert shop_reasons(**{field: TODAY + timedelta(days=1)}) == [(field, Reason.IN_FUTURE)]


def test_payment_wordings_are_compared_to_the_character() -> None:
    methods = [
        PaymentMethod(wording=wording, kind=PaymentKind.COD) for wording in ("代引", "代引 ", "", "代引")
    ]
    assert checks.check_payments(Payments(methods=tuple(methods))) == [
        FieldProblem("methods[2].wording", Reason.REQUIRED),
        FieldProblem("methods[3].wording", Reason.DUPLICATE),
    ]
