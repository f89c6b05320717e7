"""The window over a store of its own, with a shop set up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.paths import Home
from goq_desktop.settings.store import SettingsStore
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.window import DeskWindow
from tests.qt.hub.settings import USED
from tests.support.set_up_desk import set_up_desk


@pytest.fixture
def desk(qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    SettingsStore(home.settings_file).replace_all(USED)
    yield from set_up_desk(qtbot, home, monkeypatch)


@pytest.fixture
def window(desk: Desk) -> DeskWindow:
    assert desk.window is not None
    return desk.window
