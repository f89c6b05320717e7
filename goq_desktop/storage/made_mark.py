"""Remembers beside a store that it was made, so that a lost or emptied one is never taken for one to be made."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from goq_desktop.durable import sync_directory


def mark_of(store: Path) -> Path:
    return store.with_name(f"{store.stem}.made")


def was_made(store: Path) -> bool:
    """False while the first creation goes on, or was killed: then an empty file holds nobody's orders."""
    return mark_of(store).exists()


def note_made(store: Path) -> None:
    """Once it is whole. Without the mark the next start leaves it, so that no failure hinders anybody."""
    if not was_made(store):
        with suppress(OSError):
            os.close(os.open(mark_of(store), os.O_CREAT | os.O_WRONLY, 0o600))
            sync_directory(store.parent)
