"""The settings file: saved tile by tile, private, whole."""

from __future__ import annotations

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Desk,
    PaymentMethod,
    Payments,
    Settings,
    Setup,
    Shop,
    Shops,
)

FULL = Settings(
    contractor=Contractor(company='髙﨑𠮷"\\'),
    carriers=Carriers(used=(CarrierUse(carrier="yamato", services=("nekopos", "compact")),)),
    shops=Shops(
        shops=(
            Shop(uid="a", name="本店", fetch_days=30, import_from=date(2026, 10, 1)),
            Shop(
                uid="b",
                name="2号店",
                auto_fetch=True,
                open_key_set_on=date(2026, 11, 1),
            ),
        )
    ),
    payments=Payments(methods=(PaymentMethod(wording="代金引換 = 'x' # y", kind=PaymentKind.COD),)),
    setup=Setup(page="shops", is_quick=True),
    desk=Desk(keyring_backend="KWallet"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "settings.toml"


@pytest.fixture
def store(file: Path) -> SettingsStore:
    return SettingsStore(file)


def test_without_a_file_there_are_defaults_and_nothing_is_written(store: SettingsStore, file: Path) -> None:
    loaded = store.load()
    assert (loaded.settings, loaded.problems) == (Settings(), ())
    assert not file.parent.exists()


def test_all_tiles_come_back(store: SettingsStore) -> None:
    store.save(
        contractor=FULL.contractor,
        carriers=FULL.carriers,
        shops=FULL.shops,
        payments=FULL.payments,
        setup=FULL.setup,
        desk=FULL.desk,
    )
    assert store.load().settings == FULL
    assert store.load().problems == ()


def test_saving_a_tile_leaves_the_others(store: SettingsStore, file: Path) -> None:
    store.save(shops=FULL.shops)
    saved = SettingsStore(file).save(contractor=FULL.contractor)
    assert saved == Settings(shops=FULL.shops, contractor=FULL.contractor) == store.load().settings


def test_the_file_reads_like_a_table_of_contents(store: SettingsStore, file: Path) -> None:
    store.save(shops=FULL.shops, carriers=FULL.carriers, payments=FULL.payments)
    lines = file.read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if line.startswith("[")] == [
        "[contractor]",
        "[[carriers]]",
        "[[shops]]",
        "[[shops]]",
        "[[payments]]",
        "[[lanes]]",
        "[calendar]",
        "[other]",
        "[setup]",
        "[desk]",
    ]
    assert "import_from = 2026-10-01" in lines


def test_one_shop_is_changed_by_its_uid(store: SettingsStore) -> None:
    store.save(shops=FULL.shops)
    store.update_shop("b", open_key_worked_on=date(2026, 11, 23))
    first, second = store.load().settings.shops.shops
    assert first == FULL.shops.shops[0]
    assert second.open_key_worked_on == date(2026, 11, 23)
    assert second.auto_fetch


def test_a_shop_that_is_not_there_is_named(store: SettingsStore) -> None:
    store.save(shops=FULL.shops)
    with pytest.raises(ProblemError) as caught:
        store.update_shop("z", fetch_days=3)
    assert caught.value.problem.code is ProblemCode.SHOP_MISSING
    assert caught.value.problem.params == {"name": "z", "known": "本店, 2号店"}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_the_owner_may_read(store: SettingsStore, file: Path) -> None:
    old = os.umask(0)
    try:
        store.save(contractor=FULL.contractor)
    finally:
        os.umask(old)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    assert modes == {
        "settings": 0o700,
        "settings.toml": 0o600,
        "settings.toml.lock": 0o600,
    }


def test_saving_the_same_again_does_not_touch_the_file(store: SettingsStore, file: Path) -> None:
    store.save(contractor=FULL.contractor)
    before = file.stat()
    store.save(contractor=FULL.contractor)
    assert file.stat().st_ino == before.st_ino
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_value_that_could_not_be_read_back_is_refused(store: SettingsStore, file: Path) -> None:
    store.save(shops=FULL.shops)
    before = file.read_bytes()
    for changes in ({"fetch_days": 0}, {"shop_id": "x" * 501}, {"shop_id": "\ud800"}):
        with pytest.raises(ProblemError) as caught:
            store.update_shop("a", **changes)
        assert caught.value.problem.code is ProblemCode.SETTINGS_INVALID
    with pytest.raises(ProblemError):
        store.save(shops=Shops(shops=(Shop(uid="a", name="1"), Shop(uid="a", name="2"))))
    assert file.read_bytes() == before


def test_a_wrong_tile_is_a_mistake_of_the_program(store: SettingsStore) -> None:
    with pytest.raises(TypeError):
        store.save(contractor=Desk())
    with pytest.raises(TypeError):
        store.save(nothing=Desk())


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_linked_file_stays_a_link(store: SettingsStore, file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("version = 1\n")
    file.symlink_to(elsewhere)
    store.save(contractor=FULL.contractor)
    assert file.is_symlink()
    assert "髙﨑𠮷" in elsewhere.read_text(encoding="utf-8")
