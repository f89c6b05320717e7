"""A home with stored orders, and the duties' window on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Order
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.duties.duties_window import DutiesWindow
from tests.support.made_orders import received
from tests.support.set_clock import SetClock

# The first store of a process loads its libraries.
PATIENCE = 30_000

Store = Callable[[Sequence[Order]], None]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: SetClock) -> Iterator[Workspace]:
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore(), clock)
    workspace.prepare()
    yield workspace
    workspace.close()


@pytest.fixture
def store(workspace: Workspace) -> Store:
    def store(orders: Sequence[Order]) -> None:
        database, now = workspace.database(), workspace.clock.now()
        run = Journal(database).begin("a", Window(since=now), is_automatic=True, now=now)
        OrderWriter(database, "profile").store_page("a", run, [received(one) for one in orders], now=now)

    return store


@pytest.fixture
def thread(workspace: Workspace) -> Iterator[JobThread]:
    thread = JobThread("duties")
    yield thread
    assert thread.stop()


@pytest.fixture
def duties(qtbot: QtBot, workspace: Workspace, thread: JobThread) -> DutiesWindow:
    window = DutiesWindow(workspace, thread)
    qtbot.addWidget(window)
    return window
