"""What the lists of a mall's wordings accept: 支払い方法, delivery times and オプション設定."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from goq_desktop.domain.carriers import carrier_of
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.sight import LONGEST_WORDING
from goq_desktop.domain.slots import NO_WISH, SLOTS
from goq_desktop.settings.field_checks import (
    FieldProblem,
    Reason,
    duplicates,
    line_reason,
)
from goq_desktop.settings.tiles import Conversions, Lanes, Payments, SlotNames

FEES: Final = range(10_000_000)  # whole yen


def check_payments(tile: Payments, lanes: Lanes | None = None) -> list[FieldProblem]:
    """Without `lanes` it is not looked at whether a method's first lane exists."""
    problems = _check_wordings("methods", [method.wording for method in tile.methods])
    known = None if lanes is None else {"", Lane.NEW.value, *(lane.code for lane in lanes.lanes)}
    for place, method in enumerate(tile.methods):
        if known is not None and method.first_lane not in known:
            problems.append(FieldProblem(f"methods[{place}].first_lane", Reason.LANE_MISSING))
        if method.fee not in FEES:
            problems.append(FieldProblem(f"methods[{place}].fee", Reason.AMOUNT))
        if reason := line_reason(method.printed_name):
            problems.append(FieldProblem(f"methods[{place}].printed_name", reason))
    return problems


def check_slot_names(tile: SlotNames) -> list[FieldProblem]:
    problems = _check_wordings("names", [name.wording for name in tile.names])
    known = {slot.code for slot in (NO_WISH, *SLOTS)}
    return problems + [
        FieldProblem(f"names[{place}].slot", Reason.UNKNOWN)
        for place, name in enumerate(tile.names)
        if name.slot not in known
    ]


def check_conversions(tile: Conversions) -> list[FieldProblem]:
    problems = _check_wordings("rules", [rule.wording for rule in tile.rules])
    for place, rule in enumerate(tile.rules):
        carrier = carrier_of(rule.carrier)
        if carrier is None:
            problems.append(FieldProblem(f"rules[{place}].carrier", Reason.UNKNOWN))
        elif rule.service and rule.service not in {service.code for service in carrier.services}:
            problems.append(FieldProblem(f"rules[{place}].service", Reason.UNKNOWN))
    return problems


def _check_wordings(field: str, wordings: Iterable[str]) -> list[FieldProblem]:
    """A wording must equal the mall's to the character, so it is compared as it is."""
    named = [(f"{field}[{place}].wording", wording) for place, wording in enumerate(wordings)]
    problems = [FieldProblem(name, reason) for name, wording in named if (reason := _wording_reason(wording))]
    return problems + duplicates(named)


def _wording_reason(wording: str) -> Reason | None:
    """What orders hold can be named as it is, a tab or a line end in it too."""
    if not wording.strip():
        return Reason.REQUIRED
    if len(wording) > LONGEST_WORDING:
        return Reason.TOO_LONG
    is_broken = any(unicodedata.category(letter) == "Cs" for letter in wording)
    return Reason.UNPRINTABLE if is_broken else None
