"""What can be wrong with a field, and the looks at a line of text that all tiles share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from goq_desktop.settings import normalising

LONGEST_LINE: Final = 100
LONGEST_NAME: Final = 40


class Reason(StrEnum):
    REQUIRED = "required"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"  # control characters
    POSTCODE = "postcode"  # not seven digits
    PHONE = "phone"  # not 0 and nine or ten more digits
    EMAIL = "email"
    INVOICE_NUMBER = "invoice_number"  # not T and 13 digits
    CHECK_DIGIT = "check_digit"  # of the invoice number
    SHOP_ID = "shop_id"  # spaces or a colon, which HTTP Basic cannot carry
    DAYS = "days"
    INTERVAL = "interval"
    IN_FUTURE = "in_future"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"  # a code that this version does not know
    CODE = "code"  # not the digits or letters that the carrier gives
    LANE_MISSING = "lane_missing"  # a status that was removed since
    FOLDER = "folder"  # no absolute path
    AMOUNT = "amount"  # of money: below zero or too large
    NO_OPEN_DAY = "no_open_day"  # the shop would never ship


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """`field` is the tile's field; in a list with its place: `shops[1].name`.

    `is_blocking` False is a hint: the value may be right all the same.
    """

    field: str
    reason: Reason
    is_blocking: bool = True


def line_reason(text: str, longest: int = LONGEST_LINE) -> Reason | None:
    if len(text) > longest:
        return Reason.TOO_LONG
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in text):
        return Reason.UNPRINTABLE
    return None


def required_line_reason(text: str, longest: int = LONGEST_LINE) -> Reason | None:
    return line_reason(text, longest) if text.strip() else Reason.REQUIRED


def address_reason(field: str, text: str) -> Reason | None:
    """Of a line that is not empty: too long, unprintable, or a postcode or phone without its form."""
    if reason := line_reason(text):
        return reason
    if field == "postcode" and not re.fullmatch(r"\d{3}-\d{4}", text, re.ASCII):
        return Reason.POSTCODE
    if field in ("phone", "fax") and not re.fullmatch(r"0\d{9,10}", text.replace("-", ""), re.ASCII):
        return Reason.PHONE
    return None


def duplicates(named: Iterable[tuple[str, str]]) -> list[FieldProblem]:
    """The second and each later field that holds a value again; empty values are another problem."""
    seen: set[str] = set()
    problems = []
    for field, value in named:
        if value and value in seen:
            problems.append(FieldProblem(field, Reason.DUPLICATE))
        seen.add(value)
    return problems


def for_comparing(name: str) -> str:
    """Two names that a person takes for the same give the same."""
    return unicodedata.normalize("NFKC", normalising.line(name)).casefold()
