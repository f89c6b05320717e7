"""The composition root of the window: home, lock, look and the desk itself."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import ExitStack

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from goq_desktop import __version__, logs
from goq_desktop.arguments import home_named
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.exit_codes import WRONG_CALL, exit_code
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import i18n, theme
from goq_desktop.ui.crash import CrashReporter, tell_problem
from goq_desktop.ui.desk import Desk


def run_window(arguments: Namespace) -> int:
    """Show the window, or walk the tour; returns the exit status."""
    if arguments.tour is not None and not arguments.demo:
        sys.stderr.write("--tour は --demo と一緒に使います。→ goq-desktop --demo --tour DIR" + "\n")
        return WRONG_CALL
    app = QApplication(sys.argv[:1])
    app.setApplicationName("goq-desktop")
    app.setApplicationDisplayName("GoQ Desktop")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)
    i18n.install(app)
    theme.apply(app)
    app.setWindowIcon(theme.icon("app"))
    with ExitStack() as stack:
        demo = None
        if arguments.demo:
            # A server's library is no business of everyday's start.
            from goq_desktop.demo import running_demo

            demo = stack.enter_context(running_demo())
        home = demo.home if demo else Home.at(home_named(arguments))
        try:
            workspace = Workspace(home, SessionStore()) if demo else Workspace.on_keyring(home)
            workspace.prepare()
            lock = _lock(home)
        except ProblemError as error:
            return _refuse(error.problem)
        logs.configure(home)
        workspace.sweep_session()
        workspace.settings_store.sweep()
        crashes = CrashReporter()
        crashes.install()
        has_ended, is_again = True, True
        while has_ended and is_again:
            desk = Desk(workspace, demo)
            try:
                if arguments.tour is not None:
                    from goq_desktop.ui.tour import Tour

                    tour = Tour(desk, arguments.tour)
                    tour.start()
                else:
                    desk.start()
                status = app.exec()
            except ProblemError as error:
                status = _refuse(error.problem)
            has_ended, is_again = desk.stop(), desk.is_restart_wanted
            desk.dispose()
        lock.unlock()
        if not has_ended:
            # A worker that does not end is left to the system: ending it by force can damage data.
            os._exit(status)
        return status


def _lock(home: Home) -> QLockFile:
    """One window a home. Raises STORE_IN_USE. The lock of a killed window is free at once."""
    lock = QLockFile(str(home.data_dir / "window.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100):
        raise ProblemError(ProblemCode.STORE_IN_USE, path=str(home.data_dir))
    return lock


def _refuse(problem: Problem) -> int:
    tell_problem(problem)
    return exit_code(problem)
