"""Keys for a home under test, kept as the app keeps them."""

from __future__ import annotations

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.connection import KeyKind
from goq_desktop.services.key_rotation import Condition, KeyChange, rotate_keys
from goq_desktop.services.workspace import Workspace


def keep_keys(workspace: Workspace, shop_uid: str, open_key: str, manager_key: str) -> None:
    """Let this pair count without asking the shop."""
    change = KeyChange(
        shop=workspace.shop(shop_uid),
        typed={KeyKind.OPEN: open_key, KeyKind.MANAGER: manager_key},
        condition=Condition.UNTESTED,
    )
    assert rotate_keys(workspace, change, CancelToken()).is_adopted
