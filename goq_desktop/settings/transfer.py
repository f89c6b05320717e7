"""Carries settings to another PC as one text without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import checks, layout, pairs, positions, reading, writing
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import Settings, Shops

# What a person has still to fill in or to choose again is no fault of a file.
_LEFT_OPEN: Final = (Reason.REQUIRED, Reason.LANE_MISSING)


def export_settings(settings: Settings) -> str:
    """TOML without what is true on this PC only: its keyring, its folders, how far its set-up is."""
    return writing.rendered(carried_over(settings, Settings()))


def parse_settings(text: str) -> Settings:
    """All of the text, or nothing. Raises SETTINGS_INVALID (key, reason, line) and SETTINGS_NEWER.

    `reason` is a `salvage.Flaw` or a `checks.Reason`. A field that is still empty is no fault. What is true
    on one PC only is left out.
    """
    found = reading.read(text.encode("utf-8", "surrogatepass"))
    if found.version > layout.VERSION:
        raise ProblemError(
            ProblemCode.SETTINGS_NEWER,
            path="",
            found=found.version,
            known=layout.VERSION,
        )
    for finding in found.findings:
        raise ProblemError(
            ProblemCode.SETTINGS_INVALID,
            key=finding.key,
            reason=finding.flaw.value,
            line=finding.line,
        )
    settings = carried_over(found.settings, Settings())
    for tile, problem in _field_problems(settings):
        if problem.is_blocking and problem.reason not in _LEFT_OPEN:
            where = _where(tile, problem.field)
            raise ProblemError(
                ProblemCode.SETTINGS_INVALID,
                key=positions.key_of(where),
                reason=problem.reason.value,
                line=positions.line_of(found.text, where),
            )
    return settings


def carried_over(imported: Settings, here: Settings) -> Settings:
    """The imported settings with what only this PC knows: its keyring, its folders, where its set-up stands."""
    shops = tuple(
        pairs.with_pair_of(shop, here.shops.find(shop.uid) or pairs.without_pair(shop))
        for shop in imported.shops.shops
    )
    is_done = imported.setup.is_done or here.setup.is_done
    setup = msgspec.structs.replace(
        here.setup,
        page="" if is_done else here.setup.page,
        is_done=is_done,
        saved=imported.setup.saved,
    )
    other = msgspec.structs.replace(imported.other, backup_folder=here.other.backup_folder)
    return msgspec.structs.replace(
        imported, shops=Shops(shops=shops), other=other, setup=setup, desk=here.desk
    )


def _field_problems(settings: Settings) -> Iterator[tuple[str, FieldProblem]]:
    """Each with the tile that it is in."""
    found = {
        "contractor": checks.check_contractor(settings.contractor),
        "carriers": checks.check_carriers(settings.carriers),
        "shops": checks.check_shops(settings.shops),
        "payments": checks.check_payments(settings.payments, settings.lanes),
        "lanes": checks.check_lanes(settings.lanes),
        "slot_names": checks.check_slot_names(settings.slot_names),
        "calendar": checks.check_calendar(settings.calendar),
        "other": checks.check_other(settings.other),
        "conversions": checks.check_conversions(settings.conversions),
    }
    for place, shop in enumerate(settings.shops.shops):
        # A day that is past where it came from.
        for each in checks.check_shop(shop, today=date.max):
            found["shops"].append(FieldProblem(f"shops[{place}].{each.field}", each.reason, each.is_blocking))
    for tile, problems in found.items():
        yield from ((tile, problem) for problem in problems)
    for problem in checks.check_slips(settings.slips, settings.slip_codes, settings.carriers):
        yield "slips" if problem.field.startswith("shops") else "slip_codes", problem


def _where(tile: str, field: str) -> tuple[str | int, ...]:
    listed = re.fullmatch(r"\w+\[(\d+)\]\.(\w+)", field)
    return (tile, int(listed[1]), listed[2]) if listed else (tile, field)
