"""What その他設定 accepts: statuses, the calendar, backups and erasing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from goq_desktop.domain.orders import Lane
from goq_desktop.settings import normalising
from goq_desktop.settings.field_checks import (
    LONGEST_NAME,
    FieldProblem,
    Reason,
    duplicates,
    for_comparing,
    line_reason,
    required_line_reason,
)
from goq_desktop.settings.tiles import Calendar, Lanes, Other

ERASE_AFTER_DAYS: Final = range(30, 366)  # 0 erases nothing

# The tabs that are always there; a status of the same name could not be told from them.
_FIXED_NAMES: Final = frozenset({"新規受付", "処理済", "キャンセル", "全て", "すべて"})
_LONGEST_PATH: Final = 260
_WEEKDAYS: Final = frozenset(range(7))


def check_lanes(tile: Lanes) -> list[FieldProblem]:
    """No lane at all is no problem: then every order waits in 新規受付."""
    problems = []
    for place, lane in enumerate(tile.lanes):
        if reason := required_line_reason(lane.name, LONGEST_NAME):
            problems.append(FieldProblem(f"lanes[{place}].name", reason))
        elif for_comparing(lane.name) in _FIXED_NAMES:
            problems.append(FieldProblem(f"lanes[{place}].name", Reason.DUPLICATE))
    problems += duplicates(
        (f"lanes[{place}].name", for_comparing(lane.name)) for place, lane in enumerate(tile.lanes)
    )
    fixed_codes = [("", lane.value) for lane in Lane]
    return problems + duplicates(
        [*fixed_codes, *((f"lanes[{place}].code", lane.code) for place, lane in enumerate(tile.lanes))]
    )


def check_calendar(tile: Calendar) -> list[FieldProblem]:
    problems = []
    if not _WEEKDAYS.issuperset(tile.closed_weekdays):
        problems.append(FieldProblem("closed_weekdays", Reason.UNKNOWN))
    elif _WEEKDAYS.issubset(tile.closed_weekdays) and not tile.open_days:
        problems.append(FieldProblem("closed_weekdays", Reason.NO_OPEN_DAY))
    if set(tile.closed_days) & set(tile.open_days):
        problems.append(FieldProblem("open_days", Reason.DUPLICATE))
    return problems


def check_other(tile: Other) -> list[FieldProblem]:
    problems = []
    folder = normalising.other(tile).backup_folder
    if reason := line_reason(folder, _LONGEST_PATH):
        problems.append(FieldProblem("backup_folder", reason))
    elif folder and not Path(folder).is_absolute():
        problems.append(FieldProblem("backup_folder", Reason.FOLDER))
    if tile.erase_after_days and tile.erase_after_days not in ERASE_AFTER_DAYS:
        problems.append(FieldProblem("erase_after_days", Reason.DAYS))
    return problems
