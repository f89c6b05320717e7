"""A person in front of 各種設定: chooses tiles, types, clicks and presses keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui.hub.hub import SettingsHub
from goq_desktop.ui.hub.tile_page import TilePage
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.support.keyboard import keyboard_place

NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class HubPerson:
    def __init__(
        self, qtbot: QtBot, hub: SettingsHub, store: SettingsStore, actions: FakeSetupActions
    ) -> None:
        self.qtbot = qtbot
        self.hub = hub
        self.store = store
        self.actions = actions

    @property
    def saved(self) -> Settings:
        return self.store.load().settings

    @property
    def page(self) -> SetupPage | None:
        return self.hub.shown_page

    def is_at(self, page: SetupPage | None) -> bool:
        """Whether this tile is open; None: whether the tiles are shown."""
        return self.page is page

    @property
    def tile(self) -> TilePage:
        assert self.page is not None
        return self.hub.tiles[self.page]

    @property
    def form(self) -> TileForm:
        return self.tile.page.form

    @property
    def detail(self) -> ShopDetailForm:
        form = self.hub.tiles[SetupPage.SHOP_DETAIL].page.form
        assert isinstance(form, ShopDetailForm)
        return form

    @property
    def focus(self) -> QWidget:
        return keyboard_place(self.qtbot)

    @property
    def question(self) -> str:
        return self.tile.question.text

    def choose(self, page: SetupPage) -> None:
        """Click a tile."""
        self.click(self.hub.grid.tiles[page])
        assert self.page is page

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def answer(self, text: str) -> None:
        self.click(next(button for button in self.tile.question.buttons if button.text() == text))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        """On whatever has the keyboard."""
        self.qtbot.keyClick(self.focus, key, modifiers)

    def line(self, field: str) -> QLineEdit:
        control = self.form.fields[field].control
        line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        return line

    def type_into(self, field: str, text: str) -> None:
        """Over what stands there, letter by letter."""
        line = self.line(field)
        line.setFocus()
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def search(self, text: str) -> None:
        """Ctrl+F, and the words as the input method gives them."""
        self.press(Qt.Key.Key_F, CTRL)
        assert self.focus is self.hub.search_line
        typed = QInputMethodEvent()
        typed.setCommitString(text)
        QApplication.sendEvent(self.hub.search_line, typed)

    def tab_until(self, is_there: Callable[[QWidget], bool]) -> None:
        """Fails after more presses than any page has controls."""
        for _ in range(250):
            if is_there(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never got there; it is at {self.focus.accessibleName()!r}")

    def wait(self) -> None:
        """Until the page answers."""
        self.qtbot.waitUntil(lambda: not self.tile.page.is_waiting)
