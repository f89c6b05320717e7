"""What differs between two settings is told entry by entry and field by field, in the names people know."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.settings.difference import Difference, Kind, differences
from goq_desktop.settings.tiles import (
    Calendar,
    Carriers,
    CarrierUse,
    Contractor,
    Conversion,
    Conversions,
    Desk,
    Lanes,
    LaneSetting,
    PaymentMethod,
    Payments,
    Settings,
    Setup,
    Shop,
    Shops,
    SlipCode,
    SlipCodes,
)
from goq_desktop.wording.settings import TILE_NAMES, difference_text
from tests.support.made_settings import made_settings

BANK = PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID)
CARD = PaymentMethod(wording="カード", kind=PaymentKind.CARD)


def changed(tile: str, entry: str, field: str, before: object, after: object) -> Difference:
    return Difference(tile, entry, field, before, after, Kind.CHANGED)  # type: ignore[arg-type]


def test_the_same_settings_do_not_differ() -> None:
    settings = Settings(contractor=Contractor(company="雪乃商店"))
    assert differences(settings, settings) == ()


def test_a_field_of_a_table() -> None:
    after = Settings(
        contractor=Contractor(company="霜月"), calendar=Calendar(closed_days=(date(2027, 1, 1),))
    )
    assert differences(Settings(), after) == (
        changed("contractor", "", "company", "", "霜月"),
        changed("calendar", "", "closed_days", (), (date(2027, 1, 1),)),
    )


def test_what_the_app_notes_for_itself_is_nobodys_difference() -> None:
    shop = Shop(uid="a", name="本店")
    noted = msgspec.structs.replace(shop, open_key_set_on=date(2026, 1, 1), key_generation=3)
    after = Settings(shops=Shops(shops=(noted,)), setup=Setup(page="x"), desk=Desk(keyring_backend="KWallet"))
    assert differences(Settings(shops=Shops(shops=(shop,))), after) == ()


def test_entries_are_added_removed_and_changed() -> None:
    before = Settings(payments=Payments(methods=(BANK,)), shops=Shops(shops=(Shop(uid="a", name="本店"),)))
    after = Settings(
        payments=Payments(methods=(msgspec.structs.replace(BANK, fee=300), CARD)),
        shops=Shops(shops=(Shop(uid="b", name="2号店", shop_id="x"),)),
    )
    assert differences(before, after) == (
        Difference("shops", "本店", "", "", None, Kind.REMOVED),
        Difference("shops", "2号店", "shop_id", None, "x", Kind.ADDED),
        changed("payments", "銀行振込", "fee", 0, 300),
        Difference("payments", "カード", "kind", None, "card", Kind.ADDED),
    )


def test_another_order_of_the_same_entries() -> None:
    before, after = (Settings(payments=Payments(methods=each)) for each in ((BANK, CARD), (CARD, BANK)))
    assert differences(before, after) == (
        Difference("payments", "", "", ("銀行振込", "カード"), ("カード", "銀行振込"), Kind.MOVED),
    )


def test_codes_are_told_by_their_names() -> None:
    shops = Shops(shops=(Shop(uid="a", name="本店"),))
    before = Settings(shops=shops, carriers=Carriers(used=(CarrierUse(carrier="yamato"),)))
    after = Settings(
        shops=shops,
        carriers=Carriers(
            used=(CarrierUse(carrier="yamato", services=("nekopos",), slots=("am",), software="b2_cloud"),)
        ),
        payments=Payments(methods=(msgspec.structs.replace(BANK, first_lane="r"),)),
        slip_codes=SlipCodes(codes=(SlipCode(shop="a", carrier="yamato", customer_code="1"),)),
        lanes=Lanes(lanes=(*Lanes().lanes, LaneSetting(code="r", name="発送準備"))),
        conversions=Conversions(rules=(Conversion(wording="w", carrier="yamato", service="nekopos"),)),
    )
    found = [(each.tile, each.entry, each.field, each.after) for each in differences(before, after)]
    assert found == [
        ("carriers", "ヤマト運輸", "services", ("ネコポス",)),
        ("carriers", "ヤマト運輸", "software", "B2クラウド"),
        ("carriers", "ヤマト運輸", "slots", ("午前中",)),
        ("payments", "銀行振込", "kind", "prepaid"),
        ("payments", "銀行振込", "first_lane", "発送準備"),
        ("slip_codes", "本店 ヤマト運輸", "customer_code", "1"),
        ("lanes", "発送準備", "", ""),
        ("conversions", "w", "carrier", "ヤマト運輸"),
        ("conversions", "w", "service", "ネコポス"),
    ]


@given(before=made_settings, after=made_settings)
def test_settings_differ_where_one_is_told_and_nowhere_else(before: Settings, after: Settings) -> None:
    found = differences(before, after)
    told = {each.tile for each in found}
    for name in TILE_NAMES:
        if name == "shops":
            continue  # the notes about keys are not told
        assert (getattr(before, name) != getattr(after, name)) == (name in told)
    for each in found:
        text = difference_text(each)
        assert text.isprintable() and len(text) < 1500
    assert len(differences(after, before)) == len(found)
