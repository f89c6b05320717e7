"""Each state of the keyring has its page with a next step, and nothing weaker is ever used unasked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.setup_flow import SetupPage
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.qt.wizard.person import Person

P = SetupPage


@pytest.fixture
def at_shops(
    start: Callable[[], Person], actions: FakeSetupActions, qtbot: QtBot
) -> Callable[[KeyringState], Person]:
    """A person who is about to type keys while the keyring is in this state."""

    def at_shops(state: KeyringState) -> Person:
        actions.keyring = [state]
        person = start()
        qtbot.waitUntil(lambda: person.wizard.keyring_page.state is state)
        person.click(person.wizard.start_page.quick_button)
        return person

    return at_shops


def visible_buttons(person: Person) -> list[QPushButton]:
    page = person.wizard.keyring_page
    return [
        button
        for button in (page.unlock_button, page.accept_button, page.retry_button, page.session_button)
        if button.isVisible()
    ]


def test_a_ready_keyring_is_no_page_of_its_own(at_shops: Callable[[KeyringState], Person]) -> None:
    person = at_shops(KeyringState.READY)
    person.next()
    assert person.page is P.SHOP_DETAIL


@pytest.mark.parametrize(
    "state", [KeyringState.LOCKED, KeyringState.ABSENT, KeyringState.SILENT, KeyringState.CHANGED]
)
def test_every_other_state_says_what_to_do_and_lets_nobody_pass(
    at_shops: Callable[[KeyringState], Person], state: KeyringState
) -> None:
    person = at_shops(state)
    person.next()
    assert person.page is P.KEYRING
    assert "次にすること" in person.wizard.keyring_page.text
    assert visible_buttons(person)[0].hasFocus()
    person.next()
    assert person.page is P.KEYRING
    assert not person.actions.is_session_only


def test_the_states_have_different_pages(at_shops: Callable[[KeyringState], Person]) -> None:
    person = at_shops(KeyringState.ABSENT)
    person.next()
    texts = {person.wizard.keyring_page.text}
    for state in (KeyringState.LOCKED, KeyringState.SILENT, KeyringState.CHANGED, KeyringState.READY):
        person.actions.keyring = [state]
        person.click(person.wizard.keyring_page.retry_button)
        person.wait()
        texts.add(person.wizard.keyring_page.text)
    assert len(texts) == len(KeyringState)


def test_an_absent_keyring_leaves_the_choice_of_this_run_only(
    at_shops: Callable[[KeyringState], Person],
) -> None:
    person = at_shops(KeyringState.ABSENT)
    person.next()
    person.click(person.wizard.keyring_page.session_button)
    person.arrive(P.SHOP_DETAIL)
    assert person.actions.is_session_only
    person.fill_detail()
    person.next()
    person.arrive(P.CONFIRM)


def test_trying_again_goes_on_as_soon_as_the_keyring_is_there(
    at_shops: Callable[[KeyringState], Person],
) -> None:
    person = at_shops(KeyringState.ABSENT)
    person.next()
    person.actions.keyring = [KeyringState.READY]
    person.click(person.wizard.keyring_page.retry_button)
    person.arrive(P.SHOP_DETAIL)
    person.back()
    assert person.page is P.SHOPS


def test_a_locked_keyring_is_unlocked_on_request_only(at_shops: Callable[[KeyringState], Person]) -> None:
    person = at_shops(KeyringState.LOCKED)
    person.next()
    person.click(person.wizard.keyring_page.unlock_button)
    person.arrive(P.SHOP_DETAIL)


def test_another_keyring_is_used_only_after_a_yes(at_shops: Callable[[KeyringState], Person]) -> None:
    person = at_shops(KeyringState.CHANGED)
    person.next()
    person.click(person.wizard.keyring_page.accept_button)
    person.arrive(P.SHOP_DETAIL)
    assert not person.actions.is_session_only


def test_a_keyring_that_does_not_answer_can_be_left(
    start: Callable[[], Person], actions: FakeSetupActions, qtbot: QtBot
) -> None:
    actions.is_silent = True
    person = start()
    qtbot.waitUntil(lambda: person.wizard.keyring_page.is_waiting)
    person.click(person.wizard.start_page.quick_button)
    person.click(person.button(person.wizard.WizardButton.NextButton))
    assert person.page is P.KEYRING
    actions.is_silent = False
    person.click(person.wizard.keyring_page.busy_line.stop_button)
    assert actions.cancelled == 1
    person.click(person.wizard.keyring_page.retry_button)
    person.arrive(P.SHOP_DETAIL)


def test_a_keyring_lost_while_keys_are_kept_shows_its_page_and_loses_no_key(person: Person) -> None:
    person.go_quickly_to_detail()
    person.fill_detail()
    person.actions.problems = [Problem(ProblemCode.KEYRING_LOCKED)]
    person.actions.keyring = [KeyringState.LOCKED]
    person.next()
    person.arrive(P.KEYRING)
    person.wait()
    person.click(person.wizard.keyring_page.unlock_button)
    person.arrive(P.SHOP_DETAIL)
    person.next()
    person.arrive(P.CONFIRM)
    assert set(person.actions.kept.values()) == {"right-open-key", "right-manager-key"}
