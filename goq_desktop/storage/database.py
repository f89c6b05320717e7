"""The encrypted file of one home: made, opened, migrated, and its connections given out."""

from __future__ import annotations

import hmac
import os
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.storage.cipher import Connection, connect, new_salt, read_salt, translated
from goq_desktop.storage.clean_end import PAGE_BYTES, CleanEnd
from goq_desktop.storage.file_lock import FileLock, unwritable
from goq_desktop.storage.made_mark import note_made
from goq_desktop.storage.migrations import NEWEST, REVISIONS
from goq_desktop.storage.write_turn import WriteTurn

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Database", "new_salt", "read_salt"]

_VERSION: Final = "SELECT version_num FROM alembic_version"
_HAS_VERSION: Final = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"


def version_of(connection: Connection) -> str | None:
    """The revision of the schema that a file has; None before there is any."""
    if not connection.execute(_HAS_VERSION).fetchone()[0]:
        return None
    row = connection.execute(_VERSION).fetchone()
    return None if row is None else str(row[0])


class Database:
    """Open from `create` or `open` to `close`; the file belongs to this process meanwhile.

    Connections of `reader` are the caller's to close; they see what is committed and write nothing.
    """

    def __init__(self, path: Path, key: bytes, salt: bytes) -> None:
        self.path = path
        self._key = key
        self._salt = salt
        self.turn = WriteTurn()
        self._lock = FileLock(path.with_name(f"{path.stem}.lock"))
        self._clean_end = CleanEnd(path)
        self._is_open = False
        self._engine: Engine | None = None
        self._engine_guard = threading.Lock()

    def __repr__(self) -> str:
        return f"Database({self.path.name})"

    def create(self) -> None:
        """Make the file; an existing one is never overwritten. Raises STORE_IN_USE, STORE_*, DISK_FULL."""
        self._lock.acquire()
        try:
            if read_salt(self.path) is not None:
                raise ProblemError(ProblemCode.STORE_IN_USE, path=str(self.path))
            self._make_empty_file()
            self._begin()
            self._migrate()
            note_made(self.path)
        except BaseException:
            self.close()
            raise

    def open(self) -> None:
        """Raises STORE_IN_USE, STORE_NEWER, STORE_DAMAGED, STORE_UNWRITABLE, DISK_FULL."""
        # No check of the whole file: it took 2 s for 100,000 orders and 7 s for 1,000,000, and every page is
        # authenticated when it is read, so that damage is told then and never taken for data.
        self._lock.acquire()
        try:
            self._begin()
            found = self._version()
            if found not in (None, *REVISIONS):
                raise ProblemError(
                    ProblemCode.STORE_NEWER, path=str(self.path), found=str(found), known=NEWEST
                )
            if found is None and self.path.stat().st_size > PAGE_BYTES:
                # It was a store once: a creation that was killed leaves one page at most.
                raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(self.path))
            if found != NEWEST:
                self._migrate()
            note_made(self.path)
        except BaseException:
            self.close()
            raise

    def reader(self) -> Connection:
        """A connection of its own, usable from one thread at a time, that cannot write."""
        return connect(self.path, self._key, self._salt, is_reader=True)

    def connect_to(self, file: Path) -> Connection:
        """A connection with this store's key to its file, to a copy, or to an empty file that is to be one."""
        return connect(file, self._key, self._salt)

    def derived_key(self, purpose: bytes) -> bytes:
        """32 bytes that nobody makes without this store's key, other ones for each purpose."""
        return hmac.digest(self._key, purpose, "sha256")

    def engine(self) -> Engine:
        """For the writers; each transaction takes its turn and the write lock at its beginning."""
        with self._engine_guard:
            if self._engine is None:
                from goq_desktop.storage.writing_engine import make_engine

                self._engine = make_engine(lambda: connect(self.path, self._key, self._salt), self.turn)
            return self._engine

    def close(self) -> None:
        with self._engine_guard:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
        if self._is_open:
            self._clean_end.leave()
            self._is_open = False
        self._lock.release()

    def _begin(self) -> None:
        try:
            self._clean_end.take()
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._is_open = True

    def _make_empty_file(self) -> None:
        """With its mode before its first byte."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _version(self) -> str | None:
        with translated(self.path), closing(connect(self.path, self._key, self._salt)) as connection:
            return version_of(connection)

    def _migrate(self) -> None:
        from goq_desktop.storage.migrating import migrate

        engine = self.engine()
        with translated(self.path):
            migrate(engine)
