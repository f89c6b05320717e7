"""モール詳細設定 as a person fills it: id, keys, and how orders are fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.clock import Clock
from goq_desktop.domain.connection import ConnectionProof, KeyCheck, KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.malls.profile import KeyHelp
from goq_desktop.settings.tiles import Settings, Shop, Shops
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.theme import Role

# Never keys of anybody; made up of parts, so that no whole key text stands in a file.
OPEN, MANAGER = "0f" * 20, "$2y$11$" + "aB./" * 8
NEW = Shop(uid="aa", name="本店")
SET_UP = Shop(
    uid="bb",
    name="2号店",
    shop_id="abc123.wc",
    fetch_days=14,
    auto_fetch=True,
    interval_minutes=45,
    import_from=date(2026, 11, 1),
    keys_issued_on=date(2026, 10, 1),
    open_key_set_on=date(2026, 11, 20),
    manager_key_set_on=date(2026, 11, 20),
    manager_key_worked_on=date(2026, 11, 22),
)
HELP = {"shopserve": KeyHelp(key_page="サーバー > ショップサーブAPI", key_steps=("開く", "<b>コピー</b>"))}
REFUSED = Problem(ProblemCode.KEY_REFUSED, {"key": "open", "shop": "本店", "status": 401})


class FixedClock(Clock):
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # the 23rd in Japan


@pytest.fixture
def open_form(
    shown: Callable[[ShopDetailForm, Settings], ShopDetailForm],
) -> Callable[..., ShopDetailForm]:
    def open_(*shops: Shop) -> ShopDetailForm:
        return shown(ShopDetailForm(HELP, FixedClock()), Settings(shops=Shops(shops=shops)))

    return open_


@pytest.fixture
def form(open_form: Callable[..., ShopDetailForm]) -> ShopDetailForm:
    return open_form(NEW)


def paste(form: ShopDetailForm, kind: KeyKind, text: str) -> None:
    QApplication.clipboard().setText(text)
    form.keys[kind].line.setFocus()
    form.keys[kind].line.paste()


def enter_all(form: ShopDetailForm) -> None:
    form.shop_id.setText("abc123.wc")
    paste(form, KeyKind.OPEN, OPEN)
    paste(form, KeyKind.MANAGER, MANAGER)


def shop(form: ShopDetailForm, uid: str = "aa") -> Shop:
    tile = form.tiles()["shops"]
    assert isinstance(tile, Shops)
    found = tile.find(uid)
    assert found is not None
    return found


def proof(uid: str = "aa", *, is_swapped: bool = False) -> ConnectionProof:
    problem = REFUSED if is_swapped else None
    return ConnectionProof(
        shop_uid=uid,
        checks=tuple(KeyCheck(key=kind, problem=problem) for kind in KeyKind),
        orders_7_days=None if is_swapped else 42,
        newest_number="00123456",
        keys_look_swapped=is_swapped,
    )


def test_what_is_loaded_comes_back_unchanged(open_form: Callable[..., ShopDetailForm]) -> None:
    form = open_form(NEW, SET_UP)
    assert form.tiles() == {"shops": Shops(shops=(NEW, SET_UP))}
    form.show_shop("bb")
    assert form.tiles() == {"shops": Shops(shops=(NEW, SET_UP))}


def test_loading_and_looking_at_another_shop_is_no_edit(
    open_form: Callable[..., ShopDetailForm], qtbot: QtBot
) -> None:
    form = open_form(NEW, SET_UP)
    with qtbot.assertNotEmitted(form.edited):
        form.show_shop("bb")


def test_everything_typed_is_in_the_tile_and_no_key_is(form: ShopDetailForm) -> None:
    enter_all(form)
    QTest.keyClick(form.is_automatic, Qt.Key.Key_Space)
    form.days.setValue(10)
    form.interval.setValue(15)
    QTest.keyClick(form.import_from.box, Qt.Key.Key_Space)
    form.import_from.date.setDate(QDate(2026, 11, 2))
    assert shop(form) == Shop(
        uid="aa",
        name="本店",
        shop_id="abc123.wc",
        fetch_days=10,
        auto_fetch=True,
        interval_minutes=15,
        import_from=date(2026, 11, 2),
    )


def test_a_pasted_key_is_cleaned_with_a_notice_and_hidden(form: ShopDetailForm) -> None:
    paste(form, KeyKind.MANAGER, f"\u3000{MANAGER}\u200b \n")
    assert form.entered_keys("aa") == {KeyKind.MANAGER: MANAGER}
    message = form.fields["manager_key"].message
    assert message.isVisible()
    assert message.role is Role.NOTICE
    assert "空白" in message.text
    assert "見えない文字" in message.text
    line = form.keys[KeyKind.MANAGER].line
    assert line.displayText() == "●" * len(MANAGER) or MANAGER not in line.displayText()


def test_full_width_letters_become_half_width_with_a_notice(form: ShopDetailForm) -> None:
    paste(form, KeyKind.OPEN, OPEN.translate({ord("f"): "ｆ"}))
    assert form.entered_keys("aa") == {KeyKind.OPEN: OPEN}
    assert "半角" in form.fields["open_key"].message.text


def test_an_untouched_paste_needs_no_notice(form: ShopDetailForm) -> None:
    paste(form, KeyKind.OPEN, OPEN)
    assert form.fields["open_key"].message.text == ""


def test_no_signal_and_no_notice_carries_a_key(form: ShopDetailForm) -> None:
    heard: list[tuple[object, ...]] = []
    form.edited.connect(lambda *values: heard.append(values))
    form.keys[KeyKind.OPEN].edited.connect(lambda *values: heard.append(values))
    form.keys[KeyKind.OPEN].cleaned.connect(lambda *values: heard.append(values))
    form.test_requested.connect(lambda *values: heard.append(values))
    enter_all(form)
    paste(form, KeyKind.OPEN, " ")
    QTest.mouseClick(form.test_button, Qt.MouseButton.LeftButton)
    assert ("aa",) in heard
    assert OPEN not in repr(heard)
    assert MANAGER not in repr(heard)


def test_a_key_that_is_set_is_told_by_its_dates_only(open_form: Callable[..., ShopDetailForm]) -> None:
    form = open_form(SET_UP)
    assert not form.keys[KeyKind.OPEN].line.isVisible()
    assert form.keys[KeyKind.OPEN].state.text == "設定済み"
    assert form.fields["open_key"].message.text == "2026-11-20 に設定、未使用"
    assert form.fields["manager_key"].message.text == "2026-11-20 に設定、最後に使えた日 2026-11-22"
    assert form.entered_keys("bb") == {}
    assert form.check()


def test_a_key_is_replaced_in_three_actions_and_the_change_can_be_given_up(
    open_form: Callable[..., ShopDetailForm],
) -> None:
    form = open_form(SET_UP)
    entry = form.keys[KeyKind.OPEN]
    QTest.mouseClick(entry.change_button, Qt.MouseButton.LeftButton)
    assert entry.line.hasFocus()
    paste(form, KeyKind.OPEN, OPEN)
    assert form.entered_keys("bb") == {KeyKind.OPEN: OPEN}
    QTest.mouseClick(entry.keep_button, Qt.MouseButton.LeftButton)
    assert form.entered_keys("bb") == {}
    assert entry.state.isVisible()


def test_typed_keys_survive_going_back_and_are_forgotten_once_kept(form: ShopDetailForm) -> None:
    enter_all(form)
    form.load(Settings(shops=Shops(shops=(shop(form),))))
    assert form.keys[KeyKind.OPEN].text == OPEN
    form.forget_keys("aa")
    assert form.entered_keys("aa") == {}
    form.load(Settings(shops=Shops(shops=(SET_UP,))))
    assert form.keys[KeyKind.OPEN].text == ""


def test_each_shop_has_its_own_typed_keys(open_form: Callable[..., ShopDetailForm]) -> None:
    form = open_form(NEW, Shop(uid="cc", name="3号店"))
    enter_all(form)
    form.shop.setFocus()
    QTest.keyClick(form.shop, Qt.Key.Key_Down)
    assert form.current_uid == "cc"
    assert form.keys[KeyKind.OPEN].text == ""
    assert form.shop_id.text() == ""
    paste(form, KeyKind.OPEN, "x")
    assert form.entered_keys("aa") == {KeyKind.OPEN: OPEN, KeyKind.MANAGER: MANAGER}
    assert shop(form).shop_id == "abc123.wc"


def test_what_is_missing_is_said_beside_each_field(form: ShopDetailForm) -> None:
    assert not form.check()
    assert {name for name, field in form.fields.items() if field.problem} == {
        "shop_id",
        "open_key",
        "manager_key",
    }
    assert form.shop_id.hasFocus()
    assert form.fields["open_key"].problem in form.keys[KeyKind.OPEN].line.accessibleDescription()


def test_the_first_shop_with_a_problem_is_shown(open_form: Callable[..., ShopDetailForm]) -> None:
    form = open_form(SET_UP, NEW)
    assert not form.check()
    assert form.current_uid == "aa"
    assert form.fields["shop_id"].problem


def test_a_day_after_today_in_japan_is_refused(form: ShopDetailForm) -> None:
    enter_all(form)
    form.issued_on.box.setChecked(True)
    form.issued_on.date.setDate(QDate(2026, 11, 23))
    assert form.check(), "it is the 23rd in Japan already"
    form.issued_on.date.setDate(QDate(2026, 11, 24))
    assert not form.check()
    assert form.fields["keys_issued_on"].problem


def test_a_key_is_never_judged_by_its_form_but_by_its_length(form: ShopDetailForm) -> None:
    enter_all(form)
    paste(form, KeyKind.OPEN, "鍵 $.")
    assert form.check()
    form.keys[KeyKind.OPEN].line.clear()
    paste(form, KeyKind.OPEN, "x" * 1281)
    assert not form.check()
    assert "長すぎます" in form.fields["open_key"].problem


def test_the_same_key_in_both_places_is_noticed(form: ShopDetailForm) -> None:
    enter_all(form)
    form.keys[KeyKind.MANAGER].line.clear()
    paste(form, KeyKind.MANAGER, OPEN)
    assert not form.check()
    assert "同じ" in form.fields["manager_key"].problem


def test_a_test_is_asked_for_only_when_there_is_something_to_test(form: ShopDetailForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.test_requested):
        QTest.mouseClick(form.test_button, Qt.MouseButton.LeftButton)
    assert form.fields["open_key"].problem
    enter_all(form)
    with qtbot.waitSignal(form.test_requested) as asked:
        QTest.mouseClick(form.test_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["aa"]


def test_guide_and_result_take_turns(form: ShopDetailForm) -> None:
    enter_all(form)
    assert form.guide.isVisible()
    form.show_busy("確かめています")
    assert not form.test_button.isEnabled()
    assert not form.guide.isVisible()
    form.show_proof(proof())
    assert form.test_button.isEnabled()
    assert "42" in form.proof.text
    paste(form, KeyKind.OPEN, "x")
    assert form.proof.text == "", "the result was about other keys"
    assert form.guide.isVisible()


def test_a_problem_is_told_in_words(form: ShopDetailForm) -> None:
    form.show_busy("確かめています")
    form.show_problem(REFUSED)
    assert "オープン認証キー" in form.proof.text
    assert form.test_button.isEnabled()


def test_the_result_for_another_shop_is_not_shown(open_form: Callable[..., ShopDetailForm]) -> None:
    form = open_form(NEW, SET_UP)
    form.show_proof(proof("bb"))
    assert form.proof.text == ""


def test_swapped_keys_are_exchanged_and_tested_again(form: ShopDetailForm, qtbot: QtBot) -> None:
    form.shop_id.setText("abc123.wc")
    paste(form, KeyKind.OPEN, MANAGER)
    paste(form, KeyKind.MANAGER, OPEN)
    assert not form.exchange_button.isVisible()
    form.show_proof(proof(is_swapped=True))
    assert form.exchange_button.isVisible()
    with qtbot.waitSignal(form.test_requested):
        QTest.mouseClick(form.exchange_button, Qt.MouseButton.LeftButton)
    assert form.entered_keys("aa") == {KeyKind.OPEN: OPEN, KeyKind.MANAGER: MANAGER}
    assert form.keys[KeyKind.OPEN].text == OPEN


def test_kept_keys_are_exchanged_where_they_lie(
    open_form: Callable[..., ShopDetailForm], qtbot: QtBot
) -> None:
    form = open_form(SET_UP)
    form.show_proof(proof("bb", is_swapped=True))
    with qtbot.assertNotEmitted(form.test_requested), qtbot.waitSignal(form.exchange_requested) as asked:
        QTest.mouseClick(form.exchange_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["bb"], "the uid alone"


def test_a_day_of_issue_typed_with_new_keys_is_no_part_of_the_kept_ones(
    open_form: Callable[..., ShopDetailForm],
) -> None:
    form = open_form(SET_UP)
    assert form.entered_issue_day("bb") is None
    QTest.mouseClick(form.keys[KeyKind.OPEN].change_button, Qt.MouseButton.LeftButton)
    paste(form, KeyKind.OPEN, OPEN)
    assert form.entered_issue_day("bb") is None, "left as it was"
    form.issued_on.date.setDate(QDate(2026, 11, 22))
    assert form.entered_issue_day("bb") == date(2026, 11, 22)
    assert shop(form, "bb").keys_issued_on == SET_UP.keys_issued_on
    form.load(Settings(shops=Shops(shops=(SET_UP,))))
    assert form.issued_on.value == date(2026, 11, 22), "what was typed stays"
    form.forget_keys("bb")
    form.load(Settings(shops=Shops(shops=(SET_UP,))))
    assert form.issued_on.value == SET_UP.keys_issued_on


def test_the_steps_stand_beside_the_fields_as_plain_text(form: ShopDetailForm) -> None:
    assert "サーバー > ショップサーブAPI" in form.guide.text
    assert "1. 開く" in form.guide.text
    assert "<b>コピー</b>" in form.guide.text
