"""Writes the log file: private, bounded, and without secrets or the values that errors carry."""

from __future__ import annotations

import logging
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

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
        if isinstance(handler, _LateFile):
            root.removeHandler(handler)
            handler.close()
    root.addHandler(_LateFile(home.logs / LOG_NAME))
    logging.getLogger("goq_desktop").setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class _LateFile(logging.Handler):
    """Opens the file with the first line: what turns it is slow to load, and a start has little to say."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from goq_desktop.log_file import PrivateFile

            self._file = PrivateFile(self._path, _BYTES_A_FILE, _OLD_FILES)
            self._file.setFormatter(_Discreet())
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


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
