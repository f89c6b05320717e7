"""Work on orders by keyboard: one or many are changed, taken back, and nothing of the shop is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QTableWidget

from goq_desktop.background.listing import OrderListing
from goq_desktop.domain.edits import EditField, Wish, apply
from goq_desktop.domain.orders import Order
from goq_desktop.domain.query import OrderColumn
from goq_desktop.services import editing
from goq_desktop.ui.editing.conflict_box import ConflictBox
from goq_desktop.ui.orders.columns import COLUMNS
from tests.qt.editing.conftest import ORDERS, PATIENCE, Person
from tests.support.made_orders import MARKUP


def choose_lane(person: Person, place: int) -> None:
    """By its number in the menu."""
    person.ctrl(Qt.Key.Key_M)
    person.press(str(place))
    person.come_back()


def wait_for_look(person: Person) -> None:
    dialog = person.door.dialog
    assert dialog is not None
    person.qtbot.waitUntil(dialog.apply_button.isEnabled, timeout=PATIENCE)


def apply_dialog(person: Person) -> None:
    person.press(Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: person.door.dialog is None, timeout=PATIENCE)
    person.come_back()


def phone_now(person: Person, order_id: int) -> str:
    stored = person.stored(order_id)
    return apply(stored.order, stored.edits)[0].destinations[0].party.phone


def texts(person: Person) -> list[str]:
    sheet = person.view.detail.sheet.widget()
    assert sheet is not None
    return [label.text() for label in sheet.findChildren(QLabel)]


def cell(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    assert item is not None
    return item.text()


def with_phone(order: Order, phone: str) -> Order:
    first, *others = order.destinations
    return replace(order, destinations=(replace(first, party=replace(first.party, phone=phone)), *others))


def test_a_status_is_changed_undone_and_redone_by_keyboard(person: Person) -> None:
    before = person.lanes()
    assert not person.undo.undo_action.isEnabled()
    person.select(3)
    ids = list(person.view.table.selected_ids())
    choose_lane(person, 2)
    assert [number + 1 for number, lane in enumerate(person.lanes()) if lane == "held"] == sorted(ids)
    assert "ステータスを「保留」に（3件）" in person.message and "Ctrl+Z" in person.message
    assert "ステータスを「保留」に（3件）" in person.undo.undo_action.text()
    assert sorted(person.view.table.selected_ids()) == sorted(ids), "the selection is kept"
    person.ctrl(Qt.Key.Key_Z)
    person.rest()
    assert person.lanes() == before
    assert not person.undo.undo_action.isEnabled() and person.undo.redo_action.isEnabled()
    person.ctrl(Qt.Key.Key_Z, shift=True)
    person.rest()
    assert person.lanes().count("held") == 3
    person.ctrl(Qt.Key.Key_Z)
    person.rest()
    person.ctrl(Qt.Key.Key_Y)
    person.rest()
    assert person.lanes().count("held") == 3, "the other key for it, as in other programs"


def test_many_are_changed_as_the_preview_says(person: Person) -> None:
    person.select(5)
    dialog = person.open_dialog()
    assert "5件" in dialog.windowTitle() and not dialog.apply_button.isEnabled()
    note = dialog.row(EditField.NOTE)
    note.control.setFocus()
    person.press("gift <b>")
    assert note.check.isChecked()
    wait_for_look(person)
    assert dialog.table.rowCount() == 5
    assert {cell(dialog.table, row, 3) for row in range(5)} == {"gift <b>"}
    dialog.apply_button.setFocus()
    apply_dialog(person)
    rows = person.view.table.selected_ids()
    assert [len(person.stored(number).edits) for number in rows] == [1] * 5
    assert "ひとことメモを変更（5件）" in person.message


def test_an_address_is_corrected_by_its_postcode_and_shown_beside_the_shops(person: Person) -> None:
    person.select(1)
    (number,) = person.view.table.selected_ids()
    dialog = person.open_dialog()
    postcode = dialog.row(EditField.POSTCODE).control
    assert isinstance(postcode, QLineEdit)
    postcode.setFocus()
    postcode.selectAll()
    person.press("1500001")
    wait_for_look(person)
    apply_dialog(person)
    order, _ = apply(person.stored(number).order, person.stored(number).edits)
    assert order.destinations[0].party.postcode == "150-0001"
    person.qtbot.waitUntil(lambda: any("変更済み（ショップ: " in text for text in texts(person)))
    assert person.stored(number).order == ORDERS[number - 1]


def test_the_dialog_shows_the_order_as_it_is_and_guesses_nothing(person: Person) -> None:
    person.select(1)
    (number,) = person.view.table.selected_ids()
    dialog = person.open_dialog()
    assert dialog.wishes == ()
    control = dialog.row(EditField.DELIVERY).control
    assert isinstance(control, QComboBox)
    assert control.currentText() == ORDERS[number - 1].destinations[0].carrier
    person.press(Qt.Key.Key_Escape)
    person.qtbot.waitUntil(lambda: person.door.dialog is None)
    person.come_back()
    person.select(2)
    dialog = person.open_dialog()
    lane = dialog.row(EditField.LANE)
    assert isinstance(lane.control, QComboBox) and lane.control.currentIndex() == -1
    lane.check.setChecked(True)
    assert dialog.wishes == ()


def test_a_wrong_value_changes_nothing_and_says_why(person: Person) -> None:
    person.select(1)
    dialog = person.open_dialog()
    phone = dialog.row(EditField.PHONE).control
    phone.setFocus()
    person.press("x")
    person.qtbot.waitUntil(dialog.problem.isVisible, timeout=PATIENCE)
    assert not dialog.apply_button.isEnabled()
    person.press(Qt.Key.Key_Escape)
    person.qtbot.waitUntil(lambda: person.door.dialog is None)
    assert not any(person.stored(number).edits for number in range(1, 41))


def test_a_field_keeps_its_own_undo(person: Person) -> None:
    person.select(2)
    choose_lane(person, 2)
    person.view.filter_row.text.setFocus()
    person.press("a")
    person.ctrl(Qt.Key.Key_Z)
    person.rest()
    assert person.view.filter_row.text.text() == "" and person.lanes().count("held") == 2


def test_a_conflict_shows_both_values_and_is_decided(person: Person) -> None:
    person.select(1)
    (number,) = person.view.table.selected_ids()
    dialog = person.open_dialog()
    phone = dialog.row(EditField.PHONE).control
    assert isinstance(phone, QLineEdit)
    phone.setFocus()
    phone.selectAll()
    person.press("03-1111-2222")
    wait_for_look(person)
    apply_dialog(person)
    person.store([with_phone(ORDERS[number - 1], "03-9999-0000")])
    person.qtbot.waitUntil(lambda: person.view.detail.findChild(ConflictBox) is not None)
    assert phone_now(person, number) == "03-1111-2222"
    assert {"自分の値: 03-1111-2222", "ショップの値: 03-9999-0000"} <= set(texts(person))
    box = person.view.detail.findChild(ConflictBox)
    assert box is not None
    _, shops = box.findChildren(QPushButton)
    shops.setFocus()
    person.press(Qt.Key.Key_Space)
    person.rest()
    assert phone_now(person, number) == "03-9999-0000"
    person.view.table.setFocus()
    person.ctrl(Qt.Key.Key_Z)
    person.rest()
    assert phone_now(person, number) == "03-1111-2222"


def test_what_was_changed_since_is_left_alone_and_told(person: Person) -> None:
    person.select(2)
    first, second = person.view.table.selected_ids()
    choose_lane(person, 2)
    person.store([replace(ORDERS[first - 1], lane=type(ORDERS[0].lane).CANCELLED)])
    person.view.table.setFocus()
    person.ctrl(Qt.Key.Key_Z)
    person.rest()
    assert person.stored(first).lane == "cancelled" and person.stored(second).lane == "new"
    assert "あとから変わった1件は、そのままにしました" in person.message


def test_the_rows_in_sight_tell_a_step_before_the_list_is_read_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OrderListing, "refresh", lambda _: None)
    model, column = person.view.table.model(), COLUMNS.index(OrderColumn.NOTE)
    person.select(1)
    (number,) = person.view.table.selected_ids()
    person.undo.run(lambda: editing.edit(person.workspace, [number], [Wish(EditField.NOTE, "急ぎ")]))
    person.qtbot.waitUntil(lambda: "急ぎ" in str(model.index(0, column).data()), timeout=PATIENCE)


def test_the_timeline_tells_it_all_as_plain_text(person: Person) -> None:
    person.select(1)
    (number,) = person.view.table.selected_ids()
    dialog = person.open_dialog()
    name = dialog.row(EditField.NAME).control
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.selectAll()
    name.insert(MARKUP)  # as pasted
    wait_for_look(person)
    apply_dialog(person)
    person.qtbot.waitUntil(lambda: any(MARKUP in text for text in texts(person)), timeout=PATIENCE)
    person.view.detail.tabs.setCurrentIndex(2)
    timeline = person.view.detail.timeline
    person.qtbot.waitUntil(lambda: timeline.rowCount() == 2, timeout=PATIENCE)
    assert [cell(timeline, row, 1) for row in range(2)] == ["変更", "はじめて取得"]
    assert "<img src=" in cell(timeline, 0, 2)
    sheet = person.view.detail.sheet.widget()
    assert sheet is not None
    labels = sheet.findChildren(QLabel)
    assert {label.textFormat() for label in labels if label.text()} == {Qt.TextFormat.PlainText}
    assert number


def test_no_field_of_the_dialog_is_cut_at_its_side(person: Person) -> None:
    person.select(1)
    dialog = person.open_dialog()
    (scroll,) = [one for one in dialog.findChildren(QScrollArea) if one.isAncestorOf(dialog.rows[0].control)]
    form = scroll.widget()
    assert form is not None and form.width() <= scroll.viewport().width()
    dialog.reject()
