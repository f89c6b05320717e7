"""支払い方法 as a person fills it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.settings.tiles import PaymentMethod, Payments, Settings
from goq_desktop.ui.settings.payments import STARTING_METHODS, PaymentsForm

Write = Callable[[QWidget, str], None]
OWN = Payments(
    methods=(
        PaymentMethod(wording="銀行振込（前払い）", kind=PaymentKind.PREPAID),
        PaymentMethod(wording=" 店頭払い", kind=PaymentKind.SETTLED),
    )
)


@pytest.fixture
def form(shown: Callable[[PaymentsForm, Settings], PaymentsForm]) -> PaymentsForm:
    form = shown(PaymentsForm(), Settings(payments=OWN))
    form.table.setFocus()
    return form


def methods(form: PaymentsForm) -> tuple[PaymentMethod, ...]:
    tile = form.tiles()["payments"]
    assert isinstance(tile, Payments)
    return tile.methods


def type_in_editor(form: PaymentsForm, qtbot: QtBot, write: Write, text: str) -> None:
    qtbot.waitUntil(lambda: bool(form.table.findChildren(QLineEdit)))
    editor = form.table.findChildren(QLineEdit)[0]
    editor.selectAll()
    write(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.table.findChildren(QLineEdit))


def test_what_is_loaded_comes_back_unchanged_to_the_space(form: PaymentsForm) -> None:
    assert form.tiles() == {"payments": OWN}


def test_the_first_proposal_holds_the_known_methods_each_once(form: PaymentsForm) -> None:
    form.load(Settings())
    assert methods(form) == STARTING_METHODS
    assert form.check()


def test_no_starting_method_lets_a_parcel_go_before_uncertain_money() -> None:
    kinds = {method.wording: method.kind for method in STARTING_METHODS}
    assert kinds["銀行振込"] is kinds["コンビニ決済(払込票)"] is PaymentKind.PREPAID


def test_a_method_is_added_with_its_kind(form: PaymentsForm, qtbot: QtBot, write: Write) -> None:
    QTest.mouseClick(form.add_button, Qt.MouseButton.LeftButton)
    type_in_editor(form, qtbot, write, "d払い")
    box = form.kind_box(2)
    assert box.accessibleName() == "「d払い」の種類"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert methods(form)[2] == PaymentMethod(wording="d払い", kind=PaymentKind.SETTLED)


def test_a_wording_is_edited_in_place(form: PaymentsForm, qtbot: QtBot, write: Write) -> None:
    QTest.mouseClick(form.edit_button, Qt.MouseButton.LeftButton)
    type_in_editor(form, qtbot, write, "ゆうちょ振替")
    assert methods(form)[0] == PaymentMethod(wording="ゆうちょ振替", kind=PaymentKind.PREPAID)


def test_a_wording_still_being_typed_counts(form: PaymentsForm, qtbot: QtBot, write: Write) -> None:
    QTest.mouseClick(form.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(form.table.findChildren(QLineEdit)))
    write(form.table.findChildren(QLineEdit)[0], "d払い")
    assert form.check()
    assert methods(form)[2].wording == "d払い"


def test_a_method_is_removed_by_the_delete_key(form: PaymentsForm) -> None:
    QTest.keyClick(form.table, Qt.Key.Key_Delete)
    assert methods(form) == OWN.methods[1:]


def test_a_missing_wording_is_named_by_its_line(form: PaymentsForm) -> None:
    QTest.mouseClick(form.add_button, Qt.MouseButton.LeftButton)
    assert not form.check()
    assert "3行目の表記を入力" in form.problem


def test_the_same_wording_twice_is_a_problem(form: PaymentsForm, qtbot: QtBot, write: Write) -> None:
    QTest.mouseClick(form.add_button, Qt.MouseButton.LeftButton)
    type_in_editor(form, qtbot, write, OWN.methods[0].wording)
    assert not form.check()
    assert "同じ表記" in form.problem
    QTest.mouseClick(form.remove_button, Qt.MouseButton.LeftButton)
    assert form.check()
    assert form.problem == ""
