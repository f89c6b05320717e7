"""Kinds of payment: what a shop's wording for a method means for the order's first status."""

from __future__ import annotations

from enum import StrEnum


class PaymentKind(StrEnum):
    PREPAID = "prepaid"  # 前払い（入金待ち）
    CARD = "card"  # カード
    COD = "cod"  # 代引
    DEFERRED = "deferred"  # 後払い
    SETTLED = "settled"  # 決済済み
