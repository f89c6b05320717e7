"""The window is painted before all of it is made, and is the same window a moment later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.rules import Rules
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Lanes, LaneSetting, Setup
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow
from tests.qt.hub.settings import USED
from tests.support.made_orders import calm_order, received

PROJECT = Path(__file__).parents[3]
LANES = Lanes(lanes=(LaneSetting(code="packing", name="梱包待ち", colour="blue"),))
SETTINGS = msgspec.structs.replace(USED, setup=Setup(is_done=True), lanes=LANES)

# What these bring is read and made in the steps after the first paint.
LATE = (
    "goq_desktop.background.fetching",
    "goq_desktop.domain.checks",
    "goq_desktop.domain.orders",
    "goq_desktop.domain.rules",
    "goq_desktop.log_file",
    "goq_desktop.practice",
    "goq_desktop.services.editing",
    "goq_desktop.services.setup_flow",
    "goq_desktop.settings.tiles",
    "goq_desktop.storage.order_rows",
    "goq_desktop.storage.schema",
    "goq_desktop.ui.hub",
    "goq_desktop.ui.settings",
    "goq_desktop.ui.wizard",
    "goq_desktop.wording",
)
NEVER_FIRST = ("msgspec", "sqlalchemy", "alembic", "httpx", "keyring", "asyncio", "logging.handlers")


@pytest.fixture
def workspace(home: Home) -> Workspace:
    """Of three orders, one in a lane of the shop's own."""
    SettingsStore(home.settings_file).replace_all(SETTINGS)
    workspace = Workspace(home, SessionStore())
    orders = [received(calm_order(number)) for number in range(3)]
    OrderWriter(workspace.database(), "made", Rules).store_page("a", 0, orders, now=workspace.clock.now())
    return workspace


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Started in steps, of which none was made yet."""
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    desk = Desk(workspace)
    desk.start(is_stepwise=True)
    yield desk
    qtbot.waitUntil(lambda: not desk.listing.is_running and not desk.task_thread.is_busy)
    assert desk.stop()
    gone = [one for one in (desk.window, desk) if one is not None]
    for one in gone:
        one.deleteLater()
    qtbot.waitUntil(lambda: not any(map(isValid, gone)))


def window_of(desk: Desk) -> DeskWindow:
    assert desk.window is not None
    return desk.window


def complete(qtbot: QtBot, desk: Desk) -> DeskWindow:
    qtbot.waitUntil(lambda: bool(desk.fetches.states()) if desk._is_complete else False)
    return window_of(desk)


def menus(window: DeskWindow) -> dict[str, list[str]]:
    found = {menu.title(): menu for menu in window.menuBar().findChildren(QMenu)}
    return {name: [action.text() for action in menu.actions()] for name, menu in found.items()}


def test_rows_tabs_and_pages_stand_in_the_first_paint(qtbot: QtBot, desk: Desk) -> None:
    window = window_of(desk)
    assert not desk._is_complete
    assert list(window.pages.bar.buttons) == list(PageCode)
    assert "梱包待ち" in window.orders.filter_row.tabs.names.values()
    assert window.isVisible()
    qtbot.waitUntil(lambda: window.orders.table.model().rowCount() == 3)
    assert window.orders.table.hasFocus()


def test_started_in_steps_it_becomes_the_same_window(qtbot: QtBot, desk: Desk, workspace: Workspace) -> None:
    window = complete(qtbot, desk)
    other = Desk(workspace)
    other.start()
    at_once = window_of(other)
    assert menus(window) == menus(at_once)
    assert {action.text() for action in window.actions()} == {action.text() for action in at_once.actions()}
    assert window.tasks.text == at_once.tasks.text
    qtbot.waitUntil(lambda: bool(other.fetches.states()) and not other.listing.is_running)
    assert other.stop()
    at_once.deleteLater()
    other.deleteLater()


def test_every_icon_is_drawn_in_the_end(qtbot: QtBot, desk: Desk) -> None:
    window = complete(qtbot, desk)
    wearers: list[QAbstractButton | QAction] = [
        *window.findChildren(QAbstractButton),
        *window.findChildren(QAction),
    ]
    icons = [one.icon() for one in wearers if not one.icon().isNull()]
    assert len(icons) > 10
    for icon in icons:
        image = icon.pixmap(24, 24).toImage()
        assert any(
            image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
        )


def test_a_page_that_is_asked_for_at_once_is_shown_when_it_is_there(qtbot: QtBot, desk: Desk) -> None:
    window = window_of(desk)
    QTest.mouseClick(window.pages.bar.buttons[PageCode.SETTINGS], Qt.MouseButton.LeftButton)
    assert window.pages.shown is PageCode.ORDERS
    qtbot.waitUntil(lambda: window.pages.shown is PageCode.SETTINGS)


def test_without_any_order_the_rest_comes_all_the_same(
    qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    SettingsStore(home.settings_file).replace_all(SETTINGS)
    desk = Desk(Workspace(home, SessionStore()))
    desk.start(is_stepwise=True)
    window = complete(qtbot, desk)
    assert window.orders.empty.isVisible()
    qtbot.waitUntil(lambda: not desk.listing.is_running)
    assert desk.stop()
    window.deleteLater()
    desk.deleteLater()


PROGRAM = """
import json, sys
from goq_desktop.app import _application
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.paths import Home
from pathlib import Path
from goq_desktop.services.workspace import Workspace
app = _application()
from goq_desktop.ui.desk import Desk
class Shown(Exception): pass
desk = Desk(Workspace(Home.at(Path(sys.argv[1])), SessionStore()))
desk.start(is_stepwise=True)
table = desk.window.orders.table
assert desk.window.isVisible()
print(json.dumps(sorted(sys.modules)))
desk.stop()
"""


def test_what_is_late_is_not_loaded_before_the_first_paint(tmp_path: Path) -> None:
    root = tmp_path / "home"
    home = Home.at(root)
    home.ensure()
    SettingsStore(home.settings_file).replace_all(SETTINGS)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root)],
        cwd=PROJECT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    early = [name for name in loaded if name.startswith(LATE) or name.partition(".")[0] in NEVER_FIRST]
    assert [name for name in early if name != "goq_desktop.domain.checks"] == []
