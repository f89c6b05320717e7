"""All eight tiles are completed without a mouse, in the hub and in the wizard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget, QWizard
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.paths import Home
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui.set_up import make_wizard
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from tests.qt.hub.conftest import Open
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.support.keyboard import keyboard_place

P = SetupPage
CONTRACTOR = {
    "company": "Kakuu Shoten",
    "manager": "Kakuu Taro",
    "postcode": "1000001",
    "street": "1-1",
    "phone": "0300000000",
    "email": "kakuu@example.jp",
}


class Keys:
    """Nothing but keys, each on whatever has the keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    @property
    def at(self) -> QWidget:
        return keyboard_place(self._qtbot)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.at, key, modifiers)

    def type(self, text: str) -> None:
        self._qtbot.keyClicks(self.at, text)

    def tab_to(self, is_there: Callable[[QWidget], bool], key: Qt.Key = Qt.Key.Key_Tab) -> None:
        for _ in range(250):
            if is_there(self.at):
                return
            self.press(key)
        raise AssertionError(f"the keyboard never got there; it is at {self.at.accessibleName()!r}")

    def fill(self, page: SetupPage, form: TileForm) -> None:
        """What the page needs on a fresh home; the others have their proposals."""
        if page is P.CONTRACTOR:
            for name, text in CONTRACTOR.items():
                control = form.fields[name].control
                self.tab_to(lambda at, control=control: at is control or control.isAncestorOf(at))  # type: ignore[misc]
                self.type(text)
        elif page is P.SHOP_DETAIL:
            assert isinstance(form, ShopDetailForm)
            lines = {entry.line: kind for kind, entry in form.keys.items()}
            self.tab_to(lambda at: at is form.shop_id)
            self.type("abc123.wc")
            for line, kind in lines.items():
                self.tab_to(lambda at, line=line: at is line)  # type: ignore[misc]
                self.type(f"right-{kind.value}-key")
        elif page is P.OTHER:
            tabs = form.findChild(QTabWidget)
            assert isinstance(tabs, QTabWidget)
            self.tab_to(lambda at: isinstance(at, QTabBar), Qt.Key.Key_Backtab)
            for number in range(1, tabs.count()):
                self.press(Qt.Key.Key_Right)
                assert tabs.currentIndex() == number
                self.tab_to(lambda at: form.isAncestorOf(at) and not isinstance(at, QTabBar))
                self.tab_to(lambda at: isinstance(at, QTabBar), Qt.Key.Key_Backtab)


def test_the_hub_by_keyboard_alone(open_hub: Open, qtbot: QtBot) -> None:
    person = open_hub(Settings())
    keys = Keys(qtbot)
    keys.press(Qt.Key.Key_Return)
    for page in TILES:
        qtbot.waitUntil(lambda page=page: person.page is page)  # type: ignore[misc]
        tile = person.tile
        assert person.form.isAncestorOf(keys.at), page
        keys.fill(page, person.form)
        keys.tab_to(lambda at, tile=tile: at is tile.next_button)  # type: ignore[misc]
        keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: person.page is None)
    assert set(person.saved.setup.saved) == {page.value for page in TILES}
    assert {tile.text_shown.split()[0] for tile in person.hub.grid.tiles.values()} == {"済"}
    assert person.hub.grid.tiles[P.OPTIONS].hasFocus()
    keys.press(Qt.Key.Key_Tab)
    with qtbot.waitSignal(person.hub.orders_chosen):
        keys.press(Qt.Key.Key_Escape)


def test_tab_goes_back_and_forth_through_every_tile_without_getting_stuck(
    open_hub: Open, qtbot: QtBot
) -> None:
    person = open_hub(Settings())
    keys = Keys(qtbot)
    for page in TILES:
        person.hub.open(page)
        start = keys.at
        tile = person.tile
        keys.tab_to(lambda at, tile=tile: at is tile.next_button)  # type: ignore[misc]
        keys.tab_to(lambda at, start=start: at is start, Qt.Key.Key_Backtab)  # type: ignore[misc]
        person.hub.open()


def test_the_wizard_by_keyboard_alone(
    qtbot: QtBot, home: Home, store: SettingsStore, actions: FakeSetupActions
) -> None:
    wizard = make_wizard(Workspace(home, SessionStore()), actions, None)
    qtbot.addWidget(wizard)
    wizard.resize(900, 640)
    with qtbot.waitActive(wizard):
        wizard.show()
        wizard.activateWindow()
    qtbot.waitUntil(lambda: wizard.keyring_page.state is not None)
    keys = Keys(qtbot)
    for page in TILES:
        qtbot.waitUntil(lambda page=page: wizard.shown_page().page is page)  # type: ignore[misc]
        form = wizard.shown_page().findChild(TileForm)
        assert isinstance(form, TileForm)
        assert form.isAncestorOf(keys.at), page
        keys.fill(page, form)
        keys.tab_to(lambda at: at is wizard.button(QWizard.WizardButton.NextButton))
        keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.shown_page() is wizard.confirm_page)
    with qtbot.waitSignal(wizard.setup_completed) as completed:
        keys.press(Qt.Key.Key_Return)
    assert completed.args == [True]
    saved = store.load().settings
    assert set(saved.setup.saved) == {page.value for page in TILES}
    assert saved.contractor.company == "Kakuu Shoten"
