"""サポート用ファイル: the state of this PC's desk for somebody who helps, from a list of what may be told."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class Part:
    code: PartCode
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((f"■ {self.title}", *self.lines))


def collect(workspace: Workspace, token: CancelToken) -> tuple[Part, ...]:
    """Everything that may be told. What cannot be read is told by its code. Raises Cancelled only."""
    parts = []
    for code, title, told in _PARTS:
        token.check()
        lines: list[str] = []
        try:
            lines.extend(told(workspace))
        except ProblemError as error:
            lines.append(f"読めません: {error.problem.code.value}")
        parts.append(Part(code, title, tuple(lines) or ("なし",)))
    return tuple(parts)


def whole_text(parts: tuple[Part, ...]) -> str:
    """As it is shown and as it is saved."""
    return "\n\n".join(("GoQ Desktop サポート用ファイル", *(part.text for part in parts))) + "\n"


def save(workspace: Workspace, text: str, file: Path) -> None:
    """Raises FILE_UNWRITABLE, DISK_FULL."""
    with whole_file(file) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    note_if_stored(workspace, HandlingKind.DIAGNOSED, "support")


def _program(workspace: Workspace) -> Iterator[str]:
    yield f"GoQ Desktop {__version__}"
    yield f"作成日時 {_time(workspace.clock.now())}"
    yield f"Python {platform.python_version()}"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} なし"
    yield f"キーリング {type(workspace.credentials).__name__}"
    yield f"この起動中だけ使う: {_yes(workspace.is_session_only)}"
    yield f"まとめられたプログラム: {_yes(getattr(sys, 'frozen', False))}"


def _settings(workspace: Workspace) -> Iterator[str]:
    loaded = workspace.load_settings()
    for problem in loaded.problems:
        yield f"読めないところ: {problem.code.value}"
    for tile in msgspec.structs.fields(loaded.settings):
        value = getattr(loaded.settings, tile.name)
        if isinstance(value, Tile):
            yield f"{tile.name}: {_shape(value)}"


def _shape(value: object) -> str:
    """Numbers, choices of a fixed list and how many there are; of any text only whether there is one."""
    if isinstance(value, Tile):
        fields = [field.name for field in msgspec.structs.fields(value)]
        return "、".join(f"{name}={_shape(getattr(value, name))}" for name in fields)
    if isinstance(value, tuple):
        tiles = [f"{{{_shape(one)}}}" for one in value if isinstance(one, Tile)]
        return " ".join((f"{len(value)}件", *tiles))
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return "日付あり"
    return "あり" if value else "なし"


def _shops(workspace: Workspace) -> Iterator[str]:
    shipped = {file.stem for file in resources.path("malls").glob("*.toml")}
    for number, shop in enumerate(workspace.shops(), 1):
        name = shop.mall if shop.mall in shipped else "自作のモール定義"
        try:
            profile = workspace.profile(shop.mall)
        except ProblemError as error:
            yield f"ショップ{number}: {name}、{error.problem.code.value}"
            continue
        status = "unverified" if profile.status == "unverified" else "verified"
        yield f"ショップ{number}: {name}、{status}、定義のしるし {profile.mark[:12]}"


def _store(workspace: Workspace) -> Iterator[str]:
    home = workspace.home
    for file in (home.database, *(home.database.with_name(f"orders.db{end}") for end in ("-wal", "-shm"))):
        yield f"{file.name}: {_size(file)}"
    from goq_desktop.services.backing_up import backup_folder, backups

    made = backups(backup_folder(workspace))
    yield f"バックアップ: {len(made)}件"
    for backup in made:
        yield f"  {_time(backup.made_at)} {_size(backup.file)}"
    try:
        yield f"ディスクの空き: {shutil.disk_usage(home.data_dir).free // 2**20:,} MiB"
    except OSError:
        yield "ディスクの空き: 不明"
    if not (workspace.is_store_open or home.database.exists()):
        return
    database = workspace.database()
    from goq_desktop.storage.support_facts import facts

    known = facts(database)
    yield f"版 {known.schema}、受注 {known.orders:,}件、うち消去済み {known.erased:,}件"
    yield f"空きページ {known.backlog:,}、検査の結果: {'正常' if known.is_sound else '異常'}"
    verdict = verified(workspace)
    yield f"取扱記録 {verdict.rows:,}行: {verdict.soundness.value} {verdict.row or ''}".rstrip()


def _fetches(workspace: Workspace) -> Iterator[str]:
    if not (workspace.is_store_open or workspace.home.database.exists()):
        return
    database = workspace.database()
    from goq_desktop.storage.support_facts import newest_runs

    numbers = {shop.uid: number for number, shop in enumerate(workspace.shops(), 1)}
    for run in newest_runs(database, _MOST_RUNS):
        pages, new, updated, unchanged, requests = run.counts
        end = _time(run.finished) if run.finished else "終わっていません"
        yield (
            f"ショップ{numbers.get(run.shop_uid, '?')} {_time(run.started)}～{end} {run.kind} {run.state}"
            f" {pages}ページ 新規{new} 更新{updated} 変更なし{unchanged} 通信{requests}回 {run.problem}"
        ).rstrip()


def _log(workspace: Workspace) -> Iterator[str]:
    file = workspace.home.logs / LOG_NAME
    try:
        with file.open("rb") as log:
            log.seek(max(0, file.stat().st_size - _LOG_BYTES))
            lines = log.read(_LOG_BYTES).decode(errors="replace").splitlines()
    except OSError:
        return
    kept = list(reduced(lines))
    yield from islice(kept, max(0, len(kept) - _MOST_LINES), None)


_PARTS: Final[tuple[tuple[PartCode, str, Callable[[Workspace], Iterator[str]]], ...]] = (
    (PartCode.PROGRAM, "プログラムとパソコン", _program),
    (PartCode.SETTINGS, "設定の形（文字は「あり」「なし」だけ）", _settings),
    (PartCode.SHOPS, "モール定義", _shops),
    (PartCode.STORE, "データの大きさと検査", _store),
    (PartCode.FETCHES, "最近の取得（50回まで）", _fetches),
    (PartCode.LOG, "ログ（プログラムの場所と種類だけ）", _log),
)


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _size(file: Path) -> str:
    try:
        return f"{file.stat().st_size:,} バイト"
    except OSError:
        return "なし"


def _yes(value: object) -> str:
    return "はい" if value else "いいえ"
