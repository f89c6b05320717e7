"""Says who works at this PC, for everything that notes who did something."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def os_user() -> str:
    """The name under which this process runs: asked of the system, not of the environment."""
    with suppress(OSError, KeyError):
        if sys.platform == "win32":
            return os.getlogin()
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    return "?" if sys.platform == "win32" else str(os.getuid())
