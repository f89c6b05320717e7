"""支払い方法 as a person fills it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Lanes, LaneSetting, PaymentMethod, Payments, Settings
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
    assert not form.check()
    form.kind_box(2).setCurrentIndex(form.kind_box(2).findData(PaymentKind.SETTLED))
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


def test_what_follows_from_a_method_is_typed_and_kept(form: PaymentsForm, tmp_path: Path) -> None:
    form.load(Settings(payments=OWN, lanes=Lanes(lanes=(LaneSetting(code="held", name="保留"),))))
    form.table.setCurrentCell(1, 0)
    form.first_lane.setCurrentIndex(form.first_lane.findData("held"))
    form.fee.lineEdit().selectAll()
    QTest.keyClicks(form.fee, "330")
    form.printed_name.setFocus()
    form.printed_name.insert("ご入金済み")
    form.is_cod_slip.click()
    form.table.setCurrentCell(0, 0)
    assert (form.fee.value(), form.printed_name.text(), form.is_cod_slip.isChecked()) == (0, "", False)
    assert form.check()
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(based_on=None, **form.tiles())
    kept = store.load().settings.payments
    assert kept.methods[0] == OWN.methods[0]
    assert kept.methods[1] == msgspec.structs.replace(
        OWN.methods[1], first_lane="held", fee=330, printed_name="ご入金済み", is_cod_slip=True
    )
    form.load(Settings(payments=kept, lanes=Lanes(lanes=(LaneSetting(code="held", name="保留"),))))
    form.table.setCurrentCell(1, 0)
    assert (form.first_lane.currentData(), form.fee.value()) == ("held", 330)
    assert form.tiles() == {"payments": kept}


def test_wordings_of_orders_stand_on_top_and_are_never_defaulted(form: PaymentsForm) -> None:
    form.show_sight(StoreSight(payments=(SeenWording("分割払い", 4), SeenWording(OWN.methods[0].wording, 9))))
    assert form.list.wording(0) == "分割払い" and not form.list.choice(0)
    assert methods(form) == OWN.methods and form.check()
    form.kind_box(0).setCurrentIndex(form.kind_box(0).findData(PaymentKind.CARD))
    assert methods(form)[0] == PaymentMethod(wording="分割払い", kind=PaymentKind.CARD)


def test_a_first_status_that_is_gone_is_told(form: PaymentsForm) -> None:
    gone = PaymentMethod(wording="a", kind=PaymentKind.CARD, first_lane="gone")
    form.load(Settings(payments=Payments(methods=(gone,))))
    assert not form.check() and form.problem
