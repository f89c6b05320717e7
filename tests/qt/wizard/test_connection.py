"""The connection is tested before the end, tells its proof or the next step, and never blocks the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.ui.wizard import confirm_page
from tests.qt.wizard.person import Person

P = SetupPage
BUTTONS = (
    QWizard.WizardButton.BackButton,
    QWizard.WizardButton.FinishButton,
    QWizard.WizardButton.CancelButton,
)


def test_a_wrong_key_is_named_and_the_right_one_leads_on(person: Person, qtbot: QtBot) -> None:
    person.go_quickly_to_detail()
    person.type_into("shop_id", "abc123.wc")
    person.type_keys(manager_key="old-manager-key")
    person.next()
    assert person.page is P.SHOP_DETAIL
    text = person.detail.proof.text
    assert "オープン認証キー: 使えます" in text
    assert "マネジャー認証キー: 使えません" in text
    assert "次にすること" in text
    assert person.actions.kept == {}
    assert not person.shop_detail_page.offer.isVisible(), "a refused key is not offered for keeping"

    person.retype(KeyKind.MANAGER, "right-manager-key")
    person.next()
    person.arrive(P.CONFIRM)
    with qtbot.waitSignal(person.wizard.setup_completed) as completed:
        person.connect()
    assert completed.args == [True]


def test_a_key_that_is_refused_only_later_leads_back_to_its_page(person: Person, qtbot: QtBot) -> None:
    person.go_quickly_to_confirmation()
    person.actions.right_keys = {KeyKind.OPEN: "reissued", KeyKind.MANAGER: "right-manager-key"}
    person.connect()
    person.wait()
    assert "オープン認証キー: 使えません" in person.wizard.confirm_page.proof_view.text
    change = person.wizard.confirm_page.change_buttons[P.SHOP_DETAIL]
    assert change.hasFocus()
    qtbot.keyClick(change, Qt.Key.Key_Space)
    assert person.page is P.SHOP_DETAIL
    person.retype(KeyKind.OPEN, "reissued")
    person.next()
    person.arrive(P.CONFIRM)
    assert person.actions.kept[person.detail.current_uid, KeyKind.OPEN] == "reissued"


def test_the_proof_is_shown_before_the_wizard_closes(
    person: Person, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than any test waits: that it closes then is what other tests wait for.
    monkeypatch.setattr(confirm_page, "PROOF_MILLISECONDS", 600_000)
    person.go_quickly_to_confirmation()
    view = person.wizard.confirm_page.proof_view
    person.connect()
    newest = "00123456（2026年11月23日 09:12）"
    qtbot.waitUntil(lambda: newest in view.text and person.wizard.isVisible())
    assert "最近7日間の受注: 12 件" in view.text


def test_without_a_connection_the_set_up_can_end_and_fetches_nothing(person: Person, qtbot: QtBot) -> None:
    person.go_quickly_to_confirmation()
    person.actions.shop_problem = Problem(ProblemCode.NO_NETWORK, {"host": "example.jp"})
    assert not person.wizard.confirm_page.without_fetch_button.isVisible()
    person.connect()
    person.wait()
    with qtbot.waitSignal(person.wizard.setup_completed) as completed:
        person.click(person.wizard.confirm_page.without_fetch_button)
    assert completed.args == [False]
    assert person.saved.setup.is_done


def test_a_test_can_be_stopped_and_its_late_answer_changes_nothing(person: Person, qtbot: QtBot) -> None:
    person.go_quickly_to_confirmation()
    person.connect()
    page = person.wizard.confirm_page
    assert page.is_waiting
    assert not any(person.button(which).isEnabled() for which in BUTTONS)
    qtbot.keyClick(person.wizard, Qt.Key.Key_Escape)
    assert person.wizard.isVisible()
    assert person.actions.cancelled == 1
    with qtbot.assertNotEmitted(person.wizard.setup_completed, wait=50):
        assert all(person.button(which).isEnabled() for which in BUTTONS)
    assert page.proof_view.text == ""


def test_the_panel_tests_typed_keys_without_keeping_them(person: Person, qtbot: QtBot) -> None:
    person.go_quickly_to_detail()
    person.fill_detail()
    person.click(person.detail.test_button)
    qtbot.waitUntil(lambda: "最近7日間の受注: 12 件" in person.detail.proof.text)
    assert person.actions.kept == {}
    assert person.page is P.SHOP_DETAIL


def test_a_key_that_cannot_be_kept_says_why_and_stays(person: Person) -> None:
    person.go_quickly_to_detail()
    person.fill_detail()
    person.actions.problems = [Problem(ProblemCode.KEYRING_REFUSED, {"backend": "Fake"})]
    person.next()
    assert person.page is P.SHOP_DETAIL
    assert "キーリングに書き込めませんでした" in person.wizard.shown_page().problem_box.text
    person.next()
    person.arrive(P.CONFIRM)
    assert person.wizard.page_of(P.SHOP_DETAIL).problem_box.text == ""


def test_kept_keys_are_not_asked_for_again_nor_shown(person: Person) -> None:
    person.go_quickly_to_confirmation()
    person.back()
    assert all(entry.change_button.isVisible() for entry in person.detail.keys.values())
    assert all(entry.text == "" for entry in person.detail.keys.values())
    person.next()
    assert person.page is P.CONFIRM


def test_no_key_reaches_the_settings_file(person: Person, tmp_path: Path) -> None:
    person.go_quickly_to_confirmation()
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"abc123.wc" in written
    assert b"right-" not in written


def test_a_page_that_cannot_be_saved_says_so_and_keeps_what_was_typed(person: Person, tmp_path: Path) -> None:
    person.click(person.wizard.start_page.quick_button)
    settings_file = tmp_path / "settings.toml"
    settings_file.unlink()
    settings_file.mkdir()
    person.next()
    assert person.page is P.SHOPS
    assert "次にすること" in person.wizard.shown_page().problem_box.text
    settings_file.rmdir()
    person.next()
    person.arrive(P.SHOP_DETAIL)


def test_going_back_without_being_able_to_save_loses_nothing(person: Person, tmp_path: Path) -> None:
    person.go_quickly_to_detail()
    settings_file = tmp_path / "settings.toml"
    good = settings_file.read_bytes()
    settings_file.unlink()
    settings_file.mkdir()
    person.type_into("shop_id", "abc123.wc")
    person.back()
    assert person.page is P.SHOPS
    assert "次にすること" in person.wizard.shown_page().problem_box.text
    settings_file.rmdir()
    settings_file.write_bytes(good)
    person.next()
    person.arrive(P.SHOP_DETAIL)
    assert person.control("shop_id").text() == "abc123.wc"


def test_every_shop_is_asked_for_its_keys_and_tested(
    start: Callable[[], Person], store: SettingsStore, qtbot: QtBot
) -> None:
    two = Shops(shops=(Shop(uid="a", name="本店"), Shop(uid="b", name="2号店")))
    store.save(shops=two)
    person = start()
    qtbot.waitUntil(lambda: person.wizard.keyring_page.state is not None)
    person.go_quickly_to_detail()
    person.fill_detail()
    person.next()
    assert person.page is P.SHOP_DETAIL
    assert person.detail.current_uid == "b"
    person.fill_detail()
    person.next()
    person.arrive(P.CONFIRM)
    assert len(person.actions.kept) == 4
    with qtbot.waitSignal(person.wizard.setup_completed):
        person.connect()
    assert person.actions.checked == ["本店", "2号店"]
