"""Backups of the encrypted store, each proven readable before it counts, and old ones removed."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.backups import backups_to_keep, is_backup_due
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.handling import note
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.copying import copy_store

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"orders-([0-9]{8}T[0-9]{6}Z)\.db")
_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the store; it opens with the store's own key. Beside it lie the settings of that time."""

    file: Path
    made_at: datetime

    @property
    def settings_file(self) -> Path:
        return self.file.with_name(self.file.name.replace("orders-", "settings-")).with_suffix(".toml")


def backup_folder(workspace: Workspace) -> Path:
    chosen = workspace.load_settings().settings.other.backup_folder
    return Path(chosen) if chosen else workspace.home.backups


def backups(folder: Path) -> tuple[Backup, ...]:
    """Newest first; a folder that is not there holds none."""
    found = []
    with suppress(OSError):
        for file in folder.iterdir():
            # Anything else of that name, such as a folder, holds no orders and may never end.
            if (name := _NAME.fullmatch(file.name)) and file.is_file():
                with suppress(ValueError):
                    found.append(Backup(file, datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)))
    return tuple(sorted(found, key=lambda each: each.made_at, reverse=True))


def back_up_when_due(workspace: Workspace, token: CancelToken) -> Backup | None:
    """None when it is not time yet, or when orders are kept for this run only."""
    rhythm = workspace.load_settings().settings.other.backup_rhythm
    made = backups(backup_folder(workspace))
    last = made[0].made_at if made else None
    if workspace.is_session_only or not is_backup_due(rhythm, last, workspace.clock.now()):
        return None
    return back_up(workspace, token)


def back_up(workspace: Workspace, token: CancelToken) -> Backup:
    """Make one now. Raises STORE_*, DISK_FULL, FILE_UNWRITABLE, KEYRING_*, Cancelled; then nothing counts."""
    folder = backup_folder(workspace)
    database = workspace.database()
    made_at = workspace.clock.now().replace(microsecond=0)
    backup = Backup(folder / f"orders-{made_at.strftime(_STAMP)}.db", made_at)
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        remove_leftovers(folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ProblemError(ProblemCode.FILE_UNWRITABLE, path=str(folder), reason=reason) from error
    with whole_file(backup.file) as part:
        count = copy_store(database, part, token.check)
        # Of the file as it is, comments included; it is small and holds no secret. It comes before the orders,
        # with which the backup counts as made.
        _copy_if_there(workspace.home.settings_file, backup.settings_file)
        note(workspace, HandlingKind.BACKED_UP, count)
    _remove_old(folder)
    return backup


def _copy_if_there(source: Path, target: Path) -> None:
    try:
        content = source.read_bytes()
    except OSError:
        return  # nothing was ever set, or it cannot be read: the orders count without it
    with whole_file(target) as part:
        part.write_bytes(content)


def remove_leftovers(folder: Path, but: Path | None = None) -> None:
    """What lies there of a backup that was killed: parts, what the store made beside them, lone settings."""
    for part in (*folder.glob(".orders-*"), *folder.glob(".settings-*")):
        if part != but and not part.is_dir():
            part.unlink(missing_ok=True)
    for copy in folder.glob("settings-*.toml"):
        orders = copy.with_name(copy.name.replace("settings-", "orders-")).with_suffix(".db")
        if _NAME.fullmatch(orders.name) and not orders.exists():
            copy.unlink(missing_ok=True)


def _remove_old(folder: Path) -> None:
    made = backups(folder)
    kept = backups_to_keep(each.made_at for each in made)
    for each in made:
        if each.made_at not in kept:
            # What cannot be removed now is removed after the next backup.
            with suppress(OSError):
                each.file.unlink(missing_ok=True)
                each.settings_file.unlink(missing_ok=True)
