"""Holds every test with a QApplication to Qt's own complaints and to ending the threads it started."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

_WITHOUT_WINDOWS = ("offscreen", "minimal", "vnc")


def _has_qt(item: pytest.Item) -> bool:
    return "qapp" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    is_without_windows = os.environ.get("QT_QPA_PLATFORM", "") in _WITHOUT_WINDOWS
    for item in items:
        if _has_qt(item):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # What the platform without windows says to every window that has a smallest size.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
        if is_without_windows and item.get_closest_marker("window_system"):
            item.add_marker(pytest.mark.skip(reason="needs a window system; QT_QPA_PLATFORM names none"))


@pytest.fixture(autouse=True)
def _no_dangling_threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set up before and torn down after all others, so whoever owns a thread had the time to end it."""
    if not _has_qt(request.node):
        yield
        return
    from PySide6.QtCore import QThread
    from shiboken6 import isValid

    started: list[QThread] = []
    start = QThread.start

    def noted_start(thread: QThread, *priority: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *priority)

    monkeypatch.setattr(QThread, "start", noted_start)
    yield
    dangling = [thread for thread in started if isValid(thread) and thread.isRunning()]
    names = [thread.objectName() or repr(thread) for thread in dangling]
    for thread in dangling:  # a QThread that is destroyed while it runs aborts the whole process
        thread.quit()
        thread.wait(5_000)
    if dangling:
        pytest.fail(f"still running after the test: {', '.join(names)}")
