"""A saved page and the note that it was saved are one write, and nobody's work is overwritten silently."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.tile_saving import save_page
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Other, Setup, Shop, Shops

P = SetupPage
DAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.toml")


def test_the_note_joins_what_is_noted_already(store: SettingsStore) -> None:
    store.save(setup=Setup(is_done=True, saved=("shops",)))
    for _ in range(2):
        settings = save_page(store, P.CONTRACTOR, {"contractor": Contractor(company="架空商店")})
    assert settings == store.load().settings
    assert settings.contractor.company == "架空商店"
    assert settings.setup == Setup(is_done=True, saved=("shops", "contractor"))


def test_a_page_that_cannot_be_saved_is_not_noted(store: SettingsStore) -> None:
    with pytest.raises(ProblemError):
        save_page(store, P.CONTRACTOR, {"contractor": Contractor(company="あ" * 501)})
    assert store.load().settings.setup.saved == ()


def test_what_another_window_changed_is_not_overwritten_unless_wanted(store: SettingsStore) -> None:
    seen = store.save(other=Other(erase_after_days=30))
    store.save(other=Other(erase_after_days=60))
    mine = {"other": Other(erase_after_days=90)}
    with pytest.raises(ProblemError) as raised:
        save_page(store, P.OTHER, mine, based_on=seen)
    assert raised.value.problem.code is ProblemCode.SETTINGS_CHANGED
    assert store.load().settings.other.erase_after_days == 60
    assert store.load().settings.setup.saved == ()
    assert save_page(store, P.OTHER, mine).other.erase_after_days == 90


def test_what_is_changed_elsewhere_in_other_tiles_is_no_conflict(store: SettingsStore) -> None:
    seen = store.load().settings
    store.save(contractor=Contractor(company="架空商店"), setup=Setup(page="shops"))
    settings = save_page(store, P.OTHER, {"other": Other(erase_after_days=90)}, based_on=seen)
    assert settings.contractor.company == "架空商店"
    assert settings.setup == Setup(page="shops", saved=("other",))


def test_days_noted_by_a_fetch_meanwhile_are_kept_and_no_conflict(store: SettingsStore) -> None:
    shop = Shop(uid="a", name="本店", shop_id="abc.wc", open_key_set_on=DAY, manager_key_set_on=DAY)
    seen = store.save(shops=Shops(shops=(shop,)))
    store.update_shop("a", open_key_worked_on=DAY)
    renamed = Shops(shops=(Shop(uid="a", name="新本店", shop_id="abc.wc"),))
    settings = save_page(store, P.SHOPS, {"shops": renamed}, based_on=seen)
    (kept,) = settings.shops.shops
    assert (kept.name, kept.open_key_set_on, kept.open_key_worked_on) == ("新本店", DAY, DAY)
