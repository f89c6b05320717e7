"""The entry point: a call with a command goes to the command line, every other opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from goq_desktop.arguments import parse


def main(words: Sequence[str] | None = None) -> int:
    arguments = parse(sys.argv[1:] if words is None else words)
    if arguments.command:
        from goq_desktop.cli.commands import run_command

        return run_command(arguments)
    from goq_desktop.app import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
