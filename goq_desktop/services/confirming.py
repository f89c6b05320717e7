"""確認済み, 保留 and alarms: what a person says of an order that is to be checked, each a step of the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from goq_desktop.domain.census import Alarm
from goq_desktop.domain.history import StepResult
from goq_desktop.services.actor import os_user
from goq_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from goq_desktop.storage.check_queue import Waiting


def waiting(workspace: Workspace) -> tuple[Waiting, ...]:
    """The orders to check, the oldest first. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import check_queue

    return check_queue.waiting(database, workspace.today().isoformat())


def confirm(workspace: Workspace, order_id: int, marks: Collection[bytes]) -> StepResult:
    """The reasons with these marks are seen to. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import confirming

    return confirming.confirm(database, order_id, marks, who=os_user(), now=workspace.clock.now())


def hold(workspace: Workspace, order_id: int, until: str | None) -> StepResult:
    """Leave it out of the inbox, until a day ("2026-12-01") or until it is released. Raises STORE_*."""
    database = workspace.database()
    from goq_desktop.storage.holding import Hold, set_hold

    now = workspace.clock.now()
    return set_hold(database, order_id, Hold(until, int(now.timestamp())), who=os_user(), now=now)


def release(workspace: Workspace, order_id: int) -> StepResult:
    """Back from hold. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.holding import set_hold

    return set_hold(database, order_id, None, who=os_user(), now=workspace.clock.now())


def see_alarms(workspace: Workspace, shop_uid: str, seen: Mapping[Alarm, Sequence[str]]) -> StepResult:
    """What the shop did to the orders with these numbers is known now. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import alarms

    return alarms.see_alarms(database, shop_uid, seen, who=os_user(), now=workspace.clock.now())
