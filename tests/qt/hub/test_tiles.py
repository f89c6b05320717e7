"""The eight tiles say how they stand, and are chosen by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui.settings.form import TileForm
from tests.qt.hub.conftest import Open
from tests.qt.hub.person import ALT, HubPerson

P = SetupPage


def test_every_tile_opens_its_form_and_no_tile_needs_another(open_hub: Open) -> None:
    person = open_hub(Settings())
    for page in TILES:
        person.choose(page)
        assert isinstance(person.form, TileForm)
        assert person.form.isVisible()
        person.click(person.tile.back_button)
        assert person.is_at(None)


def test_the_state_stands_on_the_tile_in_words_and_is_read_aloud(open_hub: Open) -> None:
    person = open_hub(Settings())
    tiles = person.hub.grid.tiles
    assert {tile.text_shown.split()[0] for tile in tiles.values()} == {"未設定"}
    assert "任意" in tiles[P.OTHER].text_shown
    assert tiles[P.SHOPS].accessibleName() == "モール選択、未設定"
    assert "まだ保存していません" in tiles[P.SHOPS].accessibleDescription()


def test_what_the_orders_hold_comes_late_and_is_told(person: HubPerson) -> None:
    tile = person.hub.grid.tiles[P.PAYMENTS]
    assert tile.text_shown == "済"
    sight = StoreSight(payments=(SeenWording("見本ペイ", 2), SeenWording("銀行振込", 1)))
    person.hub.show_sight(sight)
    assert tile.text_shown == "要確認 受注の表記 1件が未登録"


def test_every_form_is_given_what_the_orders_hold(person: HubPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[StoreSight] = []
    for tile in person.hub.tiles.values():
        monkeypatch.setattr(tile.page.form, "show_sight", shown.append)
    sight = StoreSight(payments=(SeenWording("見本ペイ", 2),))
    person.hub.show_sight(sight)
    assert shown == [sight] * len(TILES)


def test_a_saved_tile_is_done_at_once(person: HubPerson) -> None:
    assert person.hub.grid.tiles[P.OTHER].text_shown.startswith("未設定")
    person.choose(P.OTHER)
    person.click(person.tile.save_button)
    person.click(person.tile.back_button)
    assert person.hub.grid.tiles[P.OTHER].text_shown == "済"


def test_arrows_lead_through_the_tiles_and_stop_at_the_edges(person: HubPerson) -> None:
    tiles = person.hub.grid.tiles
    assert tiles[P.CONTRACTOR].hasFocus()
    for key, page in (
        (Qt.Key.Key_Left, P.CONTRACTOR),
        (Qt.Key.Key_Right, P.CARRIERS),
        (Qt.Key.Key_Down, P.SLIPS),
        (Qt.Key.Key_Down, P.SLIPS),
        (Qt.Key.Key_Right, P.OTHER),
        (Qt.Key.Key_Up, P.SHOPS),
        (Qt.Key.Key_Right, P.PAYMENTS),
        (Qt.Key.Key_Right, P.PAYMENTS),
    ):
        person.press(key)
        assert person.focus is tiles[page]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_a_tile(person: HubPerson, key: Qt.Key) -> None:
    person.press(Qt.Key.Key_Right)
    person.press(key)
    assert person.is_at(P.CARRIERS)


def test_the_way_back_is_one_step_at_a_time_and_keeps_the_place(person: HubPerson, qtbot: QtBot) -> None:
    person.choose(P.SLIPS)
    with qtbot.assertNotEmitted(person.hub.orders_chosen):
        person.press(Qt.Key.Key_Escape)
    assert person.is_at(None)
    assert person.hub.grid.tiles[P.SLIPS].hasFocus()
    with qtbot.waitSignal(person.hub.orders_chosen):
        person.press(Qt.Key.Key_Escape)
    person.choose(P.SLIPS)
    person.press(Qt.Key.Key_Left, ALT)
    assert person.is_at(None)
    with qtbot.waitSignal(person.hub.orders_chosen):
        person.click(person.hub.back_button)


def test_a_tile_is_opened_from_outside(person: HubPerson) -> None:
    person.hub.open(P.SHOP_DETAIL)
    assert person.is_at(P.SHOP_DETAIL)
    person.hub.open()
    assert person.is_at(None)


def test_files_are_asked_for_at_the_tiles(person: HubPerson, qtbot: QtBot) -> None:
    for button, signal in (
        (person.hub.grid.export_button, person.hub.export_chosen),
        (person.hub.grid.import_button, person.hub.import_chosen),
    ):
        with qtbot.waitSignal(signal):
            person.click(button)


def test_settings_that_came_from_outside_are_shown(person: HubPerson) -> None:
    person.store.replace_all(Settings())
    person.hub.reload()
    assert person.hub.grid.tiles[P.CONTRACTOR].text_shown.startswith("未設定")
