"""ひとことメモ is written where it stands, by keys alone, and nothing that was written is lost."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.services import editing
from goq_desktop.services.editing import LONGEST_NOTE
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.ui.editing.memo_field import memo_of
from tests.qt.editing.conftest import Person
from tests.support.made_orders import MARKUP, NEWEST

Key = Qt.Key


def begin(person: Person) -> int:
    """On the first order of the list; gives its id."""
    person.select(1)
    (number,) = person.view.table.selected_ids()
    person.press(Key.Key_F2)
    assert person.memo.field.is_writing and person.memo.field.text.hasFocus()
    return number


def memo(person: Person, number: int) -> str:
    return memo_of(person.stored(number))


def test_a_memo_is_written_in_place_and_is_one_step(person: Person) -> None:
    number = begin(person)
    person.press("noshi")
    person.press(Key.Key_Return)
    person.press("2")
    assert memo(person, number) == ""
    person.ctrl(Key.Key_Return)
    person.rest()
    assert memo(person, number) == "noshi\n2" and person.view.table.hasFocus()
    assert person.message == "ひとことメモを変更（1件）。Ctrl+Z で元に戻せます。"
    assert person.memo.field.text.toPlainText() == "noshi\n2"
    person.ctrl(Key.Key_Z)
    person.rest()
    assert memo(person, number) == "" and not person.undo.undo_action.isEnabled()
    person.qtbot.waitUntil(lambda: person.memo.field.text.toPlainText() == "")


def test_a_memo_that_is_taken_back_before_it_was_read_again_leaves_the_field(person: Person) -> None:
    begin(person)
    shown = person.view._shown
    person.press("noshi")
    person.ctrl(Key.Key_Return)
    person.rest()
    editing.undo(person.workspace)
    person.view._shown = shown  # as when nothing was read between the two
    person.view.refresh_at_once()
    person.qtbot.waitUntil(lambda: person.memo.field.text.toPlainText() == "")


def test_esc_takes_back_what_was_written(person: Person) -> None:
    number = begin(person)
    person.press("noshi")
    person.press(Key.Key_Escape)
    person.rest()
    assert memo(person, number) == "" and person.view.table.hasFocus()
    assert person.memo.field.text.toPlainText() == "" and not person.undo.undo_action.isEnabled()


def test_enter_in_the_field_begins_and_leaving_it_keeps(person: Person) -> None:
    person.select(1)
    (number,) = person.view.table.selected_ids()
    person.rest()
    person.qtbot.waitUntil(person.view.detail.tabs.isVisible)
    text = person.memo.field.text
    text.setFocus()
    person.press("x")
    assert text.toPlainText() == "", "it is only read until somebody wants to write"
    person.press(Key.Key_Return)
    person.press("noshi")
    person.press(Key.Key_Tab)
    assert not text.hasFocus()
    person.rest()
    assert memo(person, number) == "noshi"


def test_going_on_to_another_order_keeps_the_memo_of_the_first(person: Person) -> None:
    number = begin(person)
    person.press("noshi")
    person.view.table.setFocus()
    person.press(Key.Key_Down)
    person.rest()
    assert memo(person, number) == "noshi"
    (other,) = person.view.table.selected_ids()
    person.qtbot.waitUntil(lambda: person.view.detail._order_id == other)
    assert person.memo.field.text.toPlainText() == "" and memo(person, other) == ""


def test_what_a_memo_became_meanwhile_is_not_written_over_unseen(person: Person) -> None:
    number = begin(person)
    person.press("mine")
    editing.edit(person.workspace, [number], [Wish(EditField.NOTE, "ほかの人")])
    person.ctrl(Key.Key_Return)
    person.rest()
    field = person.memo.field
    assert memo(person, number) == "ほかの人"
    assert field.is_writing and field.text.toPlainText() == "mine" and "「ほかの人」" in field.message.text
    person.ctrl(Key.Key_Return)
    person.rest()
    assert memo(person, number) == "mine"


def test_news_of_the_order_leave_what_is_being_written(person: Person) -> None:
    number = begin(person)
    person.press("mine")
    editing.edit(person.workspace, [number], [Wish(EditField.NOTE, "ほかの人")])
    person.view.refresh()
    person.rest()
    field = person.memo.field
    person.qtbot.waitUntil(lambda: "「ほかの人」" in field.message.text)
    assert field.text.toPlainText() == "mine"
    person.press(Key.Key_Escape)
    assert field.text.toPlainText() == "ほかの人"


def test_a_memo_is_bounded_and_only_text(person: Person) -> None:
    number = begin(person)
    QApplication.clipboard().setText(MARKUP + "あ" * LONGEST_NOTE)
    person.ctrl(Key.Key_V)
    assert len(person.memo.field.text.toPlainText()) == LONGEST_NOTE
    assert f"{LONGEST_NOTE}文字まで" in person.memo.field.message.text
    person.ctrl(Key.Key_Return)
    person.rest()
    assert memo(person, number).startswith(MARKUP) and len(memo(person, number)) == LONGEST_NOTE
    assert person.memo.field.text.toPlainText().startswith(MARKUP)


def test_a_memo_that_cannot_be_stored_stays_with_the_reason(person: Person) -> None:
    number = begin(person)
    person.memo.field.text.insertPlainText("no\ue000shi")
    person.ctrl(Key.Key_Return)
    person.rest()
    field = person.memo.field
    assert memo(person, number) == "" and field.is_writing
    assert field.text.toPlainText() == "no\ue000shi" and "見えない文字" in field.message.text


def test_it_stands_in_the_menu_with_its_key(person: Person) -> None:
    action = person.memo.action
    assert action in person.door.menu.actions() and action in person.view.table.actions()
    assert action.text().startswith("ひとことメモを書く") and action.shortcut().toString() == "F2"


def test_an_erased_order_takes_no_memo(person: Person) -> None:
    later = NEWEST + timedelta(days=400)
    person.view.filter_row.tabs.choose(Lane.DONE)
    person.rest()
    erase_finished(person.workspace.database(), NO_RULES, before=later, now=later)
    person.view.refresh()
    person.rest()
    person.select(1)
    person.press(Key.Key_F2)
    assert not person.memo.field.is_writing


def test_the_keys_of_the_window_lead_on_and_the_memo_is_kept(person: Person) -> None:
    number = begin(person)
    person.press("noshi")
    person.ctrl(Key.Key_F)
    assert person.view.filter_row.text.hasFocus()
    person.rest()
    assert memo(person, number) == "noshi"


def test_undo_and_redo_belong_to_the_letters_that_are_being_written(person: Person) -> None:
    number = begin(person)
    editing.edit(person.workspace, [number], [Wish(EditField.LANE, "held")])
    editing.undo(person.workspace)
    person.undo.ask_state()
    person.qtbot.waitUntil(person.undo.redo_action.isEnabled)
    person.press("noshi")
    person.ctrl(Key.Key_Z)
    assert person.memo.field.text.toPlainText() == ""
    person.ctrl(Key.Key_Y)
    person.rest()
    assert person.lanes().count("held") == 0 and person.undo.redo_action.isEnabled()
