"""Takes people who were erased out of the backups that still hold them, one whole backup after the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.applying import rules_of
from goq_desktop.services.backing_up import backup_folder, backups, remove_leftovers
from goq_desktop.services.handling import note, note_done
from goq_desktop.services.store_opening import look_into, open_store
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.backup_erasing import catch_up, erase_in_kept, is_behind
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.erasing import newest_erasing
from goq_desktop.storage.restoring import kept_aside


def erase_in_backups(
    workspace: Workspace, token: CancelToken, tell: Callable[[int, int], None] = lambda _, __: None
) -> int:
    """The number of backups that were written anew; those that hold nobody who is erased stay as they are.

    A kill at any moment leaves each backup as it was or without these people, and the next call does the
    rest. All are tried; then BACKUP_NOT_ERASED tells of the first that could not be done. Raises STORE_*,
    KEYRING_*, Cancelled.
    """
    if workspace.is_session_only:
        return 0
    with closing(workspace.database().reader()) as reader:
        newest = newest_erasing(reader)
    folders = dict.fromkeys((backup_folder(workspace), workspace.home.backups))
    files = [each.file for folder in folders for each in backups(folder)]
    done, problem = 0, None
    for place, file in enumerate(files if newest else ()):
        token.check()
        tell(place, len(files))
        try:
            if _is_behind(workspace, file, newest):
                _rewrite(workspace, file)
                done += 1
        except ProblemError as error:
            # Without its key nobody reads it, now or later.
            if error.problem.code is not ProblemCode.STORE_KEY_MISSING:
                problem = problem or _not_erased(file, error)
    for file in _kept_stores(workspace) if newest else ():
        try:
            done += _erase_in_place(workspace, file)
        except ProblemError as error:
            if error.problem.code is not ProblemCode.STORE_KEY_MISSING:
                problem = problem or _not_erased(file, error)
    if problem is not None:
        raise problem
    return done


def erase_in_backup(workspace: Workspace, file: Path) -> None:
    """The same in one backup, before it is put to use. Raises BACKUP_NOT_ERASED, DISK_FULL, STORE_*, KEYRING_*."""
    database = workspace.database()
    with translated(database.path), closing(database.reader()) as reader:
        newest = newest_erasing(reader)
    if not newest or not _is_behind(workspace, file, newest):
        return
    try:
        _rewrite(workspace, file)
    except ProblemError as error:
        if error.problem.code is ProblemCode.DISK_FULL:
            raise  # nobody tries it again by himself, and it says what to do
        raise _not_erased(file, error) from error


def _kept_stores(workspace: Workspace) -> list[Path]:
    """Stores that a backup took the place of; they are kept, and hold as many people as a backup."""
    store = workspace.home.database
    return sorted(store.parent.glob(kept_aside(store, "*").name))


def _erase_in_place(workspace: Workspace, file: Path) -> bool:
    kept = open_store(file, workspace.credentials)
    try:
        has_erased = erase_in_kept(kept, workspace.database(), rules_of(workspace.load_settings().settings))
        if has_erased:
            note_done(workspace, HandlingKind.ERASED, 1, "backups")
        return has_erased
    finally:
        kept.close()
        file.with_name(f"{file.stem}.lock").unlink(missing_ok=True)


def _is_behind(workspace: Workspace, file: Path, newest: int) -> bool:
    with translated(file), closing(look_into(file, workspace.credentials)) as backup:
        return is_behind(backup, newest)


def _rewrite(workspace: Workspace, file: Path) -> None:
    remove_leftovers(file.parent)
    with whole_file(file) as part:
        shutil.copyfile(file, part)
        copy = open_store(part, workspace.credentials)
        try:
            catch_up(copy, workspace.database(), rules_of(workspace.load_settings().settings))
        finally:
            copy.close()
            remove_leftovers(file.parent, but=part)
        # Before it takes its place: none is written anew without its note.
        note(workspace, HandlingKind.ERASED, 1, "backups")


def _not_erased(file: Path, error: ProblemError) -> ProblemError:
    if error.problem.code.name.startswith("KEYRING_"):
        return error
    return ProblemError(ProblemCode.BACKUP_NOT_ERASED, path=str(file))
