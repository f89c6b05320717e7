"""Which folders are no place for a living database, by their names and by what they lie on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath
from typing import Final

from goq_desktop.domain.problems import Problem, ProblemCode

# A folder's whole name, as these services make it on Windows, macOS and Linux.
_NAMES: Final = {
    "OneDrive": "onedrive",
    "Dropbox": "dropbox",
    "Google Drive": "google ?drive|google ドライブ|my drive|マイドライブ",
    "iCloud Drive": "icloud ?drive|mobile documents|com~apple~clouddocs",
}
# With an account behind it: `OneDrive - 会社`, `GoogleDrive-a@example.jp`, `Dropbox (個人)`.
_ACCOUNT: Final = r"(?: - .*|-.*| \(.*\))?"
_SYNCED: Final = {name: re.compile(f"(?:{names}){_ACCOUNT}", re.IGNORECASE) for name, names in _NAMES.items()}
# What such a service keeps in its own folder, whatever name a person gave that.
MARKS: Final[Mapping[str, str]] = {
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
_DOCUMENTS: Final = frozenset({"documents", "my documents", "ドキュメント", "書類", "マイ ドキュメント"})
_NETWORK: Final = re.compile(
    r"(?:fuse\.)?(?:nfs\d?|cifs|smb\d?|smbfs|afpfs|afs|ncpfs?|ceph|glusterfs|lustre|9p2000|davfs2?|webdav|sshfs"
    r"|rclone|gvfsd-fuse|google-drive-ocamlfuse|remote)"
)


@dataclass(frozen=True, slots=True)
class Mount:
    """A place where a file system hangs, and its kind as the system calls it; `remote` on Windows."""

    place: PurePath
    kind: str


def refusal(folder: PurePath, mounts: Sequence[Mount], marks: Sequence[str] = ()) -> Problem | None:
    """Why the store may not lie here: programs copy it while it is written, or locks do not hold.

    `folder` is absolute and without links; `marks` are those of `MARKS` that lie in it or above it.
    """
    service = _service(folder) or next((MARKS[mark] for mark in marks if mark in MARKS), "")
    if service:
        return Problem(ProblemCode.STORE_ON_SYNCED, {"path": str(folder), "service": service})
    if _is_on_network(folder, mounts):
        return Problem(ProblemCode.STORE_ON_NETWORK, {"path": str(folder)})
    return None


def warning(folder: PurePath) -> Problem | None:
    """Documents are what synchronising and backup programs take first, often without being asked."""
    if any(part.casefold() in _DOCUMENTS for part in folder.parts):
        return Problem(ProblemCode.STORE_IN_DOCUMENTS, {"path": str(folder)})
    return None


def _service(folder: PurePath) -> str:
    names = (name for part in folder.parts for name, pattern in _SYNCED.items() if pattern.fullmatch(part))
    return next(names, "")


def _is_on_network(folder: PurePath, mounts: Sequence[Mount]) -> bool:
    if isinstance(folder, PureWindowsPath) and re.match(r"\\\\(?![.?]\\[A-Za-z]:)", str(folder)):
        return True
    holding = [mount for mount in mounts if folder.is_relative_to(mount.place)]
    # Of two at the same place the later one lies on top.
    nearest = max(enumerate(holding), key=lambda one: (len(one[1].place.parts), one[0]), default=None)
    return nearest is not None and _NETWORK.fullmatch(nearest[1].kind.lower()) is not None
