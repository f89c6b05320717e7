"""モール選択 as a person fills it, with the mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.settings.tiles import Settings, Shop, Shops
from goq_desktop.ui.settings.shops import ShopsForm

Write = Callable[[QWidget, str], None]
TWO = Settings(
    shops=Shops(
        shops=(
            Shop(uid="aa", name="本店", shop_id="abc123.wc", fetch_days=14, auto_fetch=True),
            Shop(uid="bb", name="2号店"),
        )
    )
)
Show = Callable[[ShopsForm, Settings], ShopsForm]


@pytest.fixture
def form(shown: Show) -> ShopsForm:
    form = shown(ShopsForm(), TWO)
    form.tree.setFocus()
    return form


def shops(form: ShopsForm) -> tuple[Shop, ...]:
    tile = form.tiles()["shops"]
    assert isinstance(tile, Shops)
    return tile.shops


def names(form: ShopsForm) -> list[str]:
    return [shop.name for shop in shops(form)]


def rename(form: ShopsForm, qtbot: QtBot, write: Write, name: str) -> None:
    """F2, the new name, Enter."""
    QTest.keyClick(form.tree, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(form.tree.findChildren(QLineEdit)))
    editor = form.tree.findChildren(QLineEdit)[0]
    editor.selectAll()
    if name:
        write(editor, name)
    else:
        QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.tree.findChildren(QLineEdit))


def test_what_is_loaded_comes_back_unchanged(form: ShopsForm) -> None:
    assert form.tiles() == {"shops": TWO.shops}


def test_without_a_shop_one_is_proposed_so_that_one_can_go_on_at_once(shown: Show) -> None:
    form = shown(ShopsForm(), Settings())
    (shop,) = shops(form)
    assert (shop.mall, shop.name) == ("shopserve", "ショップサーブ")
    assert shop.uid
    assert form.check()
    assert shops(form) == (shop,), "its uid stays"


def test_only_the_kind_that_connects_is_offered(form: ShopsForm) -> None:
    assert [form.mall.itemText(row) for row in range(form.mall.count())] == ["ショップサーブ"]


def test_the_practice_shop_is_offered_and_proposed_where_it_is_allowed(shown: Show) -> None:
    form = shown(ShopsForm(is_practice_allowed=True), Settings())
    assert shops(form)[0].mall == "practice"
    assert form.mall.count() == 2


def test_a_shop_is_added_by_typing_its_name_and_enter(form: ShopsForm, write: Write) -> None:
    write(form.name, "3号店")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert names(form) == ["本店", "2号店", "3号店"]
    assert len({shop.uid for shop in shops(form)}) == 3
    assert form.name.text() == ""


def test_a_name_that_was_typed_but_not_added_is_added_on_going_on(form: ShopsForm, write: Write) -> None:
    write(form.name, "3号店")
    assert form.check()
    assert names(form)[-1] == "3号店"


def test_adding_nothing_says_what_is_missing(form: ShopsForm) -> None:
    form.add_button.click()
    assert "表示名" in form.problem
    assert form.name.hasFocus()


def test_a_shop_is_renamed_in_place_and_keeps_everything_else(
    form: ShopsForm, qtbot: QtBot, write: Write
) -> None:
    rename(form, qtbot, write, "  本店 東京 ")
    first = shops(form)[0]
    assert first == Shop(uid="aa", name="本店 東京", shop_id="abc123.wc", fetch_days=14, auto_fetch=True)


def test_a_name_still_being_typed_counts(form: ShopsForm, qtbot: QtBot, write: Write) -> None:
    QTest.keyClick(form.tree, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(form.tree.findChildren(QLineEdit)))
    editor = form.tree.findChildren(QLineEdit)[0]
    editor.selectAll()
    write(editor, "東京店")
    assert form.check()
    assert names(form) == ["東京店", "2号店"]


def test_the_order_is_changed_by_keyboard(form: ShopsForm) -> None:
    QTest.keyClick(form.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(form) == ["2号店", "本店"]
    QTest.keyClick(form.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(form) == ["2号店", "本店"], "the last one stays the last"
    QTest.keyClick(form.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(form) == ["本店", "2号店"]


def test_the_order_is_changed_by_buttons_that_know_the_ends(form: ShopsForm) -> None:
    assert not form.up_button.isEnabled()
    QTest.mouseClick(form.down_button, Qt.MouseButton.LeftButton)
    assert names(form) == ["2号店", "本店"]
    assert not form.down_button.isEnabled()


def test_a_shop_is_removed_only_after_a_question_in_place(form: ShopsForm) -> None:
    QTest.keyClick(form.tree, Qt.Key.Key_Delete)
    assert form.confirmation.isVisible()
    assert names(form) == ["本店", "2号店"]
    assert form.confirmation.no.hasFocus(), "the safe answer is the near one"
    QTest.mouseClick(form.confirmation.yes, Qt.MouseButton.LeftButton)
    assert names(form) == ["2号店"]


def test_escape_keeps_the_shop(form: ShopsForm) -> None:
    QTest.mouseClick(form.remove_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(form.confirmation.no, Qt.Key.Key_Escape)
    assert not form.confirmation.isVisible()
    assert names(form) == ["本店", "2号店"]
    assert form.tree.hasFocus()


def test_a_question_about_one_shop_is_not_answered_for_another(form: ShopsForm) -> None:
    QTest.keyClick(form.tree, Qt.Key.Key_Delete)
    form.tree.setFocus()
    QTest.keyClick(form.tree, Qt.Key.Key_Down)
    assert not form.confirmation.isVisible()


def test_an_empty_list_is_a_problem(form: ShopsForm) -> None:
    for _ in range(2):
        QTest.keyClick(form.tree, Qt.Key.Key_Delete)
        QTest.mouseClick(form.confirmation.yes, Qt.MouseButton.LeftButton)
    assert not form.check()
    assert "1つ以上" in form.problem
    assert form.name.hasFocus()
    assert not form.remove_button.isEnabled()


@pytest.mark.parametrize(("name", "sentence"), [("", "1行目の表示名"), ("２号店", "同じ表示名")])
def test_a_name_that_will_not_do_is_named_by_its_line(
    form: ShopsForm, qtbot: QtBot, write: Write, name: str, sentence: str
) -> None:
    rename(form, qtbot, write, name)
    assert not form.check()
    assert sentence in form.problem
    assert form.tree.hasFocus()
