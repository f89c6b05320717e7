"""Looks where a store lies or is to lie, and refuses what would damage it there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from goq_desktop import mounted
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.domain.store_place import MARKS, Mount, refusal, warning


def refuse_unsafe_place(folder: Path) -> None:
    """The folder need not exist. Raises STORE_ON_SYNCED and STORE_ON_NETWORK."""
    place = _real(folder)
    problem = refusal(place, [Mount(*one) for one in mounted.mounts(place)], _marks(place))
    if problem is not None:
        raise ProblemError(problem.code, **problem.params)


def place_warning(folder: Path) -> Problem | None:
    return warning(_real(folder))


def _real(folder: Path) -> Path:
    """Behind all links: a folder in a person's home often leads into a synced one."""
    with suppress(OSError, RuntimeError):
        return Path(os.path.realpath(folder))
    return folder.absolute()


def _marks(folder: Path) -> list[str]:
    """What a service's own folder is known by; a person's home itself is none, whatever lies there."""
    home = Path.home()
    above = [one for one in (folder, *folder.parents) if one != home]
    return [mark for mark in MARKS for one in above if os.path.lexists(one / mark)]
