"""What the stored orders hold that settings are made for."""

from __future__ import annotations

from goq_desktop.domain.sight import StoreSight
from goq_desktop.services.workspace import Workspace


def look_at_store(workspace: Workspace) -> StoreSight:
    """Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage.sight import seen

    return seen(database, tuple(shop.uid for shop in workspace.shops()))
