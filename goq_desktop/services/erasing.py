"""Erases personal data some days after the work on an order has ended, when the shop wants that."""

from __future__ import annotations

from datetime import timedelta

from goq_desktop.domain.handling import HandlingKind
from goq_desktop.services.applying import rules_of
from goq_desktop.services.handling import note_done
from goq_desktop.services.workspace import Workspace


def erase_when_due(workspace: Workspace) -> int:
    """The number of orders whose people were erased. Raises STORE_*, DISK_FULL, KEYRING_*."""
    settings = workspace.load_settings().settings
    days = settings.other.erase_after_days
    if not days:
        return 0
    database = workspace.database()
    from goq_desktop.storage.erasing import erase_finished

    now = workspace.clock.now()
    count = erase_finished(database, rules_of(settings), before=now - timedelta(days=days), now=now)
    if count:
        note_done(workspace, HandlingKind.ERASED, count)
    return count
