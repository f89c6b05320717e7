"""Puts a copy into the store's place: proven first, then by renames that a kill at any moment leaves to be ended.

`stage` lays the proven copy beside the store, which may be in use. While it lies there `put_in_place` is due:
it is called before the store is opened, and again from its beginning where a kill stopped it. What was in the
store's place is kept under another name and never removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.durable import sync_directory
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.clean_end import CleanEnd
from goq_desktop.storage.copying import count_orders, is_sound
from goq_desktop.storage.database import version_of
from goq_desktop.storage.file_lock import FileLock
from goq_desktop.storage.migrations import NEWEST, REVISIONS
from goq_desktop.storage.staged import all_staged, name_of, staged, untold_mark

# A connection that only reads, with the key of the copy.
OpenCopy = Callable[[Path], Connection]

_CHUNK: Final = 4 * 1024 * 1024
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
# Of a store: its log, the log's index, itself, and the mark of the newest row of its handling log.
_PARTS: Final = ("{name}-wal", "{name}-shm", "{name}", "{stem}.head")


def peek(file: Path, open_copy: OpenCopy) -> int:
    """The number of orders in a copy that this version can read. Raises STORE_* and what `open_copy` raises."""
    with translated(file), closing(open_copy(file)) as copy:
        _refuse_other_versions(file, copy)
        return count_orders(copy)


def stage(source: Path, store: Path, open_copy: OpenCopy, name: str, check: Callable[[], None]) -> int:
    """Copy `source` beside `store`, prove the copy, and have it put in place; gives its number of orders.

    `name`, of letters, digits and dashes, tells this restoring from any other. `check` is called between
    steps and may raise. Raises what `peek` raises, STORE_DAMAGED, STORE_NEWER, STORE_UNWRITABLE, DISK_FULL; then nothing is due.
    """
    target = staged(store, name)
    part = target.with_name(f".{target.name}.part")
    peek(source, open_copy)
    with _written(store):
        for left in _leftovers(store):
            left.unlink(missing_ok=True)
        try:
            with source.open("rb") as old, _private(part) as new:
                while chunk := old.read(_CHUNK):
                    check()
                    new.write(chunk)
            check()
            with translated(source), closing(open_copy(part)) as copy:
                if not is_sound(copy):
                    raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(source))
                count = count_orders(copy)
            check()
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        sync_directory(store.parent)
    return count


def put_in_place(store: Path) -> str | None:
    """End what `stage` began, and give its `name`; None when nothing is due. The store must not be open.

    Raises STORE_IN_USE while another process has it open, STORE_UNWRITABLE, DISK_FULL.
    """
    if not all_staged(store):
        return None
    lock = FileLock(store.with_name(f"{store.stem}.lock"))
    lock.acquire()
    try:
        copies = all_staged(store)
        if not copies:
            return None
        name = name_of(store, copies[-1])
        aside = kept_aside(store, name)
        with _written(store):
            # A log of another time is no part of what is kept.
            CleanEnd(store).take()
            _mark_untold(store, name)
            for part in _PARTS:
                old = store.with_name(part.format(name=store.name, stem=store.stem))
                if part == "{name}" and old.exists() and not old.stat().st_size:
                    old.unlink()  # of a store that was lost nothing is kept
                elif old.exists():
                    os.replace(old, store.with_name(part.format(name=aside.name, stem=aside.stem)))
            sync_directory(store.parent)
            os.replace(copies[-1], store)
            sync_directory(store.parent)
        return name
    finally:
        lock.release()


def _mark_untold(store: Path, name: str) -> None:
    """It comes first: nothing is put in place that is not told, whatever ends this process."""
    mark = untold_mark(store)
    part = mark.with_name(f"{mark.name}-new")
    with _private(part) as out:
        out.write(name.encode())
    os.replace(part, mark)


def kept_aside(store: Path, name: str) -> Path:
    """Where the store lies whose place a copy took; `name` as of `stage`."""
    return store.with_name(f"{store.stem}.before-restore-{name}{store.suffix}")


def _leftovers(store: Path) -> list[Path]:
    """Copies that a killed `stage` did not finish, and one that another choice takes the place of."""
    return [*all_staged(store), *store.parent.glob(f".{store.stem}.restored-*")]


def _refuse_other_versions(file: Path, copy: Connection) -> None:
    """An older version is made a newer one when the copy is opened in its place."""
    version = version_of(copy)
    if version is None:
        raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(file))
    if version not in REVISIONS:
        raise ProblemError(ProblemCode.STORE_NEWER, path=str(file), found=version, known=NEWEST)


@contextmanager
def _private(part: Path) -> Iterator[IO[bytes]]:
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _written(store: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = ProblemCode.DISK_FULL if error.errno in _FULL else ProblemCode.STORE_UNWRITABLE
        raise ProblemError(code, path=str(store)) from error
