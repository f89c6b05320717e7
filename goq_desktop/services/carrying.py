"""Settings as a file that another PC can take, and back."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.whole_file import whole_file
from goq_desktop.settings import files
from goq_desktop.settings.tiles import Settings
from goq_desktop.settings.transfer import export_settings, parse_settings


def write_settings(settings: Settings, file: Path) -> None:
    """Without secrets and without what is true on this PC only. Raises FILE_UNWRITABLE, DISK_FULL."""
    text = export_settings(settings)
    with whole_file(file) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def read_settings(file: Path) -> Settings:
    """All of the file or nothing. Raises FILE_UNREADABLE, SETTINGS_INVALID, SETTINGS_NEWER."""
    data = files.read_small(file)
    if data is None:
        reason = os.strerror(errno.ENOENT)
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(file), reason=reason)
    try:
        return parse_settings(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(file), reason="encoding") from error
