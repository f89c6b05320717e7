"""Backups put back: which there are, one of them in the store's place, and what is told of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.backing_up import Backup, backup_folder, backups
from goq_desktop.services.backup_erasing import erase_in_backup
from goq_desktop.services.handling import carry_log, note
from goq_desktop.services.store_opening import look_into
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage import restoring
from goq_desktop.storage.copying import orders_in
from goq_desktop.storage.staged import all_staged, untold_mark

_STAMP: Final = "%Y%m%dT%H%M%SZ"
# What says nothing against an older backup.
_OF_ONE_FILE: Final = (ProblemCode.STORE_DAMAGED, ProblemCode.STORE_NEWER, ProblemCode.STORE_KEY_MISSING)


@dataclass(frozen=True, slots=True)
class Restorable:
    """A backup that opens here, and its number of orders."""

    backup: Backup
    orders: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What the store holds since a backup was put in its place: the orders of this moment."""

    made_at: datetime
    orders: int


def restorable(workspace: Workspace, token: CancelToken) -> tuple[tuple[Restorable, ...], int]:
    """Newest first, and how many more there are that cannot be opened. Raises KEYRING_*, Cancelled."""
    found, unreadable = [], 0
    open_copy = partial(look_into, credentials=workspace.credentials)
    for backup in backups(backup_folder(workspace)):
        token.check()
        try:
            found.append(Restorable(backup, restoring.peek(backup.file, open_copy)))
        except ProblemError as error:
            if error.problem.code not in (*_OF_ONE_FILE, ProblemCode.STORE_UNWRITABLE):
                raise
            unreadable += 1
    return tuple(found), unreadable


def prepare(workspace: Workspace, backup: Backup, token: CancelToken) -> Restored:
    """Prove the backup and have it put in the store's place when the store is opened the next time.

    Until then the store goes on as it is. Raises BACKUP_NOT_ERASED, STORE_DAMAGED, STORE_NEWER,
    STORE_KEY_MISSING, STORE_*, DISK_FULL, KEYRING_*, Cancelled; then nothing is changed.
    """
    _without_the_erased(workspace, backup)
    return _stage(workspace, backup, token)


def withdraw(workspace: Workspace) -> None:
    """Nothing is to be put in the store's place after all. Raises STORE_UNWRITABLE."""
    store = workspace.home.database
    for copy in (*all_staged(store), untold_mark(store)):
        try:
            copy.unlink(missing_ok=True)
        except OSError as error:
            raise ProblemError(ProblemCode.STORE_UNWRITABLE, path=str(copy)) from error


def prepare_newest(workspace: Workspace, token: CancelToken) -> Restored:
    """The same with the newest backup that is sound, in place of a store that cannot be read.

    Raises BACKUP_MISSING and what `prepare` raises.
    """
    folder = backup_folder(workspace)
    for backup in backups(folder):
        try:
            return _stage(workspace, backup, token)
        except ProblemError as error:
            if error.problem.code not in _OF_ONE_FILE:
                raise
    raise ProblemError(ProblemCode.BACKUP_MISSING, path=str(folder))


def take_restored(workspace: Workspace) -> Restored | None:
    """What was put in place since the last call, noted in the handling log.

    Raises STORE_*, DISK_FULL, KEYRING_*; then the next call tells it.
    """
    database = workspace.database()
    name = workspace.restored_name
    if not name:
        return None
    made = name.rpartition("-")[2]
    kept = restoring.kept_aside(workspace.home.database, name)
    if kept.exists():
        carry_log(workspace, kept)
    orders = orders_in(database)
    note(workspace, HandlingKind.RESTORED, orders, made)
    # A kill before this has it told twice, which is better than never.
    untold_mark(workspace.home.database).unlink(missing_ok=True)
    return Restored(datetime.strptime(made, _STAMP).replace(tzinfo=UTC), orders)


def _stage(workspace: Workspace, backup: Backup, token: CancelToken) -> Restored:
    now = workspace.clock.now().strftime(_STAMP)
    name = f"{now}-{backup.made_at.strftime(_STAMP)}"
    open_copy = partial(look_into, credentials=workspace.credentials)
    count = restoring.stage(backup.file, workspace.home.database, open_copy, name, token.check)
    return Restored(backup.made_at, count)


def _without_the_erased(workspace: Workspace, backup: Backup) -> None:
    """Whom the store has erased since must not come back. One that cannot be read does not say whom."""
    try:
        erase_in_backup(workspace, backup.file)
    except ProblemError as error:
        if error.problem.code in (ProblemCode.BACKUP_NOT_ERASED, ProblemCode.DISK_FULL):
            raise
