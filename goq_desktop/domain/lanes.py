"""Lanes: the statuses of the desk. Three are fixed (`orders.Lane`), the shop makes the others itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# No lane, but a view across them: the orders that have a reason to be looked at.
TO_CHECK: Final = "?"
# Neither: all orders that are not 処理済 or キャンセル.
UNFINISHED: Final = "…"


@dataclass(frozen=True, slots=True)
class OwnLane:
    """A lane of the shop's own making; `colour` is a name of the theme's palette or empty."""

    code: str
    name: str
    colour: str = ""
