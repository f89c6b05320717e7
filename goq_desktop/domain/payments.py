"""Kinds of payment: what a shop's wording for a method means for the order's first status."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class PaymentKind(StrEnum):
    PREPAID = "prepaid"  # 前払い（入金待ち）
    CARD = "card"  # カード
    COD = "cod"  # 代引
    DEFERRED = "deferred"  # 後払い
    SETTLED = "settled"  # 決済済み


# The lane that a shop starts with for orders whose money has not come.
AWAITING_PAYMENT: Final = "awaiting_payment"


def first_lane_of(kind: PaymentKind) -> str:
    """The lane where an order of this kind begins when nothing else is said; `new` is 新規受付."""
    return AWAITING_PAYMENT if kind is PaymentKind.PREPAID else "new"
