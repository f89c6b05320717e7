"""A person keeps lists under names, with their columns and the height of their rows, and finds them again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.command_box.sources import commands_of
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.density import Density
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.orders.saved_views import LONGEST_NAME
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.orders.view_name_dialog import ViewNameDialog
from goq_desktop.ui.orders.views_dialog import ViewsDialog
from tests.qt.orders.conftest import Store
from tests.qt.orders.person import answering, count_is, narrow, press, with_memo, write
from tests.support.made_orders import MARKUP, made_order

Open = Callable[[], OrdersView]
WITH_MEMO = sum(bool(made_order(number).memo) for number in range(300))
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
MEMO, TOTAL, ID = (COLUMNS.index(one) for one in (OrderColumn.MEMO, OrderColumn.TOTAL, OrderColumn.ID))


def keep_as(qtbot: QtBot, view: OrdersView, *names: str) -> list[str]:
    """Type each name in turn and press Enter; what the dialog answered to each."""
    answers: list[str] = []

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewNameDialog)
        for name in names:
            dialog.line.selectAll()
            write(dialog.line, name)
            press(dialog.line, Qt.Key.Key_Return)
            answers.append(dialog.message.text)
        if dialog.isVisible():
            dialog.reject()

    with answering(qtbot, view, fill):
        view.filter_row.views.keep.trigger()
    return answers


def names(view: OrdersView) -> list[str]:
    return [action.text() for action in view.filter_row.views.open_actions]


def shown_columns(view: OrdersView) -> list[tuple[str, int]]:
    return [(look.name, look.width) for look in view.table.columns.look if look.is_shown]


def dress(view: OrdersView) -> None:
    """備考 first and wide, no 管理番号, close rows."""
    header = view.table.horizontalHeader()
    header.moveSection(header.visualIndex(MEMO), 0)
    header.resizeSection(MEMO, 333)
    view.table.columns.set_shown(ID, False)
    view.density.choose(Density.CLOSE)


@pytest.fixture
def kept(qtbot: QtBot, view: OrdersView) -> OrdersView:
    """With two saved views: すべて, and 備考, sorted by 合計金額 and with a look of its own."""
    keep_as(qtbot, view, "すべて")
    narrow(qtbot, view, with_memo)
    view.table.horizontalHeader().sectionClicked.emit(TOTAL)
    dress(view)
    keep_as(qtbot, view, "備考")
    return view


def test_a_view_comes_back_whole_by_its_key_and_in_the_next_run(
    qtbot: QtBot, kept: OrdersView, open_view: Open
) -> None:
    assert names(kept) == ["すべて", "備考"]
    press(kept.table, Qt.Key.Key_1, BOTH)
    qtbot.waitUntil(count_is(kept, 300))
    again = open_view()
    assert names(again) == ["すべて", "備考"]
    press(again.table, Qt.Key.Key_2, BOTH)
    qtbot.waitUntil(count_is(again, WITH_MEMO))
    assert [chip.text() for chip in again.filter_row.chips.chips] == ["備考あり"]
    assert again.filter_row.query.sort is OrderColumn.TOTAL
    title = again.table.model().headerData(TOTAL, Qt.Orientation.Horizontal)
    assert title.strip() == "合計金額 ▼"
    assert [action.isChecked() for action in again.filter_row.views.open_actions] == [False, True]


def test_columns_and_row_height_belong_to_a_view(qtbot: QtBot, kept: OrdersView, open_view: Open) -> None:
    dressed = shown_columns(kept)
    assert dressed[0] == ("memo", 333) and len(dressed) == len(COLUMNS) - 1
    kept.table.setCurrentIndex(kept.table.model().index(0, MEMO))
    press(kept.table, Qt.Key.Key_1, BOTH)
    usual = shown_columns(kept)
    assert usual[0][0] == "id" and len(usual) == len(COLUMNS)
    assert kept.density.density is Density.NORMAL
    again = open_view()
    press(again.table, Qt.Key.Key_2, BOTH)
    assert shown_columns(again) == dressed and again.density.density is Density.CLOSE
    assert again.table.rowHeight(0) < kept.table.rowHeight(0)


def test_the_look_before_the_first_view_comes_back(qtbot: QtBot, kept: OrdersView, open_view: Open) -> None:
    restore = kept.filter_row.views.keeping_actions[-1]
    assert not restore.isEnabled()
    kept.density.choose(Density.WIDE)
    own = shown_columns(kept)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2):
        press(kept.table, key, BOTH)
    again = open_view()
    restore = again.filter_row.views.keeping_actions[-1]
    assert restore.isEnabled()
    restore.trigger()
    assert shown_columns(again) == own and again.density.density is Density.WIDE
    assert not restore.isEnabled()


def test_a_column_that_is_hidden_does_not_keep_the_keys(qtbot: QtBot, kept: OrdersView) -> None:
    press(kept.table, Qt.Key.Key_1, BOTH)
    qtbot.waitUntil(count_is(kept, 300))
    kept.table.setCurrentIndex(kept.table.model().index(0, ID))
    kept.filter_row.views.keeping_actions[-1].trigger()
    assert kept.table.isColumnHidden(ID)
    assert not kept.table.isColumnHidden(kept.table.currentIndex().column())


def test_the_opened_view_is_overwritten_and_that_is_taken_back(
    qtbot: QtBot, kept: OrdersView, open_view: Open
) -> None:
    views = kept.filter_row.views
    press(kept.table, Qt.Key.Key_1, BOTH)
    qtbot.waitUntil(count_is(kept, 300))
    assert views.overwrite.text() == "「すべて」をいまの表示で上書き(&O)"
    kept.density.choose(Density.WIDE)
    kept.filter_row.text.setText("髙﨑")
    qtbot.waitUntil(lambda: kept.filter_row.query.text == "髙﨑")
    with qtbot.waitSignal(views.said) as told:
        views.overwrite.trigger()
    assert told.args == ["表示「すべて」を上書きしました。「保存した表示」で取り消せます。"]
    stored = views.open_actions[0].data()
    assert (stored.query.text, stored.look.density) == ("髙﨑", "wide")
    assert names(open_view()) == ["すべて", "備考"]
    views.take_back.trigger()
    assert views.open_actions[0].data().query.text == ""
    assert not views.take_back.isEnabled()
    assert open_view().filter_row.views.open_actions[0].data().query.text == ""


def test_nothing_is_overwritten_before_a_view_was_opened(kept: OrdersView, open_view: Open) -> None:
    assert not open_view().filter_row.views.overwrite.isEnabled()


def test_a_name_is_asked_for_until_it_is_right(qtbot: QtBot, kept: OrdersView) -> None:
    long = "あ" * (LONGEST_NAME + 5)
    empty, spaces, too_long, fine = keep_as(qtbot, kept, "", "  ", long, "  今日\n発送 ")
    assert "空です" in empty and "空です" in spaces
    assert too_long == "名前は30文字までです（いま35文字）。短くしてください。"
    assert fine == ""
    assert names(kept) == ["すべて", "備考", "今日 発送"]


def test_the_same_name_replaces_when_it_is_said_twice(qtbot: QtBot, kept: OrdersView) -> None:
    (question,) = keep_as(qtbot, kept, "すべて")
    assert question.startswith("「すべて」はもうあります。上書きしますか。")
    assert kept.filter_row.views.open_actions[0].data().query.filters.has_memo is None
    # Another name in between: the question is a new one.
    keep_as(qtbot, kept, "すべて", "備考")
    assert kept.filter_row.views.open_actions[0].data().query.filters.has_memo is None

    def twice(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewNameDialog)
        assert dialog.save.text() == "保存"
        write(dialog.line, "すべて")
        press(dialog.line, Qt.Key.Key_Return)
        assert dialog.save.text() == "上書き" and dialog.isVisible()
        press(dialog.line, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.reject()  # else a failure would wait for ever

    with answering(qtbot, kept, twice):
        kept.filter_row.views.keep.trigger()
    assert names(kept) == ["すべて", "備考"]
    assert kept.filter_row.views.open_actions[0].data().query.filters.has_memo is True


def test_the_dialog_says_what_it_keeps(qtbot: QtBot, kept: OrdersView) -> None:
    kept.filter_row.text.setText(MARKUP[:40])
    qtbot.waitUntil(lambda: kept.filter_row.query.text != "")
    seen: list[str] = []

    def read(dialog: QDialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(type(plain_label(""))))
        dialog.reject()

    with answering(qtbot, kept, read):
        kept.filter_row.views.keep.trigger()
    assert "すべてのショップ › 全て" in seen and "備考あり" in seen
    assert "合計金額 ▼（降順）" in seen and f"{len(COLUMNS) - 1}列と、その順番・幅" in seen
    assert "詰める" in seen and MARKUP[:40].strip() in [text.strip() for text in seen]


def rename(dialog: ViewsDialog, place: int, name: str) -> None:
    dialog.list.setCurrentRow(place)
    press(dialog.list, Qt.Key.Key_F2)
    editor = dialog.list.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    write(editor, name)
    press(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_views_are_renamed_ordered_and_deleted(qtbot: QtBot, kept: OrdersView, open_view: Open) -> None:
    def arrange(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewsDialog)
        dialog.list.setFocus()
        press(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        rename(dialog, 0, "メモ")
        dialog.accept()

    with answering(qtbot, kept, arrange):
        kept.filter_row.views.arrange.trigger()
    assert names(kept) == ["メモ", "すべて"]
    # The look went along, and 上書き is still about the view that was saved last.
    assert kept.filter_row.views.open_actions[0].data().look.density == "close"
    assert kept.filter_row.views.overwrite.text().startswith("「メモ」")

    def delete(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewsDialog)
        dialog.list.setFocus()
        press(dialog.list, Qt.Key.Key_Delete)
        dialog.accept()

    with answering(qtbot, kept, delete):
        kept.filter_row.views.arrange.trigger()
    assert names(kept) == ["すべて"]
    kept.filter_row.views.take_back.trigger()
    assert names(open_view()) == ["メモ", "すべて"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [("すべて", "「すべて」が2つあります"), (" ", "空です"), ("あ" * 31, "30文字までです（いま31文字）")],
)
def test_a_wrong_new_name_is_not_taken(qtbot: QtBot, kept: OrdersView, name: str, problem: str) -> None:
    def arrange(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewsDialog)
        dialog.list.setFocus()
        rename(dialog, 1, name)
        dialog.save.click()
        assert dialog.isVisible() and problem in dialog.message.text
        dialog.reject()

    with answering(qtbot, kept, arrange):
        kept.filter_row.views.arrange.trigger()
    assert names(kept) == ["すべて", "備考"]


def test_a_view_of_the_first_versions_leaves_the_columns_as_they_are(
    qtbot: QtBot, kept: OrdersView, open_view: Open
) -> None:
    stored = json.loads(str(kept._settings.value("views/saved")))
    for one in stored:
        del one["look"]
    kept._settings.setValue("views/saved", json.dumps(stored))
    kept._settings.sync()
    kept.table.columns.save()
    again = open_view()
    before = shown_columns(again)
    press(again.table, Qt.Key.Key_2, BOTH)
    qtbot.waitUntil(count_is(again, WITH_MEMO))
    assert shown_columns(again) == before


def test_what_another_version_wrote_does_no_harm(qtbot: QtBot, kept: OrdersView, open_view: Open) -> None:
    stored = json.loads(str(kept._settings.value("views/saved")))
    columns = [
        {"name": "moon", "width": 9},
        {"name": "total", "width": 999_999},
        {"name": "memo", "width": 0},
    ]
    stored[1]["look"] = {"columns": columns, "density": "tiny", "glow": 1}
    kept._settings.setValue("views/saved", json.dumps([{"name": 1}, *stored]))
    kept._settings.sync()
    again = open_view()
    assert names(again) == ["すべて", "備考"]
    press(again.table, Qt.Key.Key_2, BOTH)
    (total, wide), (memo, narrow_) = shown_columns(again)
    assert (total, memo) == ("total", "memo") and wide <= 2000 and narrow_ > 0
    assert again.density.density is Density.NORMAL


def test_a_damaged_state_is_no_view(store: Store, open_view: Open, view: OrdersView) -> None:
    for damaged in ('[{"name": 1}]', "{", "7"):
        view._settings.setValue("views/saved", damaged)
        view._settings.setValue("views/look_before", damaged)
        view._settings.sync()
        again = open_view()
        assert names(again) == [] and not again.filter_row.views.keeping_actions[-1].isEnabled()


def test_the_command_box_opens_a_view_from_any_page(qtbot: QtBot, desk: Desk) -> None:
    window = desk.window
    assert window is not None
    window.orders.filter_row.tabs.choose("done")
    keep_as_on_desk(qtbot, desk, "処理済 & <b>")
    window.orders.filter_row.tabs.choose(None)
    window.pages.ask(PageCode.HOME)
    found = {command.code: command for command in commands_of(window)}
    command = found["view:処理済 & <b>"]
    assert (command.label, command.place) == ("処理済 & <b>", "受注一覧 › 保存した表示")
    assert command.keys == "Ctrl+Alt+1"
    assert [code for code in found if "処理済 &" in code] == [
        command.code,
        "view:「処理済 & <b>」をいまの表示で上書き",
    ]
    command.run()
    assert window.pages.shown is PageCode.ORDERS
    assert window.orders.filter_row.query.lane == "done"
    assert found["view:いまの表示に名前を付けて保存"].is_enabled


def keep_as_on_desk(qtbot: QtBot, desk: Desk, name: str) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, ViewNameDialog)
        write(dialog.line, name)
        press(dialog.line, Qt.Key.Key_Return)

    assert desk.window is not None
    with answering(qtbot, desk.window.orders, fill):
        desk.window.orders.filter_row.views.keep.trigger()
    assert "保存しました" in desk.window.statusBar().currentMessage()
