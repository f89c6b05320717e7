"""Two windows, or a window and a fetch, do not overwrite each other's settings."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import (
    KEY_DATES,
    Carriers,
    CarrierUse,
    Contractor,
    Desk,
    Other,
    Settings,
    Setup,
    Shop,
    Shops,
)

DAY = date(2026, 11, 23)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def store(file: Path) -> SettingsStore:
    store = SettingsStore(file)
    store.save(
        contractor=Contractor(company="雪乃商店"),
        shops=Shops(shops=(Shop(uid="a", name="本店"), Shop(uid="b", name="2号店"))),
    )
    return store


def changed_tiles(caught: pytest.ExceptionInfo[ProblemError]) -> object:
    assert caught.value.problem.code is ProblemCode.SETTINGS_CHANGED
    return caught.value.problem.params["tiles"]


def test_a_tile_that_nobody_else_changed_is_saved(store: SettingsStore) -> None:
    seen = store.load().settings
    store.save(other=Other(erase_after_days=90))
    saved = store.save(based_on=seen, contractor=Contractor(company="霜月商店"))
    assert saved.contractor.company == "霜月商店"
    assert saved.other.erase_after_days == 90


def test_a_tile_that_another_window_changed_is_refused_and_nothing_is_written(
    store: SettingsStore, file: Path
) -> None:
    seen = store.load().settings
    store.save(
        contractor=Contractor(company="他の窓"), carriers=Carriers(used=(CarrierUse(carrier="yamato"),))
    )
    before = file.read_bytes()
    with pytest.raises(ProblemError) as caught:
        store.save(
            based_on=seen,
            contractor=Contractor(company="この窓"),
            other=Other(erase_after_days=90),
            carriers=Carriers(),
        )
    assert changed_tiles(caught) == "contractor,carriers"
    assert file.read_bytes() == before


def test_two_windows_that_say_the_same_do_not_contradict_each_other(store: SettingsStore) -> None:
    seen = store.load().settings
    same = Contractor(company="霜月商店")
    store.save(contractor=same)
    assert store.save(based_on=seen, contractor=same).contractor == same


def test_without_what_was_seen_the_last_one_counts(store: SettingsStore) -> None:
    store.save(contractor=Contractor(company="他の窓"))
    assert store.save(contractor=Contractor(company="この窓")).contractor.company == "この窓"


def test_what_the_app_notes_for_itself_is_no_contradiction(store: SettingsStore) -> None:
    seen = store.load().settings
    store.save(setup=Setup(page="shops"), desk=Desk(keyring_backend="KWallet"))
    store.save(based_on=seen, setup=Setup(page="payments"), contractor=Contractor(company="霜月商店"))
    assert store.load().settings.setup.page == "payments"


def test_keys_that_were_used_meanwhile_are_no_contradiction_and_their_dates_stay(
    store: SettingsStore,
) -> None:
    seen = store.load().settings
    for name in KEY_DATES:
        store.update_shop("a", **{name: DAY})
    renamed = msgspec.structs.replace(seen.shops.shops[0], name="新本店")
    saved = store.save(based_on=seen, shops=Shops(shops=(renamed, seen.shops.shops[1])))
    assert saved.shops.shops[0].name == "新本店"
    assert {getattr(saved.shops.shops[0], name) for name in KEY_DATES} == {DAY}
    assert saved == store.load().settings


def test_an_old_form_does_not_bring_back_old_dates(store: SettingsStore) -> None:
    store.update_shop("b", open_key_set_on=DAY)
    seen = store.load().settings
    store.update_shop("b", open_key_set_on=None)
    saved = store.save(shops=seen.shops)
    assert saved.shops.shops[1].open_key_set_on is None


def test_a_shop_that_another_window_renamed_is_a_contradiction(store: SettingsStore) -> None:
    seen = store.load().settings
    store.update_shop("b", name="3号店")
    with pytest.raises(ProblemError) as caught:
        store.save(based_on=seen, shops=Shops(shops=seen.shops.shops[:1]))
    assert changed_tiles(caught) == "shops"


def test_a_whole_import_keeps_the_file_of_before(store: SettingsStore, file: Path) -> None:
    before = file.read_bytes()
    new = msgspec.structs.replace(Settings(), contractor=Contractor(company="霜月商店"))
    first = store.replace_all(new)
    assert first is not None
    assert first.parent == file.parent
    assert first.name.startswith("settings.toml.before-import-")
    assert first.name.endswith("Z")
    assert first.read_bytes() == before
    if sys.platform != "win32":
        assert first.stat().st_mode & 0o777 == 0o600
    assert store.load().settings.contractor.company == "霜月商店"
    assert store.load().settings.shops == Shops()


def test_two_imports_in_one_second_keep_two_files(store: SettingsStore) -> None:
    copies = [store.replace_all(Settings(contractor=Contractor(company=name))) for name in ("一", "二", "三")]
    assert len({copy.name for copy in copies if copy is not None}) == 3


def test_an_import_that_changes_nothing_or_meets_no_file_keeps_none(store: SettingsStore, file: Path) -> None:
    assert store.replace_all(store.load().settings) is None
    assert SettingsStore(file.with_name("other.toml")).replace_all(Settings(setup=Setup(page="x"))) is None
    assert not list(file.parent.glob("*before-import*"))


def test_an_import_that_cannot_be_written_or_was_overtaken_keeps_nothing(
    store: SettingsStore, file: Path
) -> None:
    seen = store.load().settings
    before = file.read_bytes()
    with pytest.raises(ProblemError) as caught:
        store.replace_all(Settings(contractor=Contractor(company="x" * 501)))
    assert caught.value.problem.code is ProblemCode.SETTINGS_INVALID
    assert file.read_bytes() == before
    store.save(other=Other(erase_after_days=90))
    with pytest.raises(ProblemError) as caught:
        store.replace_all(Settings(), based_on=seen)
    assert changed_tiles(caught) == "other"
    assert not list(file.parent.glob("*before-import*"))


def test_an_import_notes_the_keys_of_a_shop_that_goes(store: SettingsStore) -> None:
    store.replace_all(msgspec.structs.replace(store.load().settings, shops=Shops()))
    assert store.load().settings.desk.keys_to_drop == ("a.0", "b.0")
