"""Says field by field what is wrong with a tile; the sentences are made where they are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.settings import normalising
from goq_desktop.settings.tiles import Carriers, Contractor, Payments, Shop, Shops

LONGEST_LINE: Final = 100
LONGEST_NAME: Final = 40
LONGEST_SHOP_ID: Final = 64
FETCH_DAYS: Final = range(1, 366)
INTERVAL_MINUTES: Final = range(5, 1441)

_REQUIRED_OF_CONTRACTOR: Final = (
    "company",
    "manager",
    "postcode",
    "prefecture",
    "city",
    "street",
    "phone",
)


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


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """`field` is the tile's field; in a list with its place: `shops[1].name`.

    `is_blocking` False is a hint: the value may be right all the same.
    """

    field: str
    reason: Reason
    is_blocking: bool = True


def check_contractor(tile: Contractor) -> list[FieldProblem]:
    """Spaces, dashes and full-width digits are no problem: the tile is looked at as it will be kept."""
    tidy = normalising.contractor(tile)
    problems = []
    for name in tidy.__struct_fields__:
        text: str = getattr(tidy, name)
        if not text:
            if name in _REQUIRED_OF_CONTRACTOR:
                problems.append(FieldProblem(name, Reason.REQUIRED))
        elif reason := _line_reason(text, LONGEST_LINE) or _form_reason(name, text):
            problems.append(FieldProblem(name, reason))
    if _is_invoice_number(tidy.invoice_number) and not has_valid_check_digit(tidy.invoice_number):
        # The rule is published for corporate numbers; for sole traders it is not documented.
        problems.append(FieldProblem("invoice_number", Reason.CHECK_DIGIT, is_blocking=False))
    return problems


def has_valid_check_digit(invoice_number: str) -> bool:
    """The rule for corporate numbers: T, the check digit, twelve digits."""
    digits = [int(digit) for digit in invoice_number[2:]]
    total = sum(digit * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return int(invoice_number[1]) == 9 - total % 9


def check_carriers(tile: Carriers) -> list[FieldProblem]:
    services = {carrier.code: {service.code for service in carrier.services} for carrier in CARRIERS}
    problems = _duplicates((f"used[{place}].carrier", use.carrier) for place, use in enumerate(tile.used))
    for place, use in enumerate(tile.used):
        if use.carrier not in services:
            problems.append(FieldProblem(f"used[{place}].carrier", Reason.UNKNOWN))
        elif not services[use.carrier].issuperset(use.services):
            problems.append(FieldProblem(f"used[{place}].services", Reason.UNKNOWN))
    return problems


def check_shops(tile: Shops) -> list[FieldProblem]:
    """The list of モール選択: at least one shop, each with a name of its own."""
    if not tile.shops:
        return [FieldProblem("shops", Reason.REQUIRED)]
    problems = []
    for place, shop in enumerate(normalising.shops(tile).shops):
        if reason := _required_line_reason(shop.name, LONGEST_NAME):
            problems.append(FieldProblem(f"shops[{place}].name", reason))
    problems += _duplicates((f"shops[{place}].uid", shop.uid) for place, shop in enumerate(tile.shops))
    problems += _duplicates(
        (f"shops[{place}].name", _for_comparing(shop.name)) for place, shop in enumerate(tile.shops)
    )
    return problems


def check_shop(shop: Shop, today: date) -> list[FieldProblem]:
    """The panel of モール詳細設定; `today` is the date in Japan. The keys are not settings."""
    tidy = normalising.shop(shop)
    problems = []
    if reason := _required_line_reason(tidy.shop_id, LONGEST_SHOP_ID):
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


def check_payments(tile: Payments) -> list[FieldProblem]:
    """The wording must equal the mall's to the character, so it is compared as it is."""
    problems = []
    for place, method in enumerate(tile.methods):
        if reason := _required_line_reason(method.wording, LONGEST_LINE):
            problems.append(FieldProblem(f"methods[{place}].wording", reason))
    return problems + _duplicates(
        (f"methods[{place}].wording", method.wording) for place, method in enumerate(tile.methods)
    )


def _form_reason(name: str, text: str) -> Reason | None:
    if name == "postcode" and not re.fullmatch(r"\d{3}-\d{4}", text, re.ASCII):
        return Reason.POSTCODE
    if name in ("phone", "fax") and not _is_phone(text):
        return Reason.PHONE
    if name == "email" and not _is_email(text):
        return Reason.EMAIL
    if name == "invoice_number" and not _is_invoice_number(text):
        return Reason.INVOICE_NUMBER
    return None


def _is_invoice_number(text: str) -> bool:
    return re.fullmatch(r"T\d{13}", text, re.ASCII) is not None


def _is_phone(text: str) -> bool:
    return re.fullmatch(r"0\d{9,10}", text.replace("-", ""), re.ASCII) is not None


def _is_email(text: str) -> bool:
    """Loose on purpose: old addresses of Japanese phones hold two dots in a row or one before the @."""
    local, at, host = text.rpartition("@")
    has_form = re.fullmatch(r"[!-?A-~]{1,64}", local) and re.fullmatch(
        r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", host
    )
    return bool(at and has_form)


def _required_line_reason(text: str, longest: int) -> Reason | None:
    return _line_reason(text, longest) if text.strip() else Reason.REQUIRED


def _line_reason(text: str, longest: int) -> Reason | None:
    if len(text) > longest:
        return Reason.TOO_LONG
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in text):
        return Reason.UNPRINTABLE
    return None


def _duplicates(named: Iterable[tuple[str, str]]) -> list[FieldProblem]:
    """The second and each later field that holds a value again; empty values are another problem."""
    seen: set[str] = set()
    problems = []
    for field, value in named:
        if value and value in seen:
            problems.append(FieldProblem(field, Reason.DUPLICATE))
        seen.add(value)
    return problems


def _for_comparing(name: str) -> str:
    return unicodedata.normalize("NFKC", normalising.line(name)).casefold()
