"""Any setting is found by its label or by what people call it, and Enter leads to the very field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.ui.hub.search import SYNONYMS, find, places_of
from goq_desktop.ui.wizard.names import page_title
from tests.qt.hub.person import HubPerson
from tests.qt.hub.settings import USED

P = SetupPage


def test_a_label_is_found_and_enter_goes_to_the_field(person: HubPerson) -> None:
    person.search("ビル名")
    assert person.hub.results.texts == ["契約者情報 › ビル名"]
    person.press(Qt.Key.Key_Return)
    assert person.is_at(P.CONTRACTOR)
    assert person.line("building").hasFocus()
    assert person.hub.search_line.text() == ""


def test_arrows_choose_among_what_was_found(person: HubPerson) -> None:
    person.search("キー")
    texts = person.hub.results.texts
    assert len(texts) > 1
    person.press(Qt.Key.Key_Down)
    assert person.hub.results.list.currentRow() == 1
    person.press(Qt.Key.Key_Up)
    person.press(Qt.Key.Key_Up)
    assert person.hub.results.list.currentRow() == len(texts) - 1
    assert person.hub.search_line.hasFocus()


def test_the_mouse_chooses_too(person: HubPerson) -> None:
    person.search("ビル名")
    results = person.hub.results.list
    place = results.visualItemRect(results.item(0)).center()
    person.qtbot.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert person.line("building").hasFocus()


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("住所", P.CONTRACTOR),
        ("インボイス", P.CONTRACTOR),
        ("送料", P.CARRIERS),
        ("ゆうパック", P.CARRIERS),
        ("店舗", P.SHOPS),
        ("代引き手数料", P.PAYMENTS),
        ("キー", P.SHOP_DETAIL),
        ("差出人", P.SLIPS),
        ("時間帯", P.OTHER),
        ("休み", P.OTHER),
        ("ﾊﾞｯｸｱｯﾌﾟ", P.OTHER),
        ("ばっくあっぷ", P.OTHER),
        ("変換", P.OPTIONS),
    ],
)
def test_what_people_say_leads_to_the_tile(person: HubPerson, typed: str, page: SetupPage) -> None:
    person.search(typed)
    assert any(text.startswith(page_title(page)) for text in person.hub.results.texts)


def test_every_synonym_leads_somewhere(person: HubPerson) -> None:
    person.search("キー")
    places = [place for page in TILES for place in places_of(page, person.hub.tiles[page].page.form)]
    for said, meant in SYNONYMS.items():
        found = {place.page for place in find(said, places)}
        assert {page for page, _ in meant} <= found, said


def test_every_field_of_every_form_is_found_by_its_label(person: HubPerson) -> None:
    person.search("キー")
    for page in TILES:
        form = person.hub.tiles[page].page.form
        places = places_of(page, form)
        labels = {field.label.text().strip() for field in form.fields.values() if not field.isHidden()}
        assert {label[:60] for label in labels if label} <= {place.label for place in places}, page


def test_a_field_on_another_tab_is_shown(person: HubPerson) -> None:
    tabs = person.hub.tiles[P.OTHER].page.form.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    person.search("バックアップ")
    assert any("バックアップ" in text for text in person.hub.results.texts)
    fields = [
        place for place in person.hub._places if place.page is P.OTHER and "バックアップ" in place.label
    ]
    person.press(Qt.Key.Key_Return)
    assert person.is_at(P.OTHER)
    assert fields
    assert "バックアップ" in tabs.tabText(tabs.currentIndex())


def test_a_field_far_down_is_scrolled_into_sight(person: HubPerson) -> None:
    person.hub.resize(900, 420)
    person.search("振込先")
    person.press(Qt.Key.Key_Return)
    field = person.line("bank_account")
    assert field.hasFocus()
    assert not field.visibleRegion().isEmpty()
    assert person.tile.page.form_scroll.verticalScrollBar().value() > 0


def test_nothing_found_says_what_to_do_next(person: HubPerson) -> None:
    person.search("ロケット")
    assert person.hub.results.texts == []
    assert "「ロケット」" in person.hub.results.message
    assert "Esc" in person.hub.results.message
    person.press(Qt.Key.Key_Return)
    assert person.hub.results.isVisible()
    person.press(Qt.Key.Key_Escape)
    assert person.hub.grid.isVisible()
    assert person.hub.grid.tiles[P.CONTRACTOR].hasFocus()


def test_searching_in_an_open_tile_loses_nothing(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "Kakuu")
    person.search("ビル名")
    person.press(Qt.Key.Key_Return)
    assert person.question == ""
    assert person.line("building").hasFocus()
    assert person.line("company").text() == "Kakuu"
    person.search("キー")
    person.press(Qt.Key.Key_Escape)
    assert person.line("company").isVisible()
    assert person.line("company").text() == "Kakuu"


def test_going_to_another_tile_from_a_search_asks_about_unsaved_changes(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "Kakuu")
    person.search("オープン認証キー")
    person.press(Qt.Key.Key_Return)
    assert person.is_at(P.CONTRACTOR)
    assert person.question
    person.answer("保存しない")
    assert person.is_at(P.SHOP_DETAIL)
    assert person.detail.isAncestorOf(person.focus)
    assert person.saved == USED


def test_a_search_finds_what_was_saved_a_moment_ago(person: HubPerson) -> None:
    person.search("見本ペイ")
    assert person.hub.results.texts == []
    person.press(Qt.Key.Key_Escape)
    method = USED.payments.methods[0].__class__(wording="見本ペイ", kind=USED.payments.methods[0].kind)
    person.store.save(payments=USED.payments.__class__(methods=(method,)))
    person.search("見本ペイ")
    assert any("支払い方法" in text for text in person.hub.results.texts)
