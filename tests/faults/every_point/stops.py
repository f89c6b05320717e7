"""Keeps what a process that is killed would leave, at each step of a day that reaches outside of it."""

from __future__ import annotations

import builtins
import hashlib
import io
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import sqlcipher3.dbapi2 as sqlcipher

from tests.faults.every_point.keyring import Entries, MemoryKeyring

_CALLS: Final = ("open", "replace", "rename", "unlink", "remove", "fsync", "chmod", "mkdir", "rmdir")
# The index of the log is made anew by whoever opens the store first, and the locks end with their process.
_ENDS_WITH_ITS_PROCESS: Final = ("-shm", ".lock")


class Kind(StrEnum):
    SQL = "SQL statements"
    HTTP = "HTTP calls"
    FILE = "file operations"
    KEYRING = "keyring operations"


@dataclass(frozen=True)
class Left:
    """The files and the keyring after a stop in the act of this number; `points`: how many leave just that."""

    act: int
    point: int
    folder: Path
    keyring: Entries


class Stops:
    """While `watched`: counts the points of the files below `root`, the keyring, the database and the shop.

    A killed process leaves its files and its keyring. So a point is a copy of both, and points between which
    nothing of them changed, as within one transaction, are one: what comes after a stop follows from these alone.
    The moment after a statement is the one before whatever comes next, since nothing reaches outside in between.
    """

    def __init__(self, root: Path, kept: Path, keyring: MemoryKeyring) -> None:
        self.act = 0
        self.points: Counter[Kind] = Counter()
        self.left: list[Left] = []
        self._root = root
        self._kept = kept
        self._keyring = keyring
        self._last = b""
        self._is_looking = False

    @property
    def total(self) -> int:
        return self.points.total()

    def reach(self, kind: Kind) -> None:
        if not self._is_looking:
            self.points[kind] += 1
            self.look()

    def look(self) -> None:
        self._is_looking = True
        try:
            files = [file for file in sorted(self._root.rglob("*")) if file.is_file() and _outlives(file)]
            found = hashlib.blake2b()
            for file in files:
                found.update(f"{file.relative_to(self._root)}\0".encode())
                found.update(hashlib.blake2b(file.read_bytes()).digest())
            found.update(repr(sorted(self._keyring.entries().items())).encode())
            if found.digest() != self._last:
                self._last = found.digest()
                self._keep(files)
        finally:
            self._is_looking = False

    def _keep(self, files: list[Path]) -> None:
        folder = self._kept / f"{len(self.left)}"
        for file in files:
            copy = folder / file.relative_to(self._root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)
        folder.mkdir(exist_ok=True)
        self.left.append(Left(self.act, self.total, folder, self._keyring.entries()))

    @contextmanager
    def watched(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name in _CALLS:
                stack.enter_context(patch.object(os, name, self._around(getattr(os, name))))
            opened = self._around(io.open)
            stack.enter_context(patch.object(io, "open", opened))
            stack.enter_context(patch.object(builtins, "open", opened))
            stack.enter_context(patch.object(sqlcipher, "connect", self._connect(sqlcipher.connect)))
            stack.enter_context(patch.object(self._keyring, "reach", lambda: self.reach(Kind.KEYRING)))
            yield
            self.look()

    def _around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            if self._is_looking or not self._is_ours(values):
                return real(*values, **named)
            self.reach(Kind.FILE)
            answer = real(*values, **named)
            self.reach(Kind.FILE)
            return answer

        return call

    def _is_ours(self, values: tuple[Any, ...]) -> bool:
        """A descriptor is taken for one of ours: few others are synced or opened anew."""
        if isinstance(values[0], int):
            return True
        return self._root in Path(os.fsdecode(values[0])).parents

    def _connect(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(*values: Any, **named: Any) -> Any:
            connection = real(*values, **named)
            connection.set_trace_callback(lambda _: self.reach(Kind.SQL))
            return connection

        return connect


def _outlives(file: Path) -> bool:
    return not file.name.endswith(_ENDS_WITH_ITS_PROCESS)
