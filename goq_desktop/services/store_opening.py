"""Opens the encrypted store of orders with its key from the credential store, or makes both."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from goq_desktop.credentials.store import CredentialStore, Secret, database_slot
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.redaction import hide

if TYPE_CHECKING:
    from goq_desktop.storage.cipher import Connection
    from goq_desktop.storage.database import Database

# Its key is never kept: after the run nobody can open it, and the next run removes it.
SESSION_FILE: Final = "this-run-only.db"


def open_store(path: Path, credentials: CredentialStore) -> Database:
    """Raises STORE_*, DISK_FULL, KEYRING_*; STORE_KEY_MISSING when the file is there and its key is not.

    STORE_LOST when one was made here and nothing is left of it: to begin anew is for a person to decide.
    """
    from goq_desktop.storage.database import Database, new_salt, read_salt
    from goq_desktop.storage.made_mark import was_made

    salt = read_salt(path)
    if salt is None:
        if was_made(path):
            raise ProblemError(ProblemCode.STORE_LOST, path=str(path))
        # The key is kept before the file exists: a kill in between leaves an unused key, never a lost file.
        import secrets

        salt, key = new_salt(), secrets.token_bytes(32)
        hide(key.hex())
        credentials.write(database_slot(salt), Secret(key.hex()))
        database = Database(path, key, salt)
        database.create()
        return database
    database = Database(path, _key_of(path, salt, credentials), salt)
    database.open()
    return database


def ask_ahead(path: Path, credentials: CredentialStore) -> None:
    """Let the credential store have the key at hand, and load what reads the store; raises nothing foreseen."""
    from goq_desktop.storage.database import read_salt

    with suppress(ProblemError):
        salt = read_salt(path)
        if salt is not None:
            credentials.read(database_slot(salt))
    from goq_desktop.storage import order_list  # noqa: F401 - so that the list's thread finds it loaded


def look_into(path: Path, credentials: CredentialStore) -> Connection:
    """To read a backup without touching it. Raises STORE_*, KEYRING_*; STORE_KEY_MISSING without its key."""
    from goq_desktop.storage.cipher import connect_sealed, read_salt

    salt = read_salt(path)
    if salt is None:
        raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(path))
    return connect_sealed(path, _key_of(path, salt, credentials), salt)


def _key_of(path: Path, salt: bytes, credentials: CredentialStore) -> bytes:
    secret = credentials.read(database_slot(salt))
    if secret is None:
        raise ProblemError(ProblemCode.STORE_KEY_MISSING, path=str(path))
    hide(secret.reveal())
    return bytes.fromhex(secret.reveal())


def set_aside(path: Path, stamp: str) -> None:
    """Keep a store that cannot be opened under another name, so that a new one can be made. STORE_UNWRITABLE."""
    from goq_desktop.storage.made_mark import mark_of

    kept = path.with_name(f"{path.stem}.unopened-{stamp}{path.suffix}")
    try:
        for end in ("", "-shm", "-wal"):
            file = path.with_name(path.name + end)
            if file.exists():
                file.rename(kept.with_name(kept.name + end))
        # Last: a kill before it leaves this to be done again.
        mark_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise ProblemError(ProblemCode.STORE_UNWRITABLE, path=str(path)) from error


def remove_session_files(folder: Path) -> bool:
    """True when there were any: the run before was killed, or this one ends."""
    files = list(folder.glob(f"{Path(SESSION_FILE).stem}.*"))
    for file in files:
        file.unlink(missing_ok=True)
    return bool(files)
