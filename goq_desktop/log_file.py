"""The file that a log is written to: only its owner may read it, and it is turned before it grows long."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any


class PrivateFile(RotatingFileHandler):
    """`most`: bytes of each file; `old`: how many are kept beside the one in use. Private from its first byte on."""

    def __init__(self, file: Path, most: int, old: int) -> None:
        super().__init__(
            file, maxBytes=most, backupCount=old, encoding="utf-8", delay=True, errors="backslashreplace"
        )

    def _open(self) -> Any:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        stream: IO[str] = open(  # noqa: SIM115 - logging closes it
            self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=private
        )
        return stream

    def rotate(self, source: str, dest: str) -> None:
        # Windows renames no file that another run of the app has open: that one then grows on.
        with suppress(OSError):
            super().rotate(source, dest)

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: the usual traceback on stderr would show the record's arguments."""
