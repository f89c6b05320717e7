"""Local work on orders: edits of one or many, decided conflicts, undo and redo of every step, and what happened to an order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.carriers import carrier_of
from goq_desktop.domain.edits import EditField, Wish, delivery_of_value
from goq_desktop.domain.history import Event, StepResult, UndoState
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.rules import Rules
from goq_desktop.domain.slots import SLOTS
from goq_desktop.services.actor import os_user
from goq_desktop.services.applying import own_lanes, rules_of
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings import normalising
from goq_desktop.settings.field_checks import Reason, address_reason, line_reason, required_line_reason

if TYPE_CHECKING:
    from goq_desktop.storage.editing import OrderEditor
    from goq_desktop.storage.undoing import StepLog

LONGEST_NOTE: Final = 500
MOST_PARCELS: Final = 99
MOST_SAMPLES: Final = 200
_SLOT_CODES: Final = frozenset({"", *(slot.code for slot in SLOTS)})


@dataclass(frozen=True, slots=True)
class Sample:
    """One field of one order that would change; values are those of edits, `shop_before` the shop's words."""

    number: str
    field: EditField
    place: int
    before: str | None
    shop_before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Of `total` orders `changed` would change, `counts` by field; the first changes as samples.

    `erased`: their people are gone, so that they cannot be changed.
    """

    total: int
    changed: int
    erased: int
    counts: Mapping[EditField, int]
    samples: tuple[Sample, ...]


def checked(wishes: Iterable[Wish], lanes: frozenset[str]) -> tuple[Wish, ...]:
    """The wishes as they will be kept; `lanes` are the shop's own. Raises EDIT_INVALID."""
    tidy = []
    for wish in wishes:
        value = None if wish.value is None else _tidy(wish.field, wish.value)
        reason = None if value is None else _reason(wish.field, value, lanes)
        if reason is not None:
            raise ProblemError(ProblemCode.EDIT_INVALID, field=wish.field.value, reason=reason)
        tidy.append(Wish(wish.field, value, wish.place))
    return tuple(tidy)


def edit(workspace: Workspace, ids: Sequence[int], wishes: Iterable[Wish]) -> StepResult:
    """One step over all these orders, in one transaction. Raises EDIT_INVALID, STORE_*, DISK_FULL, KEYRING_*."""
    wanted = checked(wishes, _lanes(workspace))
    return _editor(workspace).edit(ids, wanted, who=os_user(), now=workspace.clock.now())


def write_note(workspace: Workspace, order_id: int, text: str, before: str) -> StepResult:
    """ひとことメモ in place of `before`; nothing is written over what it became meanwhile (`moved_on`).

    Raises EDIT_INVALID, STORE_*, DISK_FULL, KEYRING_*.
    """
    (wish,) = checked((Wish(EditField.NOTE, text),), frozenset())
    return _editor(workspace).rewrite_note(
        order_id, wish.value or "", before, who=os_user(), now=workspace.clock.now()
    )


def preview(workspace: Workspace, ids: Sequence[int], wishes: Iterable[Wish], token: CancelToken) -> Preview:
    """What `edit` would change; nothing is written. Raises EDIT_INVALID, STORE_*, KEYRING_*, Cancelled."""
    wanted = checked(wishes, _lanes(workspace))
    database = workspace.database()
    from goq_desktop.storage.edit_preview import would_change

    counts: Counter[EditField] = Counter()
    samples: list[Sample] = []
    total = changed = erased = 0
    for look in would_change(database, _rules(workspace)(), ids, wanted, token.check):
        total += 1
        erased += look.is_erased
        changed += bool(look.deltas)
        counts.update({delta.field for delta in look.deltas})
        if len(samples) < MOST_SAMPLES:
            samples += (
                Sample(
                    look.number,
                    delta.field,
                    delta.place,
                    delta.before.mine if delta.before else None,
                    delta.shop,
                    delta.after.mine if delta.after else None,
                )
                for delta in look.deltas
            )
    ordered = {field: counts[field] for field in EditField if counts[field]}
    return Preview(total, changed, erased, ordered, tuple(samples[:MOST_SAMPLES]))


def resolve(
    workspace: Workspace, order_id: int, keys: Iterable[tuple[int, EditField]], *, is_mine_kept: bool
) -> StepResult:
    """Decide conflicts: mine stays, or the shop's value counts. A step. Raises STORE_*, DISK_FULL, KEYRING_*."""
    return _editor(workspace).resolve(
        order_id, keys, is_mine_kept=is_mine_kept, who=os_user(), now=workspace.clock.now()
    )


def undo(workspace: Workspace) -> StepResult:
    """Take back the newest step of any kind; what was changed since is left alone and counted.

    Raises STORE_*, DISK_FULL, KEYRING_*.
    """
    return _log(workspace).undo(who=os_user(), now=workspace.clock.now())


def redo(workspace: Workspace) -> StepResult:
    """Take back the newest undo. Raises STORE_*, DISK_FULL, KEYRING_*."""
    return _log(workspace).redo(who=os_user(), now=workspace.clock.now())


def undo_state(workspace: Workspace) -> UndoState:
    """Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import timeline as reading

    return reading.undo_state(database)


def timeline(workspace: Workspace, order_id: int) -> tuple[Event, ...]:
    """What happened to an order, newest first. Raises STORE_*, KEYRING_*."""
    database = workspace.database()
    from goq_desktop.storage import timeline as reading

    return reading.timeline(database, order_id)


def _editor(workspace: Workspace) -> OrderEditor:
    database = workspace.database()
    from goq_desktop.storage.editing import OrderEditor

    return OrderEditor(database, _rules(workspace))


def _log(workspace: Workspace) -> StepLog:
    database = workspace.database()
    from goq_desktop.storage.undoing import StepLog

    return StepLog(database, _rules(workspace))


def _rules(workspace: Workspace) -> Callable[[], Rules]:
    return lambda: rules_of(workspace.load_settings().settings)


def _lanes(workspace: Workspace) -> frozenset[str]:
    return frozenset(lane.code for lane in own_lanes(workspace.load_settings().settings))


def _tidy(field: EditField, value: str) -> str:
    if field is EditField.NOTE:
        return "\n".join(map(normalising.line, value.splitlines())).strip()
    forms = {
        EditField.POSTCODE: normalising.postcode,
        EditField.PHONE: normalising.phone,
        EditField.TRACKING: normalising.ascii_line,
        EditField.PARCELS: normalising.ascii_line,
        EditField.SHIP_DATE: normalising.ascii_line,
    }
    return forms.get(field, normalising.line)(value)


def _reason(field: EditField, value: str, lanes: frozenset[str]) -> str | None:
    """Why a value will not do, as a code of `wording.reasons`."""
    if field is EditField.LANE:
        is_known = value in lanes or value in list(Lane)
        return None if is_known else Reason.LANE_MISSING
    if field is EditField.DELIVERY:
        return _delivery_reason(*delivery_of_value(value))
    if field is EditField.SLOT:
        return None if value in _SLOT_CODES else Reason.UNKNOWN
    if field is EditField.SHIP_DATE:
        return None if _is_day(value) else "day"
    if field is EditField.PARCELS:
        is_count = re.fullmatch(r"[1-9]\d?", value, re.ASCII)
        return None if is_count else "parcels"
    if field is EditField.NOTE:
        return next(filter(None, (line_reason(line, LONGEST_NOTE) for line in value.splitlines())), None) or (
            Reason.TOO_LONG if len(value) > LONGEST_NOTE else None
        )
    if field in (EditField.NAME, EditField.CITY, EditField.PREFECTURE):
        return required_line_reason(value)
    return address_reason(field.value, value) if value else None


def _delivery_reason(carrier_code: str, service_code: str) -> str | None:
    carrier = carrier_of(carrier_code)
    services = {"", *(one.code for one in carrier.services)} if carrier else set()
    return None if service_code in services else "carrier_missing"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
