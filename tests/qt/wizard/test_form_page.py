"""A page shows what was changed on other pages, and loses nothing that was typed on it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.resources import path
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.tiles import Settings, Shop, Shops, ShopSlip, Slips
from goq_desktop.ui.settings.slips import SlipsForm
from goq_desktop.ui.wizard.form_page import FormPage

FIRST = Shop(uid="a", name="本店")
SECOND = Shop(uid="b", name="2号店")
ONE = Settings(shops=Shops(shops=(FIRST,)))
TWO = Settings(shops=Shops(shops=(FIRST, SECOND)))


@pytest.fixture
def page(qtbot: QtBot) -> FormPage:
    page = FormPage(SetupPage.SLIPS, SlipsForm(Postcodes(path("postal", "postcodes.sqlite"))))
    qtbot.addWidget(page)
    page.fill(ONE)
    return page


def shops_of(page: FormPage) -> list[str]:
    boxes = page.form.findChildren(QComboBox)
    return next(
        [box.itemText(row) for row in range(box.count())] for box in boxes if box.itemText(0) == "本店"
    )


def note_of(page: FormPage) -> str:
    slips = page.form.tiles()["slips"]
    assert isinstance(slips, Slips)
    return slips.of("a").note


def test_a_shop_that_was_added_on_another_page_is_there_and_what_was_typed_too(page: FormPage) -> None:
    page.form.load(Settings(shops=ONE.shops, slips=Slips(shops=(ShopSlip(shop="a", note="typed"),))))
    page.fill(TWO)
    assert shops_of(page) == ["本店", "2号店"]
    assert note_of(page) == "typed"


def test_its_own_tile_changed_elsewhere_is_shown_as_it_is_saved(page: FormPage) -> None:
    page.fill(Settings(shops=ONE.shops, slips=Slips(shops=(ShopSlip(shop="a", note="saved"),))))
    assert note_of(page) == "saved"


def test_nothing_new_leaves_what_was_typed_and_a_refill_throws_it_away(page: FormPage) -> None:
    page.form.load(Settings(shops=ONE.shops, slips=Slips(shops=(ShopSlip(shop="a", note="typed"),))))
    page.fill(ONE)
    assert note_of(page) == "typed"
    page.refill(ONE)
    assert note_of(page) == ""
