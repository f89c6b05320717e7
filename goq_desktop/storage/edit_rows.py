"""The rows of the edits in force: laid, dropped, and taken out when people are erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects.sqlite import insert

from goq_desktop.domain.edits import PERSONAL, Edit, EditField
from goq_desktop.storage.schema import ORDER_EDITS, ORDER_HISTORY

_VALUES: Final = ("mine_before", "base_before", "mine_after", "base_after", "shop")


def edit_key(order_id: int, place: int, field: EditField) -> dict[str, Any]:
    """For `drop_edits`."""
    return {"order": order_id, "at_place": place, "of_field": field.value}


def drop_edits(connection: Connection, keys: Sequence[dict[str, Any]]) -> None:
    if not keys:
        return
    columns = ORDER_EDITS.c
    statement = delete(ORDER_EDITS).where(
        columns.order_id == bindparam("order"),
        columns.place == bindparam("at_place"),
        columns.field == bindparam("of_field"),
    )
    connection.execute(statement, keys)


def lay_edits(connection: Connection, edits: Sequence[tuple[int, Edit]], seconds: int) -> None:
    """Of an order's id and its edit; the one before in the same place is gone."""
    if not edits:
        return
    statement = insert(ORDER_EDITS)
    new = {name: statement.excluded[name] for name in ("mine", "base", "edited_at")}
    rows = [
        {
            "order_id": order_id,
            "place": edit.place,
            "field": edit.field.value,
            "mine": edit.mine,
            "base": edit.base,
            "edited_at": seconds,
        }
        for order_id, edit in edits
    ]
    connection.execute(statement.on_conflict_do_update(set_=new), rows)


def forget_people(connection: Connection, ids: Sequence[int]) -> None:
    """Take what tells of a person out of edits and history; that something happened stays."""
    edits = ORDER_EDITS.c
    connection.execute(delete(ORDER_EDITS).where(edits.order_id.in_(ids), edits.field.in_(PERSONAL)))
    history = ORDER_HISTORY.c
    of_work = set(EditField) - PERSONAL
    connection.execute(
        update(ORDER_HISTORY)
        .where(history.order_id.in_(ids), history.field.not_in(of_work))
        .values(dict.fromkeys(_VALUES))
    )
