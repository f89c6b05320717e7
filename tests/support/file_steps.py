"""Stops a piece of work on files at a chosen one of its steps, as a fault or a kill would."""

from __future__ import annotations

import builtins
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from unittest.mock import patch

# What the kernel is asked for, one by one; what only reads needs no watch.
_CALLS = ("open", "fsync", "chmod", "replace")


@contextmanager
def stopped_at(step: int, stop: Callable[[str], None]) -> Iterator[list[str]]:
    """Call `stop` with the step's name at the step of this number, from 0; gives the names of those passed.

    A step lies before each call and after it, and in the middle of what is written.
    """
    passed: list[str] = []

    def reach(name: str) -> None:
        passed.append(name)
        if len(passed) == step + 1:
            stop(name)

    def watched(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **options: Any) -> Any:
            reach(f"before {name}")
            result = real(*args, **options)
            reach(f"after {name}")
            return result

        return call

    real_open = builtins.open

    def open_watched(file: Any, *args: Any, **options: Any) -> Any:
        opened = real_open(file, *args, **options)
        return _Writing(opened, reach) if isinstance(file, int) else opened

    with ExitStack() as patches:
        for name in _CALLS:
            patches.enter_context(patch.object(os, name, watched(name)))
        patches.enter_context(patch.object(builtins, "open", open_watched))
        yield passed


class _Writing:
    """A file whose writes reach the disk in two halves."""

    def __init__(self, file: IO[bytes], reach: Callable[[str], None]) -> None:
        self._file = file
        self._reach = reach

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._reach("before write")
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        self._reach("half written")
        self._file.write(data[len(data) // 2 :])

    def flush(self) -> None:
        self._file.flush()
        self._reach("written")

    def fileno(self) -> int:
        return self._file.fileno()
