"""Where a proven copy waits beside the store until it is put in the store's place, and what is then to be told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[0-9A-Za-z-]+")


def staged(store: Path, name: str) -> Path:
    return store.with_name(f"{store.stem}.restored-{name}{store.suffix}")


def all_staged(store: Path) -> list[Path]:
    """One at most, but for what a kill left; nothing that somebody copied there under a name of his own."""
    found = store.parent.glob(f"{store.stem}.restored-*{store.suffix}")
    return sorted(one for one in found if _NAME.fullmatch(name_of(store, one)) and one.is_file())


def name_of(store: Path, copy: Path) -> str:
    """The `name` that made the path of `copy`."""
    return copy.stem.removeprefix(f"{store.stem}.restored-")


def untold_mark(store: Path) -> Path:
    """Holds the `name` of a copy that took the store's place, until that is noted in the handling log."""
    return store.with_suffix(".restored")


def untold(store: Path) -> str:
    """The `name` in it, empty without one."""
    try:
        return untold_mark(store).read_text("utf-8")
    except OSError:
        return ""
