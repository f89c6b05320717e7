"""One process at a time writes a store; the lock of a killed process is free at once."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.os_locks import try_lock


def unwritable(path: Path, error: OSError) -> ProblemError:
    """DISK_FULL or STORE_UNWRITABLE."""
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return ProblemError(ProblemCode.DISK_FULL if is_full else ProblemCode.STORE_UNWRITABLE, path=str(path))


class FileLock:
    """Held from `acquire` to `release`. The operating system frees it when the process ends in any way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises STORE_IN_USE, STORE_UNWRITABLE, DISK_FULL."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise unwritable(self._path, error) from error
        if not try_lock(descriptor):
            os.close(descriptor)
            raise ProblemError(ProblemCode.STORE_IN_USE, path=str(self._path))
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
