"""Whether an action can be done now, and if not, why: in its menu, at the foot of the window, and in Ctrl+K."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QAction

_WHY_NOT: Final = "whyNot"
_USUAL_TIP: Final = "usualTip"


def allow(action: QAction, why_not: str | None) -> None:
    """None: it can be done. Else a sentence without any markup that says why not, and what has to be first."""
    if action.property(_USUAL_TIP) is None:
        # Without a tip of its own an action gives its text for one.
        has_own = action.toolTip() != action.text().replace("&", "").replace("...", "")
        action.setProperty(_USUAL_TIP, action.toolTip() if has_own else "")
    action.setEnabled(why_not is None)
    action.setProperty(_WHY_NOT, why_not or "")
    action.setStatusTip(why_not or "")
    action.setToolTip(why_not or str(action.property(_USUAL_TIP)))


def why_not(action: QAction) -> str:
    """Empty when it can be done, or nobody said."""
    return str(action.property(_WHY_NOT) or "")
