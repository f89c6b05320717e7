"""Makes renames in a folder outlast a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":

    def sync_directory(directory: Path) -> None:
        """Windows makes a rename durable by itself and opens no directories."""

else:

    def sync_directory(directory: Path) -> None:
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
