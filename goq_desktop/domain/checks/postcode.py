"""Whether an address is one of the postcode's: certain when prefecture or city differ, maybe when the town does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.checks.spelling import spelled
from goq_desktop.domain.orders import Party
from goq_desktop.domain.prefectures import PREFECTURES


class Place(Protocol):
    """One address of a postcode. `town` of a large office includes its house number."""

    @property
    def prefecture(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def town(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def office(self) -> str: ...


class Places(Protocol):
    """The postal dictionary. `is_readable` False: nothing can be said about any postcode."""

    @property
    def is_readable(self) -> bool: ...
    def find(self, text: str) -> Sequence[Place]: ...
    def cities(self) -> tuple[tuple[str, str], ...]:
        """Prefecture and name of each city, in any order."""


# 浜松市 made three wards of seven on 2024-01-01 (the city's own announcement); people still write the old.
_REDRAWN: Final = ("静岡県", "浜松市")
_COUNTY: Final = re.compile("^.+?郡(?=.)|^三宅島(?=三宅村)|^八丈島(?=八丈町)")
_WARD: Final = re.compile("^(.+?市)(.+区)$")
_LONGEST: Final = 120  # characters of an address that a sentence shows
_NOT_POSTCODE: Final = re.compile(r"[\s〒‐‑‒–—―−ー─\-－]")


def check_postcode(party: Party, places: Places) -> Reason | None:
    """Params: `detail`, `postcode`, `address`, and `expected`, what the postcode stands for.

    `detail`: missing, form, unknown, no_address, prefecture, city, town.
    """
    if not places.is_readable:
        return None
    written = _whole(party.prefecture) + party.city + party.street
    address = (written + party.building)[:_LONGEST]
    if not party.postcode.strip():
        return _reason(Level.CERTAIN, "missing", party, address) if address else None
    found = places.find(party.postcode)
    if not found:
        digits = _NOT_POSTCODE.sub("", party.postcode)
        is_form = len(digits) == 7 and digits.isdecimal()
        return _reason(Level.CERTAIN, "unknown" if is_form else "form", party, address)
    if not address.strip():
        return _reason(Level.CERTAIN, "no_address", party, address, found)
    text = spelled(written)
    whole = text + spelled(party.building)
    best = max((_fit(text, whole, _normal(place)) for place in found), default=_Fit.NOTHING)
    if best == _Fit.ALL:
        return None
    if best == _Fit.CITY:
        return _reason(Level.MAYBE, "town", party, address, found)
    # A city that is none today, old or misspelt, with the right town behind it, may well be the right one.
    prefecture, rest = _without_prefecture(text)
    prefectures = {spelled(place.prefecture) for place in found}
    if prefecture and prefecture not in prefectures:
        return _reason(Level.CERTAIN, "prefecture", party, address, found)
    towns = [town for place in found if len(town := _normal(place).town) > 1]
    is_redrawn = any(
        (place.prefecture, place.city[: len(_REDRAWN[1])]) == _REDRAWN for place in found
    ) and rest.startswith(_REDRAWN[1])
    is_city_unknown = not any(rest.startswith(city) for city in _city_names(places.cities(), prefecture))
    has_town = any(town in rest for town in towns)
    level = Level.MAYBE if is_redrawn or (is_city_unknown and has_town) else Level.CERTAIN
    return _reason(level, "city", party, address, found)


def _reason(level: Level, detail: str, party: Party, address: str, found: Sequence[Place] = ()) -> Reason:
    params = {"detail": detail, "postcode": party.postcode[:20], "address": address}
    if found:
        first = found[0]
        params["expected"] = f"{first.prefecture}{first.city}{first.town}"
    return Reason(CheckReason.POSTCODE, level, params)


class _Fit:
    NOTHING: Final = 0
    CITY: Final = 1
    ALL: Final = 2


@dataclass(frozen=True, slots=True)
class _Normal:
    """`cities`: the ways to write the city; `ward`: one more, behind a prefecture, since many have a 中央区.

    `is_within`: the town may stand behind other names.
    """

    prefecture: str
    cities: tuple[str, ...]
    ward: str
    town: str
    is_within: bool
    is_tower: bool
    is_office: bool


def _normal(place: Place) -> _Normal:
    return _normal_of(place.prefecture, place.city, place.town, place.note, place.office)


@lru_cache(maxsize=8_192)
def _normal_of(prefecture: str, city: str, town: str, note: str, office: str) -> _Normal:
    ways = dict.fromkeys((city, _COUNTY.sub("", city)))
    ward = _WARD.match(city)
    return _Normal(
        prefecture=spelled(prefecture),
        cities=tuple(map(spelled, ways)),
        ward=spelled(ward.group(2)) if ward else "",
        town=spelled(town),
        # 京都 writes the crossing of two streets before the town.
        is_within=city.startswith("京都市"),
        is_tower="階" in note,
        is_office=bool(office),
    )


def _fit(text: str, whole: str, place: _Normal) -> int:
    prefecture, rest = _without_prefecture(text)
    if prefecture and prefecture != place.prefecture:
        return _Fit.NOTHING
    ways = (*place.cities, place.ward) if prefecture and place.ward else place.cities
    for city in ways:
        if rest.startswith(city):
            if _has_town(rest[len(city) :], whole, place):
                return _Fit.ALL
            return _Fit.CITY
    # Nobody misses the city where the town says it all.
    if prefecture and len(place.town) > 1 and rest.startswith(place.town):
        return _Fit.ALL
    return _Fit.NOTHING


def _has_town(rest: str, whole: str, place: _Normal) -> bool:
    town = place.town
    if not town or rest.startswith(town):
        return True
    if place.is_within and (town in rest or place.is_office):
        return True
    if place.is_office:
        # Its house number and building may be written in any way.
        name = re.split(r"\d", town, maxsplit=1)[0]
        return not name or rest.startswith(name) or name in rest
    common = next(
        (size for size, (one, other) in enumerate(zip(town, rest, strict=False)) if one != other),
        min(len(town), len(rest)),
    )
    # 西新宿 6-5-1 新宿アイランドタワー: the building is a part of the town's name.
    return common > 1 and (place.is_tower or town[common:] in whole)


# Some write it twice.
_WRITTEN: Final = re.compile(f"(?:({'|'.join(map(spelled, PREFECTURES))}))+")
_WHOLE: Final = {name[:-1]: name for name in PREFECTURES}


def _whole(prefecture: str) -> str:
    """東京 in a field of its own is 東京都."""
    return _WHOLE.get(prefecture.strip(), prefecture)


def _without_prefecture(text: str) -> tuple[str, str]:
    """The prefecture's normal form, empty when it is not written, and what stands behind it."""
    found = _WRITTEN.match(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)


@lru_cache(maxsize=128)
def _city_names(cities: tuple[tuple[str, str], ...], prefecture: str) -> tuple[str, ...]:
    """Of the prefecture, or of all when none is written; in normal form."""
    names = {
        way
        for of, name in cities
        if not prefecture or spelled(of) == prefecture
        for way in (spelled(name), spelled(_COUNTY.sub("", name)))
    }
    return tuple(names)
