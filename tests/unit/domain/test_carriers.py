"""The carriers' data: whole, consistent, dated, and with codes that saved settings can rely on."""

from __future__ import annotations

import re

import pytest

from goq_desktop.domain.carriers import CARRIERS, Carrier, Charge, carrier_of
from goq_desktop.domain.slots import SLOTS

BY_NAME = {carrier.name: carrier for carrier in CARRIERS}
each_carrier = pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.code)


def test_the_codes_in_saved_settings_stay_what_they_were() -> None:
    assert [(each.code, [service.code for service in each.services]) for each in CARRIERS] == [
        ("yamato", ["takkyubin", "compact", "nekopos", "yu_packet", "yu_mail"]),
        ("sagawa", ["hikyaku", "hikyaku_mail"]),
        ("japan_post", ["yu_pack", "yu_packet", "post_packet", "click_post", "letter", "express"]),
        ("seino", ["kangaroo", "mini"]),
        ("fukuyama", ["parcel", "freight"]),
    ]


def test_a_carrier_is_found_by_its_code_and_an_unknown_one_is_none() -> None:
    assert [carrier_of(each.code) for each in CARRIERS] == list(CARRIERS)
    assert carrier_of("owl") is None
    yamato = BY_NAME["ヤマト運輸"]
    nekopos = yamato.slip("nekopos")
    assert nekopos is not None and nekopos.name == "ネコポス"
    assert yamato.slip("A") is None


@each_carrier
def test_its_codes_are_unique_and_can_be_saved(carrier: Carrier) -> None:
    for listed in (carrier.services, carrier.software, carrier.slips):
        codes = [each.code for each in listed]
        assert codes and len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"[a-z0-9_-]{1,64}", code) for code in codes)
        assert len({each.name for each in listed}) == len(listed)


@each_carrier
def test_every_service_has_a_slip_and_every_slip_a_service(carrier: Carrier) -> None:
    known = {service.code for service in carrier.services}
    assert all(slip.services for slip in carrier.slips)
    assert {code for slip in carrier.slips for code in slip.services} == known


@each_carrier
def test_the_first_slip_is_the_plain_parcel_that_the_sender_pays(carrier: Carrier) -> None:
    assert carrier.services[0].code in carrier.slips[0].services
    assert carrier.slips[0].charge is Charge.SENDER
    assert carrier.charges[0] is Charge.SENDER


@each_carrier
def test_its_ways_to_pay_are_those_of_its_slips(carrier: Carrier) -> None:
    assert {slip.charge for slip in carrier.slips} == set(carrier.charges)


@each_carrier
def test_its_slots_are_known_and_in_the_order_of_the_day(carrier: Carrier) -> None:
    order = [slot.code for slot in SLOTS]
    assert carrier.slots and list(carrier.slots) == sorted(carrier.slots, key=order.index)
    assert set(carrier.contract_slots) < set(carrier.slots)


@each_carrier
def test_it_says_when_and_from_what_it_is_known(carrier: Carrier) -> None:
    assert (carrier.as_of.year, carrier.as_of.month) == (2026, 11)
    assert carrier.source
    assert not re.search(r"[/\\]|\.md|https?:", carrier.source)


def test_yamato_alone_has_a_category_code_and_a_freight_number() -> None:
    assert [each.name for each in CARRIERS if each.needs_category_code] == ["ヤマト運輸"]
    assert [each.name for each in CARRIERS if each.needs_freight_code] == ["ヤマト運輸"]


@pytest.mark.parametrize(
    ("name", "label", "lengths", "has_letters"),
    [
        ("ヤマト運輸", "請求先顧客コード", (10, 12), False),
        ("佐川急便", "お客様コード", (1, 12), True),
        ("日本郵便", "ご依頼主コード", (1, 15), True),
        ("西濃運輸", "荷送人コード", (1, 11), True),
        ("福山通運", "荷送人コード", (1, 20), True),
    ],
)
def test_the_customer_code_has_the_name_and_length_that_its_software_gives_it(
    name: str, label: str, lengths: tuple[int, int], has_letters: bool
) -> None:
    carrier = BY_NAME[name]
    assert carrier.customer_code_label == label
    assert carrier.customer_code_lengths == lengths
    assert carrier.has_letters_in_customer_code is has_letters


def test_each_carrier_has_the_slots_of_its_own_table() -> None:
    assert BY_NAME["ヤマト運輸"].slots == ("am", "14-16", "16-18", "18-20", "19-21"), "none from 12 to 14"
    assert BY_NAME["日本郵便"].slots == ("am", "12-14", "14-16", "16-18", "18-20", "19-21")
    assert BY_NAME["佐川急便"].contract_slots == ("18-21",)


def test_what_the_sources_do_not_settle_is_marked() -> None:
    assert [each.name for each in CARRIERS if not each.is_customer_code_certain] == ["西濃運輸", "福山通運"]
    assert [each.name for each in CARRIERS if not each.are_slots_certain] == ["西濃運輸", "福山通運"]
    doubtful = {
        (carrier.name, name)
        for carrier in CARRIERS
        for name, is_certain in (
            *((each.name, each.is_certain) for each in carrier.software),
            *((each.name, each.is_certain) for each in carrier.slips),
        )
        if not is_certain
    }
    assert doubtful == {
        ("佐川急便", "e飛伝PRO"),
        ("佐川急便", "飛脚メール便"),
        ("西濃運輸", "一般（着払）"),
        ("西濃運輸", "一般（代引）"),
        ("福山通運", "iSTAR-2"),
        ("福山通運", "フクツー宅配便（元払）"),
        ("福山通運", "路線便（元払）"),
    }
