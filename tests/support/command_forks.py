"""A warmed-up process that forks one command of the command line for each line it reads, to be killed by the test.

Starting Python and loading the libraries takes longer than a change of keys: without this most kills would
fall before it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from goq_desktop.arguments import parse
from goq_desktop.cli.commands import run_command
from goq_desktop.credentials import secret_service  # noqa: F401 - loaded before the first fork
from goq_desktop.services import checking  # noqa: F401


class CommandForks:
    """Runs commands one at a time; a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.command_forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate("")

    def __call__(self, words: Sequence[str], stdin: str = "", *, kill_after: float | None = None) -> int:
        """The exit status; -9 when it was killed before its end."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([*words, stdin]) + "\n")
        self._process.stdin.flush()
        timer = threading.Timer(kill_after or 0, _kill, (int(self._answer()),))
        if kill_after is not None:
            timer.start()
        status = int(self._answer())
        timer.cancel()
        return status

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def main() -> None:
    """Each line is a list: the words of a command, then its standard input."""
    for line in sys.stdin:
        *words, text = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(words, text)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(words: list[str], text: str) -> None:
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    sys.stdin = os.fdopen(reader, encoding="utf-8")
    os.close(1)
    os.open(os.devnull, os.O_WRONLY)
    os._exit(run_command(parse(words)))


if __name__ == "__main__":
    main()
