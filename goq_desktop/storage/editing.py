"""Steps of edits over orders: values laid over any number at once, decided conflicts, and how they are taken back.

A step is one transaction: edits, list columns, search text, history and the step itself, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from goq_desktop.domain.edits import PERSONAL, WHOLE, Edit, EditField, Wish
from goq_desktop.domain.history import EventKind, StepResult
from goq_desktop.domain.orders import Order
from goq_desktop.domain.rules import Rules
from goq_desktop.storage import history
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.edit_deltas import Delta, Key, resolved, reversed_changes, wished
from goq_desktop.storage.edit_rows import drop_edits, edit_key, lay_edits
from goq_desktop.storage.examining import ENDED, Examined, examine
from goq_desktop.storage.history import delta_row
from goq_desktop.storage.order_rows import EDITED_COLUMNS, EDITS_COLUMN, DeskRows, decode, edits_of
from goq_desktop.storage.search_index import index_orders
from goq_desktop.storage.steps import Mark, Tally, Values, begin_step, end_step
from goq_desktop.storage.writing_engine import driver_of

CHUNK: Final = 500
# What a search finds of an edit.
_SEARCHED: Final = PERSONAL | {EditField.DELIVERY}
# Nothing that is checked depends on these, unless they are in conflict or the lane ends the order.
_UNCHECKED: Final = frozenset({EditField.NOTE, EditField.PARCELS, EditField.LANE})
_CHANGES: Final = (
    "SELECT order_id, place, field, mine_before, base_before, mine_after, base_after, shop"
    " FROM order_history WHERE step_id = ? ORDER BY id"
)


@dataclass
class _Read:
    """An order as it is stored now."""

    id: int
    is_erased: bool
    shop_uid: str
    ordered_at: int
    order: Order
    edits: dict[Key, Edit]
    columns: Mapping[str, Any]


# What to change of an order, and whether some of it was refused since it was changed meanwhile.
_Decide = Callable[[_Read, Rules], tuple[list[Delta], bool]]


class OrderEditor:
    """`rules` are asked for once a step, while nobody else writes. Every call raises STORE_*, DISK_FULL."""

    def __init__(self, database: Database, rules: Callable[[], Rules]) -> None:
        self._path = database.path
        self._engine = database.engine()
        self._rules = rules

    def edit(self, ids: Sequence[int], wishes: Sequence[Wish], *, who: str, now: datetime) -> StepResult:
        """Lay these values over each of the orders. A conflict that is open stays open."""
        label: Values = {wish.field: None if wish.field in PERSONAL else wish.value for wish in wishes}
        return self._step(
            EventKind.EDITED,
            label,
            ids,
            lambda read, rules: (wished(read.id, read.order, read.edits, rules, wishes), False),
            who,
            now,
        )

    def rewrite_note(self, order_id: int, text: str, before: str, *, who: str, now: datetime) -> StepResult:
        """Another ひとことメモ in place of `before`; one that is neither is left alone, as `moved_on`."""
        key, wishes = (WHOLE, EditField.NOTE), (Wish(EditField.NOTE, text),)

        def decide(read: _Read, rules: Rules) -> tuple[list[Delta], bool]:
            edit = read.edits.get(key)
            has_moved_on = (edit.mine if edit else "") not in (before, text)
            return [] if has_moved_on else wished(
                read.id, read.order, read.edits, rules, wishes
            ), has_moved_on

        return self._step(EventKind.EDITED, {EditField.NOTE: None}, (order_id,), decide, who, now)

    def resolve(
        self, order_id: int, keys: Iterable[Key], *, is_mine_kept: bool, who: str, now: datetime
    ) -> StepResult:
        """Decide conflicts of an order: mine stays for good, or the shop's value counts."""
        wanted = tuple(keys)
        label: Values = {name: None for _, name in wanted}

        def decide(read: _Read, _: Rules) -> tuple[list[Delta], bool]:
            return resolved(read.id, read.order, read.edits, wanted, is_mine_kept=is_mine_kept), False

        return self._step(EventKind.RESOLVED, label, (order_id,), decide, who, now)

    def _step(
        self,
        kind: EventKind,
        label: Values,
        ids: Sequence[int],
        decide: _Decide,
        who: str,
        now: datetime,
    ) -> StepResult:
        with translated(self._path), self._engine.begin() as connection:
            mark = begin_step(connection, kind, label, who, now)
            tally = _change(connection, self._rules(), ids, decide, mark)
            return end_step(connection, mark, label, tally)


def reverse_edits(connection: Connection, rules: Rules, step_id: int, mark: Mark) -> Tally:
    """Take back what a step changed, where it is still so."""
    changes = _recorded(connection, step_id)
    return _change(
        connection, rules, tuple(changes), lambda read, _: _taken_back(read, changes[read.id]), mark
    )


def _change(connection: Connection, rules: Rules, ids: Sequence[int], decide: _Decide, mark: Mark) -> Tally:
    tally = Tally()
    unique = tuple(dict.fromkeys(ids))
    for start in range(0, len(unique), CHUNK):
        deltas: list[Delta] = []
        writes = _Writes()
        for read in _read(connection, unique[start : start + CHUNK]):
            if read.is_erased:
                tally.erased += 1
                continue
            wanted, has_moved_on = decide(read, rules)
            tally.moved_on += has_moved_on
            if wanted:
                tally.changed.append(read.id)
                deltas += wanted
                writes.add(read, wanted, rules)
            elif not has_moved_on:
                tally.unchanged += 1
        drop_edits(
            connection, [edit_key(one.order_id, one.place, one.field) for one in deltas if not one.after]
        )
        lay_edits(connection, [(one.order_id, one.after) for one in deltas if one.after], mark.at)
        writes.write(connection, rules)
        history.add(connection, [delta_row(one, mark) for one in deltas])
    return tally


class _Writes:
    """The columns and search texts that a chunk of changed orders needs anew; what stays is not written."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        self._texts: dict[int, str] = {}
        self._examined: list[Examined] = []

    def add(self, read: _Read, deltas: Sequence[Delta], rules: Rules) -> None:
        edits = dict(read.edits)
        for delta in deltas:
            edits.pop((delta.place, delta.field), None)
            if delta.after is not None:
                edits[delta.place, delta.field] = delta.after
        rows = DeskRows(read.order, tuple(edits.values()), rules)
        fields, columns = {delta.field for delta in deltas}, rows.standing()
        is_examined = _is_checked_anew(deltas) or (read.columns["lane"] in ENDED) != (
            columns["lane"] in ENDED
        )
        if is_examined:
            whole = rows.columns()
            columns = {name: whole[name] for name in EDITED_COLUMNS}
        changed = {name: value for name, value in columns.items() if read.columns[name] != value}
        if changed:
            self._columns[tuple(changed)].append((*changed.values(), read.id))
        if fields & _SEARCHED:
            self._texts[read.id] = rows.text()
        if is_examined:
            self._examined.append(
                Examined(
                    order_id=read.id,
                    shop_uid=read.shop_uid,
                    ordered_at=read.ordered_at,
                    order=rows.order,
                    told=read.order,
                    worked=rows.worked,
                    lane=rows.worked.lane,
                )
            )

    def write(self, connection: Connection, rules: Rules) -> None:
        for names, values in self._columns.items():
            settings = ", ".join(f"{name} = ?" for name in names)
            # Every column that is named costs its index, changed or not.
            connection.exec_driver_sql(f"UPDATE orders SET {settings} WHERE id = ?", values)  # noqa: S608
        if self._texts:
            index_orders(connection, self._texts)
        examine(driver_of(connection), self._examined, rules)


def _is_checked_anew(deltas: Sequence[Delta]) -> bool:
    return any(
        delta.field not in _UNCHECKED
        or any(edit is not None and edit.base != delta.shop for edit in (delta.before, delta.after))
        for delta in deltas
    )


def _read(connection: Connection, ids: Sequence[int]) -> Iterator[_Read]:
    """In the order of their ids; one that is gone is left out."""
    columns = ", ".join(f"o.{name}" for name in EDITED_COLUMNS)
    marks = ",".join("?" * len(ids))
    found = connection.exec_driver_sql(
        "SELECT o.id, o.erased_at IS NOT NULL, o.shop_uid, ifnull(o.ordered_at, o.first_seen_at),"  # noqa: S608
        f" d.document, {EDITS_COLUMN}, {columns}"
        " FROM orders o JOIN order_documents d ON d.order_id = o.id"
        f" WHERE o.id IN ({marks}) ORDER BY o.id",
        tuple(ids),
    ).all()
    for order_id, is_erased, shop_uid, ordered_at, document, edits, *values in found:
        yield _Read(
            order_id,
            bool(is_erased),
            shop_uid,
            ordered_at,
            decode(document),
            {(one.place, one.field): one for one in edits_of(edits)},
            dict(zip(EDITED_COLUMNS, values, strict=True)),
        )


def _taken_back(read: _Read, changes: Sequence[Delta]) -> tuple[list[Delta], bool]:
    wanted = reversed_changes(read.order, read.edits, changes)
    return wanted, len(wanted) < len(changes)


def _recorded(connection: Connection, step_id: int) -> dict[int, list[Delta]]:
    """What a step changed, by order."""
    changes: dict[int, list[Delta]] = defaultdict(list)
    for (
        order_id,
        place,
        text,
        mine_before,
        base_before,
        mine_after,
        base_after,
        shop,
    ) in connection.exec_driver_sql(_CHANGES, (step_id,)):
        name = EditField(text)
        before = None if mine_before is None else Edit(place, name, mine_before, base_before)
        after = None if mine_after is None else Edit(place, name, mine_after, base_after)
        changes[order_id].append(Delta(order_id, place, name, before, after, shop))
    return changes
