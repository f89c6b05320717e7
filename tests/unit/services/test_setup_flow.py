"""The way through the set-up leads everybody to the first fetch and never past something needed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from goq_desktop.services.setup_flow import STEPS, TILES, SetupFlow, SetupPage, step_of
from goq_desktop.settings.tiles import Carriers, CarrierUse, Contractor, Settings, Setup, Shop, Shops

P = SetupPage
DAY = date(2026, 11, 23)
NEW_SHOP = Shop(uid="a", name="本店")
READY_SHOP = Shop(uid="a", name="本店", shop_id="abc.wc", open_key_set_on=DAY, manager_key_set_on=DAY)


def settings_with(*shops: Shop, page: str = "", is_quick: bool = False) -> Settings:
    return Settings(shops=Shops(shops=shops), setup=Setup(page=page, is_quick=is_quick))


def test_the_long_way_has_the_eight_tiles_and_the_confirmation() -> None:
    assert TILES == (
        P.CONTRACTOR,
        P.CARRIERS,
        P.SHOPS,
        P.PAYMENTS,
        P.SHOP_DETAIL,
        P.SLIPS,
        P.OTHER,
        P.OPTIONS,
    )
    assert SetupFlow().path == (*TILES, P.CONFIRM)


def test_the_last_three_tiles_are_optional_and_no_others() -> None:
    assert [step.page for step in STEPS if step.is_optional] == [P.SLIPS, P.OTHER, P.OPTIONS]
    assert not any(step.is_needed for step in STEPS if step.is_optional)


def test_the_quick_way_has_only_what_a_fetch_needs() -> None:
    assert SetupFlow(is_quick=True).path == (P.CONTRACTOR, P.SHOPS, P.SHOP_DETAIL, P.CONFIRM)


@pytest.mark.parametrize("is_quick", [False, True])
@pytest.mark.parametrize("has_keyring_page", [False, True])
def test_previous_undoes_next_on_every_way(is_quick: bool, has_keyring_page: bool) -> None:
    flow = SetupFlow(is_quick, has_keyring_page)
    for page in flow.path:
        following = flow.next_page(page)
        assert following is None or flow.previous_page(following) is page
    assert flow.previous_page(flow.path[0]) is None
    assert flow.next_page(flow.path[-1]) is None


def test_a_page_beside_the_way_still_leads_on_and_back() -> None:
    flow = SetupFlow(is_quick=True)
    assert flow.next_page(P.CARRIERS) is P.SHOPS
    assert flow.previous_page(P.CARRIERS) is P.CONTRACTOR
    assert flow.path_to(P.PAYMENTS) == (P.CONTRACTOR, P.SHOPS, P.PAYMENTS)


def test_the_keyring_speaks_before_keys_are_typed_and_has_no_number_of_its_own() -> None:
    flow = SetupFlow(has_keyring_page=True)
    assert flow.next_page(P.KEYRING) is P.SHOP_DETAIL
    assert step_of(P.KEYRING) is step_of(P.SHOP_DETAIL)


def test_numbers_are_stable_and_without_gap() -> None:
    assert [step.number for step in STEPS] == list(range(1, 10))


def test_a_page_opens_only_when_all_it_needs_is_there() -> None:
    flow = SetupFlow()
    assert flow.nearest(P.CARRIERS, settings_with()) is P.CARRIERS
    assert flow.nearest(P.PAYMENTS, settings_with()) is P.SHOPS
    assert flow.nearest(P.SHOP_DETAIL, settings_with(NEW_SHOP)) is P.SHOP_DETAIL
    assert flow.nearest(P.CONFIRM, settings_with(NEW_SHOP)) is P.SHOP_DETAIL
    assert flow.nearest(P.CONFIRM, settings_with(READY_SHOP)) is P.CONFIRM


@pytest.mark.parametrize("page", [P.CONTRACTOR, P.CARRIERS, P.SHOPS, P.PAYMENTS])
def test_a_killed_set_up_goes_on_where_it_was(page: SetupPage) -> None:
    assert SetupFlow().resume_page(settings_with(NEW_SHOP, page=page.value)) is page


def test_going_on_falls_back_to_what_got_lost() -> None:
    assert SetupFlow().resume_page(settings_with(page="confirm")) is P.SHOPS
    assert SetupFlow().resume_page(settings_with(NEW_SHOP, page="confirm")) is P.SHOP_DETAIL
    assert SetupFlow().resume_page(settings_with(READY_SHOP, page="confirm")) is P.CONFIRM


@pytest.mark.parametrize("page", ["", "no such page"])
def test_an_unknown_page_begins_at_the_beginning(page: str) -> None:
    assert SetupFlow().resume_page(settings_with(READY_SHOP, page=page)) is P.CONTRACTOR


def test_the_keyring_is_asked_anew_when_going_on() -> None:
    assert SetupFlow().resume_page(settings_with(NEW_SHOP, page="keyring")) is P.SHOP_DETAIL


def test_a_change_leads_back_to_the_confirmation_unless_it_opened_something() -> None:
    flow = SetupFlow()
    another = Shop(uid="b", name="2号店")
    assert flow.way_back(P.CARRIERS, settings_with(READY_SHOP)) is P.CONFIRM
    assert flow.way_back(P.SHOPS, settings_with(READY_SHOP, another)) is P.SHOP_DETAIL
    assert flow.way_back(P.SHOP_DETAIL, settings_with(READY_SHOP, another)) is P.CONFIRM


def test_each_step_knows_when_it_is_done() -> None:
    empty, full = Settings(), settings_with(READY_SHOP)
    full = msgspec.structs.replace(
        full,
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
        carriers=Carriers(used=(CarrierUse(carrier="yamato"),)),
    )
    assert [step.is_done(empty) for step in STEPS] == [False] * 9
    done = {step.page for step in STEPS if step.is_done(full)}
    assert done == {P.CONTRACTOR, P.CARRIERS, P.SHOPS, P.SHOP_DETAIL}


def test_keys_of_only_one_kind_leave_the_details_open() -> None:
    half = msgspec.structs.replace(READY_SHOP, manager_key_set_on=None)
    assert not step_of(P.SHOP_DETAIL).is_done(settings_with(half))


@pytest.mark.parametrize("page", [P.SLIPS, P.OTHER, P.OPTIONS])
def test_an_optional_tile_is_done_when_a_person_has_saved_it(page: SetupPage) -> None:
    saved = Settings(setup=Setup(saved=(page.value,)))
    assert step_of(page).is_done(saved)
    assert not step_of(page).is_done(Settings(setup=Setup(saved=("shops",))))


def test_optional_tiles_come_after_the_keys_and_hold_nobody_up() -> None:
    flow = SetupFlow()
    assert flow.nearest(P.OTHER, settings_with(NEW_SHOP)) is P.SHOP_DETAIL
    assert flow.nearest(P.CONFIRM, settings_with(READY_SHOP)) is P.CONFIRM
