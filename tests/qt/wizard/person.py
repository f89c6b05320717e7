"""A person in front of a wizard whose keyring and shop are a script."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from goq_desktop.settings.store import SettingsStore
from goq_desktop.ui.wizard.wizard import SetupWizard
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.support.setup_person import SetupPerson


class Person(SetupPerson):
    def __init__(
        self, qtbot: QtBot, wizard: SetupWizard, store: SettingsStore, actions: FakeSetupActions
    ) -> None:
        super().__init__(qtbot, wizard, store)
        self.actions = actions
