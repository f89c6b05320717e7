"""Whether the carrier can use the telephone number."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason

# Their slip programs refuse a line without a number (2026-11, the templates of B2クラウド and e飛伝Ⅲ).
_NEEDED_BY: Final = ("yamato", "sagawa")
# What needs no number on its slip.
_NEVER_NEEDED: Final = (("japan_post", "click_post"), ("japan_post", "letter"))
_BETWEEN: Final = re.compile(r"[\s()\-‐‑‒–—―−ー─.]")
_ABROAD: Final = re.compile(r"^\+?81(?=[1-9])0?")
# 060, 070, 080, 090, 050 and 0800 have eleven digits, all others ten.
_NUMBER: Final = re.compile(r"0(?![5-9]0)[1-9]\d{8}|0[5-9]0\d{8}")


def phone_digits(text: str) -> str | None:
    """The digits of a number in Japan, however it is written; None when it is none."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    digits = _ABROAD.sub("0", digits)
    return digits if _NUMBER.fullmatch(digits) and digits.isascii() else None


def check_phone(phone: str, carrier: str, service: str) -> Reason | None:
    """Params: `detail` (missing, form), and `phone` as it is written."""
    if not phone.strip():
        if (carrier, service) in _NEVER_NEEDED:
            return None
        level = Level.CERTAIN if carrier in _NEEDED_BY else Level.MAYBE
        return Reason(CheckReason.PHONE, level, {"detail": "missing"})
    if phone_digits(phone) is None:
        return Reason(CheckReason.PHONE, Level.CERTAIN, {"detail": "form", "phone": phone[:40]})
    return None
