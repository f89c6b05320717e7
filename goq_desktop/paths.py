"""Where a home keeps its settings, orders, backups and logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_APP: Final = "goq-desktop"
_PRIVATE: Final = 0o700


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
        """Make the folders, for this user's eyes only. Raises OSError when the place cannot be written."""
        for folder in (self.settings_dir, self.malls_dir, self.data_dir, self.backups, self.logs):
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            if folder.stat().st_mode & 0o077:
                folder.chmod(_PRIVATE)
