"""お届け時間帯 as a person fills it: wordings that orders hold and wordings typed by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.sight import LONGEST_WORDING, SeenWording, StoreSight
from goq_desktop.domain.slots import NO_WISH, SLOTS
from goq_desktop.settings.tiles import Settings, SlotName, SlotNames
from goq_desktop.ui.settings.slot_names_section import SlotNamesSection
from goq_desktop.ui.settings.wording_table import COUNT, MOST_SEEN, WORDING

Write = Callable[[QWidget, str], None]
KEY = Qt.Key
OWN = SlotNames(
    names=(SlotName(wording="夕方", slot="16-18"), SlotName(wording=" 夜間", slot="19-21")),
)
SIGHT = StoreSight(
    slots=(
        SeenWording("14時～16時", 4000),
        SeenWording("夜8時ごろ", 1234),
        SeenWording("夕方", 33),
        SeenWording("指定なし", 12),
        SeenWording("平日<b>昼</b>", 3),
    )
)


@pytest.fixture
def section(shown: Callable[[SlotNamesSection, Settings], SlotNamesSection]) -> SlotNamesSection:
    section = shown(SlotNamesSection(), Settings(slot_names=OWN))
    section.list.table.setFocus()
    return section


def names(section: SlotNamesSection) -> tuple[SlotName, ...]:
    tile = section.tiles()["slot_names"]
    assert isinstance(tile, SlotNames)
    return tile.names


def rows(section: SlotNamesSection) -> list[tuple[str, str, str]]:
    """Wording, count and slot, as they are read on the screen."""
    model = section.list.table.model()
    return [
        (
            str(model.index(row, WORDING).data()),
            str(model.index(row, COUNT).data()),
            section.list.choice_box(row).currentText(),
        )
        for row in range(model.rowCount())
    ]


def type_wording(section: SlotNamesSection, qtbot: QtBot, write: Write, text: str) -> None:
    qtbot.waitUntil(lambda: bool(section.list.table.findChildren(QLineEdit)))
    editor = section.list.table.findChildren(QLineEdit)[0]
    editor.selectAll()
    QTest.keyClick(editor, KEY.Key_Delete)
    write(editor, text)
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: not section.list.table.findChildren(QLineEdit))


def add(section: SlotNamesSection, qtbot: QtBot, write: Write, text: str) -> int:
    QTest.mouseClick(section.list.add_button, Qt.MouseButton.LeftButton)
    type_wording(section, qtbot, write, text)
    return section.list.table.rowCount() - 1


def test_what_is_loaded_comes_back_unchanged_to_the_space(section: SlotNamesSection) -> None:
    assert names(section) == OWN.names
    assert section.check()


def test_what_orders_hold_and_nobody_understands_stands_on_top(
    section: SlotNamesSection, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(section.edited):
        section.show_sight(SIGHT)
        section.show_sight(SIGHT)
    assert rows(section) == [
        ("夜8時ごろ", "1,234件", "未設定"),
        ("平日<b>昼</b>", "3件", "未設定"),
        ("夕方", "33件", "16時～18時"),
        (" 夜間", "", "19時～21時"),
    ]
    assert names(section) == OWN.names
    assert section.check()


def test_a_seen_wording_gets_its_slot(section: SlotNamesSection, qtbot: QtBot) -> None:
    section.show_sight(SIGHT)
    box = section.list.choice_box(0)
    assert box.accessibleName() == "「夜8時ごろ」の時間帯"
    with qtbot.waitSignal(section.edited):
        QTest.keyClick(box, KEY.Key_End)
    assert names(section) == (SlotName(wording="夜8時ごろ", slot=SLOTS[-1].code), *OWN.names)
    section.load(Settings(slot_names=SlotNames(names=names(section))))
    assert rows(section)[0] == ("平日<b>昼</b>", "3件", "未設定")
    assert rows(section)[1] == ("夜8時ごろ", "1,234件", SLOTS[-1].name)


def test_a_wording_may_stand_for_no_wish(section: SlotNamesSection) -> None:
    section.show_sight(SIGHT)
    QTest.keyClick(section.list.choice_box(1), KEY.Key_Down)
    assert rows(section)[1] == ("平日<b>昼</b>", "3件", "指定なし")
    assert names(section)[0] == SlotName(wording="平日<b>昼</b>", slot=NO_WISH.code)
    assert section.check()


def test_the_longest_wording_that_is_shown_can_be_kept(section: SlotNamesSection) -> None:
    longest = SeenWording("夜" * LONGEST_WORDING, 3)
    section.show_sight(StoreSight(slots=(longest,)))
    QTest.keyClick(section.list.choice_box(0), KEY.Key_End)
    assert section.check(), section.problem
    assert names(section)[0].wording == longest.text


def test_a_seen_wording_is_the_malls_to_the_character(section: SlotNamesSection) -> None:
    section.show_sight(SIGHT)
    section.list.table.setCurrentCell(0, 0)
    assert not section.list.edit_button.isEnabled() and not section.list.remove_button.isEnabled()
    QTest.keyClick(section.list.table, KEY.Key_F2)
    QTest.keyClick(section.list.table, KEY.Key_Delete)
    assert not section.list.table.findChildren(QLineEdit)
    assert rows(section)[0][0] == "夜8時ごろ"


def test_a_sight_that_comes_while_somebody_types_takes_nothing_away(
    section: SlotNamesSection, qtbot: QtBot, write: Write
) -> None:
    QTest.mouseClick(section.list.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(section.list.table.findChildren(QLineEdit)))
    editor = section.list.table.findChildren(QLineEdit)[0]
    write(editor, "お")
    section.show_sight(SIGHT)
    write(editor, "昼")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: not section.list.table.findChildren(QLineEdit))
    assert rows(section)[4] == ("お昼", "", "未設定")


def test_a_wording_is_added_by_hand(section: SlotNamesSection, qtbot: QtBot, write: Write) -> None:
    row = add(section, qtbot, write, "昼過ぎ")
    for _ in range(3):
        QTest.keyClick(section.list.choice_box(row), KEY.Key_Down)
    assert names(section)[-1] == SlotName(wording="昼過ぎ", slot="12-14")
    assert section.list.choice_box(row).accessibleName() == "「昼過ぎ」の時間帯"
    assert section.check()


def test_a_wording_added_by_hand_needs_a_slot(section: SlotNamesSection, qtbot: QtBot, write: Write) -> None:
    row = add(section, qtbot, write, "昼過ぎ")
    assert not section.check()
    assert "3行目の時間帯" in section.problem
    assert names(section) == OWN.names
    assert QApplication.focusWidget() is section.list.choice_box(row)
    QTest.keyClick(section.list.choice_box(row), KEY.Key_End)
    assert section.problem == ""
    assert section.check()


def test_a_wording_is_changed_and_removed(section: SlotNamesSection, qtbot: QtBot, write: Write) -> None:
    section.list.table.setCurrentCell(1, 0)
    QTest.mouseClick(section.list.edit_button, Qt.MouseButton.LeftButton)
    type_wording(section, qtbot, write, "深夜")
    assert names(section)[1] == SlotName(wording="深夜", slot="19-21")
    section.list.table.setFocus()
    QTest.keyClick(section.list.table, KEY.Key_Delete)
    assert names(section) == OWN.names[:1]


def test_a_wording_still_being_typed_counts(section: SlotNamesSection, qtbot: QtBot, write: Write) -> None:
    section.list.table.setCurrentCell(0, WORDING)
    QTest.mouseClick(section.list.edit_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(section.list.table.findChildren(QLineEdit)))
    editor = section.list.table.findChildren(QLineEdit)[0]
    editor.selectAll()
    write(editor, "夕刻")
    assert section.check()
    assert names(section)[0] == SlotName(wording="夕刻", slot="16-18")


def test_a_removed_wording_that_orders_hold_stands_on_top_again(section: SlotNamesSection) -> None:
    section.show_sight(SIGHT)
    section.list.table.setCurrentCell(2, 0)
    QTest.keyClick(section.list.table, KEY.Key_Delete)
    assert rows(section)[0] == ("夕方", "33件", "未設定")
    assert names(section) == OWN.names[1:]


def test_a_wording_that_is_missing_or_there_twice_is_named_by_its_line(
    section: SlotNamesSection, qtbot: QtBot, write: Write
) -> None:
    section.show_sight(SIGHT)
    row = add(section, qtbot, write, "夕方")
    QTest.keyClick(section.list.choice_box(row), KEY.Key_End)
    assert not section.check()
    assert "5行目と同じ" in section.problem
    section.list.table.setCurrentCell(row, 0)
    QTest.mouseClick(section.list.edit_button, Qt.MouseButton.LeftButton)
    type_wording(section, qtbot, write, "")
    assert not section.check()
    assert "5行目の表記" in section.problem
    assert section.list.table.currentRow() == row


def test_a_slot_of_a_later_version_is_kept_and_named(section: SlotNamesSection) -> None:
    later = SlotNames(names=(SlotName(wording="夜中", slot="21-23"),))
    section.load(Settings(slot_names=later))
    assert names(section) == later.names
    assert not section.check()
    assert section.problem


def test_a_shop_with_no_end_of_wordings_fills_no_endless_table(section: SlotNamesSection) -> None:
    section.show_sight(StoreSight(slots=tuple(SeenWording(f"{n}番目の希望", 1) for n in range(5000))))
    assert section.list.table.rowCount() == MOST_SEEN + len(OWN.names)
