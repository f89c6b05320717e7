"""Characters of a slip that the carriers' cp932 cannot hold, or that many slip programs refuse."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.orders import Destination

# The first byte of two in cp932, counted over all characters of Python's codec in 2026-11: beyond JIS X 0208
# (447 characters), and the private ones, which the codec writes without an error and nobody can read.
_BEYOND: Final = (0x87, 0xED, 0xEE, 0xFA, 0xFB, 0xFC)
# Control characters, the ends of lines and U+0080, which the codec lets pass; the private ones.
_UNWRITABLE: Final = re.compile("[\x00-\x1f\x7f-\x80\ue000-\ue757]")
_LINES: Final = re.compile("[\t\r\n]")
_MOST: Final = 12  # characters that a sentence names


def check_characters(destination: Destination) -> tuple[Reason, ...]:
    """Params: `characters`, each once, and `fields` (name, company, address, building, memo), both with a space between."""
    party = destination.party
    fields = {
        "name": party.name,
        "company": party.company,
        "address": party.prefecture + party.city + party.street,
        "building": party.building,
        "memo": _LINES.sub("", destination.memo),
    }
    whole = "".join(fields.values())
    reasons = []
    if not _is_written(whole):
        reasons.append(_reason(CheckReason.CHARACTERS, Level.CERTAIN, fields, _unwritable))
    if _beyond().search(whole):
        reasons.append(_reason(CheckReason.RARE_CHARACTERS, Level.MAYBE, fields, _beyond().findall))
    return tuple(reasons)


def shown(character: str) -> str:
    """Itself, or its code where nothing would be seen of it."""
    # A mark that joins the letter before it is not seen alone either.
    is_seen = character.isprintable() and not character.isspace() and not unicodedata.combining(character)
    return character if is_seen else f"U+{ord(character):04X}"


def _is_written(text: str) -> bool:
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return _UNWRITABLE.search(text) is None


def _unwritable(text: str) -> list[str]:
    return [character for character in text if not _is_written(character)]


def _reason(
    code: CheckReason, level: Level, fields: Mapping[str, str], find: Callable[[str], list[str]]
) -> Reason:
    found = {name: found for name, text in fields.items() if (found := find(text))}
    characters = list(dict.fromkeys(chain.from_iterable(found.values())))
    return Reason(
        code,
        level,
        {"characters": " ".join(map(shown, characters[:_MOST])), "fields": " ".join(found)},
    )


@lru_cache(maxsize=1)
def _beyond() -> re.Pattern[str]:
    """The characters of cp932 that are not in JIS X 0208: 髙 ① ㈱ and the like."""
    found = []
    for first in _BEYOND:
        for second in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            try:
                found.append(bytes((first, second)).decode("cp932"))
            except UnicodeDecodeError:
                continue
    # Where cp932 has a sign twice, it is written as the one of JIS X 0208.
    ours = sorted({one for one in found if one.encode("cp932")[0] in _BEYOND})
    return re.compile(f"[{''.join(map(re.escape, ours))}]")
