"""A wizard over a settings file of the test's own, with a person in front of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.store import SettingsStore
from goq_desktop.ui import theme
from goq_desktop.ui.set_up import make_forms
from goq_desktop.ui.wizard import confirm_page
from goq_desktop.ui.wizard.wizard import SetupWizard
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.qt.wizard.person import Person


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)
    monkeypatch.setattr(confirm_page, "PROOF_MILLISECONDS", 50)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.toml")


@pytest.fixture
def actions(store: SettingsStore) -> FakeSetupActions:
    return FakeSetupActions(store)


@pytest.fixture
def start(qtbot: QtBot, store: SettingsStore, actions: FakeSetupActions, home: Home) -> Callable[[], Person]:
    """Start the app's wizard: each call is a new start over the same settings file."""

    def start() -> Person:
        workspace = Workspace(home, SessionStore())
        workspace.settings_store = store
        wizard = SetupWizard(store, make_forms(workspace, None), actions)
        qtbot.addWidget(wizard)
        wizard.resize(900, 640)
        with qtbot.waitActive(wizard):
            wizard.show()
            wizard.activateWindow()
        return Person(qtbot, wizard, store, actions)

    return start


@pytest.fixture
def person(start: Callable[[], Person], qtbot: QtBot) -> Person:
    person = start()
    qtbot.waitUntil(lambda: person.wizard.keyring_page.state is not None)
    return person
