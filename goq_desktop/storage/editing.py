"""Steps of people over orders: edits of any number at once, decided conflicts, and their undo and redo.

A step is one transaction: edits, list columns, search text, history and the step itself, or nothing.

What undo means. Each change of a step is kept with the edit before and after it and with what the shop said
then. Undo takes a change back only where all of that is still so: the edit is the one the step left, and the
shop says what it said. A field that was changed since, by a later step or by the shop, is left alone and
counted. Undo is a step of its own in the history, and so is redo, which takes back what the undo did by the
same rule. Undo goes from the newest step to the oldest; a new step ends what could be redone. An order whose
people were erased is never touched again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, insert, update

from goq_desktop.domain.edits import PERSONAL, Edit, EditField, Wish
from goq_desktop.domain.history import EventKind, StepLabel, StepResult
from goq_desktop.domain.orders import Order
from goq_desktop.domain.rules import Rules
from goq_desktop.storage import history
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.edit_deltas import Delta, Key, resolved, reversed_changes, wished
from goq_desktop.storage.edit_rows import drop_edits, edit_key, lay_edits
from goq_desktop.storage.examining import ENDED, Examined, examine, note_seen
from goq_desktop.storage.history import delta_row
from goq_desktop.storage.order_rows import EDITED_COLUMNS, EDITS_COLUMN, DeskRows, decode, edits_of
from goq_desktop.storage.schema import EDIT_STEPS
from goq_desktop.storage.search_index import index_orders
from goq_desktop.storage.timeline import NEXT_REDO, NEXT_UNDO, label_of
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


@dataclass
class _Tally:
    changed: list[int] = field(default_factory=list)
    unchanged: int = 0
    moved_on: int = 0
    erased: int = 0

    def result(self, label: StepLabel | None) -> StepResult:
        return StepResult(label, tuple(self.changed), self.unchanged, self.moved_on, self.erased)


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
        label = {wish.field: None if wish.field in PERSONAL else wish.value for wish in wishes}
        return self._step(
            EventKind.EDITED,
            label,
            ids,
            lambda read, rules: (wished(read.id, read.order, read.edits, rules, wishes), False),
            who,
            now,
        )

    def resolve(
        self, order_id: int, keys: Iterable[Key], *, is_mine_kept: bool, who: str, now: datetime
    ) -> StepResult:
        """Decide conflicts of an order: mine stays for good, or the shop's value counts."""
        wanted = tuple(keys)
        label = {name: None for _, name in wanted}

        def decide(read: _Read, _: Rules) -> tuple[list[Delta], bool]:
            return resolved(read.id, read.order, read.edits, wanted, is_mine_kept=is_mine_kept), False

        return self._step(EventKind.RESOLVED, label, (order_id,), decide, who, now)

    def undo(self, *, who: str, now: datetime) -> StepResult:
        """Take back the newest step that is in force; an empty result when there is none."""
        return self._reverse(EventKind.UNDONE, who, now)

    def redo(self, *, who: str, now: datetime) -> StepResult:
        """Take back the newest undo, as long as no new step came after it."""
        return self._reverse(EventKind.REDONE, who, now)

    def _step(
        self,
        kind: EventKind,
        label: Mapping[EditField, str | None],
        ids: Sequence[int],
        decide: _Decide,
        who: str,
        now: datetime,
    ) -> StepResult:
        with translated(self._path), self._engine.begin() as connection:
            step_id = _begin_step(connection, kind, label, who, now)
            tally = self._change(connection, ids, decide, kind, who, step_id, now)
            if not tally.changed:
                connection.execute(delete(EDIT_STEPS).where(EDIT_STEPS.c.id == step_id))
                return tally.result(None)
            _note(connection, step_id, latest=step_id, orders=len(tally.changed))
        return tally.result(StepLabel(step_id, kind, len(tally.changed), label))

    def _reverse(self, kind: EventKind, who: str, now: datetime) -> StepResult:
        is_undo = kind is EventKind.UNDONE
        with translated(self._path), self._engine.begin() as connection:
            found = connection.exec_driver_sql(
                f"SELECT id, kind, latest, label FROM edit_steps WHERE id = {NEXT_UNDO if is_undo else NEXT_REDO}"  # noqa: S608
            ).first()
            if found is None:
                return StepResult()
            original, original_kind, latest, text = found
            changes = _recorded(connection, latest)
            label = label_of(original, original_kind, 0, text).values
            step_id = _begin_step(connection, kind, label, who, now, of_step=original)
            tally = self._change(
                connection,
                tuple(changes),
                lambda read, _: _taken_back(read, changes[read.id]),
                kind,
                who,
                step_id,
                now,
            )
            _note(connection, step_id, orders=len(tally.changed))
            _note(connection, original, latest=step_id, is_undone=is_undo)
        return tally.result(StepLabel(original, EventKind(original_kind), len(tally.changed), label))

    def _change(
        self,
        connection: Connection,
        ids: Sequence[int],
        decide: _Decide,
        kind: EventKind,
        who: str,
        step_id: int,
        now: datetime,
    ) -> _Tally:
        rules, tally, seconds = self._rules(), _Tally(), int(now.timestamp())
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
            lay_edits(connection, [(one.order_id, one.after) for one in deltas if one.after], seconds)
            writes.write(connection, rules)
            history.add(connection, [delta_row(one, kind, who, step_id, seconds) for one in deltas])
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
        note_seen(driver_of(connection), self._examined)
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


def _begin_step(
    connection: Connection,
    kind: EventKind,
    label: Mapping[EditField, str | None],
    who: str,
    now: datetime,
    of_step: int | None = None,
) -> int:
    row = {
        "at": int(now.timestamp()),
        "who": who,
        "kind": kind.value,
        "of_step": of_step,
        "label": msgspec.json.encode(label).decode(),
    }
    key = connection.execute(insert(EDIT_STEPS).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _note(connection: Connection, step_id: int, **values: int) -> None:
    connection.execute(update(EDIT_STEPS).where(EDIT_STEPS.c.id == step_id).values(values))
