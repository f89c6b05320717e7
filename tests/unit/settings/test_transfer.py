"""Settings travel to another PC as a text without secrets, all or nothing."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.slips import SenderSource
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Desk,
    Other,
    PaymentMethod,
    Payments,
    Settings,
    Setup,
    Shop,
    Shops,
    ShopSlip,
    Slips,
)
from goq_desktop.settings.transfer import carried_over, export_settings, parse_settings

SHOP = Shop(uid="a", name="本店", shop_id="renshu.pr", import_from=date(2026, 10, 1))
HERE = Settings(
    contractor=Contractor(company="雪乃商店"),
    carriers=Carriers(used=(CarrierUse(carrier="yamato"),)),
    shops=Shops(shops=(msgspec.structs.replace(SHOP, open_key_set_on=date(2026, 11, 1), key_generation=2),)),
    setup=Setup(is_done=True, is_quick=True, is_task_list_dismissed=True, saved=("contractor", "shops")),
    desk=Desk(keyring_backend="KWallet", keys_to_drop=("a.1",)),
    other=Other(backup_folder="/srv/backup", erase_after_days=90),
)


def test_everything_travels_but_what_is_true_of_this_pc_only() -> None:
    text = export_settings(HERE)
    assert "KWallet" not in text and "/srv/backup" not in text
    assert "set_on" not in text
    assert parse_settings(text) == msgspec.structs.replace(
        HERE,
        shops=Shops(shops=(SHOP,)),
        desk=Desk(),
        other=Other(erase_after_days=90),
        setup=Setup(is_done=True, saved=("contractor", "shops")),
    )


def test_what_is_true_of_another_pc_is_not_taken_from_a_file() -> None:
    text = export_settings(HERE).replace('backup_folder = ""', 'backup_folder = "relative"')
    text = text.replace('keyring_backend = ""', 'keyring_backend = "KWallet"')
    text = text.replace('uid = "a"', 'uid = "a"\nopen_key_set_on = 2026-11-01')
    assert parse_settings(text) == parse_settings(export_settings(HERE))


def test_an_import_on_the_same_pc_keeps_what_is_known_here() -> None:
    assert carried_over(parse_settings(export_settings(HERE)), HERE) == HERE


def test_an_import_on_another_pc_claims_no_keys() -> None:
    there = Settings(desk=Desk(keyring_backend="GNOME Keyring"))
    moved = carried_over(HERE, there)
    assert moved.shops.shops == (SHOP,)
    assert moved.desk == there.desk
    assert moved.other.backup_folder == ""
    assert moved.setup == Setup(is_done=True, saved=("contractor", "shops"))


def test_a_set_up_that_stands_somewhere_goes_on_there() -> None:
    there = Settings(setup=Setup(page="shops", is_quick=True, saved=("carriers",)))
    unfinished = msgspec.structs.replace(HERE, setup=Setup(saved=("contractor",)))
    assert carried_over(unfinished, there).setup == Setup(page="shops", is_quick=True, saved=("contractor",))
    assert carried_over(HERE, there).setup.page == ""
    done = Settings(setup=Setup(is_done=True))
    assert carried_over(unfinished, done).setup.is_done


def test_what_is_still_to_be_chosen_can_travel() -> None:
    method = PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID, first_lane="gone")
    settings = Settings(
        payments=Payments(methods=(method,)),
        slips=Slips(shops=(ShopSlip(shop="a", sender=SenderSource.SHOP),)),
    )
    assert parse_settings(export_settings(settings)) == settings


def test_settings_that_are_still_empty_can_travel() -> None:
    assert parse_settings(export_settings(Settings())) == Settings()


@pytest.mark.parametrize(
    ("text", "key", "reason", "line"),
    [
        ("version = 1\n[contractor]\ncompany = ", "contractor.company", "syntax", 3),
        (
            "version = 1\n[contractor]\ncompany = 3",
            "contractor.company",
            "wrong_value",
            3,
        ),
        ("[contractor]\nopen_key = 'x'", "contractor.open_key", "unknown_key", 2),
        ("[[shops]]\nuid = 'a'", "shops.name", "missing", 1),
        ("[contractor]\npostcode = '12'", "contractor.postcode", "postcode", 2),
        (
            "[[shops]]\nuid = 'a'\nname = 'A'\n[[shops]]\nuid = 'b'\nname = 'A'\n",
            "shops.name",
            "duplicate",
            6,
        ),
        (
            "[[shops]]\nuid = 'a'\nname = 'A'\n[[shops]]\nuid = 'b'\nname = 'B'\nshop_id = 'b:b'",
            "shops.shop_id",
            "shop_id",
            7,
        ),
        ("[[carriers]]\ncarrier = 'owl'", "carriers.carrier", "unknown", 2),
        ("[[carriers]]\ncarrier = 'yamato'\nslots = ['owl']", "carriers.slots", "unknown", 3),
        ("[[payments]]\nwording = 'a'\nkind = 'cod'\nfee = -1", "payments.fee", "wrong_value", 4),
        (
            "[[slips]]\nshop = 'a'\n[[slips]]\nshop = 'b'\nsender = 'shop'\nphone = '1'",
            "slips.phone",
            "phone",
            6,
        ),
        (
            "[[carriers]]\ncarrier = 'yamato'\n[[slip_codes]]\nshop = 'a'\ncarrier = 'yamato'\nfreight_code = 'x'",
            "slip_codes.freight_code",
            "code",
            6,
        ),
        ("[[lanes]]\ncode = 'a'\nname = '新規受付'", "lanes.name", "duplicate", 3),
        ("[[slot_names]]\nwording = 'a'\nslot = 'owl'", "slot_names.slot", "unknown", 3),
        ("[calendar]\nclosed_weekdays = [0, 1, 2, 3, 4, 5, 6]", "calendar.closed_weekdays", "no_open_day", 2),
        ("[other]\nerase_after_days = 7", "other.erase_after_days", "days", 2),
        ("[[conversions]]\nwording = 'a'\ncarrier = 'owl'", "conversions.carrier", "unknown", 3),
    ],
)
def test_one_fault_refuses_the_whole(text: str, key: str, reason: str, line: int) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_settings(text)
    assert caught.value.problem.code is ProblemCode.SETTINGS_INVALID
    assert caught.value.problem.params == {"key": key, "reason": reason, "line": line}


def test_a_later_version_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_settings("version = 9")
    assert caught.value.problem.code is ProblemCode.SETTINGS_NEWER
