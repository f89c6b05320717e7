"""The real desk in this process, driven as a person would, with a stopwatch on what it paints."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from goq_desktop.background import turns
from goq_desktop.domain.problems import Problem
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import i18n, theme
from goq_desktop.ui.catching_up import CatchingUp
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.keeping import Keeping
from goq_desktop.ui.orders.notes import EmptyPage
from goq_desktop.ui.orders.table import OrderTable
from goq_desktop.ui.orders.view import OrdersView

_LONGEST_WAIT: Final = 600.0
_GAP_MS: Final = 5
_TICK_MS: Final = 1_000

painted_at: dict[int, float] = {}
"""When each table or empty page, by its `id()`, was last painted."""


def _paint(table: OrderTable, event: QPaintEvent) -> None:
    QTableView.paintEvent(table, event)
    painted_at[id(table)] = time.perf_counter()


def _paint_empty(page: EmptyPage, event: QPaintEvent) -> None:
    QWidget.paintEvent(page, event)
    painted_at[id(page)] = time.perf_counter()


def until(condition: Callable[[], bool]) -> None:
    """Let the window live until `condition` holds."""
    end = time.perf_counter() + _LONGEST_WAIT
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError("the desk did not get there")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class DeskWatch(QObject):
    """What a step takes from the person's act until its outcome is painted: rows, or that there are none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.orders = _orders(desk)
        self.table = self.orders.table
        self._reset_at: float | None = None
        self._refreshed_at: float | None = None
        self._is_finished = False
        self._shown: QWidget = self.table
        self._problem: Problem | None = None
        # Where nothing happens any more, `until` would never look at its clock.
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.start()
        desk.listing.ids_reset.connect(self._on_ids_reset)
        desk.listing.ids_refreshed.connect(self._on_ids_refreshed)
        desk.listing.finished.connect(self._on_finished)
        desk.listing.failed.connect(self._on_failed)

    def step(self, act: Callable[[], object]) -> tuple[float, float]:
        """Seconds until the first rows were painted, and until the whole list was known."""
        self._reset_at, self._is_finished = None, False
        start = time.perf_counter()
        act()
        until(self._is_painted)
        painted = painted_at[id(self._shown)] - start
        until(self.is_finished)
        return painted, time.perf_counter() - start

    def change(self, act: Callable[[], object]) -> float:
        """Seconds until the list was read again after a change of orders, and painted."""
        self._refreshed_at = None
        start = time.perf_counter()
        act()
        until(lambda: self._refreshed_at is not None and painted_at[id(self.table)] > self._refreshed_at)
        painted = painted_at[id(self.table)] - start
        until(lambda: not self.desk.task_thread.is_busy and not self.desk.listing.is_running)
        return painted

    def is_finished(self) -> bool:
        # Raised here: in a slot it would only be printed.
        if self._problem is not None:
            raise RuntimeError(str(self._problem))
        return self._is_finished

    def _is_painted(self) -> bool:
        # An empty list is told at its end.
        is_whole = self.is_finished()
        if self._reset_at is None or not (is_whole or self._shown is self.table):
            return False
        return painted_at.get(id(self._shown), 0.0) > self._reset_at

    @Slot(object)
    def _on_ids_reset(self, ids: array[int]) -> None:
        self._reset_at = time.perf_counter()
        self._shown = self.table if ids else self.orders.empty

    @Slot(object)
    def _on_ids_refreshed(self, _ids: array[int]) -> None:
        self._refreshed_at = time.perf_counter()

    @Slot(int)
    def _on_finished(self, _found: int) -> None:
        self._is_finished = True
        # If it stood there before with the same words, nobody else paints it again.
        self.orders.empty.update()

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        self._problem = problem


class Gaps(QObject):
    """How long the window's event loop was away, by a timer of 5 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._last: float | None = None
        self._timer = QTimer(self, interval=_GAP_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def take(self) -> list[float]:
        """The gaps since the last call."""
        taken, self.seconds = self.seconds, []
        return taken

    @Slot()
    def _on_timeout(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            self.seconds.append(now - self._last)
        self._last = now


@contextmanager
def running_desk(root: Path) -> Iterator[DeskWatch]:
    """The desk as the app composes it, on a home whose key lies in the keyring, with its first list complete."""
    turns.begin_start()
    app = QApplication([])
    i18n.install(app)
    theme.apply(app)
    _watch_paints()
    desk = Desk(Workspace.on_keyring(Home.at(root)))
    desk.start()
    watch = DeskWatch(desk)
    until(lambda: watch.is_finished() and bool(desk.fetches.states()))
    turns.end_start()
    # It opens on unfinished work.
    watch.step(lambda: watch.orders.filter_row.tabs.choose(None))
    yield watch
    if not desk.stop():
        # As the app does: a thread that is still at work is not waited for.
        os._exit(0)


def _watch_paints() -> None:
    # For good, and not by `unittest.mock`, whose libraries would be measured as memory of the app.
    OrderTable.paintEvent = _paint  # type: ignore[method-assign, assignment]
    EmptyPage.paintEvent = _paint_empty  # type: ignore[method-assign, assignment]
    # Done once for a new version of the app; what is measured is any other day.
    CatchingUp.start = Keeping.recheck = _nothing  # type: ignore[method-assign, assignment]


def _nothing(_: object) -> None:
    """In place of work that is not measured."""


def _orders(desk: Desk) -> OrdersView:
    assert desk.window is not None
    return desk.window.orders
