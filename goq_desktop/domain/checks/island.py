"""Whether a parcel goes to an island, where it takes longer and may cost more."""

from __future__ import annotations

from functools import lru_cache

from goq_desktop.domain.checks.island_data import ISLAND_TOWNS, ISLANDS
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.checks.spelling import spelled
from goq_desktop.domain.orders import Party
from goq_desktop.domain.prefectures import PREFECTURES


def check_island(party: Party) -> Reason | None:
    """Params: `island`, the prefecture, city or town. The address counts, however it is spelt."""
    prefecture = party.prefecture.strip() or party.city[:4] or party.street[:4]
    by_start = _rules().get(prefecture[:2])
    if by_start is None:
        return None
    text = spelled(party.prefecture + party.city + party.street)
    name = next((name for start, name in by_start if text.startswith(start)), None)
    return None if name is None else Reason(CheckReason.REMOTE_ISLAND, Level.MAYBE, {"island": name})


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[tuple[str, str]]]:
    """By the first two letters of the prefecture, the normal form an address starts with and the name it has."""
    rules: dict[str, list[tuple[str, str]]] = {name[:2]: [] for name in PREFECTURES}
    for prefecture, city, town in [*((*one, "") for one in ISLANDS), *ISLAND_TOWNS]:
        whole = prefecture + city + town
        rules[prefecture[:2]].append((spelled(whole), whole))
        if "郡" in city:
            short = city.split("郡", 1)[1]
            rules[prefecture[:2]].append((spelled(prefecture + short + town), whole))
    return {start: found for start, found in rules.items() if found}
