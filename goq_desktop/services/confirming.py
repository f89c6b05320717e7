"""確認済み and 保留: what a person says of an order that is to be checked, each as a step that can be undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from goq_desktop.services.actor import os_user
from goq_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from goq_desktop.storage.check_queue import Waiting
    from goq_desktop.storage.confirming import Confirmation, Hold


@dataclass(frozen=True, slots=True)
class ConfirmStep:
    """What was added; empty when there was nothing to confirm any more."""

    order_id: int
    rows: tuple[Confirmation, ...]


@dataclass(frozen=True, slots=True)
class HoldStep:
    order_id: int
    before: Hold | None
    after: Hold | None


CheckStep = ConfirmStep | HoldStep


def waiting(workspace: Workspace) -> tuple[Waiting, ...]:
    """The orders to check, the oldest first. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import check_queue

    return check_queue.waiting(database, workspace.today().isoformat())


def latest(workspace: Workspace) -> ConfirmStep | None:
    """The newest confirmation that is in force, also of an earlier start. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import confirming

    rows = confirming.latest(database)
    return ConfirmStep(rows[0].order_id, rows) if rows else None


def confirm(workspace: Workspace, order_id: int, marks: Collection[bytes]) -> ConfirmStep:
    """The reasons with these marks are seen to. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import confirming

    rows = confirming.confirm(database, order_id, marks, who=os_user(), now=workspace.clock.now())
    return ConfirmStep(order_id, rows)


def hold(workspace: Workspace, order_id: int, until: str | None) -> HoldStep:
    """Leave it out of the inbox, until a day ("2026-12-01") or until it is released. Raises STORE_*."""
    database = workspace.database()
    from goq_desktop.storage.confirming import Hold, set_hold

    after = Hold(until, int(workspace.clock.now().timestamp()))
    before = set_hold(database, order_id, after, who=os_user(), now=workspace.clock.now())
    return HoldStep(order_id, before, after)


def release(workspace: Workspace, order_id: int) -> HoldStep:
    """Back from hold. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.confirming import set_hold

    before = set_hold(database, order_id, None, who=os_user(), now=workspace.clock.now())
    return HoldStep(order_id, before, None)


def undo(workspace: Workspace, step: CheckStep) -> None:
    """Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import confirming

    name, now = os_user(), workspace.clock.now()
    if isinstance(step, ConfirmStep):
        confirming.take_back(database, step.rows, who=name, now=now)
    else:
        confirming.set_hold(database, step.order_id, step.before, who=name, now=now)


def redo(workspace: Workspace, step: CheckStep) -> None:
    """Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import confirming

    name, now = os_user(), workspace.clock.now()
    if isinstance(step, ConfirmStep):
        confirming.put_back(database, step.rows, who=name, now=now)
    else:
        confirming.set_hold(database, step.order_id, step.after, who=name, now=now)
