"""モール配送伝票 as a person fills it: sender, 品名, 記事 and codes, shop by shop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from goq_desktop import resources
from goq_desktop.domain.sight import ShopOrder, StoreSight
from goq_desktop.domain.slips import Contents, SenderSource
from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Settings,
    Shop,
    Shops,
    ShopSlip,
    SlipCode,
)
from goq_desktop.ui.settings.slips import SlipsForm
from tests.support.made_orders import made_order

Reload = Callable[[], SlipsForm]
SETTINGS = Settings(
    contractor=Contractor(company="りんご園", prefecture="青森県", city="弘前市", street="1-1"),
    carriers=Carriers(used=(CarrierUse(carrier="yamato", customer_code="0312345678"),)),
    shops=Shops(shops=(Shop(uid="a", name="本店"), Shop(uid="b", name="二号店"))),
)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(contractor=SETTINGS.contractor, carriers=SETTINGS.carriers, shops=SETTINGS.shops)
    return store


@pytest.fixture
def reload(qtbot: QtBot, store: SettingsStore) -> Reload:
    def reload() -> SlipsForm:
        form = SlipsForm(Postcodes(resources.path("postal", "postcodes.sqlite")))
        qtbot.addWidget(form)
        form.load(store.load().settings)
        form.show()
        return form

    return reload


def write(form: SlipsForm, name: str, text: str) -> None:
    line = form.fields[name].control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text.isascii() else line.insert(text)


def choose(form: SlipsForm, name: str, value: str) -> None:
    box = form.fields[name].control
    assert isinstance(box, QComboBox) and box.findData(value) >= 0
    box.setCurrentIndex(box.findData(value))


def test_every_field_is_typed_saved_and_there_again(reload: Reload, store: SettingsStore) -> None:
    form = reload()
    choose(form, "sender", SenderSource.SHOP)
    write(form, "name", "りんご園 本店")
    write(form, "postcode", "0368588")
    choose(form, "prefecture", "青森県")
    write(form, "city", "弘前市")
    write(form, "street", "元寺町1")
    write(form, "building", "りんごビル")
    write(form, "phone", "0172-12-3456")
    choose(form, "contents", Contents.FIXED)
    write(form, "contents_text", "りんご")
    write(form, "note", "天地無用")
    write(form, "yamato.customer_code", "0398765432")
    write(form, "yamato.category_code", "001")
    write(form, "yamato.freight_code", "02")
    choose(form, "yamato.default_slip", "compact")
    assert form.check()
    store.save(based_on=None, **form.tiles())
    expected = ShopSlip(
        shop="a",
        sender=SenderSource.SHOP,
        name="りんご園 本店",
        postcode="036-8588",
        prefecture="青森県",
        city="弘前市",
        street="元寺町1",
        building="りんごビル",
        phone="0172-12-3456",
        contents=Contents.FIXED,
        contents_text="りんご",
        note="天地無用",
    )
    code = SlipCode(
        shop="a",
        carrier="yamato",
        customer_code="0398765432",
        category_code="001",
        freight_code="02",
        default_slip="compact",
    )
    again = reload()
    kept = store.load().settings
    assert kept.slips.shops == (expected,) and kept.slip_codes.codes == (code,)
    assert again.tiles() == form.tiles()
    assert again.fields["street"].control.property("text") == "元寺町1"
    assert again.fields["yamato.freight_code"].control.property("text") == "02"


def test_loading_tells_of_no_edit_and_changes_nothing(
    reload: Reload, store: SettingsStore, qtbot: QtBot
) -> None:
    form = reload()
    with qtbot.assertNotEmitted(form.edited):
        form.load(store.load().settings)
        form.show_sight(StoreSight(recent=(ShopOrder("a", made_order(1)),)))
    assert [
        tuple(getattr(tile, name))
        for tile, name in zip(form.tiles().values(), ("shops", "codes"), strict=True)
    ] == [(), ()]


def test_what_was_typed_for_a_shop_stays_while_another_is_shown(reload: Reload) -> None:
    form = reload()
    write(form, "note", "first")
    write(form, "yamato.customer_code", "0311112222")
    choose(form, "shop", "b")
    assert form.fields["note"].control.property("text") == ""
    assert form.fields["yamato.customer_code"].control.property("text") == ""
    write(form, "note", "second")
    choose(form, "shop", "a")
    assert form.fields["note"].control.property("text") == "first"
    assert form.fields["yamato.customer_code"].control.property("text") == "0311112222"


def test_a_problem_of_another_shop_leads_there(reload: Reload) -> None:
    form = reload()
    choose(form, "shop", "b")
    choose(form, "sender", SenderSource.SHOP)
    choose(form, "shop", "a")
    assert not form.check()
    assert form.shop.currentData() == "b" and form.fields["name"].problem


def test_an_own_address_is_asked_for_only_where_it_stands_on_the_slip(reload: Reload) -> None:
    form = reload()
    assert not form.fields["street"].isVisible() and "弘前市" in form.sender_line.text
    choose(form, "sender", SenderSource.SHOP)
    assert form.fields["street"].isVisible()
    write(form, "street", "1-2-3")
    choose(form, "sender", SenderSource.PURCHASER)
    assert not form.fields["street"].isVisible() and form.check()
    choose(form, "sender", SenderSource.SHOP)
    assert form.fields["street"].control.property("text") == "1-2-3"


def test_the_contents_of_a_real_order_are_shown(reload: Reload) -> None:
    form, order = reload(), made_order(1)
    form.show_sight(StoreSight(recent=(ShopOrder("a", order), ShopOrder("b", made_order(2)))))
    assert form.order.count() == 1 and order.lines[0].name in form.preview.text
    choose(form, "contents", Contents.FIXED)
    write(form, "contents_text", "𠮷備団子")
    assert "𠮷" in form.preview.text


def test_without_a_shop_the_next_step_is_told(qtbot: QtBot) -> None:
    form = SlipsForm(Postcodes(resources.path("postal", "postcodes.sqlite")))
    qtbot.addWidget(form)
    form.load(Settings())
    assert "モール選択" in form.empty.text and form.check()
