"""Unsaved changes are asked about once, where one is, whichever way one wants to go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui.hub.question import Question
from tests.qt.hub.person import ALT, CTRL, HubPerson
from tests.qt.hub.settings import USED

P = SetupPage


def change(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "Kakuu")


def by_button(person: HubPerson) -> None:
    person.click(person.tile.back_button)


def by_escape(person: HubPerson) -> None:
    person.press(Qt.Key.Key_Escape)


def by_arrow(person: HubPerson) -> None:
    person.press(Qt.Key.Key_Left, ALT)


def to_another_tile(person: HubPerson) -> None:
    person.hub.open(P.SLIPS)


WAYS = [by_button, by_escape, by_arrow, to_another_tile]


def questions(person: HubPerson) -> list[Question]:
    return [each for each in person.hub.findChildren(Question) if each.isVisible()]


def test_nothing_is_asked_when_nothing_was_changed(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    by_button(person)
    assert person.is_at(None)


def test_nothing_is_asked_when_the_change_was_taken_back(person: HubPerson) -> None:
    change(person)
    person.press(Qt.Key.Key_Z, CTRL)
    by_button(person)
    assert person.is_at(None)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_asks_in_place_and_only_once(
    person: HubPerson, way: Callable[[HubPerson], None]
) -> None:
    change(person)
    way(person)
    assert person.is_at(P.CONTRACTOR)
    assert "保存していない変更" in person.question
    assert len(questions(person)) == 1
    assert person.tile.question.buttons[0].hasFocus()
    assert all(button.accessibleName() for button in person.tile.question.buttons)
    assert "保存していない変更" in person.focus.accessibleDescription()
    person.answer("保存しない")
    assert not person.is_at(P.CONTRACTOR)
    assert questions(person) == []


def test_asked_again_it_is_still_one_question_and_the_last_way_counts(person: HubPerson) -> None:
    change(person)
    by_button(person)
    to_another_tile(person)
    assert len(questions(person)) == 1
    person.answer("保存しない")
    assert person.is_at(P.SLIPS)


def test_saved_on_the_way_out(person: HubPerson) -> None:
    change(person)
    by_button(person)
    person.answer("保存する")
    assert person.is_at(None)
    assert person.saved.contractor.company == "Kakuu"


def test_thrown_away_on_the_way_out_it_is_gone(person: HubPerson) -> None:
    change(person)
    by_button(person)
    person.answer("保存しない")
    assert person.saved == USED
    person.choose(P.CONTRACTOR)
    assert person.line("company").text() == "架空商店"
    assert not person.tile.undo_button.isEnabled()


def test_one_may_stay(person: HubPerson) -> None:
    change(person)
    by_button(person)
    person.answer("編集に戻る")
    assert person.is_at(P.CONTRACTOR)
    assert person.line("company").text() == "Kakuu"
    assert person.line("company").hasFocus()
    by_button(person)
    person.press(Qt.Key.Key_Escape)
    assert questions(person) == []
    assert person.is_at(P.CONTRACTOR)


def test_editing_on_is_an_answer_too(person: HubPerson) -> None:
    change(person)
    by_button(person)
    person.type_into("company", "Kakuu2")
    assert questions(person) == []


def test_what_will_not_do_is_not_left_by_saving(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("phone", "12")
    by_button(person)
    person.answer("保存する")
    assert person.is_at(P.CONTRACTOR)
    assert person.form.fields["phone"].problem
    assert person.saved == USED


def test_a_cell_that_is_still_being_typed_into_is_a_change(person: HubPerson) -> None:
    person.choose(P.PAYMENTS)
    table = person.form.findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    table.setFocus()
    table.setCurrentCell(0, 0)
    person.press(Qt.Key.Key_F2)
    person.qtbot.keyClicks(person.focus, "xyz")
    by_arrow(person)
    assert questions(person)
    person.answer("保存する")
    assert person.saved.payments.methods[0].wording == "xyz"


def test_a_typed_key_is_a_change_and_is_gone_when_it_was_not_wanted(person: HubPerson) -> None:
    person.choose(P.SHOP_DETAIL)
    entry = next(iter(person.detail.keys.values()))
    person.click(entry.change_button)
    person.qtbot.keyClicks(entry.line, "half-a-key")
    by_button(person)
    assert questions(person)
    person.answer("保存しない")
    person.choose(P.SHOP_DETAIL)
    assert person.detail.entered_keys("a") == {}
    assert entry.text == ""
    assert not person.hub.is_unsaved


def test_a_test_that_is_running_is_stopped_before_anything_else(person: HubPerson, qtbot: QtBot) -> None:
    person.choose(P.SHOP_DETAIL)
    person.actions.is_silent = True
    person.click(person.detail.test_button)
    assert person.hub.is_unsaved, "a window that closes now would cut it off"
    person.hub.open()
    assert person.actions.cancelled == 1
    assert person.is_at(P.SHOP_DETAIL)
    person.hub.open()
    assert person.is_at(None)
