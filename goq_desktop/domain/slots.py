"""Delivery slots that carriers offer, and the wordings of them that need no setting."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Slot:
    """`code` is stable, `name` is on screen."""

    code: str
    name: str


SLOTS: Final = (
    Slot("am", "午前中"),
    Slot("12-14", "12時～14時"),
    Slot("14-16", "14時～16時"),
    Slot("16-18", "16時～18時"),
    Slot("18-20", "18時～20時"),
    Slot("18-21", "18時～21時"),
    Slot("19-21", "19時～21時"),
)

# What a wording may stand for beside a slot: that the purchaser asked for none.
NO_WISH: Final = Slot("none", "指定なし")

_CODES: Final = frozenset(slot.code for slot in SLOTS)
# After NFKC, which makes ～ － ： of the full width narrow; 一 is a letter and no dash.
_DASHES: Final = re.compile("[~〜‐‑‒–—―−ー─]|から")
_SPACES: Final = re.compile(r"(?<!\d)\s+|\s+(?!\d)", re.ASCII)
_END: Final = "(?:まで|の間)?(?:[をに]?(?:ご?希望|ご?指定))?"
_NO_WISH: Final = re.compile(
    "(?:(?:お届け|配達|配送)?(?:希望)?(?:時間帯?)?の?(?:ご?指定|ご?希望)[はを]?(?:なし|無し|しない))?"
    "|なし|無し|特になし|未指定"
)
_MORNING: Final = re.compile(rf"(?:午前中?|am)(?:\(0?[89](?:時|:00)?-12(?:時|:00)\))?{_END}")
_HOUR: Final = "時(?:00分)?"
# A bare 12-14 may be a date, so the later hour has to say that it is one.
_HOURS: Final = re.compile(
    rf"(?:(?P<pm>午後)(?P<pm_from>\d\d?)(?:{_HOUR})?-(?:午後)?(?P<pm_to>\d\d?){_HOUR}"
    rf"|(?P<from>\d\d?)(?:{_HOUR})?-(?P<to>\d\d?){_HOUR}"
    rf"|(?P<from_clock>\d\d?):00-(?P<to_clock>\d\d?):00){_END}",
    re.ASCII,
)


def slot_of(wording: str) -> str | None:
    """The code of the slot that a wording says by itself; empty for no wish, None for anything unsure.

    The whole wording has to say it: 14時～16時 is a slot, 14時～16時（不在時は置き配） is not.
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", wording).strip().casefold())
    text = _SPACES.sub("", text)
    if _NO_WISH.fullmatch(text):
        return ""
    if _MORNING.fullmatch(text):
        return "am"
    found = _HOURS.fullmatch(text)
    return _code(found) if found else None


def _code(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    if groups["pm"]:
        # 午後12時, noon to one person and midnight to another, makes no slot.
        code = f"{int(groups['pm_from']) + 12}-{int(groups['pm_to']) + 12}"
    else:
        code = f"{int(groups['from'] or groups['from_clock'])}-{int(groups['to'] or groups['to_clock'])}"
    return code if code in _CODES else None
