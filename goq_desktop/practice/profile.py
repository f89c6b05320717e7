"""The mall profile that leads to a practice shop, for a home of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MALL: Final = "practice"


def write_profile(malls_dir: Path, url: str) -> Path:
    """Put a profile for the practice shop at `url` into a home; returns the file."""
    malls_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = malls_dir / f"{MALL}.toml"
    file.write_text(
        f'extends = "{MALL}"\n\n[hosts.manager]\nurl = "{url}"\n\n[hosts.open]\nurl = "{url}"\n',
        encoding="utf-8",
    )
    return file
