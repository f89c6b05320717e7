"""A look at what a step of edits would change, without writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from goq_desktop.domain.edits import Edit, Wish
from goq_desktop.domain.orders import Order
from goq_desktop.domain.rules import Rules
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.edit_deltas import Delta, wished
from goq_desktop.storage.order_rows import EDITS_COLUMN, decode, edits_of

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Look:
    number: str
    is_erased: bool
    deltas: tuple[Delta, ...]


def would_change(
    database: Database, rules: Rules, ids: Sequence[int], wishes: Sequence[Wish], check: Callable[[], None]
) -> Iterator[Look]:
    """Each order that is there, in the order of their ids; `check` may raise between. Raises STORE_*."""
    unique = sorted(set(ids))
    with translated(database.path), closing(database.reader()) as reader:
        for start in range(0, len(unique), _CHUNK):
            check()
            part = unique[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            rows = reader.execute(
                "SELECT o.id, ifnull(o.number, ''), o.erased_at IS NOT NULL, d.document,"  # noqa: S608
                f" {EDITS_COLUMN} FROM orders o JOIN order_documents d ON d.order_id = o.id"
                f" WHERE o.id IN ({marks}) ORDER BY o.id",
                part,
            ).fetchall()
            for order_id, number, is_erased, document, edits in rows:
                deltas = (
                    [] if is_erased else _deltas(order_id, decode(document), edits_of(edits), rules, wishes)
                )
                yield Look(number, bool(is_erased), tuple(deltas))


def _deltas(
    order_id: int, order: Order, edits: Sequence[Edit], rules: Rules, wishes: Sequence[Wish]
) -> list[Delta]:
    return wished(order_id, order, {(one.place, one.field): one for one in edits}, rules, wishes)
