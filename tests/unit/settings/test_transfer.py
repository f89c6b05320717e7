"""Settings travel to another PC as a text without secrets, all or nothing."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Desk,
    Settings,
    Setup,
    Shop,
    Shops,
)
from goq_desktop.settings.transfer import carried_over, export_settings, parse_settings

SHOP = Shop(uid="a", name="本店", shop_id="renshu.pr", import_from=date(2026, 10, 1))
HERE = Settings(
    contractor=Contractor(company="雪乃商店"),
    carriers=Carriers(used=(CarrierUse(carrier="yamato"),)),
    shops=Shops(shops=(msgspec.structs.replace(SHOP, open_key_set_on=date(2026, 11, 1)),)),
    setup=Setup(is_done=True),
    desk=Desk(keyring_backend="KWallet"),
)


def test_everything_travels_but_what_is_true_of_this_pc_only() -> None:
    text = export_settings(HERE)
    assert "KWallet" not in text
    assert "set_on" not in text
    assert parse_settings(text) == msgspec.structs.replace(HERE, shops=Shops(shops=(SHOP,)), desk=Desk())


def test_an_import_on_the_same_pc_keeps_what_is_known_here() -> None:
    assert carried_over(parse_settings(export_settings(HERE)), HERE) == HERE


def test_an_import_on_another_pc_claims_no_keys() -> None:
    there = Settings(desk=Desk(keyring_backend="GNOME Keyring"))
    moved = carried_over(HERE, there)
    assert moved.shops.shops == (SHOP,)
    assert moved.desk == there.desk


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
