"""The sums of an order by tax rate, as an invoice has to show them, where the order tells enough for that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.orders import Money, OrderLine
from goq_desktop.domain.tax import Rounding, tax_in

STANDARD: Final = 10
REDUCED: Final = 8  # 軽減税率


@dataclass(frozen=True, slots=True)
class TaxSum:
    """All that is taxed at `percent`, in yen with tax, and the tax in it."""

    percent: int
    amount: int
    tax: int


@dataclass(frozen=True, slots=True)
class TaxSums:
    """By rate, the highest first; empty where the lines do not tell their rates or prices.

    `is_before_discount`: how 割引 and ポイント利用 are spread over the rates is not told, so they are not off yet.
    """

    sums: tuple[TaxSum, ...] = ()
    is_before_discount: bool = False


def tax_sums(lines: Iterable[OrderLine], money: Money, rounding: Rounding) -> TaxSums:
    """送料 and 手数料 are taxed at the standard rate. One rounding a rate, as the invoice rules want it.

    Nothing is guessed: a line without price, number or rate, or sums that are not the order's total, give none.
    """
    amounts: dict[int, int] = {}
    for line in lines:
        if line.unit_price is None or line.quantity is None or line.tax_percent is None:
            return TaxSums()
        if not 0 <= line.tax_percent <= 100:
            return TaxSums()
        amounts[line.tax_percent] = amounts.get(line.tax_percent, 0) + line.unit_price * line.quantity
    extra = (money.shipping or 0) + (money.fee or 0)
    if extra:
        amounts[STANDARD] = amounts.get(STANDARD, 0) + extra
    off = (money.discount or 0) + (money.points or 0)
    if money.total is None or sum(amounts.values()) - off != money.total:
        return TaxSums()
    sums = tuple(
        TaxSum(percent, amounts[percent], tax_in(amounts[percent], percent, rounding))
        for percent in sorted(amounts, reverse=True)
    )
    return TaxSums(sums, is_before_discount=off != 0)
