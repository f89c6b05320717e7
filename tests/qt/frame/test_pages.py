"""The pages of the window: one shown at a time, reached by mouse and keyboard, left only when they agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.ui.frame.page import KEYS, Page, PageCode
from goq_desktop.ui.frame.pages import Pages

HOME, ORDERS, SETTINGS = PageCode.HOME, PageCode.ORDERS, PageCode.SETTINGS


class Registered:
    """A page that notes what is done to it, and may hold on to a person."""

    def __init__(self, code: PageCode) -> None:
        self.made: list[QWidget] = []
        self.entered = 0
        self.is_unsaved = False
        self.waiting: list[Callable[[], None]] = []
        self.page = Page(
            code=code,
            make=self._make,
            entered=self._enter,
            leave=self._leave,
            is_unsaved=lambda: self.is_unsaved,
        )

    def _make(self) -> QWidget:
        self.made.append(QLineEdit())
        return self.made[-1]

    def _enter(self) -> None:
        self.entered += 1
        self.made[-1].setFocus()

    def _leave(self, then: Callable[[], None]) -> None:
        if self.is_unsaved:
            self.waiting.append(then)
        else:
            then()


@pytest.fixture
def home() -> Registered:
    return Registered(HOME)


@pytest.fixture
def orders() -> Registered:
    return Registered(ORDERS)


@pytest.fixture
def settings() -> Registered:
    return Registered(SETTINGS)


@pytest.fixture
def pages(qtbot: QtBot, home: Registered, orders: Registered, settings: Registered) -> Pages:
    """At 受注一覧; registered in another order than that of the bar."""
    pages = Pages()
    qtbot.addWidget(pages)
    for each in (settings, orders, home):
        pages.register(each.page)
    pages.show_page(ORDERS)
    pages.show()
    with qtbot.waitActive(pages):
        pages.activateWindow()
    return pages


def test_a_page_is_made_when_first_shown_and_only_once(pages: Pages, home: Registered) -> None:
    assert home.made == []
    for code in (HOME, ORDERS, HOME):
        pages.ask(code)
        assert pages.shown is code
    assert len(home.made) == 1
    assert home.entered == 2
    assert home.made[0].isVisible()


def test_the_bar_leads_to_each_page_and_says_where_one_is(
    qtbot: QtBot, pages: Pages, orders: Registered, home: Registered
) -> None:
    buttons = pages.bar.buttons
    tops = [buttons[code].y() for code in (HOME, ORDERS, SETTINGS)]
    assert tops == sorted(tops)
    qtbot.mouseClick(buttons[HOME], Qt.MouseButton.LeftButton)
    assert pages.shown is HOME
    assert home.made[0].hasFocus()
    assert [code for code, button in buttons.items() if button.isChecked()] == [HOME]
    assert buttons[HOME].font().bold()
    assert not buttons[ORDERS].font().bold()


def test_the_bar_is_worked_by_keys(qtbot: QtBot, pages: Pages, settings: Registered) -> None:
    buttons = pages.bar.buttons
    pages.bar.buttons[ORDERS].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(buttons[ORDERS], Qt.Key.Key_Down)
    assert buttons[SETTINGS].hasFocus()
    qtbot.keyClick(buttons[SETTINGS], Qt.Key.Key_Down)
    assert buttons[HOME].hasFocus()
    qtbot.keyClick(buttons[HOME], Qt.Key.Key_Up)
    assert pages.shown is ORDERS, "nothing changes before Enter"
    qtbot.keyClick(buttons[SETTINGS], Qt.Key.Key_Return)
    assert pages.shown is SETTINGS
    assert settings.made[0].hasFocus()


def test_every_button_is_named_and_tells_its_key(pages: Pages) -> None:
    for code, button in pages.bar.buttons.items():
        assert button.accessibleName()
        assert KEYS[code] in button.toolTip()
        assert KEYS[code] == button.accessibleDescription()
        assert button.sizeHint().width() <= pages.bar.width(), "the title is not cut"
    assert len(set(KEYS.values())) == len(PageCode)


def test_a_page_that_is_unsaved_is_left_when_its_question_is_answered(
    qtbot: QtBot, pages: Pages, settings: Registered
) -> None:
    pages.ask(SETTINGS)
    settings.is_unsaved = True
    assert pages.is_unsaved
    qtbot.mouseClick(pages.bar.buttons[HOME], Qt.MouseButton.LeftButton)
    assert pages.shown is SETTINGS
    assert pages.bar.buttons[SETTINGS].isChecked()
    assert not pages.bar.buttons[HOME].isChecked()
    settings.waiting.pop()()
    assert pages.shown is HOME
    assert not pages.is_unsaved, "what is not shown asks nothing"


def test_a_page_that_cannot_be_made_is_told_and_the_old_one_stays(qtbot: QtBot, pages: Pages) -> None:
    def fail() -> QWidget:
        raise ProblemError(ProblemCode.PROFILE_INVALID, profile="p", detail="d")

    pages.register(Page(code=PageCode.SALES, make=fail))
    told: list[Problem] = []
    pages.problem_occurred.connect(told.append)
    pages.ask(PageCode.SALES)
    assert [problem.code for problem in told] == [ProblemCode.PROFILE_INVALID]
    assert pages.shown is ORDERS
    assert pages.bar.buttons[ORDERS].isChecked()
