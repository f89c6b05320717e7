"""Asks the operating system what a folder lies on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_MOUNTS: Final = Path("/proc/self/mountinfo")
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_REMOTE: Final = 4  # of GetDriveTypeW
_LONGEST_ANSWER: Final = 5.0


def mounts(folder: Path) -> list[tuple[Path, str]]:
    """Where file systems hang and of what kind they are; as far as the system tells, else none."""
    try:
        if sys.platform == "win32":
            return _of_drive(folder)
        if sys.platform == "darwin":
            return list(of_mount_command(_asked()))
        return list(of_mountinfo(_MOUNTS.read_text("utf-8", "surrogateescape")))
    except (OSError, ValueError):
        return []


def of_mountinfo(text: str) -> Iterator[tuple[Path, str]]:
    """Linux: the fifth word is the place, the first behind a lone dash the kind."""
    for line in text.splitlines():
        before, _, behind = line.partition(" - ")
        words, kind = before.split(" "), behind.partition(" ")[0]
        if len(words) > 4:
            yield Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), words[4])), kind


def of_mount_command(text: str) -> Iterator[tuple[Path, str]]:
    """macOS: `//user@server/share on /Volumes/share (smbfs, nodev)`."""
    for line in text.splitlines():
        if found := re.fullmatch(r".+? on (/.*) \(([^,)]+).*\)", line):
            yield Path(found[1]), found[2]


def _asked() -> str:
    import subprocess

    call = ["/sbin/mount"]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=_LONGEST_ANSWER, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def _of_drive(folder: Path) -> list[tuple[Path, str]]:
    if sys.platform == "win32":
        import ctypes

        root = folder.anchor
        if ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE:
            return [(Path(root), "remote")]
    return []
