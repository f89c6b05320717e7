"""What 配達業者設定 and モール配送伝票 accept, and how their codes and addresses are kept."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from goq_desktop.domain.carriers import CARRIERS, Charge
from goq_desktop.domain.slips import Contents, SenderSource
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import Carriers, CarrierUse, ShopSlip, SlipCode, SlipCodes, Slips

YAMATO = CarrierUse(
    carrier="yamato",
    services=("takkyubin", "nekopos"),
    software="b2_cloud",
    customer_code="011000000001",
    category_code="001",
    freight_code="01",
    default_slip="nekopos",
    charges=(Charge.SENDER, Charge.COD),
    slots=("am", "14-16"),
)
IN_USE = Carriers(used=(YAMATO,))
SHOP_SLIP = ShopSlip(
    shop="a",
    sender=SenderSource.SHOP,
    name="雪乃本店",
    postcode="060-0001",
    prefecture="北海道",
    city="札幌市中央区",
    street="北一条西1-1",
    phone="011-000-0000",
)


def carrier_problems(**fields: Any) -> list[tuple[str, Reason]]:
    found = checks.check_carriers(Carriers(used=(msgspec.structs.replace(YAMATO, **fields),)))
    return [(each.field, each.reason) for each in found]


def slip_problems(**fields: Any) -> list[tuple[str, Reason]]:
    slips = Slips(shops=(msgspec.structs.replace(SHOP_SLIP, **fields),))
    return [(each.field, each.reason) for each in checks.check_slips(slips, SlipCodes(), IN_USE)]


def code_problems(*codes: SlipCode, used: Carriers = IN_USE) -> list[tuple[str, Reason]]:
    found = checks.check_slips(Slips(), SlipCodes(codes=codes), used)
    return [(each.field, each.reason) for each in found]


def test_a_whole_carrier_has_no_problem() -> None:
    assert carrier_problems() == []


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.code)
def test_a_carrier_without_any_choice_has_no_problem(carrier: Any) -> None:
    assert checks.check_carriers(Carriers(used=(CarrierUse(carrier=carrier.code),))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("services", ("takkyubin", "owl")),
        ("software", "e_hiden_3"),
        ("default_slip", "owl"),
        ("slots", ("am", "12-14")),
    ],
)
def test_a_choice_is_one_of_the_carriers_own(field: str, value: object) -> None:
    assert carrier_problems(**{field: value}) == [(f"used[0].{field}", Reason.UNKNOWN)]


def test_somebody_pays() -> None:
    assert carrier_problems(charges=()) == [("used[0].charges", Reason.REQUIRED)]
    fukuyama = CarrierUse(carrier="fukuyama", charges=(Charge.COD,))
    assert checks.check_carriers(Carriers(used=(fukuyama,))) == [
        FieldProblem("used[0].charges", Reason.UNKNOWN)
    ]


@pytest.mark.parametrize(
    "text",
    ["0110000000", "０１１００００００００１", "011-000-0000-01", " 0110000000 01 ", "011ー0000ー0000"],
)
def test_a_customer_code_is_accepted_as_people_type_it_and_kept_in_one_form(text: str) -> None:
    assert carrier_problems(customer_code=text) == []
    assert normalising.contract_code(text).isdigit()


@pytest.mark.parametrize("text", ["011000000", "0110000000012", "01100000000A", "０１１A", "٠١١٠٠٠٠٠٠٠٠١"])
def test_a_customer_code_has_the_digits_that_the_carrier_gives(text: str) -> None:
    assert carrier_problems(customer_code=text) == [("used[0].customer_code", Reason.CODE)]


def test_a_length_that_is_hearsay_is_a_hint_only() -> None:
    seino = CarrierUse(carrier="seino", customer_code="123456789012")
    assert checks.check_carriers(Carriers(used=(seino,))) == [
        FieldProblem("used[0].customer_code", Reason.CODE, is_blocking=False)
    ]


@pytest.mark.parametrize(
    ("field", "good", "bad"), [("category_code", "００１", "1"), ("freight_code", "01", "001")]
)
def test_the_short_codes_have_their_digits(field: str, good: str, bad: str) -> None:
    assert carrier_problems(**{field: good}) == []
    assert carrier_problems(**{field: ""}) == []
    assert carrier_problems(**{field: bad}) == [(f"used[0].{field}", Reason.CODE)]


def test_the_codes_are_kept_in_half_width() -> None:
    tile = Carriers(
        used=(msgspec.structs.replace(YAMATO, customer_code="０１１－０００", freight_code=" 01"),)
    )
    tidy = normalising.carriers(tile).used[0]
    assert (tidy.customer_code, tidy.freight_code) == ("011000", "01")
    code = SlipCode(shop="a", carrier="yamato", customer_code="０１１－０００", category_code="０ ０ １")
    tidy_code = normalising.slip_codes(SlipCodes(codes=(code,))).codes[0]
    assert (tidy_code.customer_code, tidy_code.category_code) == ("011000", "001")


def test_a_shops_own_codes_are_looked_at_as_the_carriers_are() -> None:
    good = SlipCode(shop="a", carrier="yamato", customer_code="011-000-0000-02", default_slip="prepaid")
    assert code_problems(good, SlipCode(shop="b", carrier="yamato")) == []
    assert code_problems(good, good) == [("codes[1].carrier", Reason.DUPLICATE)]
    bad = SlipCode(shop="b", carrier="yamato", customer_code="1", category_code="1", default_slip="owl")
    assert code_problems(good, bad, SlipCode(shop="c", carrier="owl")) == [
        ("codes[1].customer_code", Reason.CODE),
        ("codes[1].category_code", Reason.CODE),
        ("codes[1].default_slip", Reason.UNKNOWN),
        ("codes[2].carrier", Reason.UNKNOWN),
    ]


def test_codes_of_a_carrier_that_is_not_in_use_now_stand_in_nobodys_way() -> None:
    assert code_problems(SlipCode(shop="a", carrier="sagawa", customer_code="?")) == []


def test_a_whole_slip_has_no_problem() -> None:
    assert slip_problems() == []
    assert slip_problems(sender=SenderSource.CONTRACTOR) == []


@pytest.mark.parametrize("sender", [SenderSource.CONTRACTOR, SenderSource.PURCHASER])
def test_an_address_is_needed_only_where_it_is_printed(sender: SenderSource) -> None:
    empty = dict.fromkeys(("name", "postcode", "prefecture", "city", "street", "phone"), "")
    assert slip_problems(**empty, sender=sender) == []
    assert slip_problems(sender=sender, postcode="?") == []
    assert slip_problems(**empty) == [(f"shops[0].{name}", Reason.REQUIRED) for name in empty]


def test_an_address_is_looked_at_and_kept_as_the_contractors() -> None:
    assert slip_problems(postcode="０６０ー０００１", phone="(011) 000-0000") == []
    assert slip_problems(postcode="1") == [("shops[0].postcode", Reason.POSTCODE)]
    assert slip_problems(phone="1") == [("shops[0].phone", Reason.PHONE)]
    assert slip_problems(building="x" * 101) == [("shops[0].building", Reason.TOO_LONG)]
    assert slip_problems(city="a\x07") == [("shops[0].city", Reason.UNPRINTABLE)]
    tidy = normalising.shop_slip(
        msgspec.structs.replace(
            SHOP_SLIP, postcode="０６００００１", phone="（０１１）０００ー００００", name=" 髙 "
        )
    )
    assert (tidy.postcode, tidy.phone, tidy.name) == ("060-0001", "011-000-0000", "髙")


def test_fixed_contents_need_a_text() -> None:
    assert slip_problems(contents=Contents.ALL_PRODUCTS) == []
    assert slip_problems(contents=Contents.FIXED) == [("shops[0].contents_text", Reason.REQUIRED)]
    assert slip_problems(contents=Contents.FIXED, contents_text="菓子") == []
    assert slip_problems(note="x" * 101) == [("shops[0].note", Reason.TOO_LONG)]


def test_a_shop_has_one_slip() -> None:
    slips = Slips(shops=(SHOP_SLIP, SHOP_SLIP))
    assert checks.check_slips(slips, SlipCodes(), IN_USE) == [FieldProblem("shops[1].shop", Reason.DUPLICATE)]
