"""Folders where a database would be damaged are known by their names and by what they lie on."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from goq_desktop.domain.problems import ProblemCode
from goq_desktop.domain.store_place import MARKS, Mount, refusal, warning

LOCAL = (Mount(PurePosixPath("/"), "ext4"),)


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath(r"C:\Users\hana\OneDrive\GoQ\data"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\hana\OneDrive - 株式会社はな\GoQ"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\hana\onedrive\ドキュメント"), "OneDrive"),
        (PureWindowsPath(r"D:\Dropbox (個人)\shop"), "Dropbox"),
        (PureWindowsPath(r"G:\マイドライブ\goq"), "Google Drive"),
        (PureWindowsPath(r"G:\My Drive\goq"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\hana\iCloudDrive\goq"), "iCloud Drive"),
        (PurePosixPath("/Users/hana/Library/CloudStorage/OneDrive-Personal/goq"), "OneDrive"),
        (
            PurePosixPath("/Users/hana/Library/CloudStorage/GoogleDrive-a@example.jp/マイドライブ"),
            "Google Drive",
        ),
        (PurePosixPath("/Users/hana/Library/Mobile Documents/com~apple~CloudDocs/goq"), "iCloud Drive"),
        (PurePosixPath("/home/hana/Dropbox/goq"), "Dropbox"),
    ],
)
def test_synced_folders_are_refused_by_the_name_of_their_service(
    folder: PurePosixPath | PureWindowsPath, service: str
) -> None:
    problem = refusal(folder, LOCAL)
    assert problem is not None and problem.code is ProblemCode.STORE_ON_SYNCED
    assert problem.params == {"path": str(folder), "service": service}


@pytest.mark.parametrize("mark", MARKS)
def test_a_synced_folder_of_any_name_is_known_by_its_mark(mark: str) -> None:
    problem = refusal(PurePosixPath("/data/everything"), LOCAL, [mark])
    assert problem is not None and problem.params["service"] == MARKS[mark]


@pytest.mark.parametrize(
    "folder", [r"\\nas\shop\goq", r"\\192.168.1.5\c$\goq", "//nas/shop/goq", r"\\?\UNC\nas\shop\goq"]
)
def test_windows_shares_are_refused(folder: str) -> None:
    problem = refusal(PureWindowsPath(folder), ())
    assert problem is not None and problem.code is ProblemCode.STORE_ON_NETWORK


def test_a_drive_that_leads_to_a_share_is_refused() -> None:
    mounts = (Mount(PureWindowsPath("Z:\\"), "remote"),)
    assert refusal(PureWindowsPath(r"Z:\goq"), mounts) is not None
    assert refusal(PureWindowsPath(r"C:\goq"), mounts) is None


@pytest.mark.parametrize(
    "kind",
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afpfs",
        "fuse.sshfs",
        "fuse.rclone",
        "davfs",
        "fuse.davfs2",
        "webdav",
    ],
)
def test_the_nearest_mount_decides(kind: str) -> None:
    mounts = (*LOCAL, Mount(PurePosixPath("/mnt/nas"), kind), Mount(PurePosixPath("/mnt/nas/disk"), "ext4"))
    assert refusal(PurePosixPath("/mnt/nas/goq"), mounts) is not None
    assert refusal(PurePosixPath("/mnt/nas/disk/goq"), mounts) is None
    assert refusal(PurePosixPath("/mnt/nasty/goq"), mounts) is None
    # Of two at one place the later lies on top.
    assert refusal(PurePosixPath("/mnt/nas"), (*mounts, Mount(PurePosixPath("/mnt/nas"), "xfs"))) is None


@pytest.mark.parametrize(
    "folder",
    [
        PurePosixPath("/home/hana/.local/share/goq-desktop"),
        PureWindowsPath(r"C:\Users\hana\AppData\Local\goq-desktop"),
        PureWindowsPath(r"\\?\C:\goq"),
        PurePosixPath("/Users/hana/Library/Application Support/goq-desktop"),
        PurePosixPath("/srv/dropboxes/onedrive2/googledrives"),
        PurePosixPath("/home/hana/not on OneDrive"),
    ],
)
def test_other_folders_are_not(folder: PurePosixPath | PureWindowsPath) -> None:
    assert refusal(folder, LOCAL) is None
    assert warning(folder) is None


@pytest.mark.parametrize("name", ["Documents", "ドキュメント", "書類", "My Documents"])
def test_documents_are_warned_of_only(name: str) -> None:
    folder = PurePosixPath("/home/hana") / name / "goq"
    assert refusal(folder, LOCAL) is None
    told = warning(folder)
    assert told is not None and told.code is ProblemCode.STORE_IN_DOCUMENTS
