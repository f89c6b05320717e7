"""The whole desk on a fresh home, with the session's real keyring and a practice shop over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from goq_desktop import logs
from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.wizard import confirm_page
from tests.support.canaries import CanaryKeys
from tests.support.desk_person import DeskPerson
from tests.support.set_clock import SetClock

# Some of these are older than a first fetch asks for.
ORDERS = 300
# What a shop's own correction of the shipped profile looks like; one try, since these shops fail on purpose.
PROFILE = """\
extends = "shopserve"
maintenance = []

[hosts.manager]
url = "{url}"

[hosts.open]
url = "{url}"

[limits]
tries = 1
"""


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def server(clock: SetClock, canary_keys: CanaryKeys, home: Home) -> Iterator[PracticeServer]:
    """Its keys are those that the scan after the run looks for; the home's profile leads to it."""
    shop = PracticeShop(orders=ORDERS, seed=7, clock=clock)
    server = PracticeServer(shop, open_key=canary_keys.open, manager_key=canary_keys.manager)
    with server:
        (home.malls_dir / "shopserve.toml").write_text(PROFILE.format(url=server.url), encoding="utf-8")
        yield server


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, home: Home, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], DeskPerson]]:
    """Start the app on the home: each call is a new start, as of another process."""
    theme.apply(qapp, Qt.ColorScheme.Light)
    monkeypatch.setattr(confirm_page, "PROOF_MILLISECONDS", 50)
    desks: list[Desk] = []

    def start() -> DeskPerson:
        workspace = Workspace.on_keyring(home)
        workspace.clock = clock
        workspace.prepare()
        logs.configure(home)
        desk = Desk(workspace)
        desks.append(desk)
        desk.start()
        return DeskPerson(qtbot, desk)

    yield start
    has_ended = [desk.stop() for desk in desks]
    # Not left to the garbage collector: it may run in the worker of a later test.
    gone = [one for desk in desks for one in (desk.window, desk.wizard, desk) if one is not None]
    for one in gone:
        one.deleteLater()
    qtbot.waitUntil(lambda: not any(map(isValid, gone)))
    assert all(has_ended)
