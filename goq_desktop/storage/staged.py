"""Where a proven copy waits beside the store until it is put in the store's place."""

from __future__ import annotations

from pathlib import Path


def staged(store: Path, name: str) -> Path:
    return store.with_name(f"{store.stem}.restored-{name}{store.suffix}")


def all_staged(store: Path) -> list[Path]:
    """One at most, but for what a kill left."""
    return sorted(store.parent.glob(f"{store.stem}.restored-*{store.suffix}"))


def name_of(store: Path, copy: Path) -> str:
    """The `name` that made the path of `copy`."""
    return copy.stem.removeprefix(f"{store.stem}.restored-")
