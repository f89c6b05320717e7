"""A tile is saved by itself, leads on to the next, and overwrites nobody's work silently."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.sight import ShopOrder, StoreSight
from goq_desktop.paths import Home
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.settings.tiles import Contractor, Settings, Shops
from tests.qt.hub.conftest import Open
from tests.qt.hub.person import CTRL, HubPerson
from tests.qt.hub.settings import USED
from tests.support.made_orders import made_order

P = SetupPage


def change_company(person: HubPerson, text: str = "Kakuu") -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", text)


def test_saving_keeps_the_tile_and_notes_that_a_person_saved_it(person: HubPerson, qtbot: QtBot) -> None:
    change_company(person)
    with qtbot.waitSignal(person.hub.saved) as saved:
        person.click(person.tile.save_button)
    assert saved.args == [P.CONTRACTOR]
    assert person.is_at(P.CONTRACTOR)
    assert person.saved.contractor.company == "Kakuu"
    assert "保存しました" in person.tile.page.notice
    assert not person.hub.is_unsaved


def test_it_is_saved_by_key_too(person: HubPerson) -> None:
    change_company(person)
    person.press(Qt.Key.Key_S, CTRL)
    assert person.saved.contractor.company == "Kakuu"


def test_saving_leads_through_all_eight_and_back_to_the_tiles(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    visited = []
    while not person.is_at(None):
        visited.append(person.page)
        person.click(person.tile.next_button)
    assert tuple(visited) == TILES
    assert set(person.saved.setup.saved) == {page.value for page in TILES}
    assert person.saved.setup.is_done
    for tile in ("contractor", "carriers", "shops", "payments", "slot_names", "conversions"):
        assert getattr(person.saved, tile) == getattr(USED, tile), tile


def test_the_next_tile_says_what_was_saved(person: HubPerson) -> None:
    change_company(person)
    person.click(person.tile.next_button)
    assert person.is_at(P.CARRIERS)
    assert "契約者情報" in person.tile.page.notice


def test_a_field_that_will_not_do_is_shown_and_nothing_is_saved(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("phone", "12")
    person.click(person.tile.next_button)
    assert person.is_at(P.CONTRACTOR)
    assert person.form.fields["phone"].problem
    assert person.line("phone").hasFocus()
    assert person.saved == USED


def test_one_tile_is_saved_on_a_fresh_home_without_any_other(open_hub: Open) -> None:
    person = open_hub(Settings())
    person.choose(P.OTHER)
    person.click(person.tile.save_button)
    assert person.saved.setup.saved == (P.OTHER,)


def test_what_cannot_be_saved_is_told_and_stays(person: HubPerson, home: Home) -> None:
    change_company(person)
    file: Path = home.settings_file
    content = file.read_bytes()
    file.unlink()
    file.mkdir()
    person.click(person.tile.next_button)
    assert person.is_at(P.CONTRACTOR)
    assert "次にすること" in person.tile.page.problem_box.text
    assert person.line("company").text() == "Kakuu"
    file.rmdir()
    file.write_bytes(content)
    person.click(person.tile.next_button)
    assert person.is_at(P.CARRIERS)
    assert person.saved.contractor.company == "Kakuu"


def elsewhere(person: HubPerson) -> Contractor:
    """Another window changes the tile that is open here."""
    other = msgspec.structs.replace(USED.contractor, company="別の窓")
    person.store.save(contractor=other)
    return other


def test_a_tile_that_was_changed_elsewhere_is_not_overwritten_unasked(person: HubPerson) -> None:
    change_company(person)
    other = elsewhere(person)
    person.click(person.tile.next_button)
    assert person.is_at(P.CONTRACTOR)
    assert "別の画面で変わりました" in person.question
    assert person.saved.contractor == other
    assert [button.text() for button in person.tile.question.buttons] == [
        "読み込み直す",
        "このまま保存する",
        "編集に戻る",
    ]


def test_the_other_window_s_work_is_taken_over_on_request(person: HubPerson) -> None:
    change_company(person)
    other = elsewhere(person)
    person.click(person.tile.save_button)
    person.answer("読み込み直す")
    assert person.line("company").text() == "別の窓"
    assert not person.hub.is_unsaved
    assert person.saved.contractor == other


def test_one_s_own_work_is_saved_over_it_on_request_and_leads_on(person: HubPerson) -> None:
    change_company(person)
    elsewhere(person)
    person.click(person.tile.next_button)
    person.answer("このまま保存する")
    assert person.saved.contractor.company == "Kakuu"
    assert person.is_at(P.CARRIERS)


def test_a_change_elsewhere_in_another_tile_is_no_conflict(person: HubPerson) -> None:
    change_company(person)
    person.store.save(shops=Shops(shops=USED.shops.shops[:1]))
    person.click(person.tile.save_button)
    assert person.question == ""
    assert person.saved.contractor.company == "Kakuu"
    assert len(person.saved.shops.shops) == 1


def test_typed_keys_are_kept_before_it_goes_on_and_stand_in_no_file(person: HubPerson, home: Home) -> None:
    person.choose(P.SHOP_DETAIL)
    for kind, key in person.actions.right_keys.items():
        entry = person.detail.keys[kind]
        person.click(entry.change_button)
        person.qtbot.keyClicks(entry.line, key)
    assert person.hub.is_unsaved
    person.click(person.tile.next_button)
    person.qtbot.waitUntil(lambda: person.is_at(P.SLIPS))
    assert person.actions.kept == {("a", kind): key for kind, key in person.actions.right_keys.items()}
    assert b"right-" not in home.settings_file.read_bytes()


def test_keys_that_cannot_be_kept_hold_the_page_and_the_keyring_says_what_to_do(person: HubPerson) -> None:
    person.choose(P.SHOP_DETAIL)
    person.actions.problems = [Problem(ProblemCode.KEYRING_LOCKED)]
    person.actions.keyring = [KeyringState.LOCKED]
    for kind, key in person.actions.right_keys.items():
        entry = person.detail.keys[kind]
        person.click(entry.change_button)
        person.qtbot.keyClicks(entry.line, key)
    person.click(person.tile.next_button)
    keyring = person.hub.keyring_page
    person.qtbot.waitUntil(keyring.unlock_button.isVisible)
    person.click(keyring.unlock_button)
    person.qtbot.waitUntil(person.form.isVisible)
    assert person.detail.entered_keys("a")[KeyKind.OPEN] == "right-open-key"
    person.click(person.tile.next_button)
    person.qtbot.waitUntil(lambda: person.is_at(P.SLIPS))
    assert len(person.actions.kept) == 2


def test_the_keys_of_a_removed_shop_are_forgotten_when_that_is_saved(person: HubPerson) -> None:
    person.choose(P.SHOPS)
    person.form.load(msgspec.structs.replace(USED, shops=Shops(shops=USED.shops.shops[:1])))
    assert person.actions.forgotten == set()
    person.click(person.tile.save_button)
    assert person.actions.forgotten == {"b"}


@pytest.mark.parametrize("page", [P.PAYMENTS, P.OTHER, P.OPTIONS])
def test_stored_orders_are_offered_to_follow_a_new_rule(person: HubPerson, page: SetupPage) -> None:
    person.hub.show_sight(StoreSight(recent=(ShopOrder("a", made_order(1)),)))
    person.choose(page)
    person.click(person.tile.next_button)
    assert person.hub.offer.isVisible()
    with person.qtbot.waitSignal(person.hub.reapply_chosen):
        person.click(person.hub.offer.take_button)
    assert not person.hub.offer.isVisible()


def test_without_orders_or_rules_nothing_is_offered(person: HubPerson) -> None:
    person.choose(P.PAYMENTS)
    person.click(person.tile.save_button)
    assert not person.hub.offer.isVisible()
    person.click(person.tile.back_button)
    person.hub.show_sight(StoreSight(recent=(ShopOrder("a", made_order(1)),)))
    person.choose(P.CONTRACTOR)
    person.click(person.tile.save_button)
    assert not person.hub.offer.isVisible()
