"""元に戻す takes back what was done in the open tile, step by step, whatever has the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QTableWidget, QTreeWidget

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.tiles import Contractor, Shops
from goq_desktop.ui.settings.confirmation import Confirmation
from goq_desktop.ui.settings.wording_table import Entry, WordingTable
from tests.qt.hub.person import CTRL, NO, SHIFT, HubPerson
from tests.qt.hub.settings import DAY, USED

P = SetupPage


def tile(person: HubPerson) -> Contractor:
    found = person.form.tiles()["contractor"]
    assert isinstance(found, Contractor)
    return found


def is_unsaved(person: HubPerson) -> bool:
    return person.hub.is_unsaved


def undo(person: HubPerson) -> None:
    person.press(Qt.Key.Key_Z, CTRL)


def test_typing_in_one_field_is_one_step_and_each_field_another(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    assert not person.tile.undo_button.isEnabled()
    person.type_into("company", "Kakuu Shoten")
    person.type_into("building", "Biru 3F")
    undo(person)
    assert (tile(person).company, tile(person).building) == ("Kakuu Shoten", "")
    undo(person)
    assert tile(person) == USED.contractor
    assert not person.tile.undo_button.isEnabled()
    undo(person)
    assert tile(person) == USED.contractor


def test_typing_again_in_the_same_field_is_a_step_of_its_own(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    person.line("building").setFocus()
    person.type_into("company", "two")
    undo(person)
    assert tile(person).company == "one"


@pytest.mark.parametrize(("key", "modifiers"), [(Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT)])
def test_what_was_taken_back_comes_again(
    person: HubPerson, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    person.type_into("building", "two")
    undo(person)
    undo(person)
    person.press(key, modifiers)
    person.press(key, modifiers)
    assert (tile(person).company, tile(person).building) == ("one", "two")
    assert not person.tile.redo_button.isEnabled()


def test_a_new_edit_ends_what_could_come_again(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    undo(person)
    assert person.tile.redo_button.isEnabled()
    person.type_into("building", "two")
    assert not person.tile.redo_button.isEnabled()
    undo(person)
    assert tile(person) == USED.contractor


def test_the_buttons_do_the_same_and_keep_the_keyboard(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    person.click(person.tile.undo_button)
    assert tile(person).company == "架空商店"
    person.click(person.tile.redo_button)
    assert tile(person).company == "one"


def test_the_place_of_the_step_is_shown(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    person.line("bank_account").setFocus()
    undo(person)
    assert person.line("company").hasFocus()


def test_many_steps_go_all_the_way_back(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    for number in range(30):
        person.type_into("company", f"name {number}")
        person.line("building").setFocus()
    for _ in range(30):
        undo(person)
    assert tile(person) == USED.contractor


def test_boxes_and_lists_are_steps_too(person: HubPerson) -> None:
    person.choose(P.CARRIERS)
    before = dict(person.form.tiles())
    box = next(
        box for box in person.form.findChildren(QCheckBox) if "コンパクト" in box.text() and box.isVisible()
    )
    person.click(box)
    combo = next(box for box in person.form.findChildren(QComboBox) if box.isVisible() and box.count() > 1)
    combo.setFocus()
    person.press(Qt.Key.Key_Down)
    changed = dict(person.form.tiles())
    undo(person)
    undo(person)
    assert dict(person.form.tiles()) == before
    person.press(Qt.Key.Key_Y, CTRL)
    person.press(Qt.Key.Key_Y, CTRL)
    assert dict(person.form.tiles()) == changed


def test_rows_of_a_table_come_back(person: HubPerson) -> None:
    person.choose(P.PAYMENTS)
    before = dict(person.form.tiles())
    table = person.form.findChild(QTableWidget)
    assert table is not None
    table.setFocus()
    table.setCurrentCell(0, 0)
    person.press(Qt.Key.Key_Delete)
    assert dict(person.form.tiles()) != before
    undo(person)
    assert dict(person.form.tiles()) == before


@pytest.mark.parametrize("page", [P.PAYMENTS, P.OTHER, P.OPTIONS])
def test_a_wording_without_its_choice_comes_back_too(person: HubPerson, page: SetupPage) -> None:
    person.choose(page)
    words = person.form.findChild(WordingTable)
    assert isinstance(words, WordingTable)
    person.tile.go_to(words.table)
    before = words.table.entries()
    person.click(words.add_button)
    person.qtbot.keyClicks(person.focus, "new words")
    person.press(Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: not words.table.findChildren(QLineEdit))
    assert is_unsaved(person)
    added = words.table.entries()
    assert added == [*before, Entry("new words", "")]
    row = words.table.rowCount() - 1
    person.qtbot.keyClick(words.choice_box(row), Qt.Key.Key_Down)
    chosen = words.table.entries()
    assert chosen[row].choice
    words.table.setFocus()
    undo(person)
    assert words.table.entries() == added
    assert words.table.currentRow() == row
    undo(person)
    assert words.table.entries() == before
    assert not is_unsaved(person)
    person.press(Qt.Key.Key_Y, CTRL)
    assert words.table.entries() == added
    assert words.find_incomplete()
    person.press(Qt.Key.Key_Y, CTRL)
    assert words.table.entries() == chosen


def test_a_cell_that_is_being_typed_into_keeps_its_own_undo(person: HubPerson) -> None:
    person.choose(P.PAYMENTS)
    table = person.form.findChild(QTableWidget)
    assert table is not None
    table.setFocus()
    table.setCurrentCell(0, 0)
    person.press(Qt.Key.Key_F2, NO)
    editor = person.focus
    assert isinstance(editor, QLineEdit)
    person.qtbot.keyClicks(editor, "xyz")
    person.press(Qt.Key.Key_Z, CTRL)
    assert person.focus is editor
    assert editor.text() == "銀行振込"


def test_after_saving_one_can_still_go_back_and_that_is_unsaved(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    person.click(person.tile.save_button)
    person.line("company").setFocus()
    undo(person)
    assert tile(person).company == "架空商店"
    assert person.hub.is_unsaved


def test_a_shop_whose_removal_was_saved_comes_back_without_the_keys_it_no_longer_has(
    person: HubPerson,
) -> None:
    person.choose(P.SHOPS)
    tree = person.form.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    tree.setFocus()
    person.press(Qt.Key.Key_Delete)
    confirmation = person.form.findChild(Confirmation)
    assert isinstance(confirmation, Confirmation)
    person.click(confirmation.yes)
    person.click(person.tile.save_button)
    assert [shop.uid for shop in person.saved.shops.shops] == ["b"]
    tree.setFocus()
    undo(person)
    tiles = person.form.tiles()["shops"]
    assert isinstance(tiles, Shops)
    assert {shop.uid: shop.open_key_set_on for shop in tiles.shops} == {"a": None, "b": DAY}


def test_typed_keys_are_in_no_step_and_survive_one(person: HubPerson) -> None:
    person.choose(P.SHOP_DETAIL)
    entry = next(iter(person.detail.keys.values()))
    person.click(entry.change_button)
    person.qtbot.keyClicks(entry.line, "a-key")
    assert not person.tile.undo_button.isEnabled()
    person.type_into("shop_id", "new.wc")
    undo(person)
    assert person.detail.shop_id.text() == "abc.wc"
    assert "a-key" in person.detail.entered_keys("a").values()


def test_each_tile_begins_anew(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "one")
    person.click(person.tile.next_button)
    assert not person.tile.undo_button.isEnabled()
    person.hub.open(P.CONTRACTOR)
    assert not person.tile.undo_button.isEnabled()
