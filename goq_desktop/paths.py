"""Where a home keeps its settings, orders, backups and logs."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_APP: Final = "goq-desktop"
_PRIVATE: Final = 0o700
_OTHERS: Final = 0o077  # what a group and everybody else may do


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one user of the app; they need not exist before `ensure`."""

    settings_dir: Path
    data_dir: Path
    backups: Path
    logs: Path

    @classmethod
    def at(cls, root: Path | None) -> Home:
        """Everything under `root`; None stands for the platform's usual places."""
        if root is None:
            return cls.default()
        root = root.absolute()
        return cls(root / "settings", root / "data", root / "backups", root / "logs")

    @classmethod
    def default(cls) -> Home:
        """The places that the platform gives: local ones, never a roaming or shared folder."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs(_APP, appauthor=False, roaming=False)
        return cls(
            dirs.user_config_path, dirs.user_data_path, dirs.user_data_path / "backups", dirs.user_log_path
        )

    @property
    def settings_file(self) -> Path:
        return self.settings_dir / "settings.toml"

    @property
    def malls_dir(self) -> Path:
        """The person's own mall profiles, which override the shipped ones."""
        return self.settings_dir / "malls"

    @property
    def database(self) -> Path:
        return self.data_dir / "orders.db"

    def ensure(self) -> None:
        """Make the folders, for this user's eyes only. Raises OSError when the place cannot be written.

        What lies in them with wider rights, copied there or made by somebody's tool, is tightened; and
        whatever this process makes from now on is private, also what libraries make.
        """
        os.umask(_OTHERS)
        folders = (self.settings_dir, self.malls_dir, self.data_dir, self.backups, self.logs)
        for folder in folders:
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        if os.name == "posix":
            for path in _within(folders):
                _tighten(path)


def _within(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for place, _, names in os.walk(folder):
            yield Path(place)
            yield from (Path(place, name) for name in names)


def _tighten(path: Path) -> None:
    # Another's file, or one that goes at this moment, is no reason not to start; a link leads elsewhere.
    with suppress(OSError):
        mode = path.lstat().st_mode
        if mode & _OTHERS and not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
