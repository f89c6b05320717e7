"""The permanent history of orders: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import insert

from goq_desktop.domain.edits import WHOLE
from goq_desktop.domain.history import EventKind
from goq_desktop.domain.merging import Merged, Outcome
from goq_desktop.domain.shop_changes import ShopChange
from goq_desktop.storage.edit_deltas import Delta
from goq_desktop.storage.schema import ORDER_HISTORY
from goq_desktop.storage.steps import Mark

_OUTCOMES: Final = {
    Outcome.SETTLED: EventKind.SETTLED,
    Outcome.CONFLICT: EventKind.CONFLICTED,
    Outcome.CANCELLED: EventKind.CANCELLED_AT_SHOP,
}
_OF_STEP: Final = (
    "SELECT order_id, field, mine_before, mine_after, base_before, base_after FROM order_history"
    " WHERE step_id = ? ORDER BY id"
)


def delta_row(delta: Delta, mark: Mark) -> dict[str, Any]:
    before, after = delta.before, delta.after
    return {
        "order_id": delta.order_id,
        "at": mark.at,
        "kind": mark.kind.value,
        "who": mark.who,
        "step_id": mark.step_id,
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


def step_row(
    order_id: int,
    mark: Mark,
    kind: EventKind,
    field: str,
    values: tuple[str | None, str | None] = (None, None),
    kept: tuple[str | None, str | None] = (None, None),
) -> dict[str, Any]:
    """A change of a step that is no edit. `values` are told, `kept` is what taking it back needs; before, after."""
    row = _fact(order_id, kind, mark.at, WHOLE, field, *kept, mark.who)
    return {**row, "step_id": mark.step_id, "mine_before": values[0], "mine_after": values[1]}


def rows_of(connection: SqlConnection, step_id: int) -> Sequence[Any]:
    """Of what `step_row` made: order, field, values before and after, what was kept before and after."""
    return connection.exec_driver_sql(_OF_STEP, (step_id,)).all()


def fact_row(order_id: int, kind: EventKind, at: int) -> dict[str, Any]:
    """Something that happened to an order as a whole."""
    return _fact(order_id, kind, at, WHOLE, "", None, None)


def print_row(order_id: int, what: str, who: str, at: int) -> dict[str, Any]:
    """No step: nobody takes paper back."""
    row = _fact(order_id, EventKind.PRINTED, at, WHOLE, "", None, None, who)
    return {**row, "mine_after": what}


def add(connection: SqlConnection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(ORDER_HISTORY), rows)


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
