"""What the operating systems say of their mounts is read as it is meant."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from goq_desktop.mounted import mounts, of_mount_command, of_mountinfo

MOUNTINFO = r"""
25 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 25 0:45 / /mnt/my\040nas rw,relatime shared:5 master:1 - nfs4 nas:/shop rw,vers=4.2
41 25 0:46 / /mnt/new\012line rw - cifs //nas/shop rw
half a line
"""
MOUNT = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//hana@nas._smb._tcp.local/shop on /Volumes/shop (1) (smbfs, nodev, nosuid, mounted by hana)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


def test_linux() -> None:
    assert list(of_mountinfo(MOUNTINFO)) == [
        (Path("/"), "ext4"),
        (Path("/mnt/my nas"), "nfs4"),
        (Path("/mnt/new\nline"), "cifs"),
    ]


def test_macos() -> None:
    assert (Path("/Volumes/shop (1)"), "smbfs") in list(of_mount_command(MOUNT))
    assert len(list(of_mount_command(MOUNT))) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="asks this system")
def test_this_system_tells(tmp_path: Path) -> None:
    assert Path("/") in [place for place, _ in mounts(tmp_path)]
