"""Finds the function of a command, gives it its workspace, and turns every problem into an exit status."""

from __future__ import annotations

import logging
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from io import TextIOWrapper
from typing import Final

from goq_desktop import logs
from goq_desktop.arguments import home_named
from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.cli import fetching, files, keys, practice
from goq_desktop.domain.problems import ProblemError
from goq_desktop.exit_codes import exit_code
from goq_desktop.paths import Home
from goq_desktop.services.key_rotation import drop_noted_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.wording.problems import sentence, unforeseen

_log = logging.getLogger(__name__)

# What a shell reports for a process that was stopped by Ctrl+C.
INTERRUPTED: Final = 130
# A fault of ours, which no status of the contract stands for.
UNFORESEEN: Final = 1

Command = Callable[[Namespace, Workspace, CancelToken], int]

_COMMANDS: Final[Mapping[tuple[str, str | None], Command]] = {
    ("fetch", None): fetching.fetch,
    ("check", None): fetching.check,
    ("keys", "set"): keys.set_keys,
    ("settings", "export"): files.export_settings_file,
    ("settings", "import"): files.import_settings_file,
    ("orders", "export"): files.export_orders_file,
    ("practice-shop", None): practice.serve,
}


def run_command(arguments: Namespace) -> int:
    """Run the command that `arguments` name; returns the exit status of the contract."""
    command = _COMMANDS[arguments.command, getattr(arguments, "action", None)]
    token = CancelToken()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: token.cancel())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A name that the terminal cannot show is no reason to fail.
            stream.reconfigure(errors="backslashreplace")
    home = Home.at(home_named(arguments))
    workspace: Workspace | None = None
    try:
        workspace = Workspace.on_keyring(home)
        workspace.prepare()
        logs.configure(home)
        for problem in workspace.problems_at_start():
            print(sentence(problem).line, file=sys.stderr)
        drop_noted_keys(workspace)
        status = command(arguments, workspace, token)
        if workspace.restored_name:
            # A window was killed over it.
            from goq_desktop.services.restoring import take_restored

            take_restored(workspace)
        return status
    except ProblemError as error:
        print(sentence(error.problem).line, file=sys.stderr)
        return exit_code(error.problem)
    except (Cancelled, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nobody is served by a traceback; the log has the places
        _log.exception("unforeseen")
        print(unforeseen(type(error).__name__, str(home.logs)), file=sys.stderr)
        return UNFORESEEN
    finally:
        if workspace is not None:
            workspace.close()
