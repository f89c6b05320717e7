"""支払い方法 beside stored orders: what they hold, what only looks like it, and steps back and forward."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QIcon, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Lanes, LaneSetting, PaymentMethod, Payments, Settings, Setup
from goq_desktop.ui.hub.history import FormHistory
from goq_desktop.ui.settings.payments import STARTING_METHODS, PaymentsForm
from goq_desktop.ui.settings.twin_line import Twins
from goq_desktop.ui.settings.wording_delegate import WordingDelegate
from goq_desktop.ui.settings.wording_table import CHOICE, COUNT, MOST_SEEN, WORDING
from goq_desktop.ui.theme import Role

Write = Callable[[QWidget, str], None]
KEY = Qt.Key
OWN = Payments(
    methods=(
        PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID),
        PaymentMethod(wording="代引", kind=PaymentKind.CARD, fee=330),
        PaymentMethod(wording="店頭 払い", kind=PaymentKind.SETTLED),
    )
)
HOSTILE = "&<b>x</b>\n\u202e" + "長" * 491
SIGHT = StoreSight(
    payments=(
        SeenWording("分割払い", 1234),
        SeenWording("銀行振込", 99),
        SeenWording("店頭払い", 12),
        SeenWording(HOSTILE, 1),
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


def has_icon(form: PaymentsForm, row: int) -> bool:
    icon = form.table.model().index(row, WORDING).data(Qt.ItemDataRole.DecorationRole)
    return isinstance(icon, QIcon) and not icon.isNull()


def count(form: PaymentsForm, row: int) -> str:
    return str(form.table.model().index(row, COUNT).data())


def choose_kind(form: PaymentsForm, kind: PaymentKind) -> None:
    """In the current row, as the keyboard does it."""
    box = form.kind_box(form.table.currentRow())
    form.table.setFocus()
    QTest.keyClick(form.table, KEY.Key_Space)
    QTest.keyClick(box.view(), KEY.Key_Home)
    for _ in range(box.findData(kind.value)):
        QTest.keyClick(box.view(), KEY.Key_Down)
    QTest.keyClick(box.view(), KEY.Key_Return)
    assert box.currentData() == kind.value


def test_what_nobody_named_is_marked_counted_and_asked_for(form: PaymentsForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.show_sight(SIGHT)
    open_rows = [row for row in range(form.table.rowCount()) if row not in form.list.rows]
    assert open_rows == [0, 1, 2]
    for row in open_rows:
        assert has_icon(form, row)
        assert form.kind_box(row).currentText() == "未設定"
    assert count(form, 0) == "1,234件"
    assert not has_icon(form, 3)
    assert form.unset.role is Role.NOTICE
    assert "3種類（受注1,247件）" in form.unset.text
    assert form.check() and methods(form) == OWN.methods
    # It stands for nothing, so nothing follows from it either.
    form.table.setCurrentCell(0, WORDING)
    assert not form.panel.isEnabled()


def test_a_kind_is_chosen_by_the_keyboard_and_kept(form: PaymentsForm, tmp_path: Path) -> None:
    form.show_sight(SIGHT)
    form.table.setCurrentCell(0, WORDING)
    choose_kind(form, PaymentKind.DEFERRED)
    assert form.panel.isEnabled()
    assert not has_icon(form, 0)
    assert "2種類" in form.unset.text
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(based_on=None, **form.tiles())
    kept = store.load().settings
    assert kept.payments.methods[0] == PaymentMethod(wording="分割払い", kind=PaymentKind.DEFERRED)
    form.load(kept)
    assert methods(form) == kept.payments.methods
    assert form.list.wording(0) == "店頭払い" and form.list.wording(2) == "分割払い"


def test_a_wording_that_only_looks_the_same_can_be_taken_over(form: PaymentsForm) -> None:
    form.show_sight(SIGHT)
    row = form.list.rows[2]
    assert count(form, row) == "似た表記"
    form.table.setCurrentCell(row, WORDING)
    assert "似た表記「店頭払い」（受注12件）" in form.list.twin_line.message.text
    assert form.check()
    QTest.mouseClick(form.list.twin_line.button, Qt.MouseButton.LeftButton)
    assert methods(form)[2] == msgspec.structs.replace(OWN.methods[2], wording="店頭払い")
    assert not form.list.twin_line.isVisible()
    assert count(form, form.table.currentRow()) == "12件"


def test_what_another_row_says_already_is_no_similar_wording(form: PaymentsForm) -> None:
    form.show_sight(SIGHT)
    form.table.setCurrentCell(1, WORDING)
    assert form.list.wording(1) == "店頭払い"
    choose_kind(form, PaymentKind.SETTLED)
    form.table.setCurrentCell(form.table.rowCount() - 1, WORDING)
    assert form.list.wording(form.table.currentRow()) == "店頭 払い"
    assert count(form, form.table.currentRow()) == ""
    assert not form.list.twin_line.isVisible()


def test_of_several_similar_wordings_the_most_frequent_is_offered() -> None:
    often, seldom = SeenWording("店頭払い", 12), SeenWording("店頭払い ", 2)
    assert Twins((often, seldom)).of("店頭　払い") == often
    assert Twins((often, seldom)).of(" ") is None


def test_cod_proposes_a_cod_slip_and_another_kind_takes_it_back(form: PaymentsForm) -> None:
    form.table.setCurrentCell(1, WORDING)
    choose_kind(form, PaymentKind.COD)
    assert form.is_cod_slip.isChecked() and methods(form)[1].is_cod_slip
    QTest.mouseClick(form.is_cod_slip, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert not methods(form)[1].is_cod_slip
    choose_kind(form, PaymentKind.COD)
    assert not methods(form)[1].is_cod_slip
    form.table.setCurrentCell(0, WORDING)
    choose_kind(form, PaymentKind.COD)
    choose_kind(form, PaymentKind.CARD)
    assert methods(form)[0] == msgspec.structs.replace(OWN.methods[0], kind=PaymentKind.CARD)


def test_the_first_status_follows_the_kind_as_long_as_it_is_there(form: PaymentsForm) -> None:
    assert form.first_lane.currentText() == "種類に合わせる（入金待ち）"
    choose_kind(form, PaymentKind.CARD)
    assert form.first_lane.currentText() == "種類に合わせる（新規受付）"
    form.load(Settings(payments=OWN, lanes=Lanes(lanes=(LaneSetting(code="held", name="保留"),))))
    form.table.setCurrentCell(0, WORDING)
    texts = [form.first_lane.itemText(place) for place in range(form.first_lane.count())]
    assert texts == ["種類に合わせる（新規受付）", "新規受付", "保留"]


def test_a_first_status_that_is_gone_is_told_by_row_and_field(form: PaymentsForm) -> None:
    gone = msgspec.structs.replace(OWN.methods[1], first_lane="gone")
    form.load(Settings(payments=Payments(methods=(OWN.methods[0], gone))))
    assert methods(form)[1] == gone
    assert not form.check()
    assert form.problem.startswith("2行目の最初のステータス: ")
    assert form.table.currentRow() == 1
    assert QApplication.focusWidget() is form.first_lane
    QTest.keyClick(form.first_lane, KEY.Key_Home)
    assert form.problem == "" and form.check()


def test_a_printed_name_that_cannot_be_printed_is_told_by_row_and_field(form: PaymentsForm) -> None:
    bad = msgspec.structs.replace(OWN.methods[2], printed_name="\x07")
    form.load(Settings(payments=Payments(methods=(*OWN.methods[:2], bad))))
    assert not form.check()
    assert form.problem.startswith("3行目の納品書の表記: ")


def test_a_fee_is_typed_with_the_input_method_left_on(form: PaymentsForm, write: Write) -> None:
    form.fee.setFocus()
    form.fee.selectAll()
    write(form.fee.lineEdit(), "１１００")
    assert methods(form)[0].fee == 1100
    form.fee.selectAll()
    QTest.keyClicks(form.fee, "99999999")
    assert methods(form)[0].fee == 9_999_999
    form.fee.selectAll()
    QTest.keyClicks(form.fee, "-5")
    assert methods(form)[0].fee == 5


def test_every_letter_of_a_wording_is_kept(
    form: PaymentsForm, qtbot: QtBot, write: Write, tmp_path: Path
) -> None:
    QTest.keyClick(form.table, KEY.Key_F2)
    editor = form.table.findChildren(QLineEdit)[0]
    editor.selectAll()
    write(editor, "　銀行 振込（ﾃｽﾄ） ")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: not form.table.findChildren(QLineEdit))
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(based_on=None, **form.tiles())
    assert store.load().settings.payments.methods[0].wording == "　銀行 振込（ﾃｽﾄ） "


def test_the_wheel_changes_nothing(form: PaymentsForm) -> None:
    form.show_sight(SIGHT)
    for widget in (form.kind_box(0), form.first_lane, form.fee):
        widget.setFocus()
        for turn in (-120, 120):
            spot = QPointF(widget.rect().center())
            event = QWheelEvent(
                spot,
                widget.mapToGlobal(spot),
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, event)
            assert methods(form) == OWN.methods


def test_tab_leaves_the_table_for_the_buttons_and_the_panel(form: PaymentsForm) -> None:
    seen = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or form, KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [form.add_button, form.edit_button, form.remove_button, form.first_lane]
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget() or form, KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert not {form.kind_box(row) for row in range(3)} & set(seen)


def test_a_hostile_wording_widens_nothing_and_stays_as_it_is(form: PaymentsForm, qtbot: QtBot) -> None:
    width = form.minimumSizeHint().width()
    form.show_sight(SIGHT)
    row = [form.list.wording(row) for row in range(3)].index(HOSTILE)
    form.table.setCurrentCell(row, WORDING)
    choose_kind(form, PaymentKind.CARD)
    assert methods(form)[0].wording == HOSTILE
    assert form.minimumSizeHint().width() == width
    delegate = form.table.itemDelegateForColumn(WORDING)
    assert isinstance(delegate, WordingDelegate)
    shown = delegate.displayText(form.list.wording(row), form.locale())
    assert "\n" not in shown and "\u202e" not in shown and len(shown) < 130
    assert len(form.kind_box(row).accessibleName()) < 80
    assert len(form.panel.title()) < 60
    assert not form.check()
    assert "モールの表記" in form.problem and form.table.currentRow() == row


def test_steps_are_taken_back_and_forward_and_shown_where_they_were_made(form: PaymentsForm) -> None:
    settings = Settings(payments=OWN)
    form.show_sight(SIGHT)
    history = FormHistory(form, lambda: settings)
    history.begin()
    row = form.list.rows[1]
    form.table.setCurrentCell(row, WORDING)
    form.fee.setFocus()
    form.fee.selectAll()
    QTest.keyClicks(form.fee, "440")
    form.table.setCurrentCell(0, WORDING)
    choose_kind(form, PaymentKind.CARD)
    form.table.setCurrentCell(4, WORDING)
    after = methods(form)
    assert [method.wording for method in after] == ["分割払い", "銀行振込", "代引", "店頭 払い"]
    history.undo()
    assert form.list.wording(0) == "分割払い" and not form.list.choice(0)
    assert form.table.currentRow() == 0
    while history.can_undo:
        history.undo()
    assert methods(form) == OWN.methods
    assert form.list.wording(form.table.currentRow()) == "代引" and form.fee.value() == 330
    while history.can_redo:
        history.redo()
    assert methods(form) == after


def test_a_step_taken_back_shows_its_row_though_others_were_changed_before(form: PaymentsForm) -> None:
    settings = Settings(payments=OWN)
    history = FormHistory(form, lambda: settings)
    history.begin()
    for row in (0, 1):
        form.table.setCurrentCell(row, WORDING)
        choose_kind(form, PaymentKind.COD)
        history.end_stretch()
    form.table.setCurrentCell(2, WORDING)
    history.undo()
    assert form.table.currentRow() == 1
    assert form.kind_box(0).currentText() == "代引" and form.kind_box(1).currentText() == "カード"


def test_a_row_that_comes_back_is_shown(form: PaymentsForm) -> None:
    settings = Settings(payments=OWN)
    history = FormHistory(form, lambda: settings)
    history.begin()
    form.table.setCurrentCell(1, WORDING)
    QTest.keyClick(form.table, KEY.Key_Delete)
    form.table.setCurrentCell(0, WORDING)
    history.undo()
    assert methods(form) == OWN.methods
    assert form.table.currentRow() == 1


def test_no_end_of_wordings_fills_no_endless_table(form: PaymentsForm) -> None:
    for name in ("a", "b"):
        seen = tuple(SeenWording(f"{name}{number}", 1) for number in range(200))
        form.show_sight(StoreSight(payments=(*SIGHT.payments, *seen)))
    assert form.table.rowCount() <= MOST_SEEN + len(OWN.methods)
    form.table.setCurrentCell(MOST_SEEN, WORDING)
    QTest.keyClick(form.table, KEY.Key_Delete)
    assert form.table.rowCount() <= MOST_SEEN + len(OWN.methods)
    # All of them are counted, and so is what was removed.
    assert "204種類" in form.unset.text


def test_a_list_that_somebody_emptied_stays_empty(form: PaymentsForm) -> None:
    form.load(Settings())
    history = FormHistory(form, Settings)
    history.begin()
    for _ in STARTING_METHODS:
        QTest.keyClick(form.table, KEY.Key_Delete)
    assert methods(form) == ()
    history.undo()
    assert len(methods(form)) == 1
    history.redo()
    assert methods(form) == ()
    form.load(Settings(setup=Setup(saved=("payments",))))
    assert methods(form) == ()
    form.load(Settings())
    assert methods(form) == STARTING_METHODS


def test_loading_again_stays_at_the_row(form: PaymentsForm) -> None:
    form.show_sight(SIGHT)
    row = form.list.rows[1]
    form.table.setCurrentCell(row, WORDING)
    form.load(Settings(payments=OWN, lanes=Lanes(lanes=())))
    assert form.list.wording(form.table.currentRow()) == "代引"
    form.load(Settings(payments=Payments(methods=OWN.methods[1:])))
    assert form.list.wording(form.table.currentRow()) == "代引"


def test_a_sight_that_comes_later_replaces_the_one_before(form: PaymentsForm) -> None:
    form.show_sight(SIGHT)
    form.show_sight(StoreSight(payments=(SeenWording("銀行振込", 100),)))
    assert count(form, form.list.rows[0]) == "100件"
    assert form.table.rowCount() == len(OWN.methods)
    assert not form.unset.isVisible()


def test_a_removed_row_of_orders_can_be_unset_again(form: PaymentsForm) -> None:
    form.show_sight(SIGHT)
    form.table.setCurrentCell(0, CHOICE)
    choose_kind(form, PaymentKind.CARD)
    box = form.kind_box(0)
    QTest.keyClick(box, KEY.Key_Home)
    assert box.currentText() == "未設定"
    assert methods(form) == OWN.methods
    assert has_icon(form, 0)
