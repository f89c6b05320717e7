"""The wizard works without a mouse, for screen readers, and on a small screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QWidget,
    QWizard,
)
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.store import KeyringState
from goq_desktop.services.setup_flow import STEPS, TILES, SetupPage
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.qt.wizard.person import Person
from tests.support.keyboard import keyboard_place

P = SetupPage
CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QProgressBar)
COMPOUND = (QAbstractItemView, QAbstractSpinBox, QComboBox)


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def is_part_of_another(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, COMPOUND):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def visible_controls(person: Person) -> list[QWidget]:
    return [
        widget
        for widget in person.wizard.findChildren(QWidget)
        if isinstance(widget, CONTROLS) and widget.isVisible() and not is_part_of_another(widget)
    ]


def press_until(person: Person, qtbot: QtBot, is_there: Callable[[QWidget], bool]) -> None:
    """Tab until the keyboard is there; fails after more presses than a page has controls."""
    for _ in range(80):
        focused = keyboard_place(qtbot)
        if is_there(focused):
            return
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    pytest.fail("Tab never got there")


def enter(qtbot: QtBot) -> None:
    focused = keyboard_place(qtbot)
    qtbot.keyClick(focused, Qt.Key.Key_Return)


def type_text(person: Person, qtbot: QtBot, name: str, text: str) -> None:
    """Go to the control of this name by Tab and type."""
    controls = {"shop_id": person.detail.fields["shop_id"].control}
    controls |= {kind.value: entry.line for kind, entry in person.detail.keys.items()}
    press_until(person, qtbot, lambda focused: focused is controls[name])
    qtbot.keyClicks(controls[name], text)


def test_the_quick_way_by_keyboard_alone(person: Person, qtbot: QtBot) -> None:
    press_until(person, qtbot, lambda focused: focused is person.wizard.start_page.quick_button)
    qtbot.keyClick(person.wizard.start_page.quick_button, Qt.Key.Key_Space)
    assert person.page is P.SHOPS
    press_until(person, qtbot, lambda focused: focused is person.button(QWizard.WizardButton.NextButton))
    enter(qtbot)
    person.arrive(P.SHOP_DETAIL)
    assert person.control("shop_id").hasFocus()
    type_text(person, qtbot, "shop_id", "abc123.wc")
    type_text(person, qtbot, "open", "right-open-key")
    type_text(person, qtbot, "manager", "right-manager-key")
    enter(qtbot)
    person.arrive(P.CONFIRM)
    with qtbot.waitSignal(person.wizard.setup_completed) as completed:
        enter(qtbot)
    assert completed.args == [True]


def test_the_quick_way_has_a_key_of_its_own(person: Person, qtbot: QtBot) -> None:
    qtbot.keyClick(person.wizard, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    person.arrive(P.SHOPS)


def test_tab_goes_through_the_first_form_before_it_leaves_it(person: Person, qtbot: QtBot) -> None:
    fields = person.form(P.CONTRACTOR).form.fields
    order: list[QWidget] = []
    for _ in range(len(fields)):
        focused = keyboard_place(qtbot)
        order.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert [field.control for field in fields.values()] == order


def test_tab_leads_from_the_form_to_the_buttons_and_then_to_the_steps(person: Person, qtbot: QtBot) -> None:
    steps = person.wizard.step_list.buttons.values()
    met: list[QWidget] = []

    def is_next(focused: QWidget) -> bool:
        met.append(focused)
        return focused is person.button(QWizard.WizardButton.NextButton)

    press_until(person, qtbot, is_next)
    assert not set(steps) & set(met)
    press_until(person, qtbot, lambda focused: focused in steps)


def test_arrows_move_between_open_steps(person: Person, qtbot: QtBot) -> None:
    person.click(person.wizard.start_page.quick_button)
    buttons = person.wizard.step_list.buttons
    buttons[P.CONTRACTOR].setFocus()
    qtbot.keyClick(buttons[P.CONTRACTOR], Qt.Key.Key_Down)
    assert buttons[P.SHOPS].hasFocus()
    qtbot.keyClick(buttons[P.SHOPS], Qt.Key.Key_Up)
    assert buttons[P.CONTRACTOR].hasFocus()
    qtbot.keyClick(buttons[P.CONTRACTOR], Qt.Key.Key_Space)
    assert person.page is P.CONTRACTOR


def every_page(person: Person) -> list[SetupPage]:
    """Walk to each page in turn; the keyring's too."""
    pages = []
    person.go_quickly_to_confirmation()
    for step in STEPS[:-1]:
        pages.append(step.page)
        person.click(person.wizard.confirm_page.change_buttons[step.page])
        if step.page is P.CONTRACTOR:
            person.fill_contractor()
        check_page(person)
        person.next()
        person.arrive(P.CONFIRM)
    check_page(person)
    return pages


def check_page(person: Person) -> None:
    unnamed = [widget for widget in visible_controls(person) if not name_of(widget)]
    assert unnamed == []
    rich = [
        label.text()
        for label in person.wizard.shown_page().findChildren(QLabel)
        if label.text() and label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []
    body = person.wizard.shown_page().body
    layout = body.layout()
    if layout is not None:
        least = layout.totalMinimumSize()
        assert (least.width() <= body.width(), least.height() <= body.height()) == (True, True)
    for scroll in person.wizard.shown_page().findChildren(QScrollArea):
        assert scroll.horizontalScrollBar().maximum() == 0
    assert (person.wizard.width(), person.wizard.height()) == (900, 640)


def test_every_control_of_every_page_has_a_name_and_room(person: Person) -> None:
    assert every_page(person) == list(TILES)


@pytest.mark.parametrize("state", list(KeyringState))
def test_the_keyring_pages_too(
    start: Callable[[], Person], actions: FakeSetupActions, state: KeyringState, qtbot: QtBot
) -> None:
    actions.keyring = [KeyringState.ABSENT]
    person = start()
    qtbot.waitUntil(lambda: person.wizard.keyring_page.state is not None)
    person.click(person.wizard.start_page.quick_button)
    person.next()
    actions.keyring = [state]
    actions.is_silent = state is KeyringState.READY
    person.click(person.wizard.keyring_page.retry_button)
    if state is not KeyringState.READY:
        person.wait()
    assert person.page is P.KEYRING
    check_page(person)


def test_the_first_page_has_room_for_every_problem(person: Person) -> None:
    person.next()
    check_page(person)


def test_the_steps_say_where_one_is(person: Person) -> None:
    person.click(person.wizard.start_page.quick_button)
    names = [button.accessibleName() for button in person.wizard.step_list.buttons.values()]
    assert names == [
        "手順1 契約者情報",
        "手順2 配達業者設定、あとで設定",
        "手順3 モール選択、いまここ",
        "手順4 支払い方法、あとで設定",
        "手順5 モール詳細設定",
        "手順6 モール配送伝票（任意）、あとで設定",
        "手順7 その他設定（任意）、あとで設定",
        "手順8 オプション設定（任意）、あとで設定",
        "手順9 確認",
    ]


def test_the_buttons_are_japanese_on_every_page(person: Person) -> None:
    which = QWizard.WizardButton
    person.go_quickly_to_detail()
    texts = [person.button(each).text() for each in (which.CancelButton, which.BackButton, which.NextButton)]
    assert texts == ["あとで続ける", "戻る(&B)", "設定を保存して次へ進む(&N)"]
    person.fill_detail()
    person.next()
    person.arrive(P.CONFIRM)
    assert person.button(which.FinishButton).text() == "接続して受注を取り込む"
