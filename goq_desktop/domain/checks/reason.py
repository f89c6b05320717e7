"""A reason why an order is 要確認, and the mark of the content that a confirmation is given for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Final


class CheckReason(StrEnum):
    """Why an order is 要確認; the values are kept in the store."""

    CANCELLED = "cancelled"
    VANISHED = "vanished"  # the shop lists it no longer; params: `since`, UTC seconds
    CONFLICT = "conflict"
    CHANGED = "changed"
    POSTCODE = "postcode"
    PHONE = "phone"
    CHARACTERS = "characters"
    RARE_CHARACTERS = "rare"
    LENGTH = "length"
    PAYMENT_UNMAPPED = "payment"
    CARRIER_UNMAPPED = "carrier"
    SLOT_UNMAPPED = "slot"
    COD_BY_MAIL = "cod_mail"
    REMOTE_ISLAND = "island"
    ZERO_YEN = "zero_yen"
    MEMO_WISH = "memo_wish"
    MEMO = "memo"
    SAME_CUSTOMER = "same_customer"


class Level(StrEnum):
    """Whether something is surely wrong, or only worth a look."""

    CERTAIN = "certain"
    MAYBE = "maybe"


# These follow from other orders or from what was seen before, not from the order and the settings.
CONTEXTUAL: Final = frozenset(
    {CheckReason.CANCELLED, CheckReason.VANISHED, CheckReason.CHANGED, CheckReason.SAME_CUSTOMER}
)
# Confirmed once, confirmed for every order with the same content: "この住所は正しい".
LASTING: Final = frozenset({CheckReason.POSTCODE})
# What a confirmation is given for, where that is not all of the parameters.
_CONTENT: Final[Mapping[CheckReason, tuple[str, ...]]] = {CheckReason.POSTCODE: ("postcode", "address")}
_NO_CONTENT: Final = ("where",)


@dataclass(frozen=True, slots=True)
class Reason:
    """`params` explain it in a sentence; the keys of each code are told where it is made.

    `where`, in any of them, is the number of the destination when there are several.
    """

    code: CheckReason
    level: Level
    params: Mapping[str, str] = field(default_factory=dict)
    is_confirmed: bool = False

    @property
    def mark(self) -> bytes:
        """The same as long as what a person confirmed is the same."""
        names = _CONTENT.get(self.code) or (name for name in self.params if name not in _NO_CONTENT)
        content = sorted((name, self.params.get(name, "")) for name in names)
        text = json.dumps([self.code, self.level, content], ensure_ascii=False)
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
