"""オプション設定 as a person fills it: wordings that orders hold on top, each given a carrier and a service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Carriers, CarrierUse, Conversion, Conversions, Settings
from goq_desktop.ui.settings.conversion_trial import Rule, tried
from goq_desktop.ui.settings.options import OptionsForm
from goq_desktop.ui.settings.wording_table import CHOICE, COUNT, WORDING
from goq_desktop.ui.theme import Role

SEEN = StoreSight(
    carriers=(SeenWording("小型宅急便", 7), SeenWording("佐川急便", 3), SeenWording("<b>船</b>", 1))
)
RULES = Conversions(rules=(Conversion(wording="クール便", carrier="yamato"),))


@pytest.fixture
def form(shown: Callable[[OptionsForm, Settings], OptionsForm]) -> OptionsForm:
    form = shown(OptionsForm(), Settings(conversions=RULES))
    form.table.setFocus()
    return form


def rules(form: OptionsForm) -> tuple[Conversion, ...]:
    tile = form.tiles()["conversions"]
    assert isinstance(tile, Conversions)
    return tile.rules


def choose(form: OptionsForm, row: int, choice: str) -> None:
    box = form.list.choice_box(row)
    assert box.findData(choice) >= 0
    box.setCurrentIndex(box.findData(choice))


def add(form: OptionsForm, qtbot: QtBot, wording: str) -> int:
    QTest.mouseClick(form.list.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(form.table.findChildren(QLineEdit)))
    editor = form.table.findChildren(QLineEdit)[0]
    editor.insert(wording)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.table.findChildren(QLineEdit))
    return form.table.rowCount() - 1


def test_a_rule_is_typed_saved_and_there_again(form: OptionsForm, qtbot: QtBot, tmp_path: Path) -> None:
    choose(form, add(form, qtbot, "小型宅急便"), "yamato compact")
    assert form.check()
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(based_on=None, **form.tiles())
    kept = store.load().settings
    assert kept.conversions.rules == (
        *RULES.rules,
        Conversion(wording="小型宅急便", carrier="yamato", service="compact"),
    )
    form.load(kept)
    assert form.tiles() == {"conversions": kept.conversions}


def test_wordings_of_orders_stand_on_top_until_they_are_named(form: OptionsForm) -> None:
    form.show_sight(SEEN)
    assert [form.list.wording(row) for row in range(3)] == ["小型宅急便", "<b>船</b>", "クール便"]
    assert form.tiles() == {"conversions": RULES} and form.check()
    assert "8件" in form.state.text and "2種類" in form.state.text
    choose(form, 0, "yamato compact")
    choose(form, 1, "japan_post")
    assert form.state.role is Role.GOOD
    assert form.tiles() == {
        "conversions": Conversions(
            rules=(
                Conversion(wording="小型宅急便", carrier="yamato", service="compact"),
                Conversion(wording="<b>船</b>", carrier="japan_post"),
                *RULES.rules,
            )
        )
    }


def test_a_rule_without_a_carrier_is_asked_for(form: OptionsForm, qtbot: QtBot) -> None:
    add(form, qtbot, "速達")
    assert not form.check() and "2行目" in form.problem


def test_the_same_wording_twice_is_told(form: OptionsForm, qtbot: QtBot) -> None:
    choose(form, add(form, qtbot, "クール便"), "sagawa")
    assert not form.check() and "同じ表記" in form.problem


def test_a_wording_that_only_looks_the_same_is_told(form: OptionsForm, qtbot: QtBot) -> None:
    form.show_sight(StoreSight(carriers=(SeenWording("ﾈｺﾎﾟｽ", 2),)))
    row = add(form, qtbot, "ネコポス")
    choose(form, row, "yamato nekopos")
    line = form.list.twin_line
    assert line.isVisible() and "似た表記「ﾈｺﾎﾟｽ」（受注2件）" in line.message.text
    assert form.table.model().index(row, COUNT).data() == "似た表記"
    assert form.check()
    QTest.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert rules(form)[-1] == Conversion(wording="ﾈｺﾎﾟｽ", carrier="yamato", service="nekopos")
    assert not line.isVisible()
    # The row that orders gave for it is not needed any more.
    assert [form.list.wording(row) for row in form.list.rows] == ["クール便", "ﾈｺﾎﾟｽ"]
    assert form.list.unnamed == []


def test_a_removed_wording_that_orders_hold_comes_back_open(form: OptionsForm) -> None:
    form.show_sight(StoreSight(carriers=(SeenWording("クール便", 2),)))
    form.table.setCurrentCell(0, 0)
    QTest.keyClick(form.table, Qt.Key.Key_Delete)
    assert form.tiles() == {"conversions": Conversions()}
    assert form.list.wording(0) == "クール便" and not form.list.choice(0)


def test_only_carriers_in_use_and_those_of_rules_are_offered(form: OptionsForm) -> None:
    form.load(Settings(carriers=Carriers(used=(CarrierUse(carrier="seino"),)), conversions=RULES))
    box = form.list.choice_box(0)
    offered = {str(box.itemData(place)).split(" ")[0] for place in range(1, box.count())}
    assert offered == {"seino", "yamato"}
    # Not only what the rule says now.
    assert box.findText("ヤマト運輸　ネコポス") > 0


def test_loading_tells_of_no_edit(form: OptionsForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.load(Settings(conversions=RULES))
        form.show_sight(SEEN)


def test_rules_are_put_in_order_by_the_keyboard(form: OptionsForm) -> None:
    first, second, third = (
        Conversion(wording="一", carrier="yamato"),
        Conversion(wording="二", carrier="sagawa"),
        Conversion(wording="三", carrier="seino", service="mini"),
    )
    form.load(Settings(conversions=Conversions(rules=(first, second, third))))
    form.table.setCurrentCell(2, WORDING)
    assert form.list.up_button.isVisible() and form.list.down_button.isVisible()
    assert not form.list.down_button.isEnabled()
    QTest.keyClick(form.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(form.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert rules(form) == (third, first, second)
    assert form.table.currentRow() == 0 and not form.list.up_button.isEnabled()
    QTest.keyClick(form.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert rules(form) == (first, third, second)


def test_what_stands_for_nothing_yet_has_no_place_in_the_order(form: OptionsForm) -> None:
    form.show_sight(SEEN)
    form.table.setCurrentCell(0, WORDING)
    assert not form.list.up_button.isEnabled() and not form.list.down_button.isEnabled()
    choose(form, 0, "sagawa")
    QTest.mouseClick(form.list.down_button, Qt.MouseButton.LeftButton)
    assert [rule.wording for rule in rules(form)] == ["クール便", "小型宅急便"]
    assert form.list.wording(form.table.currentRow()) == "小型宅急便"


def test_a_wording_is_chosen_from_those_that_orders_hold(form: OptionsForm, qtbot: QtBot) -> None:
    form.show_sight(SEEN)
    QTest.mouseClick(form.list.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(offer_boxes(form)))
    box = offer_boxes(form)[0]
    assert [box.itemText(place) for place in range(box.count())] == ["小型宅急便", "<b>船</b>", "佐川急便"]
    assert box.accessibleName() == "モールの表記"
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not offer_boxes(form))
    assert form.list.wording(form.table.rowCount() - 1) == "<b>船</b>"


def test_what_is_typed_is_not_completed_to_something_else(form: OptionsForm, qtbot: QtBot) -> None:
    form.show_sight(StoreSight(carriers=(SeenWording("Yu-Packet", 2),)))
    QTest.mouseClick(form.list.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(offer_boxes(form)))
    QTest.keyClicks(offer_boxes(form)[0], "yu-p")
    QTest.keyClick(offer_boxes(form)[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not offer_boxes(form))
    assert form.list.wording(form.table.rowCount() - 1) == "yu-p"


def offer_boxes(form: OptionsForm) -> list[QComboBox]:
    return [box for box in form.table.findChildren(QComboBox) if box.isEditable()]


def test_carrier_and_service_are_chosen_by_the_keyboard(form: OptionsForm, qtbot: QtBot) -> None:
    box = form.list.choice_box(0)
    assert [box.itemText(place) for place in range(4)] == [
        "未設定",
        "ヤマト運輸　なし（通常）",
        "ヤマト運輸　宅急便",
        "ヤマト運輸　宅急便コンパクト",
    ]
    QTest.keyClick(form.table, Qt.Key.Key_Space)
    qtbot.waitUntil(box.view().isVisible)
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not box.view().isVisible())
    assert rules(form) == (Conversion(wording="クール便", carrier="yamato", service="takkyubin"),)


def test_tab_leaves_the_table(form: OptionsForm) -> None:
    form.load(Settings(conversions=Conversions(rules=RULES.rules * 3)))
    form.table.setFocus()
    QTest.keyClick(form.table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.list.add_button


def test_before_any_order_was_seen_it_says_what_to_do(form: OptionsForm) -> None:
    form.load(Settings())
    assert form.state.role is Role.HINT and "「追加」" in form.state.text
    assert form.table.rowCount() == 0
    assert form.list.add_button.isEnabled() and not form.trial.button.isEnabled()
    assert form.check()


def outcome(form: OptionsForm) -> list[tuple[str, str, str]]:
    model = form.trial.table.model()
    return [
        (
            str(model.index(row, WORDING).data()),
            str(model.index(row, CHOICE).data()),
            str(model.index(row, COUNT).data()),
        )
        for row in range(model.rowCount())
    ]


def test_the_rules_on_the_page_are_tried_with_the_stored_orders(form: OptionsForm) -> None:
    form.show_sight(SEEN)
    assert not form.trial.table.isVisible()
    press(form.trial.button)
    assert outcome(form) == [
        ("小型宅急便", "未設定", "7件"),
        ("<b>船</b>", "未設定", "1件"),
        ("クール便", "ヤマト運輸　なし（通常）", "0件"),
        ("佐川急便", "業者名のまま（設定は不要）", "3件"),
    ]
    assert form.trial.summary.text == "受注11件のうち8件は、どの変換にも一致しません。"
    icons = [
        form.trial.table.model().index(row, WORDING).data(Qt.ItemDataRole.DecorationRole) for row in (0, 1, 2)
    ]
    assert [isinstance(icon, QIcon) and not icon.isNull() for icon in icons] == [True, True, False]
    assert QApplication.focusWidget() is form.trial.table


def test_the_trial_follows_what_is_changed_and_saves_nothing(form: OptionsForm, qtbot: QtBot) -> None:
    form.show_sight(SEEN)
    with qtbot.assertNotEmitted(form.edited):
        press(form.trial.button)
    choose(form, 0, "yamato compact")
    assert outcome(form)[1] == ("小型宅急便", "ヤマト運輸　宅急便コンパクト", "7件")
    choose(form, 1, "japan_post")
    assert form.trial.summary.role is Role.GOOD
    form.load(Settings(conversions=RULES))
    assert outcome(form)[0] == ("小型宅急便", "未設定", "7件")
    form.show_sight(StoreSight())
    assert not form.trial.table.isVisible() and not form.trial.summary.isVisible()


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_first_rule_that_matches_to_the_character_counts() -> None:
    seen = (SeenWording("船", 5), SeenWording("船 ", 2), SeenWording("飛行機", 1))
    found = tried((Rule("船", "a"), Rule("船", "b"), Rule("馬", "c")), seen, {"飛行機"}.__contains__)
    assert found.counts == (5, 0, 0)
    assert found.unmatched == (SeenWording("船 ", 2),)
    assert found.by_itself == (SeenWording("飛行機", 1),)
