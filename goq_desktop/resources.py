"""Finds the files that ship with the app: icons, mall profiles, the postal dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """A file or folder below the resources; it is not checked that it is there.

    An installed app has them inside the package, a checkout beside it.
    """
    return _root(_PACKAGE).joinpath(*parts)


def _root(package: Path) -> Path:
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
