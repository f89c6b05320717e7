"""Erases personal data some days after the work on an order has ended: when it is due, or now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.erasing import Due
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.services.actor import os_user
from goq_desktop.services.applying import rules_of
from goq_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Erased:
    """How many orders' people are gone, and how many backups were written anew without them."""

    orders: int
    backups: int


def erase_when_due(workspace: Workspace) -> int:
    """The number of orders whose people were erased from the store. Raises STORE_*, DISK_FULL, KEYRING_*.

    What backups still hold of them is for `erase_in_backups_when_due`.
    """
    settings = workspace.load_settings().settings
    days = settings.other.erase_after_days
    if not days:
        return 0
    database = workspace.database()
    from goq_desktop.storage.erasing import erase_finished
    from goq_desktop.storage.handling_log import Noting

    now = workspace.clock.now()
    noting = Noting(database, os_user(), HandlingKind.ERASED)
    return erase_finished(
        database, rules_of(settings), before=now - timedelta(days=days), now=now, noting=noting
    )


def erase_in_backups_when_due(workspace: Workspace, token: CancelToken) -> int:
    """The number of backups that were written anew. Raises BACKUP_NOT_ERASED, STORE_*, KEYRING_*, Cancelled."""
    if not workspace.load_settings().settings.other.erase_after_days:
        return 0
    workspace.database()
    from goq_desktop.services.backup_erasing import erase_in_backups

    return erase_in_backups(workspace, token)


def look_at_due(workspace: Workspace, days: int) -> Due:
    """What `erase_now` would erase. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.erasing import count_due

    return count_due(database, _before(workspace, days))


def erase_now(
    workspace: Workspace, days: int, token: CancelToken, tell: Callable[[int, int], None]
) -> Erased:
    """Erase what ended more than `days` ago, in store and backups; `tell` gets how much is done, of how much.

    Stopped, whole orders are erased or not. Raises BACKUP_NOT_ERASED, STORE_*, DISK_FULL, KEYRING_*, Cancelled.
    """
    database = workspace.database()
    from goq_desktop.services.backup_erasing import erase_in_backups
    from goq_desktop.storage.erasing import erase_finished
    from goq_desktop.storage.handling_log import Noting

    count = erase_finished(
        database,
        rules_of(workspace.load_settings().settings),
        before=_before(workspace, days),
        now=workspace.clock.now(),
        check=token.check,
        tell=tell,
        noting=Noting(database, os_user(), HandlingKind.ERASED, "asked"),
    )
    return Erased(count, erase_in_backups(workspace, token, tell))


def _before(workspace: Workspace, days: int) -> datetime:
    return workspace.clock.now() - timedelta(days=days)
