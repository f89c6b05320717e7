"""Consumption tax inside a sum with tax; the rounding is the shop's own choice."""

from __future__ import annotations

from enum import StrEnum


class Rounding(StrEnum):
    """What becomes of a fraction of a yen; of a negative sum as of the positive one."""

    DOWN = "down"  # 切り捨て: toward zero
    NEAREST = "nearest"  # 四捨五入: half a yen away from zero
    UP = "up"  # 切り上げ: away from zero


def tax_in(amount: int, percent: int, rounding: Rounding) -> int:
    """The tax in whole yen that `amount` yen with tax at `percent` (0 or more) hold.

    A refund holds exactly what the charge held: `tax_in(-a, …) == -tax_in(a, …)`.
    """
    if percent < 0:
        raise ValueError(f"no tax rate: {percent}")
    over, under = abs(amount) * percent, 100 + percent
    match rounding:
        case Rounding.DOWN:
            tax = over // under
        case Rounding.NEAREST:
            tax = (2 * over + under) // (2 * under)
        case Rounding.UP:
            tax = -(-over // under)
    return -tax if amount < 0 else tax
