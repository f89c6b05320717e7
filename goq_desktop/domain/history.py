"""What happened to an order, and the steps that a person can take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """The values are kept in the store."""

    FETCHED = "fetched"  # the first time; told by the order itself
    EDITED = "edited"
    RESOLVED = "resolved"  # a conflict, by a person
    UNDONE = "undone"
    REDONE = "redone"
    CHANGED_AT_SHOP = "changed_at_shop"
    CANCELLED_AT_SHOP = "cancelled_at_shop"  # after a person had chosen a lane
    VANISHED = "vanished"  # the shop lists it no longer
    CONFLICTED = "conflicted"  # the shop changed what a person had changed
    SETTLED = "settled"  # the shop says now what a person had said
    ERASED = "erased"
    CONFIRMED = "confirmed"  # 確認済み: `field` is the reason's code
    UNCONFIRMED = "unconfirmed"
    HELD = "held"  # 保留: `after` is the day, empty for none
    RELEASED = "released"
    ALARM_SEEN = "alarm_seen"  # `before` is the alarm
    ALARM_UNSEEN = "alarm_unseen"
    EXPORTED = "exported"  # with all others; told by the handling log: `after` is the format
    PRINTED = "printed"  # `after` is a `PrintKind`
    NOTED = "noted"  # of a person: their note or mark, see `NoteField`


class NoteField(StrEnum):
    """What is kept about a person; the values are kept in the store."""

    NOTE = "person_note"
    MARK = "person_mark"  # 要注意: "1" or empty


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an order's timeline. `field` is an `EditField`, or a name of `ShopChange` (its changes).

    Values are None where there is none, or where they were erased. `who` is empty for the desk itself.
    """

    at: datetime
    kind: EventKind
    who: str = ""
    place: int = -1
    field: str = ""
    before: str | None = None
    after: str | None = None
    is_shops_before: bool = False  # `before` is in the shop's words, not a value of an edit
    is_shops_after: bool = False


@dataclass(frozen=True, slots=True)
class StepLabel:
    """What an undo or a redo would do to so many orders or people.

    `values`: of edits by field, None where it would tell of a person or is no one value; of confirmations by the
    reason's code, of alarms by theirs, of a hold its day under `until`, of notes by `NoteField`.
    """

    step_id: int
    kind: EventKind
    orders: int
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class UndoState:
    """None: there is nothing."""

    undo: StepLabel | None = None
    redo: StepLabel | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step changed. Not changed: `unchanged` orders had the value, of `moved_on` some value had been
    changed since (by a later step or by the shop), and the people of `erased` are gone. `people` are customers."""

    label: StepLabel | None = None
    changed_ids: tuple[int, ...] = field(default=())
    unchanged: int = 0
    moved_on: int = 0
    erased: int = 0
    people: tuple[int, ...] = field(default=())
