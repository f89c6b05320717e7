"""What a shop notes about its customers, each a step of the log, and the history of it."""

from __future__ import annotations

from goq_desktop.domain.history import Event, StepResult
from goq_desktop.services.actor import os_user
from goq_desktop.services.workspace import Workspace


def keep_note(workspace: Workspace, customer_id: int, note: str, *, is_marked: bool) -> StepResult:
    """`erased` is 1 when the person was erased or joined with another. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import customer_notes

    now = workspace.clock.now()
    return customer_notes.keep_note(database, customer_id, note, is_marked=is_marked, who=os_user(), now=now)


def noted(workspace: Workspace, customer_id: int) -> tuple[Event, ...]:
    """What was noted about a person, newest first. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import customer_notes

    return customer_notes.noted(database, customer_id)
