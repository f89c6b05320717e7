"""A warmed-up process that forks one `fetch` for each line on its standard input, to be killed by the test.

Starting Python and loading the libraries takes longer than the fetch itself: without this most kills
would fall before it.
"""

from __future__ import annotations

import os
import sys

from goq_desktop.arguments import parse
from goq_desktop.cli.commands import run_command
from goq_desktop.services import fetching  # noqa: F401 - loaded before the first fork
from goq_desktop.storage import migrating  # noqa: F401
from goq_desktop.storage.writing_engine import make_engine  # noqa: F401


def main() -> None:
    """Each line is a home; the child's number goes to stdout, and its end (`-9` for a kill) on a second line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            arguments = parse(["fetch", "--since", "2000-01-01", "--home", line.rstrip("\n")])
            os.close(1)
            os.open(os.devnull, os.O_WRONLY)
            os._exit(run_command(arguments))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
