"""Carries settings to another PC as one text without secrets."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import checks, layout, positions, reading, writing
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import Desk, Settings, Shop, Shops

# They tell what lies in this PC's keyring, which does not travel.
_KEY_DATES: Final = (
    "open_key_set_on",
    "open_key_worked_on",
    "manager_key_set_on",
    "manager_key_worked_on",
)


def export_settings(settings: Settings) -> str:
    """TOML without what is true on this PC only: the keyring's name and when its keys were set and worked."""
    shops = tuple(_with_key_dates(shop, None) for shop in settings.shops.shops)
    return writing.rendered(msgspec.structs.replace(settings, shops=Shops(shops=shops), desk=Desk()))


def parse_settings(text: str) -> Settings:
    """All of the text, or nothing. Raises SETTINGS_INVALID (key, reason, line) and SETTINGS_NEWER.

    `reason` is a `salvage.Flaw` or a `checks.Reason`. A field that is still empty is no fault.
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
    for tile, problem in _field_problems(found.settings):
        if problem.is_blocking and problem.reason is not Reason.REQUIRED:
            where = _where(tile, problem.field)
            raise ProblemError(
                ProblemCode.SETTINGS_INVALID,
                key=positions.key_of(where),
                reason=problem.reason.value,
                line=positions.line_of(found.text, where),
            )
    return found.settings


def carried_over(imported: Settings, here: Settings) -> Settings:
    """The imported settings with what only this PC knows: its keyring and the dates of the keys in it."""
    shops = tuple(_with_key_dates(shop, here.shops.find(shop.uid)) for shop in imported.shops.shops)
    return msgspec.structs.replace(imported, shops=Shops(shops=shops), desk=here.desk)


def _with_key_dates(shop: Shop, source: Shop | None) -> Shop:
    dates = {name: getattr(source, name) if source else None for name in _KEY_DATES}
    return msgspec.structs.replace(shop, **dates)


def _field_problems(settings: Settings) -> list[tuple[str, FieldProblem]]:
    shops = settings.shops.shops
    return [
        *(("contractor", each) for each in checks.check_contractor(settings.contractor)),
        *(("carriers", each) for each in checks.check_carriers(settings.carriers)),
        *(("shops", each) for each in checks.check_shops(settings.shops)),
        *(
            (
                "shops",
                FieldProblem(f"shops[{place}].{each.field}", each.reason, each.is_blocking),
            )
            for place, shop in enumerate(shops)
            for each in checks.check_shop(shop, today=date.max)  # a day that is past where it came from
        ),
        *(("payments", each) for each in checks.check_payments(settings.payments)),
    ]


def _where(tile: str, field: str) -> tuple[str | int, ...]:
    listed = re.fullmatch(r"\w+\[(\d+)\]\.(\w+)", field)
    return (tile, int(listed[1]), listed[2]) if listed else (tile, field)
