"""Notes in the store what was done with people's data, and checks and exports these notes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from goq_desktop.domain.handling import Handling, HandlingKind, HandlingQuery, Verdict
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.actor import os_user
from goq_desktop.services.spreadsheet import csv_in
from goq_desktop.services.store_opening import open_store
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage import handling_log

_log = logging.getLogger(__name__)


def note(workspace: Workspace, kind: HandlingKind, count: int = 0, detail: str = "") -> None:
    """Add a row of this moment and this user. Raises STORE_*, DISK_FULL, KEYRING_*."""
    database = workspace.database()
    handling_log.add(
        database, at=workspace.clock.now(), actor=os_user(), kind=kind, count=count, detail=detail
    )


def note_done(workspace: Workspace, kind: HandlingKind, count: int = 0, detail: str = "") -> None:
    """The same for what cannot be taken back: it stays done when there is no room for its note."""
    try:
        note(workspace, kind, count, detail)
    except ProblemError as error:
        _log.warning("not noted: %s (%s)", kind.value, error.problem.code.value)


def note_if_stored(workspace: Workspace, kind: HandlingKind, detail: str = "") -> None:
    """For files without any order: no store is made for the sake of their note."""
    if workspace.is_store_open or workspace.home.database.exists():
        note_done(workspace, kind, detail=detail)


def carry_log(workspace: Workspace, kept: Path) -> None:
    """Go on from the log of the store that a backup took the place of, where that one can still be read.

    Raises DISK_FULL: with room again it can be done, and after another row no more.
    """
    try:
        old = open_store(kept, workspace.credentials)
        try:
            handling_log.carry_over(workspace.database(), old)
        finally:
            old.close()
            kept.with_name(f"{kept.stem}.lock").unlink(missing_ok=True)
    except (ProblemError, OSError) as error:
        if isinstance(error, ProblemError) and error.problem.code is ProblemCode.DISK_FULL:
            raise
        _log.warning("the log before the restoring is not carried over: %s", error)


def verified(workspace: Workspace) -> Verdict:
    """Raises STORE_*, KEYRING_*."""
    return handling_log.verify(workspace.database())


def newest(workspace: Workspace, query: HandlingQuery, most: int) -> tuple[int, tuple[Handling, ...]]:
    """How many rows there are, and the newest of them. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    return handling_log.count(database, query), tuple(handling_log.entries(database, query, most))


def export_log(
    workspace: Workspace,
    query: HandlingQuery,
    file: Path,
    titles: Sequence[str],
    line: Callable[[Handling], Sequence[str]],
) -> int:
    """As CSV for people, the newest first; `line` says a row in their words. FILE_UN*, DISK_FULL, STORE_*."""
    rows = 0
    encoding = workspace.load_settings().settings.other.csv_encoding
    with whole_file(file) as part, csv_in(part, encoding) as write:
        write(titles)
        for entry in handling_log.entries(workspace.database(), query):
            write(line(entry))
            rows += 1
    return rows
