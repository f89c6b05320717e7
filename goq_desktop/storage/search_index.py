"""Keeps the search text of orders and an index of its pieces, and tells which pieces a search has to find.

A piece begins at each character of a line: two characters, or up to four of a run of digits; at the end of
a line or run it is what is left. So each part of a text is the begin of a piece, or several whole pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Connection

_DIGITS: Final = 4
_PIECES: Final = re.compile(r"(?=([0-9]{1,4}|[^0-9\n][^\n]?))")
# Where the index itself would split a piece.
_SPLITTING: Final = re.compile(r"[\x00-\x20\x7f]")

_TEXTS: Final = "SELECT order_id, text FROM order_search WHERE order_id IN ({})"
_STORE: Final = (
    "INSERT INTO order_search (order_id, text) VALUES (?, ?)"
    " ON CONFLICT (order_id) DO UPDATE SET text = excluded.text"
)
_ADD: Final = "INSERT INTO order_grams (rowid, grams) VALUES (?, ?)"
_REMOVE: Final = "INSERT INTO order_grams (order_grams, rowid, grams) VALUES ('delete', ?, ?)"
_MERGE: Final = "INSERT INTO order_grams (order_grams, rank) VALUES ('merge', ?)"
_MERGED_AT_ONCE: Final = 2_000  # pages: a part of a second, for which a fetch can wait


@dataclass(frozen=True, slots=True)
class Match:
    """What to ask the index for. `is_exact`: what it finds needs no second look at the text.

    `is_weak`: only the first one or two characters are known, which so many orders hold that a look at the
    texts themselves finds the first of them sooner.
    """

    expression: str
    is_exact: bool
    is_weak: bool


def index_orders(connection: Connection, texts: Mapping[int, str]) -> None:
    """Store the search text of new or changed orders by id, within the caller's transaction.

    `texts` are of `order_rows.DeskRows`. Raises what the driver raises.
    """
    ids = sorted(texts)
    marks = ",".join("?" * len(ids))
    stored = connection.exec_driver_sql(_TEXTS.format(marks), tuple(ids))
    before: dict[int, str] = dict(stored.all())
    ids = [order_id for order_id in ids if before.get(order_id) != texts[order_id]]
    if not ids:
        return
    connection.exec_driver_sql(_STORE, [(order_id, texts[order_id]) for order_id in ids])
    removed, added = [], []
    for order_id in ids:
        now = texts[order_id]
        old = before.get(order_id)
        if old is None:
            added.append((order_id, " ".join(_PIECES.findall(now))))
            continue
        # What stays is not touched: of a long text mostly a word or two are new.
        was, is_now = set(_PIECES.findall(old)), set(_PIECES.findall(now))
        removed.append((order_id, " ".join(was - is_now)))
        added.append((order_id, " ".join(is_now - was)))
    if removed:
        connection.exec_driver_sql(_REMOVE, removed)
    connection.exec_driver_sql(_ADD, added)


def forget_removed(connection: Connection, limit: int) -> bool:
    """Rewrite a part of the index without what was removed from it; False when nothing is left to do.

    `limit` is `REWRITE_ALL` at the first call and `REWRITE_MORE` afterwards. A removed piece stays in the
    file as long as its part of the index was not rewritten.
    """
    before = _changes(connection)
    connection.exec_driver_sql(_MERGE, (limit,))
    # The statement itself counts as one.
    return _changes(connection) - before > 1


REWRITE_ALL: Final = -_MERGED_AT_ONCE
REWRITE_MORE: Final = _MERGED_AT_ONCE


def match_of(words: Sequence[str]) -> Match:
    """For normalised words, of which an order has to hold each; for none an empty expression."""
    whole = [_whole_pieces(word) for word in words]
    pieces = list(dict.fromkeys(piece for found in whole for piece in found))
    if pieces:
        is_exact = all(found == [word] for found, word in zip(whole, words, strict=True))
        return Match(" AND ".join(map(_quoted, pieces)), is_exact, is_weak=False)
    begins = [word for word in words if not _SPLITTING.search(word)]
    expression = " AND ".join(f"{_quoted(begin)} *" for begin in begins)
    return Match(expression, len(begins) == len(words), is_weak=all(len(begin) < 3 for begin in begins))


def _whole_pieces(word: str) -> list[str]:
    """Those that stand in the index as they are wherever the word is found."""
    found = []
    for match in _PIECES.finditer(word):
        piece, end = match[1], match.end(1)
        if "0" <= piece[0] <= "9":
            is_tail = match.start() > 0 and word[match.start() - 1] in "0123456789" and len(piece) < _DIGITS
            is_whole = not is_tail and (len(piece) == _DIGITS or end < len(word))
        else:
            is_whole = len(piece) == 2
        if is_whole and not _SPLITTING.search(piece):
            found.append(piece)
    return found


def _quoted(piece: str) -> str:
    escaped = piece.replace('"', '""')
    return f'"{escaped}"'


def _changes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())
