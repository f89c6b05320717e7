"""Reads what happened to an order, and what can be undone; without SQLAlchemy, which is slow to load."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from operator import attrgetter
from typing import Final

import msgspec

from goq_desktop.domain.history import Event, EventKind, StepLabel, UndoState
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database

# Nobody reads more of one order; the newest are kept in sight.
MOST_EVENTS: Final = 500

_FROM_SHOP: Final = frozenset(
    {EventKind.CHANGED_AT_SHOP, EventKind.CANCELLED_AT_SHOP, EventKind.CONFLICTED, EventKind.SETTLED}
)
_EVENTS: Final = (
    "SELECT at, kind, who, place, field, mine_before, base_before, mine_after, base_after, shop"
    " FROM order_history WHERE order_id = ? ORDER BY id DESC LIMIT ?"
)
_FIRST: Final = "SELECT first_seen_at FROM orders WHERE id = ?"
# Of the files that hold every order; they are few, and of many the newest tell enough.
_EXPORTS: Final = (
    "SELECT at, actor, detail FROM handling_log WHERE kind = 'exported' AND detail IN ('csv', 'xlsx', 'json')"
    " AND at >= ? ORDER BY id DESC LIMIT ?"
)
_MOST_EXPORTS: Final = 50
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
_values_decoder = msgspec.json.Decoder(dict[str, str | None])


def timeline(database: Database, order_id: int) -> tuple[Event, ...]:
    """Newest first, at most `MOST_EVENTS` beside the first one. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        rows = reader.execute(_EVENTS, (order_id, MOST_EVENTS)).fetchall()
        first = reader.execute(_FIRST, (order_id,)).fetchone()
        if first is None:
            return ()
        exports = reader.execute(_EXPORTS, (first[0], _MOST_EXPORTS)).fetchall()
    events = [_event(*row) for row in rows]
    events += [Event(_moment(at), EventKind.EXPORTED, who, after=form) for at, who, form in exports]
    # Of what happened in the same second the order's own rows are in their order already.
    events.sort(key=attrgetter("at"), reverse=True)
    return (*events, Event(_moment(first[0]), EventKind.FETCHED))


def undo_state(database: Database) -> UndoState:
    """What the next undo and redo would do. Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return UndoState(undo=_label(reader, NEXT_UNDO), redo=_label(reader, NEXT_REDO))


def values_of(label: str) -> dict[str, str | None]:
    """From the column `label` of a step."""
    return _values_decoder.decode(label)


def _label(reader: Connection, which: str) -> StepLabel | None:
    row = reader.execute(f"{_STEP} {which}").fetchone()
    if row is None:
        return None
    step_id, kind, orders, label = row
    return StepLabel(step_id, EventKind(kind), orders, values_of(label))


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


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
