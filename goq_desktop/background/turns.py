"""How the threads take turns at Python, and when it looks for garbage: so that the window never waits long."""

from __future__ import annotations

import gc
import sys
from typing import Final

# A thread that computes gives way to the window after this, not after Python's 5 ms: while orders are read, each
# cell that is painted has to wait for its turn.
_TURN_SECONDS: Final = 0.0005


def begin_start() -> None:
    """What a start makes stays: to look through it again and again for garbage takes a tenth of the start."""
    sys.setswitchinterval(_TURN_SECONDS)
    gc.disable()


def end_start() -> None:
    """From now on only what comes later is looked through: all there is would be a pause of 50 ms each time."""
    gc.freeze()
    gc.enable()
