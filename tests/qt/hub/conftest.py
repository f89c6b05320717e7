"""各種設定 in a window of its own over a settings file of the test's own, with a person in front of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.hub.hub import SettingsHub
from goq_desktop.ui.set_up import make_forms
from tests.qt.hub.person import HubPerson
from tests.qt.hub.settings import USED
from tests.qt.wizard.fake_actions import FakeSetupActions

# What a window of 900 × 640 leaves beside its menu, its toolbar and its status line.
SIZE = (900, 548)
Open = Callable[[Settings], HubPerson]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)


@pytest.fixture
def store(home: Home) -> SettingsStore:
    return SettingsStore(home.settings_file)


@pytest.fixture
def actions(store: SettingsStore) -> FakeSetupActions:
    return FakeSetupActions(store)


@pytest.fixture
def open_hub(qtbot: QtBot, home: Home, store: SettingsStore, actions: FakeSetupActions) -> Open:
    """Open the tiles over these settings."""

    def open_hub(settings: Settings) -> HubPerson:
        store.replace_all(settings)
        workspace = Workspace(home, SessionStore())
        hub = SettingsHub(store, make_forms(workspace, None), actions, workspace.today)
        qtbot.addWidget(hub)
        hub.resize(*SIZE)
        with qtbot.waitActive(hub):
            hub.show()
            hub.activateWindow()
        hub.open()
        return HubPerson(qtbot, hub, store, actions)

    return open_hub


@pytest.fixture
def person(open_hub: Open) -> HubPerson:
    """At the tiles of a shop that is set up."""
    return open_hub(USED)
