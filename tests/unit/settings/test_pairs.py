"""Which pair of keys counts is moved by a change of keys alone, and no shop is removed without its keys."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from goq_desktop.settings.pairs import pair_name, parse_pair_name, with_dropped
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Desk, Settings, Shop, Shops
from goq_desktop.settings.transfer import carried_over, export_settings, parse_settings

FIRST = Shop(uid="a-b", name="本店", key_generation=3)
SECOND = Shop(uid="b", name="2号店")


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(shops=Shops(shops=(FIRST, SECOND)))
    return store


def test_a_name_says_which_pair_it_is() -> None:
    assert parse_pair_name(pair_name("a-b", 3)) == ("a-b", 3)


def test_a_removed_shop_and_the_note_of_its_keys_are_one_write(store: SettingsStore) -> None:
    store.save(shops=Shops(shops=(SECOND,)))
    assert store.load().settings.desk.keys_to_drop == ("a-b.3",)
    store.save(shops=Shops())
    assert store.load().settings.desk.keys_to_drop == ("a-b.3", "b.0")
    store.change(lambda settings: with_dropped(settings, "a-b.3"))
    assert store.load().settings.desk.keys_to_drop == ("b.0",)


def test_saving_tiles_neither_moves_the_pair_nor_loses_a_note(store: SettingsStore) -> None:
    store.save(shops=Shops(shops=(FIRST,)))
    older = msgspec.structs.replace(FIRST, key_generation=2, name="改名")
    store.save(shops=Shops(shops=(older,)), desk=Desk(keyring_backend="KWallet"))
    settings = store.load().settings
    assert settings.shops.shops == (msgspec.structs.replace(FIRST, name="改名"),)
    assert settings.desk == Desk(keyring_backend="KWallet", keys_to_drop=("b.0",))


def test_other_saves_and_the_keys_of_shops_that_stay_note_nothing(store: SettingsStore) -> None:
    store.save(contractor=Contractor(company="雪乃商店"))
    store.save(shops=Shops(shops=(SECOND, FIRST)))
    assert store.load().settings.desk == Desk()


def test_the_generation_and_the_notes_stay_on_their_pc(store: SettingsStore) -> None:
    store.save(shops=Shops(shops=(FIRST,)))
    here = store.load().settings
    text = export_settings(here)
    assert "keys_to_drop = []" in text and "b.0" not in text
    imported = parse_settings(text)
    assert imported.shops.shops[0].key_generation == 0
    assert carried_over(imported, here).shops == here.shops
    assert carried_over(imported, here).desk == here.desk
    assert carried_over(imported, Settings()).shops.shops[0].key_generation == 0
