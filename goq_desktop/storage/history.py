"""The permanent history of orders: rows that are only ever added, and the timeline of an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import insert

from goq_desktop.domain.edits import WHOLE, EditField
from goq_desktop.domain.history import Event, EventKind, StepLabel, UndoState
from goq_desktop.domain.merging import Merged, Outcome
from goq_desktop.domain.shop_changes import ShopChange
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.edit_deltas import Delta
from goq_desktop.storage.schema import ORDER_HISTORY

# Nobody reads more of one order; the newest are kept in sight.
MOST_EVENTS: Final = 500

_FROM_SHOP: Final = frozenset(
    {EventKind.CHANGED_AT_SHOP, EventKind.CANCELLED_AT_SHOP, EventKind.CONFLICTED, EventKind.SETTLED}
)
_OUTCOMES: Final = {
    Outcome.SETTLED: EventKind.SETTLED,
    Outcome.CONFLICT: EventKind.CONFLICTED,
    Outcome.CANCELLED: EventKind.CANCELLED_AT_SHOP,
}
_EVENTS: Final = (
    "SELECT at, kind, who, place, field, mine_before, base_before, mine_after, base_after, shop"
    " FROM order_history WHERE order_id = ? ORDER BY id DESC LIMIT ?"
)
_FIRST: Final = "SELECT first_seen_at FROM orders WHERE id = ?"
_STEP: Final = "SELECT s.id, s.kind, l.orders, s.label FROM edit_steps s JOIN edit_steps l ON l.id = s.latest WHERE s.id ="
NEXT_UNDO: Final = (
    "(SELECT id FROM edit_steps INDEXED BY edit_steps_in_force"
    " WHERE of_step IS NULL AND NOT is_undone ORDER BY id DESC LIMIT 1)"
)
# A new step ends what could be redone; what was wholly refused when it was undone cannot be redone either.
NEXT_REDO: Final = (
    "(SELECT u.id FROM edit_steps u INDEXED BY edit_steps_undone JOIN edit_steps l ON l.id = u.latest"
    " WHERE u.of_step IS NULL AND u.is_undone AND l.orders > 0"
    " AND u.latest > (SELECT max(id) FROM edit_steps WHERE of_step IS NULL)"
    " ORDER BY u.latest DESC LIMIT 1)"
)
_label_decoder = msgspec.json.Decoder(dict[EditField, str | None])


def delta_row(delta: Delta, kind: EventKind, who: str, step_id: int | None, at: int) -> dict[str, Any]:
    before, after = delta.before, delta.after
    return {
        "order_id": delta.order_id,
        "at": at,
        "kind": kind.value,
        "who": who,
        "step_id": step_id,
        "place": delta.place,
        "field": delta.field.value,
        "mine_before": before.mine if before else None,
        "base_before": before.base if before else None,
        "mine_after": after.mine if after else None,
        "base_after": after.base if after else None,
        "shop": delta.shop,
    }


def shop_rows(order_id: int, changes: Iterable[ShopChange], at: int) -> list[dict[str, Any]]:
    """What the shop changed between two fetches."""
    return [
        _fact(order_id, EventKind.CHANGED_AT_SHOP, at, one.place, one.field, one.before, one.after)
        for one in changes
    ]


def merge_row(order_id: int, merged: Merged, at: int) -> dict[str, Any]:
    """What the shop's news mean for an edit; `mine_before` is what had been in force."""
    edit = merged.edit
    row = _fact(order_id, _OUTCOMES[merged.outcome], at, edit.place, edit.field, edit.base, merged.shop)
    return {**row, "mine_before": edit.mine, "shop": merged.shop}


def fact_row(order_id: int, kind: EventKind, at: int, who: str = "") -> dict[str, Any]:
    """Something that happened to an order as a whole."""
    return _fact(order_id, kind, at, WHOLE, "", None, None, who)


def add(connection: SqlConnection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(ORDER_HISTORY), rows)


def timeline(database: Database, order_id: int) -> tuple[Event, ...]:
    """Newest first, at most `MOST_EVENTS` beside the first one. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        rows = reader.execute(_EVENTS, (order_id, MOST_EVENTS)).fetchall()
        first = reader.execute(_FIRST, (order_id,)).fetchone()
    events = [_event(*row) for row in rows]
    if first is not None:
        events.append(Event(_moment(first[0]), EventKind.FETCHED))
    return tuple(events)


def undo_state(database: Database) -> UndoState:
    """What the next undo and redo would do. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return UndoState(undo=_label(reader, NEXT_UNDO), redo=_label(reader, NEXT_REDO))


def label_of(step_id: int, kind: str, orders: int, label: str) -> StepLabel:
    return StepLabel(step_id, EventKind(kind), orders, _label_decoder.decode(label))


def _label(reader: Connection, which: str) -> StepLabel | None:
    row = reader.execute(f"{_STEP} {which}").fetchone()
    return None if row is None else label_of(*row)


def _event(
    at: int,
    kind: str,
    who: str,
    place: int,
    field: str,
    mine_before: str | None,
    base_before: str | None,
    mine_after: str | None,
    base_after: str | None,
    shop: str | None,
) -> Event:
    is_from_shop = EventKind(kind) in _FROM_SHOP
    return Event(
        at=_moment(at),
        kind=EventKind(kind),
        who=who,
        place=place,
        field=field,
        before=base_before if is_from_shop else shop if mine_before is None else mine_before,
        after=base_after if is_from_shop else shop if mine_after is None else mine_after,
        is_shops_before=is_from_shop or mine_before is None,
        is_shops_after=is_from_shop or mine_after is None,
    )


def _fact(
    order_id: int,
    kind: EventKind,
    at: int,
    place: int,
    field: str,
    before: str | None,
    after: str | None,
    who: str = "",
) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "at": at,
        "kind": kind.value,
        "who": who,
        "step_id": None,
        "place": place,
        "field": str(field),
        "mine_before": None,
        "base_before": before,
        "mine_after": None,
        "base_after": after,
        "shop": None,
    }


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
