"""What a store may tell of itself to somebody who helps: numbers, codes and times, and no word of an order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from goq_desktop.storage.cipher import translated
from goq_desktop.storage.copying import is_sound
from goq_desktop.storage.database import Database

_RUNS: Final = (
    "SELECT shop_uid, started_at, finished_at, kind, state, pages, new, updated, unchanged, requests,"
    " ifnull(problem_code, '') FROM fetch_runs ORDER BY id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One fetch of the journal."""

    shop_uid: str
    started: datetime
    finished: datetime | None
    kind: str
    state: str
    counts: tuple[int, int, int, int, int]  # pages, new, updated, unchanged, requests
    problem: str


@dataclass(frozen=True, slots=True)
class StoreFacts:
    schema: str
    orders: int
    erased: int
    backlog: int  # pages on the list of free ones
    is_sound: bool


def newest_runs(database: Database, most: int) -> tuple[Run, ...]:
    """The newest first. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return tuple(map(_run, reader.execute(_RUNS, (most,))))


def facts(database: Database) -> StoreFacts:
    """Reads the whole file: seconds for 100,000 orders. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        (schema,) = reader.execute("SELECT version_num FROM alembic_version").fetchone()
        orders, erased = reader.execute("SELECT count(*), count(erased_at) FROM orders").fetchone()
        (free,) = reader.execute("PRAGMA freelist_count").fetchone()
        return StoreFacts(str(schema), orders, erased, free, is_sound(reader))


def _run(row: Any) -> Run:
    uid, started, finished, kind, state, pages, new, updated, unchanged, requests, problem = row
    return Run(
        uid,
        datetime.fromtimestamp(started, UTC),
        None if finished is None else datetime.fromtimestamp(finished, UTC),
        kind,
        state,
        (pages, new, updated, unchanged, requests),
        problem,
    )
