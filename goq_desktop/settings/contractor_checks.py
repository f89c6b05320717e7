"""What each field of 契約者情報 accepts."""

from __future__ import annotations

import re
from typing import Final

from goq_desktop.settings import normalising
from goq_desktop.settings.field_checks import FieldProblem, Reason, address_reason
from goq_desktop.settings.tiles import Contractor

_REQUIRED: Final = ("company", "manager", "postcode", "prefecture", "city", "street", "phone", "email")


def check_contractor(tile: Contractor) -> list[FieldProblem]:
    """Spaces, dashes and full-width digits are no problem: the tile is looked at as it will be kept."""
    tidy = normalising.contractor(tile)
    problems = []
    for name in tidy.__struct_fields__:
        text: str = getattr(tidy, name)
        if not text:
            if name in _REQUIRED:
                problems.append(FieldProblem(name, Reason.REQUIRED))
        elif reason := address_reason(name, text) or _form_reason(name, text):
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


def _form_reason(name: str, text: str) -> Reason | None:
    if name == "email" and not _is_email(text):
        return Reason.EMAIL
    if name == "invoice_number" and not _is_invoice_number(text):
        return Reason.INVOICE_NUMBER
    return None


def _is_invoice_number(text: str) -> bool:
    return re.fullmatch(r"T\d{13}", text, re.ASCII) is not None


def _is_email(text: str) -> bool:
    """Loose on purpose: old addresses of Japanese phones hold two dots in a row or one before the @."""
    local, at, host = text.rpartition("@")
    has_form = re.fullmatch(r"[!-?A-~]{1,64}", local) and re.fullmatch(
        r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", host
    )
    return bool(at and has_form)
