"""Each tile says how it stands and why, in the order in which one would set them."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.services.reminders import RENEW_AFTER
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.services.tile_states import Reason, Standing, Why, tile_states
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Conversion,
    Conversions,
    Lanes,
    LaneSetting,
    PaymentMethod,
    Payments,
    Settings,
    Setup,
    Shop,
    Shops,
    SlotName,
    SlotNames,
)

P = SetupPage
TODAY = date(2026, 11, 23)
READY_SHOP = Shop(uid="a", name="本店", shop_id="abc.wc", open_key_set_on=TODAY, manager_key_set_on=TODAY)
FULL = Settings(
    contractor=Contractor(
        company="架空商店",
        manager="架空太郎",
        postcode="100-0001",
        prefecture="東京都",
        city="千代田区",
        street="千代田1-1",
        phone="03-0000-0000",
        email="kakuu@example.jp",
    ),
    carriers=Carriers(
        used=(CarrierUse(carrier="yamato", services=("takkyubin",), customer_code="0312345678"),)
    ),
    shops=Shops(shops=(READY_SHOP,)),
    payments=Payments(methods=(PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID),)),
    setup=Setup(saved=("slips", "other", "options")),
)


def look(page: SetupPage, sight: StoreSight | None = None, **tiles: object) -> tuple[Standing, list[Reason]]:
    state = tile_states(msgspec.structs.replace(FULL, **tiles), sight, TODAY)[page]
    return state.standing, list(state.reasons)


def test_a_fresh_home_has_everything_open_in_the_order_of_the_tiles() -> None:
    states = tile_states(Settings(), None, TODAY)
    assert tuple(states) == TILES
    assert {state.standing for state in states.values()} == {Standing.OPEN}
    reasons = {page: state.reasons[0].why for page, state in states.items()}
    assert reasons[P.SHOP_DETAIL] is Why.NO_SHOP
    assert {reasons[page] for page in (P.SLIPS, P.OTHER, P.OPTIONS)} == {Why.DEFAULTS}
    assert {reasons[page] for page in TILES[:4]} == {Why.EMPTY}


def test_a_shop_that_is_set_up_has_nothing_to_do() -> None:
    states = tile_states(FULL, StoreSight(), TODAY)
    assert {page: state.standing for page, state in states.items()} == dict.fromkeys(TILES, Standing.DONE)
    assert [state.reasons for state in states.values()] == [()] * len(TILES)


def test_fields_to_mend_are_counted() -> None:
    broken = msgspec.structs.replace(FULL.contractor, phone="12", postcode="1")
    assert look(P.CONTRACTOR, contractor=broken) == (Standing.ATTENTION, [Reason(Why.FIELDS, {"count": 2})])


@pytest.mark.parametrize(
    ("page", "tiles"),
    [
        (P.CARRIERS, {"carriers": Carriers(used=(CarrierUse(carrier="unknown", customer_code="1"),))}),
        (P.SHOPS, {"shops": Shops(shops=(READY_SHOP, msgspec.structs.replace(READY_SHOP, uid="b")))}),
        (P.PAYMENTS, {"payments": Payments(methods=(PaymentMethod(wording=" ", kind=PaymentKind.COD),))}),
        (P.OTHER, {"lanes": Lanes(lanes=(LaneSetting(code="x", name=""),))}),
        (P.OPTIONS, {"conversions": Conversions(rules=(Conversion(wording="", carrier="yamato"),))}),
    ],
)
def test_every_tile_looks_at_its_own_fields(page: SetupPage, tiles: dict[str, object]) -> None:
    standing, reasons = look(page, None, **tiles)
    assert standing is Standing.ATTENTION
    assert reasons[0].why is Why.FIELDS


def test_a_payment_that_begins_in_a_lane_that_is_gone_is_found_at_the_payments() -> None:
    method = PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID, first_lane="gone")
    assert look(P.PAYMENTS, payments=Payments(methods=(method,)))[0] is Standing.ATTENTION


def test_wordings_of_stored_orders_that_nobody_has_mapped_are_counted() -> None:
    sight = StoreSight(
        payments=(SeenWording("銀行振込", 9), SeenWording("見本ペイ", 2), SeenWording("", 1)),
        carriers=(SeenWording("ヤマト運輸", 5), SeenWording("架空急便", 1), SeenWording("登録便", 1)),
        slots=(SeenWording("午前中", 5), SeenWording("夜", 3), SeenWording("朝", 2)),
    )
    rules = Conversions(rules=(Conversion(wording="登録便", carrier="yamato"),))
    names = SlotNames(names=(SlotName(wording="朝", slot="am"),))
    assert look(P.PAYMENTS, sight) == (Standing.ATTENTION, [Reason(Why.PAYMENTS_UNKNOWN, {"count": 1})])
    assert look(P.OPTIONS, sight, conversions=rules) == (
        Standing.ATTENTION,
        [Reason(Why.DELIVERIES_UNKNOWN, {"count": 1})],
    )
    assert look(P.OTHER, sight, slot_names=names) == (
        Standing.ATTENTION,
        [Reason(Why.SLOTS_UNKNOWN, {"count": 1})],
    )


def test_a_tile_nobody_saved_still_says_what_the_orders_ask_of_it() -> None:
    sight = StoreSight(slots=(SeenWording("夜", 3),))
    standing, reasons = look(P.OTHER, sight, setup=Setup())
    assert (standing, [reason.why for reason in reasons]) == (Standing.ATTENTION, [Why.SLOTS_UNKNOWN])


def test_a_shop_without_keys_is_named() -> None:
    shops = Shops(shops=(READY_SHOP, Shop(uid="b", name="2号店"), Shop(uid="c", name="3号店")))
    assert look(P.SHOP_DETAIL, shops=shops) == (
        Standing.ATTENTION,
        [Reason(Why.KEYS_MISSING, {"shop": "2号店", "count": 2})],
    )


def test_the_oldest_keys_are_named_from_half_a_year_on() -> None:
    old = msgspec.structs.replace(READY_SHOP, keys_issued_on=TODAY - RENEW_AFTER)
    older = msgspec.structs.replace(
        READY_SHOP, uid="b", name="2号店", keys_issued_on=TODAY - timedelta(days=400)
    )
    assert look(P.SHOP_DETAIL, shops=Shops(shops=(old, older))) == (
        Standing.ATTENTION,
        [Reason(Why.KEYS_OLD, {"shop": "2号店", "count": 2, "days": 400})],
    )
    young = msgspec.structs.replace(READY_SHOP, keys_issued_on=TODAY - RENEW_AFTER + timedelta(days=1))
    assert look(P.SHOP_DETAIL, shops=Shops(shops=(young,))) == (Standing.DONE, [])


def test_a_carrier_without_customer_code_is_a_hint_only() -> None:
    used = Carriers(used=(CarrierUse(carrier="yamato", services=("takkyubin",)),))
    assert look(P.CARRIERS, carriers=used) == (Standing.DONE, [Reason(Why.CODE_MISSING, {"count": 1})])
