"""What ホーム shows of the store: how many orders stand where, and how old the newest backup is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.services.backing_up import backup_folder, backups
from goq_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """`counts` by the code of a lane and by `lanes.TO_CHECK`, as on the tabs of 受注一覧."""

    counts: Mapping[str, int]
    last_backup: datetime | None
    backup_rhythm: BackupRhythm


def glance(workspace: Workspace) -> Glance:
    """Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.order_list import OrderList

    with closing(OrderList(database.reader(), database.path)) as orders:
        counts = orders.count_by_lane(None)
    made = backups(backup_folder(workspace))
    return Glance(
        counts=counts,
        last_backup=made[0].made_at if made else None,
        backup_rhythm=workspace.load_settings().settings.other.backup_rhythm,
    )
