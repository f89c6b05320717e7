"""Reads and replaces small files so that no crash, full disk or second process leaves half of one."""

from __future__ import annotations

import errno
import glob
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.durable import sync_directory
from goq_desktop.os_locks import try_lock

LARGEST_FILE: Final = 1024 * 1024

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_LOCK_PATIENCE_SECONDS: Final = 10.0
_LOCK_POLL_SECONDS: Final = 0.005
_RENAME_PAUSE_SECONDS: Final = 0.02
# A virus scanner holds a new file for a moment and Windows then refuses to rename over it.
_RENAME_TRIES: Final = 20 if sys.platform == "win32" else 1


def read_small(path: Path) -> bytes | None:
    """The content, None when there is no such file. Raises FILE_UNREADABLE."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ProblemError(
            ProblemCode.FILE_UNREADABLE,
            path=str(path),
            reason=error.strerror or "unreadable",
        ) from error
    if len(data) > LARGEST_FILE:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(path), reason="too large")
    return data


def replace(path: Path, data: bytes) -> None:
    """Write all of `data` or nothing, for the owner's eyes only, in a folder that is there.

    Raises DISK_FULL, STORE_UNWRITABLE.
    """
    with _translated(path):
        target = Path(os.path.realpath(path))  # a link stays a link
        new = target.with_name(f".{target.name}.{os.getpid()}.new")
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.chmod(0o600)
            _rename(new, target)
        except OSError:
            with suppress(OSError):
                new.unlink()
            raise
        sync_directory(target.parent)


def sweep(path: Path) -> None:
    """Remove what killed processes left of `path` and of copies beside it.

    Under `locked(path)` only, and where these are written under it too: then nobody is writing one now.
    """
    with suppress(OSError):  # a leftover does no harm
        for file in {path, Path(os.path.realpath(path))}:
            for left in file.parent.glob(f".{glob.escape(file.name)}.*.new"):
                left.unlink()


@contextmanager
def locked(path: Path, patience: float = _LOCK_PATIENCE_SECONDS) -> Iterator[None]:
    """Keep other processes and threads out of `path` by a lock file beside it, freed by a crash at once.

    Raises STORE_IN_USE after `patience` seconds, DISK_FULL, STORE_UNWRITABLE.
    """
    lock_file = path.with_name(f"{path.name}.lock")
    with _translated(path):
        lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        give_up = time.monotonic() + patience
        with _translated(path):
            while not try_lock(descriptor):
                if time.monotonic() >= give_up:
                    raise ProblemError(ProblemCode.STORE_IN_USE, path=str(path))
                time.sleep(_LOCK_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _rename(new: Path, target: Path) -> None:
    for tries_left in reversed(range(_RENAME_TRIES)):
        try:
            os.replace(new, target)
            return
        except PermissionError:
            if not tries_left:
                raise
            time.sleep(_RENAME_PAUSE_SECONDS)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = ProblemCode.DISK_FULL if error.errno in _FULL else ProblemCode.STORE_UNWRITABLE
        raise ProblemError(code, path=str(path)) from error
