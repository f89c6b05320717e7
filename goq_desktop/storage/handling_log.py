"""The handling log in the store: rows are added, chained by a keyed hash, and never changed."""

from __future__ import annotations

import hmac
import json
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from goq_desktop.domain.handling import Handling, HandlingKind, HandlingQuery, Soundness, Verdict
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database, read_salt
from goq_desktop.storage.file_lock import unwritable

# What the chain shows: a row that was changed, put in or taken out with a database tool, and, by the mark
# of the newest row in a file beside the store, rows taken off the end. What it cannot show: the doing of
# somebody who uses this user's keyring and this program's own way of making marks, or who puts back an
# older copy of store and mark file together.
_PURPOSE: Final = b"handling log"
_START: Final = bytes(32)
_COLUMNS: Final = "id, at, actor, kind, count, detail"
_INSERT: Final = f"INSERT INTO handling_log ({_COLUMNS}, mark) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_NEWEST: Final = "SELECT id, mark FROM handling_log ORDER BY id DESC LIMIT 1"
_AT: Final = "SELECT mark FROM handling_log WHERE id = ?"
_LATER: Final = f"SELECT {_COLUMNS}, mark FROM handling_log WHERE id > ? ORDER BY id"  # noqa: S608
_ALL: Final = f"SELECT {_COLUMNS}, mark FROM handling_log ORDER BY id"  # noqa: S608

_writing: Final = threading.Lock()


def add(
    database: Database, *, at: datetime, actor: str, kind: HandlingKind, count: int, detail: str = ""
) -> None:
    """Raises STORE_*, DISK_FULL; then nothing is added."""
    key = database.derived_key(_PURPOSE)
    with _writing, database.turn, translated(database.path):
        with closing(database.connect_to(database.path)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            last, mark = writer.execute(_NEWEST).fetchone() or (0, _START)
            row = (last + 1, int(at.timestamp()), actor, kind.value, count, detail)
            mark = _mark(key, mark, row)
            writer.execute(_INSERT, (*row, mark))
            writer.execute("COMMIT")
        _write_head(database.path, key, last + 1, mark)


@dataclass(frozen=True, slots=True)
class Noting:
    """Adds rows in the very transactions of what they tell of: neither is there without the other.

    `anchor` comes after the commit; what a kill leaves of that, the next one does.
    """

    database: Database
    actor: str
    kind: HandlingKind
    detail: str = ""

    def add(self, writer: Connection, count: int, at: int) -> None:
        """`at` in seconds since 1970; `writer` is in a transaction."""
        last, before = writer.execute(_NEWEST).fetchone() or (0, _START)
        row = (last + 1, at, self.actor, self.kind.value, count, self.detail)
        mark = _mark(self.database.derived_key(_PURPOSE), before, row)
        writer.execute(_INSERT, (*row, mark))

    def anchor(self) -> None:
        """Raises STORE_*, DISK_FULL."""
        database = self.database
        with _writing, translated(database.path), closing(database.reader()) as reader:
            number, mark = reader.execute(_NEWEST).fetchone() or (0, _START)
            known, _ = _read_head(database.path) or (0, "")
            # One that knows of more stays: it is what shows that rows are gone.
            if known < number:
                _write_head(database.path, database.derived_key(_PURPOSE), number, mark)


def carry_over(database: Database, kept: Database) -> int:
    """Add the rows that `kept` has beyond this store's, which is an older copy of it; gives their number.

    They come as they are, with their marks. None is added when the two do not begin alike. Raises STORE_*, DISK_FULL.
    """
    key, rows = database.derived_key(_PURPOSE), 0
    with _writing, database.turn, translated(database.path):
        with closing(kept.reader()) as other, closing(database.connect_to(database.path)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            last, mark = writer.execute(_NEWEST).fetchone() or (0, _START)
            if last and other.execute(_AT, (last,)).fetchone() != (mark,):
                return 0
            for row in other.execute(_LATER, (last,)):
                writer.execute(_INSERT, row)
                rows, last, mark = rows + 1, row[0], row[-1]
            writer.execute("COMMIT")
        if rows:
            _write_head(database.path, key, last, mark)
    return rows


def count(database: Database, query: HandlingQuery) -> int:
    where, values = _condition(query)
    with translated(database.path), closing(database.reader()) as reader:
        sql = f"SELECT count(*) FROM handling_log WHERE {where}"  # noqa: S608
        return int(reader.execute(sql, values).fetchone()[0])


def entries(database: Database, query: HandlingQuery, most: int | None = None) -> Iterator[Handling]:
    """The newest first. Raises STORE_*."""
    where, values = _condition(query)
    sql = f"SELECT {_COLUMNS} FROM handling_log WHERE {where} ORDER BY id DESC LIMIT ?"  # noqa: S608
    with translated(database.path), closing(database.reader()) as reader:
        reader.text_factory = _text
        for row in reader.execute(sql, (*values, -1 if most is None else most)):
            yield _handling(row)


def verify(database: Database) -> Verdict:
    """Work every mark out anew. Raises STORE_*."""
    key = database.derived_key(_PURPOSE)
    with _writing, translated(database.path), closing(database.reader()) as reader:
        reader.text_factory = _text
        return _verdict(reader, key, _read_head(database.path))


def _verdict(reader: Connection, key: bytes, head: tuple[int, str] | None) -> Verdict:
    rows, mark, is_head_met = 0, _START, head is None or head[0] == 0
    total = int(reader.execute("SELECT count(*) FROM handling_log").fetchone()[0])
    for *row, found in reader.execute(_ALL):
        rows += 1
        mark = _mark(key, mark, row)
        if row[0] != rows or found != mark:
            return Verdict(Soundness.CHANGED, total, rows)
        if head is not None and head[0] == rows:
            if not hmac.compare_digest(head[1], _head_mark(key, rows, mark)):
                return Verdict(Soundness.CHANGED, total, rows)
            is_head_met = True
    if head is None:
        return Verdict(Soundness.WHOLE if not rows else Soundness.UNANCHORED, total)
    return Verdict(Soundness.WHOLE, total) if is_head_met else Verdict(Soundness.CUT, total, rows + 1)


def _text(content: bytes) -> str:
    """Also of what is no text any more."""
    return content.decode(errors="backslashreplace")


def _handling(row: Any) -> Handling:
    """What somebody spoilt is to be seen too."""
    number, seconds, actor, kind, orders, detail = row
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
        return Handling(number, moment, str(actor), HandlingKind(kind), int(orders), str(detail))
    except (TypeError, ValueError, OverflowError, OSError):
        return Handling(number, datetime.fromtimestamp(0, UTC), "?", HandlingKind.UNREADABLE, 0, "")


def _condition(query: HandlingQuery) -> tuple[str, list[Any]]:
    parts, values = ["1"], list[Any]()
    for part, value in (
        ("at >= ?", query.since and int(query.since.timestamp())),
        ("at < ?", query.until and int(query.until.timestamp())),
        ("kind = ?", query.kind and query.kind.value),
    ):
        if value is not None:
            parts.append(part)
            values.append(value)
    return " AND ".join(parts), values


def _mark(key: bytes, before: bytes, row: Any) -> bytes:
    content = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=repr).encode()
    return hmac.digest(key, before + content, "sha256")


def _head_mark(key: bytes, number: int, mark: bytes) -> str:
    return hmac.digest(key, b"head %d " % number + mark, "sha256").hex()


def _head_file(path: Path) -> Path:
    return path.with_suffix(".head")


def _write_head(path: Path, key: bytes, number: int, mark: bytes) -> None:
    """It lies beside the store and not in it: who cuts the log there has to know of it."""
    salt = (read_salt(path) or b"").hex()
    text = json.dumps({"store": salt, "row": number, "mark": _head_mark(key, number, mark)})
    file = _head_file(path)
    part = file.with_suffix(".head-new")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        raise unwritable(file, error) from error


def _read_head(path: Path) -> tuple[int, str] | None:
    """Number and mark of the newest row; None without a file, or when it is of another store."""
    try:
        head = json.loads(_head_file(path).read_bytes())
        salt = read_salt(path) or b""
        return (int(head["row"]), str(head["mark"])) if head["store"] == salt.hex() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
