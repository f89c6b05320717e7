"""Lets stored open orders be examined anew when a new version, postal data or setting changes the checks."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from goq_desktop.cancellation import CancelToken
from goq_desktop.services.applying import rules_of
from goq_desktop.services.places import postal_places
from goq_desktop.services.workspace import Workspace

# To be raised with every change of `domain.checks` that gives an order other reasons.
_CHECKS: Final = 1


def recheck_when_due(workspace: Workspace, token: CancelToken) -> int:
    """The number of orders that were examined, 0 when nothing had changed.

    Raises STORE_*, DISK_FULL, KEYRING_*, Cancelled.
    """
    rules = rules_of(workspace.load_settings().settings)
    database = workspace.database()
    from goq_desktop.storage.rechecking import examined_by, recheck

    mark = f"{_CHECKS} {postal_places().data_date} {rules.bundle_days}"
    # 31 bits, which the file has room for; 0 is a store that was never looked at.
    version = crc32(mark.encode()) & 0x7FFF_FFFF or 1
    if examined_by(database) == version:
        return 0
    return recheck(database, rules, version, token.check)
