"""Opens connections to an encrypted database file and asserts what protects it."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import sqlcipher3.dbapi2 as sqlcipher

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.problems import ProblemCode, ProblemError

if TYPE_CHECKING:
    # The driver has no types; its interface is that of the standard library's.
    import sqlite3

    Connection: TypeAlias = sqlite3.Connection
else:
    Connection = sqlcipher.Connection

SALT_BYTES: Final = 16
KEY_BYTES: Final = 32
# Older versions can corrupt a WAL file when it starts over.
OLDEST_SQLITE: Final = (3, 51, 3)
BUSY_SECONDS: Final = 10

_LEAST_FREE: Final = 65_536  # bytes: a log and its index need that to begin

# What is asked of each connection, and what the answer has to be.
_PRAGMAS: Final = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("mmap_size", "0", 0),
    ("foreign_keys", "ON", 1),
    ("temp_store", "MEMORY", 2),
)

# Of a connection that reads a sealed file.
_READING: Final = (("query_only", 1, 1), *_PRAGMAS[3:5], *_PRAGMAS[6:])

_BUSY, _READONLY, _INTERRUPT, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 8, 9, 10, 11, 13, 14, 26
# What a full disk is called when there is no room for the index of the WAL.
_IOERR_SHMSIZE: Final = 4874
_CODES: Final = {
    _BUSY: ProblemCode.STORE_IN_USE,
    _READONLY: ProblemCode.STORE_UNWRITABLE,
    _IOERR: ProblemCode.STORE_UNWRITABLE,
    _CANTOPEN: ProblemCode.STORE_UNWRITABLE,
    _FULL: ProblemCode.DISK_FULL,
    _IOERR_SHMSIZE: ProblemCode.DISK_FULL,
    _CORRUPT: ProblemCode.STORE_DAMAGED,
    _NOTADB: ProblemCode.STORE_DAMAGED,
}
# The driver's `backup` raises without a number; these are SQLite's own words for one.
_NUMBERS: Final = {
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}


def new_salt() -> bytes:
    """The first bytes of a file that is to be made; the keyring finds the file's key by them."""
    return secrets.token_bytes(SALT_BYTES)


def read_salt(path: Path) -> bytes | None:
    """The salt of a file, None when there is no file or an empty one (a creation that was killed).

    Raises STORE_DAMAGED for a file that is too short, STORE_UNWRITABLE for one that cannot be read.
    """
    try:
        with path.open("rb") as file:
            salt = file.read(SALT_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ProblemError(ProblemCode.STORE_UNWRITABLE, path=str(path)) from error
    if salt and len(salt) < SALT_BYTES:
        raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(path))
    return salt or None


def connect(path: Path, key: bytes, salt: bytes, *, is_reader: bool = False) -> Connection:
    """A connection in autocommit mode, usable from one thread at a time.

    A raw key takes microseconds where a passphrase would take a quarter of a second at each open.
    The file has to be there. Raises STORE_*, DISK_FULL.
    """
    return _opened(path, key, salt, "rw", (*_PRAGMAS, ("query_only", int(is_reader), int(is_reader))))


def connect_sealed(path: Path, key: bytes, salt: bytes) -> Connection:
    """To read a file that nobody writes, such as a backup; nothing of it is touched. Raises STORE_*."""
    return _opened(path, key, salt, "ro", _READING)


def _opened(
    path: Path, key: bytes, salt: bytes, mode: str, pragmas: Iterable[tuple[str, str | int, str | int]]
) -> Connection:
    assert len(key) == KEY_BYTES and len(salt) == SALT_BYTES
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {sqlcipher.sqlite_version} can corrupt a WAL file")
    with translated(path):
        connection: Connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
    try:
        with translated(path):
            # Else a wrong key is also reported on stderr, past every log.
            connection.execute("PRAGMA cipher_log_level = NONE")
            _give_key(connection, key, salt)
            _assert_encrypted(connection)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _assert_pragmas(connection, pragmas)
    except BaseException:
        connection.close()
        raise
    with suppress(OSError):
        os.chmod(path, 0o600)
    return connection


def _give_key(connection: Connection, key: bytes, salt: bytes) -> None:
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
    except sqlcipher.Error:
        # Its own error may quote the statement.
        raise RuntimeError("the key could not be given") from None


def _assert_encrypted(connection: Connection) -> None:
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("this SQLite does not encrypt")


def _assert_pragmas(connection: Connection, pragmas: Iterable[tuple[str, str | int, str | int]]) -> None:
    for name, wanted, answer in pragmas:
        connection.execute(f"PRAGMA {name} = {wanted}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != answer:
            raise RuntimeError(f"PRAGMA {name} is {found!r}, not {answer!r}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what a full disk, a lock or a damaged file makes of a statement into a `ProblemError`.

    An interrupted statement is `Cancelled`. Anything else is a bug and passes as it is.
    """
    try:
        yield
    except Exception as error:
        # SQLAlchemy wraps the driver's error; its own text would repeat the statement's values.
        own = getattr(error, "orig", None) or error
        number = getattr(own, "sqlite_errorcode", None)
        if number is None and isinstance(own, sqlcipher.Error):
            number = _NUMBERS.get(str(own))
        if not isinstance(number, int):
            raise
        if number == _INTERRUPT:
            raise Cancelled from None
        problem = _CODES.get(number, _CODES.get(number & 0xFF))
        if problem is None:
            raise
        if number & 0xFF in (_CANTOPEN, _IOERR) and _is_full(path):
            # A file beside the store could not be made or grown; SQLite does not say why.
            problem = ProblemCode.DISK_FULL
        raise ProblemError(problem, path=str(path)) from None


def _is_full(path: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _LEAST_FREE
    return False
