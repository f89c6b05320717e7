"""Lanes: the statuses of the desk. Three are fixed (`Lane`), the shop makes the others itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# No lane, but a view across them: the orders that have a reason to be looked at.
TO_CHECK: Final = "?"
# Neither: all orders that are not 処理済 or キャンセル.
UNFINISHED: Final = "…"


class Lane(StrEnum):
    """Where an order stands on the desk; the fixed three of GoQ's status tabs."""

    NEW = "new"  # 新規受付
    DONE = "done"  # 処理済
    CANCELLED = "cancelled"  # キャンセル


@dataclass(frozen=True, slots=True)
class OwnLane:
    """A lane of the shop's own making; `colour` is a name of the theme's palette or empty."""

    code: str
    name: str
    colour: str = ""
