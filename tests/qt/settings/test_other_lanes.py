"""ステータス as a person makes it: added, renamed, ordered, coloured, removed; the fixed ones stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.settings.tiles import Lanes, LaneSetting, Settings
from goq_desktop.ui import theme
from goq_desktop.ui.settings.lanes_section import LanesSection
from goq_desktop.ui.theme import DARK, LANE_COLOURS, LIGHT

Write = Callable[[QWidget, str], None]
OWN = Lanes(
    lanes=(
        LaneSetting(code="awaiting_payment", name="入金待ち", colour="amber"),
        LaneSetting(code="lane_a", name="発送準備"),
        LaneSetting(code="lane_b", name="保留", colour="later"),
    )
)
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


@pytest.fixture
def section(shown: Callable[[LanesSection, Settings], LanesSection]) -> LanesSection:
    section = shown(LanesSection(), Settings(lanes=OWN))
    section.tree.setFocus()
    return section


def lanes(section: LanesSection) -> tuple[LaneSetting, ...]:
    tile = section.tiles()["lanes"]
    assert isinstance(tile, Lanes)
    return tile.lanes


def names(section: LanesSection) -> list[str]:
    """As they stand in the list, the fixed ones too."""
    model = section.tree.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def go_to(section: LanesSection, row: int) -> None:
    QTest.keyClick(section.tree, KEY.Key_Home)
    for _ in range(row):
        QTest.keyClick(section.tree, KEY.Key_Down)


def rename(section: LanesSection, qtbot: QtBot, write: Write, name: str) -> None:
    QTest.keyClick(section.tree, KEY.Key_F2)
    qtbot.waitUntil(lambda: bool(section.tree.findChildren(QLineEdit)))
    editor = section.tree.findChildren(QLineEdit)[0]
    editor.selectAll()
    QTest.keyClick(editor, KEY.Key_Delete)
    write(editor, name)
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: not section.tree.findChildren(QLineEdit))


def test_the_fixed_ones_stand_first_and_last_and_say_so(section: LanesSection) -> None:
    assert names(section) == ["新規受付", "入金待ち", "発送準備", "保留", "処理済", "キャンセル"]
    model = section.tree.model()
    for row in (0, 4, 5):
        assert model.index(row, 1).data() == "固定"
        assert "固定" in model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert not model.index(row, 0).data(Qt.ItemDataRole.DecorationRole).isNull()


@pytest.mark.parametrize("row", [0, 4, 5])
def test_nothing_can_be_done_to_a_fixed_one(section: LanesSection, row: int) -> None:
    go_to(section, row)
    for key, modifier in (
        (KEY.Key_F2, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_Up, ALT),
        (KEY.Key_Down, ALT),
    ):
        QTest.keyClick(section.tree, key, modifier)
    assert not section.tree.findChildren(QLineEdit)
    assert section.confirmation.isHidden()
    assert lanes(section) == OWN.lanes
    buttons = (section.rename_button, section.up_button, section.down_button, section.remove_button)
    assert not any(widget.isEnabled() for widget in (*buttons, section.colour))


def test_one_is_added_before_the_last_fixed_ones_with_a_code_of_its_own(
    section: LanesSection, write: Write
) -> None:
    for name in ("取り寄せ", "予約"):
        section.name.setFocus()
        write(section.name, f" {name} ")
        QTest.keyClick(section.name, KEY.Key_Return)
    assert names(section)[-4:] == ["取り寄せ", "予約", "処理済", "キャンセル"]
    added = lanes(section)[-2:]
    assert [lane.name for lane in added] == ["取り寄せ", "予約"]
    assert len({lane.code for lane in lanes(section)}) == 5
    assert section.check()


def test_a_new_name_changes_no_code(section: LanesSection, qtbot: QtBot, write: Write) -> None:
    go_to(section, 1)
    rename(section, qtbot, write, "前払い待ち")
    assert lanes(section)[0] == LaneSetting(code="awaiting_payment", name="前払い待ち", colour="amber")


def test_alt_and_an_arrow_move_one_and_never_past_a_fixed_one(section: LanesSection) -> None:
    go_to(section, 1)
    for _ in range(4):
        QTest.keyClick(section.tree, KEY.Key_Down, ALT)
    assert names(section) == ["新規受付", "発送準備", "保留", "入金待ち", "処理済", "キャンセル"]
    for _ in range(4):
        QTest.keyClick(section.tree, KEY.Key_Up, ALT)
    assert lanes(section) == OWN.lanes


def test_removing_asks_says_where_the_orders_go_and_can_be_given_up(section: LanesSection) -> None:
    go_to(section, 2)
    QTest.keyClick(section.tree, KEY.Key_Delete)
    assert section.confirmation.isVisible()
    no = section.confirmation.no
    assert QApplication.focusWidget() is no
    assert "発送準備" in no.accessibleDescription() and "新規受付" in no.accessibleDescription()
    QTest.keyClick(no, KEY.Key_Escape)
    assert section.confirmation.isHidden()
    assert lanes(section) == OWN.lanes
    assert QApplication.focusWidget() is section.tree
    QTest.keyClick(section.tree, KEY.Key_Delete)
    QTest.mouseClick(section.confirmation.yes, Qt.MouseButton.LeftButton)
    assert [lane.code for lane in lanes(section)] == ["awaiting_payment", "lane_b"]


def test_a_question_about_one_is_never_answered_for_another(section: LanesSection) -> None:
    go_to(section, 1)
    QTest.keyClick(section.tree, KEY.Key_Delete)
    QTest.keyClick(section.tree, KEY.Key_Down)
    assert section.confirmation.isHidden()


def test_a_colour_is_chosen_by_its_word(section: LanesSection, qtbot: QtBot) -> None:
    go_to(section, 2)
    assert section.colour.currentText() == "色なし"
    with qtbot.waitSignal(section.edited):
        QTest.keyClick(section.colour, KEY.Key_Down)
        QTest.keyClick(section.colour, KEY.Key_Down)
    assert lanes(section)[1] == LaneSetting(code="lane_a", name="発送準備", colour="blue")
    assert section.tree.model().index(2, 1).data() == "青"
    go_to(section, 1)
    assert section.colour.currentText() == "橙"


def test_a_colour_of_a_later_version_stays_until_another_is_chosen(section: LanesSection) -> None:
    go_to(section, 3)
    assert section.colour.currentText() == ""
    assert lanes(section)[2].colour == "later"


def test_every_colour_that_is_offered_is_in_the_theme_and_in_words(section: LanesSection) -> None:
    offered = [section.colour.itemData(place) for place in range(section.colour.count())]
    assert offered == ["", *LANE_COLOURS]
    assert all(section.colour.itemText(place) for place in range(section.colour.count()))


def middle(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QColor:
    return icon.pixmap(16, mode).toImage().pixelColor(8, 8)


def test_the_squares_follow_the_scheme(section: LanesSection, qapp: QApplication) -> None:
    decoration = Qt.ItemDataRole.DecorationRole
    for scheme, place in ((Qt.ColorScheme.Light, 0), (Qt.ColorScheme.Dark, 1)):
        theme.apply(qapp, scheme)
        QApplication.processEvents()
        wanted = QColor(LANE_COLOURS["amber"][place])
        assert middle(section.tree.model().index(1, 1).data(decoration)) == wanted
        assert middle(section.colour.itemIcon(1)) == wanted
    theme.apply(qapp, Qt.ColorScheme.Light)


def test_a_square_on_a_selection_has_a_rim(qapp: QApplication) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)
    image = theme.swatch("blue").pixmap(16, QIcon.Mode.Selected).toImage()
    seen = {image.pixelColor(x, 8).name() for x in range(16)}
    assert {LIGHT.base, LANE_COLOURS["blue"][0]} <= seen


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        c = QColor(colour)
        parts = (c.redF(), c.greenF(), c.blueF())
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", LANE_COLOURS)
def test_a_colour_is_readable_as_text_in_both_schemes(name: str) -> None:
    for scheme, colour in zip((LIGHT, DARK), LANE_COLOURS[name], strict=True):
        for ground in (scheme.window, scheme.base, scheme.alternate, scheme.button, scheme.notice):
            assert contrast(colour, ground) >= 4.5


def test_an_unknown_colour_is_none(qapp: QApplication) -> None:
    assert theme.lane_colour("later") == theme.lane_colour("") == ""


def test_a_name_that_is_missing_twice_or_fixed_is_named_by_its_line(
    section: LanesSection, qtbot: QtBot, write: Write
) -> None:
    go_to(section, 2)
    for name, words in (("入金待ち", "3行目と同じ"), ("処理済", "3行目と同じ"), ("", "3行目のステータス名")):
        rename(section, qtbot, write, name)
        assert not section.check()
        assert words in section.problem
        assert QApplication.focusWidget() is section.tree
    rename(section, qtbot, write, "予約")
    assert section.problem == ""
    assert section.check()


def test_a_name_still_being_typed_counts(section: LanesSection, qtbot: QtBot, write: Write) -> None:
    go_to(section, 2)
    QTest.keyClick(section.tree, KEY.Key_F2)
    qtbot.waitUntil(lambda: bool(section.tree.findChildren(QLineEdit)))
    editor = section.tree.findChildren(QLineEdit)[0]
    editor.selectAll()
    write(editor, "梱包")
    assert section.check()
    assert [lane.name for lane in lanes(section)] == ["入金待ち", "梱包", "保留"]
    write(section.name, "予約")
    assert section.check()
    assert [lane.name for lane in lanes(section)] == ["入金待ち", "梱包", "保留", "予約"]


def test_the_one_that_was_chosen_stays_chosen_when_loaded_anew(section: LanesSection) -> None:
    go_to(section, 2)
    section.load(Settings(lanes=OWN))
    assert section.tree.currentIndex().row() == 2
