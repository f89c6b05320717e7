"""New keys count when the shop takes them; until then the kept ones do, and nothing has to be pasted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.key_rotation import Condition
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.ui.theme import Role
from tests.qt.wizard.fake_actions import TODAY
from tests.qt.wizard.person import Person

P = SetupPage
NO_NETWORK = Problem(ProblemCode.NO_NETWORK, {"host": "example.jp"})
RIGHT = {KeyKind.OPEN: "right-open-key", KeyKind.MANAGER: "right-manager-key"}
NEW = {KeyKind.OPEN: "new-open-key", KeyKind.MANAGER: "new-manager-key"}


def kept(person: Person) -> dict[KeyKind, str]:
    return {kind: text for (_, kind), text in person.actions.kept.items()}


@pytest.fixture
def at_detail(person: Person) -> Person:
    """First set-up: id and keys are asked for."""
    person.go_quickly_to_detail()
    person.type_into("shop_id", "abc123.wc")
    return person


@pytest.fixture
def with_keys(person: Person) -> Person:
    """Keys are kept, and the shop has issued new ones since."""
    person.go_quickly_to_confirmation()
    person.back()
    assert kept(person) == RIGHT
    person.actions.right_keys = dict(NEW)
    return person


def test_swapped_keys_are_not_kept_and_one_click_exchanges_them(at_detail: Person, qtbot: QtBot) -> None:
    person = at_detail
    person.type_keys(RIGHT[KeyKind.MANAGER], RIGHT[KeyKind.OPEN])
    person.next()
    assert person.page is P.SHOP_DETAIL
    assert "逆" in person.detail.proof.text
    assert kept(person) == {}
    assert not person.shop_detail_page.offer.isVisible()
    assert person.shop_detail_page.notice == ""
    assert person.detail.exchange_button.hasFocus()
    person.click(person.detail.exchange_button)
    qtbot.waitUntil(lambda: "最近7日間の受注: 12 件" in person.detail.proof.text)
    assert kept(person) == {}
    person.next()
    person.arrive(P.CONFIRM)
    assert kept(person) == RIGHT


def test_new_keys_replace_the_kept_ones_only_when_they_work(with_keys: Person) -> None:
    person = with_keys
    person.type_keys("mistyped", NEW[KeyKind.MANAGER])
    person.next()
    assert person.page is P.SHOP_DETAIL
    assert "オープン認証キー: 使えません" in person.detail.proof.text
    assert "変わっていません" in person.shop_detail_page.notice
    assert kept(person) == RIGHT
    assert person.detail.keys[KeyKind.MANAGER].text == NEW[KeyKind.MANAGER], "not to be pasted again"
    person.retype(KeyKind.OPEN, NEW[KeyKind.OPEN])
    person.next()
    person.arrive(P.CONFIRM)
    assert kept(person) == NEW
    person.back()
    assert all(entry.text == "" and entry.is_set for entry in person.detail.keys.values())


def test_without_a_connection_it_is_the_person_who_decides(at_detail: Person, qtbot: QtBot) -> None:
    person = at_detail
    person.actions.shop_problem = NO_NETWORK
    person.type_keys()
    person.next()
    offer = person.shop_detail_page.offer
    assert person.page is P.SHOP_DETAIL
    assert "ネットワークにつながりません" in person.detail.proof.text
    assert offer.isVisible() and offer.no.hasFocus(), "the safe answer"
    assert offer.yes.text() == "確認せずに保管"
    qtbot.keyClick(offer.no, Qt.Key.Key_Space)
    assert not offer.isVisible() and kept(person) == {}
    assert person.detail.entered_keys(person.detail.current_uid) == RIGHT

    person.next()
    qtbot.keyClick(offer.no, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert offer.yes.hasFocus()
    qtbot.keyClick(offer.yes, Qt.Key.Key_Space)
    person.arrive(P.CONFIRM)
    assert kept(person) == RIGHT
    conditions = [change.condition for change in person.actions.changes]
    assert conditions == [Condition.MUST_WORK, Condition.MUST_WORK, Condition.UNTESTED]


def test_an_offer_is_about_the_keys_it_was_made_for(with_keys: Person) -> None:
    person = with_keys
    person.actions.shop_problem = NO_NETWORK
    person.type_keys(*NEW.values())
    person.next()
    offer = person.shop_detail_page.offer
    assert offer.isVisible()
    person.retype(KeyKind.OPEN, "another")
    assert not offer.isVisible()
    person.next()
    person.back()
    person.choose_step(P.SHOP_DETAIL)
    assert not offer.isVisible()
    assert kept(person) == RIGHT


def test_what_is_refused_keeps_nobody_from_closing_and_the_kept_keys_stay(
    with_keys: Person, qtbot: QtBot
) -> None:
    person = with_keys
    person.type_keys("mistyped", NEW[KeyKind.MANAGER])
    cancel = person.button(QWizard.WizardButton.CancelButton)
    person.click(cancel)
    person.wait()
    assert person.wizard.isVisible()
    assert "使えません" in person.detail.proof.text
    with qtbot.waitSignal(person.wizard.rejected):
        person.click(cancel)
    assert kept(person) == RIGHT


def test_closing_offline_keeps_new_keys_when_asked_to(with_keys: Person, qtbot: QtBot) -> None:
    person = with_keys
    person.actions.shop_problem = NO_NETWORK
    person.type_keys(*NEW.values())
    person.click(person.button(QWizard.WizardButton.CancelButton))
    person.wait()
    with qtbot.waitSignal(person.wizard.rejected):
        person.click(person.shop_detail_page.offer.yes)
    assert kept(person) == NEW


def test_a_stopped_change_keeps_what_was_typed_and_the_kept_keys(with_keys: Person) -> None:
    person = with_keys
    person.actions.is_silent = True
    person.type_keys(*NEW.values())
    person.click(person.button(QWizard.WizardButton.NextButton))
    page = person.shop_detail_page
    assert page.is_waiting
    person.click(page.busy_line.stop_button)
    assert person.actions.cancelled == 1
    assert person.page is P.SHOP_DETAIL
    assert person.detail.entered_keys(person.detail.current_uid) == NEW
    assert kept(person) == RIGHT


def test_kept_keys_that_are_swapped_are_exchanged_without_pasting(with_keys: Person, qtbot: QtBot) -> None:
    """They were kept while the shop could not be reached."""
    person = with_keys
    person.actions.right_keys = {
        KeyKind.OPEN: RIGHT[KeyKind.MANAGER],
        KeyKind.MANAGER: RIGHT[KeyKind.OPEN],
    }
    person.click(person.detail.test_button)
    person.wait()
    person.detail.days.setValue(9)
    person.click(person.detail.test_button)
    person.wait()
    person.click(person.detail.exchange_button)
    qtbot.waitUntil(lambda: "最近7日間の受注: 12 件" in person.detail.proof.text)
    assert kept(person) == person.actions.right_keys
    assert not person.detail.exchange_button.isVisible()
    assert person.detail.days.value() == 9, "other changes on the page are kept"


def test_the_keys_of_one_shop_are_kept_though_those_of_another_are_refused(
    at_detail: Person, start: Callable[[], Person], store: SettingsStore, qtbot: QtBot
) -> None:
    at_detail.wizard.hide()
    store.save(shops=Shops(shops=(Shop(uid="a", name="本店"), Shop(uid="b", name="2号店"))))
    person = start()
    person.arrive(P.SHOP_DETAIL)
    person.fill_detail()
    person.detail.show_shop("b")
    person.type_into("shop_id", "def.wc")
    person.type_keys("mistyped", RIGHT[KeyKind.MANAGER])
    person.next()
    assert person.detail.current_uid == "b"
    assert {uid for uid, _ in person.actions.kept} == {"a"}
    person.detail.show_shop("a")
    assert all(entry.is_set and entry.text == "" for entry in person.detail.keys.values())
    person.detail.show_shop("b")
    person.retype(KeyKind.OPEN, RIGHT[KeyKind.OPEN])
    person.next()
    person.arrive(P.CONFIRM)


# -- 発行日


def test_the_day_of_issue_becomes_today_unless_another_is_typed(with_keys: Person) -> None:
    person = with_keys
    field = person.detail.fields["keys_issued_on"]
    before = field.message.text
    person.type_keys(*NEW.values())
    assert "今日の日付になります" in field.message.text
    assert field.message.role is Role.HINT
    person.click(person.detail.keys[KeyKind.OPEN].keep_button)
    person.click(person.detail.keys[KeyKind.MANAGER].keep_button)
    assert field.message.text == before
    person.type_keys(*NEW.values())
    person.next()
    person.arrive(P.CONFIRM)
    assert person.actions.changes[-1].issued_on is None, "the service takes today"


def test_a_typed_day_of_issue_belongs_to_the_new_keys_and_waits_with_them(with_keys: Person) -> None:
    person = with_keys
    uid = person.detail.current_uid
    person.type_keys("mistyped", NEW[KeyKind.MANAGER])
    person.detail.issued_on.box.click()
    person.detail.issued_on.date.setDate(QDate(TODAY.year, TODAY.month, 2))
    assert "今日の日付" not in person.detail.fields["keys_issued_on"].message.text
    person.next()
    person.back()
    saved = person.saved.shops.find(uid)
    assert saved is not None and saved.keys_issued_on is None, "the kept keys are not of that day"
    person.choose_step(P.SHOP_DETAIL)
    typed = date(TODAY.year, TODAY.month, 2)
    assert person.detail.issued_on.value == typed, "nothing typed is lost"
    person.retype(KeyKind.OPEN, NEW[KeyKind.OPEN])
    person.next()
    person.arrive(P.CONFIRM)
    assert person.actions.changes[-1].issued_on == typed


def test_at_the_first_set_up_a_day_of_issue_is_saved_like_any_field(at_detail: Person) -> None:
    person = at_detail
    person.detail.issued_on.box.click()
    person.detail.issued_on.date.setDate(QDate(TODAY.year, TODAY.month, 2))
    person.back()
    (shop,) = person.saved.shops.shops
    assert shop.keys_issued_on == date(TODAY.year, TODAY.month, 2)
