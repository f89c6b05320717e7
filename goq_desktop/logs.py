"""Writes the log file: private, bounded, and without secrets or the values that errors carry."""

from __future__ import annotations

import logging
import os
import time
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from goq_desktop.paths import Home
from goq_desktop.redaction import redact

LOG_NAME: Final = "goq-desktop.log"
_BYTES_A_FILE: Final = 1_000_000
_OLD_FILES: Final = 4
# These write whole addresses, headers or parameters of statements at INFO and below.
_TALKATIVE: Final = ("httpx", "httpcore", "sqlalchemy", "alembic", "keyring", "asyncio")

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure(home: Home, verbose: bool = False) -> None:
    """Log to one file in the home, INFO of this app (DEBUG if `verbose`) and WARNING of all others.

    A second call moves the log to that home. A log that cannot be written disturbs nobody.
    """
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, _PrivateFile):
            root.removeHandler(handler)
            handler.close()
    file = _PrivateFile(home.logs / LOG_NAME)
    file.setFormatter(_Discreet())
    root.addHandler(file)
    logging.getLogger("goq_desktop").setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class _PrivateFile(RotatingFileHandler):
    """A log file that only its owner may read, from its first byte on."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            file, maxBytes=_BYTES_A_FILE, backupCount=_OLD_FILES, encoding="utf-8", delay=True,
            errors="backslashreplace",
        )  # fmt: skip

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


class _Discreet(logging.Formatter):
    """Lines in UTC, redacted as a whole; of a foreign exception its kind and place, not its text."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("{asctime}Z {levelname} {name}: {message}", "%Y-%m-%dT%H:%M:%S", style="{")

    def format(self, record: logging.LogRecord) -> str:
        # What another handler cached in the record was not written by `formatException` below.
        record.exc_text = None
        return redact(super().format(record))

    def formatException(self, ei: _ExcInfo) -> str:
        """Outermost first. Texts of foreign exceptions repeat addresses, headers and order data."""
        told: list[str] = []
        error, seen = ei[1], set[int]()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            told.append("".join(traceback.format_tb(error.__traceback__)) + _name(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nbecause of\n".join(told)


def _name(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {error}" if kind.__module__.startswith("goq_desktop.") else name
