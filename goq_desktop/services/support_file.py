"""サポート用ファイル: the state of this PC's desk for somebody who helps, from a list of what may be told."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from goq_desktop import __version__, resources
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import ProblemError
from goq_desktop.logs import LOG_NAME
from goq_desktop.services.handling import note_if_stored, verified
from goq_desktop.services.log_reduction import reduced
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Tile

_LIBRARIES: Final = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "sqlcipher3", "httpx", "keyring", "msgspec", "XlsxWriter",
)  # fmt: skip
_MOST_RUNS: Final = 50
_MOST_LINES: Final = 300
_LOG_BYTES: Final = 200_000


class PartCode(StrEnum):
    PROGRAM = "program"
    SETTINGS = "settings"
    SHOPS = "shops"
    STORE = "store"
    FETCHES = "fetches"
    LOG = "log"


class Fact(StrEnum):
    """Each is one line; `wording.support_file` has its sentence with the parameters named here."""

    UNREADABLE = "unreadable"  # problem
    VERSION = "version"  # version
    MADE_AT = "made_at"  # at
    SYSTEM = "system"  # python, system
    LIBRARY = "library"  # name, version (None: not there)
    KEYRING = "keyring"  # name
    SESSION_ONLY = "session_only"  # is_so
    FROZEN = "frozen"  # is_so
    SETTINGS_PROBLEM = "settings_problem"  # problem
    SETTINGS = "settings"  # tile, shape
    SHOP = "shop"  # number, mall (None: of the shop's own making), status, mark
    SHOP_PROBLEM = "shop_problem"  # number, mall, problem
    FILE = "file"  # name, bytes (None: not there)
    BACKUPS = "backups"  # count
    BACKUP = "backup"  # at, bytes
    DISK = "disk"  # mebibytes (None: not told)
    STORE = "store"  # schema, orders, erased
    PAGES = "pages"  # backlog, is_sound
    RECORD = "record"  # rows, soundness, row
    FETCH = "fetch"  # shop (None: unknown), started, finished (None: not yet), run, counts…, problem
    LOG_LINE = "log_line"  # text


class Presence(StrEnum):
    """All that is told of a text or a day."""

    SET = "set"
    DATED = "dated"
    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and the shapes of those that are settings themselves."""

    count: int
    shapes: tuple[Fields, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of a class of the settings with the shapes of their values."""

    shapes: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Told:
    fact: Fact
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    code: PartCode
    facts: tuple[Told, ...]


def collect(workspace: Workspace, token: CancelToken) -> tuple[Part, ...]:
    """Everything that may be told. What cannot be read is told by its code. Raises Cancelled only."""
    parts = []
    for code, told in _PARTS:
        token.check()
        facts: list[Told] = []
        try:
            facts.extend(told(workspace))
        except ProblemError as error:
            facts.append(_told(Fact.UNREADABLE, problem=error.problem.code.value))
        parts.append(Part(code, tuple(facts)))
    return tuple(parts)


def save(workspace: Workspace, text: str, file: Path) -> None:
    """Raises FILE_UNWRITABLE, DISK_FULL."""
    with whole_file(file) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    note_if_stored(workspace, HandlingKind.DIAGNOSED, "support")


def _told(fact: Fact, **params: object) -> Told:
    return Told(fact, params)


def _program(workspace: Workspace) -> Iterator[Told]:
    yield _told(Fact.VERSION, version=__version__)
    yield _told(Fact.MADE_AT, at=workspace.clock.now())
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield _told(Fact.SYSTEM, python=platform.python_version(), system=system)
    for name in _LIBRARIES:
        try:
            yield _told(Fact.LIBRARY, name=name, version=version(name))
        except PackageNotFoundError:
            yield _told(Fact.LIBRARY, name=name, version=None)
    yield _told(Fact.KEYRING, name=type(workspace.credentials).__name__)
    yield _told(Fact.SESSION_ONLY, is_so=workspace.is_session_only)
    yield _told(Fact.FROZEN, is_so=bool(getattr(sys, "frozen", False)))


def _settings(workspace: Workspace) -> Iterator[Told]:
    loaded = workspace.load_settings()
    for problem in loaded.problems:
        yield _told(Fact.SETTINGS_PROBLEM, problem=problem.code.value)
    for tile in msgspec.structs.fields(loaded.settings):
        value = getattr(loaded.settings, tile.name)
        if isinstance(value, Tile):
            yield _told(Fact.SETTINGS, tile=tile.name, shape=_fields(value))


def _fields(value: Tile) -> Fields:
    names = [field.name for field in msgspec.structs.fields(value)]
    return Fields(tuple((name, _shape(getattr(value, name))) for name in names))


def _shape(value: object) -> bool | int | str | Presence | Counted | Fields:
    """Numbers, choices of a fixed list and how many there are; of any text only whether there is one."""
    if isinstance(value, Tile):
        return _fields(value)
    if isinstance(value, tuple):
        return Counted(len(value), tuple(_fields(one) for one in value if isinstance(one, Tile)))
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return Presence.DATED
    return Presence.SET if value else Presence.UNSET


def _shops(workspace: Workspace) -> Iterator[Told]:
    shipped = {file.stem for file in resources.path("malls").glob("*.toml")}
    for number, shop in enumerate(workspace.shops(), 1):
        mall = shop.mall if shop.mall in shipped else None
        try:
            profile = workspace.profile(shop.mall)
        except ProblemError as error:
            yield _told(Fact.SHOP_PROBLEM, number=number, mall=mall, problem=error.problem.code.value)
            continue
        status = "unverified" if profile.status == "unverified" else "verified"
        yield _told(Fact.SHOP, number=number, mall=mall, status=status, mark=profile.mark[:12])


def _store(workspace: Workspace) -> Iterator[Told]:
    home = workspace.home
    for file in (home.database, *(home.database.with_name(f"orders.db{end}") for end in ("-wal", "-shm"))):
        yield _told(Fact.FILE, name=file.name, bytes=_size(file))
    from goq_desktop.services.backing_up import backup_folder, backups

    made = backups(backup_folder(workspace))
    yield _told(Fact.BACKUPS, count=len(made))
    for backup in made:
        yield _told(Fact.BACKUP, at=backup.made_at, bytes=_size(backup.file))
    yield _told(Fact.DISK, mebibytes=_free(home.data_dir))
    if not (workspace.is_store_open or home.database.exists()):
        return
    database = workspace.database()
    from goq_desktop.storage.support_facts import facts

    known = facts(database)
    yield _told(Fact.STORE, schema=known.schema, orders=known.orders, erased=known.erased)
    yield _told(Fact.PAGES, backlog=known.backlog, is_sound=known.is_sound)
    verdict = verified(workspace)
    yield _told(Fact.RECORD, rows=verdict.rows, soundness=verdict.soundness.value, row=verdict.row)


def _fetches(workspace: Workspace) -> Iterator[Told]:
    if not (workspace.is_store_open or workspace.home.database.exists()):
        return
    database = workspace.database()
    from goq_desktop.storage.support_facts import newest_runs

    numbers = {shop.uid: number for number, shop in enumerate(workspace.shops(), 1)}
    for run in newest_runs(database, _MOST_RUNS):
        pages, new, updated, unchanged, requests = run.counts
        yield _told(
            Fact.FETCH,
            shop=numbers.get(run.shop_uid),
            started=run.started,
            finished=run.finished,
            run=f"{run.kind} {run.state}",
            pages=pages,
            new=new,
            updated=updated,
            unchanged=unchanged,
            requests=requests,
            problem=run.problem,
        )


def _log(workspace: Workspace) -> Iterator[Told]:
    file = workspace.home.logs / LOG_NAME
    try:
        with file.open("rb") as log:
            log.seek(max(0, file.stat().st_size - _LOG_BYTES))
            lines = log.read(_LOG_BYTES).decode(errors="replace").splitlines()
    except OSError:
        return
    kept = list(reduced(lines))
    for line in islice(kept, max(0, len(kept) - _MOST_LINES), None):
        yield _told(Fact.LOG_LINE, text=line)


_PARTS: Final[tuple[tuple[PartCode, Callable[[Workspace], Iterator[Told]]], ...]] = (
    (PartCode.PROGRAM, _program),
    (PartCode.SETTINGS, _settings),
    (PartCode.SHOPS, _shops),
    (PartCode.STORE, _store),
    (PartCode.FETCHES, _fetches),
    (PartCode.LOG, _log),
)


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free // 2**20
    except OSError:
        return None
