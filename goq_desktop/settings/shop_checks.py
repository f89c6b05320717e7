"""What モール選択 and モール詳細設定 accept; the keys are not settings."""

from __future__ import annotations

from datetime import date
from typing import Final

from goq_desktop.settings import normalising
from goq_desktop.settings.field_checks import (
    LONGEST_NAME,
    FieldProblem,
    Reason,
    duplicates,
    for_comparing,
    required_line_reason,
)
from goq_desktop.settings.tiles import Shop, Shops

LONGEST_SHOP_ID: Final = 64
FETCH_DAYS: Final = range(1, 366)
INTERVAL_MINUTES: Final = range(5, 1441)


def check_shops(tile: Shops) -> list[FieldProblem]:
    """The list of モール選択: at least one shop, each with a name of its own."""
    if not tile.shops:
        return [FieldProblem("shops", Reason.REQUIRED)]
    problems = []
    for place, shop in enumerate(normalising.shops(tile).shops):
        if reason := required_line_reason(shop.name, LONGEST_NAME):
            problems.append(FieldProblem(f"shops[{place}].name", reason))
    problems += duplicates((f"shops[{place}].uid", shop.uid) for place, shop in enumerate(tile.shops))
    problems += duplicates(
        (f"shops[{place}].name", for_comparing(shop.name)) for place, shop in enumerate(tile.shops)
    )
    return problems


def check_shop(shop: Shop, today: date) -> list[FieldProblem]:
    """The panel of モール詳細設定; `today` is the date in Japan."""
    tidy = normalising.shop(shop)
    problems = []
    if reason := required_line_reason(tidy.shop_id, LONGEST_SHOP_ID):
        problems.append(FieldProblem("shop_id", reason))
    elif ":" in tidy.shop_id or any(letter.isspace() for letter in tidy.shop_id):
        problems.append(FieldProblem("shop_id", Reason.SHOP_ID))
    if shop.fetch_days not in FETCH_DAYS:
        problems.append(FieldProblem("fetch_days", Reason.DAYS))
    if shop.interval_minutes not in INTERVAL_MINUTES:
        problems.append(FieldProblem("interval_minutes", Reason.INTERVAL))
    for name in ("import_from", "keys_issued_on"):
        day: date | None = getattr(shop, name)
        if day is not None and day > today:
            problems.append(FieldProblem(name, Reason.IN_FUTURE))
    return problems
