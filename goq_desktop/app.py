"""The composition root of the window: home, lock, look and the desk itself."""

from __future__ import annotations

import os
import sys
import threading
from argparse import Namespace
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from goq_desktop import __version__, logs
from goq_desktop.arguments import home_named
from goq_desktop.background import turns
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.exit_codes import WRONG_CALL, exit_code
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile
    from PySide6.QtWidgets import QApplication

    from goq_desktop.demo import Demo

# By then the window is.
_COMPLETE_AFTER_MS: Final = 2_000


def run_window(arguments: Namespace) -> int:
    """Show the window, or walk the tour; returns the exit status."""
    if arguments.tour is not None and not arguments.demo:
        sys.stderr.write("--tour は --demo と一緒に使います。→ goq-desktop --demo --tour DIR" + "\n")
        return WRONG_CALL
    turns.begin_start()
    with ExitStack() as stack:
        demo = None
        if arguments.demo:
            # A server's library is no business of everyday's start.
            from goq_desktop.demo import running_demo

            demo = stack.enter_context(running_demo())
        home = demo.home if demo else Home.at(home_named(arguments))
        try:
            # Qt comes after that: while it is loaded, the keyring looks for the store's key.
            workspace = _workspace(home, demo)
            app = _application()
            lock = _lock(home)
        except ProblemError as error:
            return _refuse(error.problem)
        logs.configure(home)
        workspace.sweep_session()
        status, has_ended = _run(app, workspace, demo, arguments)
        lock.unlock()
        if not has_ended:
            # A worker that does not end is left to the system: ending it by force can damage data.
            os._exit(status)
        return status


def _workspace(home: Home, demo: Demo | None) -> Workspace:
    if demo is not None:
        from goq_desktop.credentials.session_store import SessionStore

        workspace = Workspace(home, SessionStore())
        workspace.prepare()
        return workspace
    workspace = Workspace.on_keyring(home)
    threading.Thread(target=workspace.ask_ahead, name="ask-ahead", daemon=True).start()
    workspace.prepare()
    return workspace


def _application() -> QApplication:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from goq_desktop.ui import i18n, theme

    app = QApplication(sys.argv[:1])
    app.setApplicationName("goq-desktop")
    app.setApplicationDisplayName("GoQ Desktop")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)
    i18n.install(app)
    theme.apply(app)
    QTimer.singleShot(_COMPLETE_AFTER_MS, turns.end_start)
    return app


def _run(
    app: QApplication, workspace: Workspace, demo: Demo | None, arguments: Namespace
) -> tuple[int, bool]:
    """The exit status, and whether all work ended in time."""
    from goq_desktop.ui.crash import CrashReporter
    from goq_desktop.ui.desk import Desk

    crashes = CrashReporter()
    crashes.install()
    has_ended, is_again, status = True, True, 0
    while has_ended and is_again:
        desk = Desk(workspace, demo)
        try:
            if arguments.tour is not None:
                from goq_desktop.ui.tour import Tour

                tour = Tour(desk, arguments.tour)
                tour.start()
            else:
                desk.start(is_stepwise=True)
            status = app.exec()
        except ProblemError as error:
            status = _refuse(error.problem)
        has_ended, is_again = desk.stop(), desk.is_restart_wanted
        desk.dispose()
    return status, has_ended


def _lock(home: Home) -> QLockFile:
    """One window a home. Raises STORE_IN_USE. The lock of a killed window is free at once."""
    from PySide6.QtCore import QLockFile

    lock = QLockFile(str(home.data_dir / "window.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100):
        raise ProblemError(ProblemCode.STORE_IN_USE, path=str(home.data_dir))
    return lock


def _refuse(problem: Problem) -> int:
    from PySide6.QtWidgets import QApplication

    from goq_desktop.ui.crash import tell_problem

    app = QApplication.instance() or _application()
    assert app is not None
    tell_problem(problem)
    return exit_code(problem)
