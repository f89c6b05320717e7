"""The whole desk on a home that is set up, with keys in memory: no keyring, no network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.desk import Desk


def set_up_desk(qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """For a fixture to yield from: its window is shown and active, and it is stopped afterwards."""
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    desk = Desk(Workspace(home, SessionStore()))
    desk.start()
    window = desk.window
    assert window is not None
    window.resize(900, 640)
    with qtbot.waitActive(window):
        window.activateWindow()
    yield desk
    qtbot.waitUntil(lambda: not desk.listing.is_running and not desk.task_thread.is_busy)
    assert desk.stop()
    gone = [one for one in (window, desk.wizard, desk) if one is not None]
    for one in gone:
        one.deleteLater()
    qtbot.waitUntil(lambda: not any(map(isValid, gone)))
