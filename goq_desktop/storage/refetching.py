"""A fetch meets what people decided: the shop's news are kept as facts, and no edit is lost to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from goq_desktop.domain.edits import Edit, shop_value
from goq_desktop.domain.merging import Outcome, merge
from goq_desktop.domain.orders import Order
from goq_desktop.domain.rules import Rules
from goq_desktop.domain.shop_changes import shop_changes
from goq_desktop.storage import history
from goq_desktop.storage.edit_rows import drop_edits, edit_key
from goq_desktop.storage.examining import note_seen, read_seen_anew
from goq_desktop.storage.order_rows import EDITS_COLUMN, decode, edits_of
from goq_desktop.storage.writing_engine import driver_of

_ENDED = (Outcome.SETTLED, Outcome.CANCELLED)


def meet_edits(
    connection: Connection,
    arrivals: Mapping[int, Order],
    read_anew: Collection[int],
    rules: Rules,
    seconds: int,
) -> dict[int, tuple[Edit, ...]]:
    """The edits that stay in force with each of these changed orders, which are not yet written.

    What the shop changed goes into the history; an order that a person had worked on is marked as changed
    at the shop, and what they knew of it is noted, also of one that has raised an alarm. Of `read_anew` the
    shop changed nothing.
    """
    left: dict[int, tuple[Edit, ...]] = {}
    rows: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    marked: list[tuple[int, int]] = []
    known: dict[int, Order] = {}
    same: dict[int, tuple[Order, Order]] = {}
    for order_id, document, edits, is_worked_on, is_alarming in _stored(connection, tuple(arrivals)):
        before, now = decode(document), arrivals[order_id]
        if order_id in read_anew:
            same[order_id] = before, now
        if is_worked_on or is_alarming:
            known[order_id] = before
        changes = () if order_id in read_anew else shop_changes(before, now)
        rows += history.shop_rows(order_id, changes, seconds)
        if changes and is_worked_on:
            marked.append((seconds, order_id))
        stays = []
        for edit in edits_of(edits):
            merged = merge(edit, now, rules)
            has_ended = merged.outcome in _ENDED
            is_new = merged.shop != shop_value(before, edit.place, edit.field)
            if has_ended or (is_new and merged.outcome is Outcome.CONFLICT):
                rows.append(history.merge_row(order_id, merged, seconds))
            if has_ended:
                ended.append(edit_key(order_id, edit.place, edit.field))
            else:
                stays.append(edit)
        left[order_id] = tuple(stays)
    history.add(connection, rows)
    drop_edits(connection, ended)
    note_seen(driver_of(connection), known)
    read_seen_anew(driver_of(connection), same)
    if marked:
        connection.exec_driver_sql("UPDATE orders SET changed_at_shop = ? WHERE id = ?", marked)
    return left


def _stored(connection: Connection, ids: tuple[int, ...]) -> list[Any]:
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    return list(
        connection.exec_driver_sql(
            f"SELECT o.id, d.document, {EDITS_COLUMN}, EXISTS (SELECT 1 FROM order_history h"  # noqa: S608
            " WHERE h.order_id = o.id AND h.step_id IS NOT NULL), o.alarm IS NOT NULL"
            " FROM orders o JOIN order_documents d ON d.order_id = o.id"
            f" WHERE o.id IN ({marks})",
            ids,
        )
    )
