"""A file for a person that appears whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.file_names import is_none_on_windows, start_of

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """A part file beside `file`, for its owner's eyes only, that takes its place when all went well.

    What a killed process left of the same file goes first. Raises FILE_UNWRITABLE and DISK_FULL; a file that was
    there before then stays as it was.
    """
    if file.name in ("", ".."):
        raise ProblemError(ProblemCode.FILE_UNWRITABLE, path=str(file), reason=os.strerror(errno.EISDIR))
    if not _can_be(file.name):
        raise ProblemError(ProblemCode.FILE_UNWRITABLE, path=str(file), reason=os.strerror(errno.EINVAL))
    part = file.with_name(f".{start_of(file.name)}.{os.getpid()}-{threading.get_native_id()}.part")
    try:
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _sweep(file)
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield part
        os.replace(part, file)
    except OSError as error:
        if error.errno in _FULL:
            raise ProblemError(ProblemCode.DISK_FULL, path=str(file)) from error
        reason = error.strerror or type(error).__name__
        raise ProblemError(ProblemCode.FILE_UNWRITABLE, path=str(file), reason=reason) from error
    finally:
        # Where the part could not be made there is nothing to remove, whatever the reason.
        with suppress(OSError):
            part.unlink()


def _can_be(name: str) -> bool:
    """Whether this system has a file of that name."""
    try:
        return b"\0" not in os.fsencode(name) and not (sys.platform == "win32" and is_none_on_windows(name))
    except UnicodeEncodeError:
        return False


def _sweep(file: Path) -> None:
    """Of other processes only, and those are gone: a home has one that writes."""
    for left in file.parent.glob(f".{glob.escape(start_of(file.name))}.*.part*"):
        if f".{os.getpid()}-" in left.name:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()
