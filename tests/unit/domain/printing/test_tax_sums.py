"""The sums by tax rate are those of the order to the yen, or there are none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.orders import Money, OrderLine
from goq_desktop.domain.printing.tax_sums import TaxSum, TaxSums, tax_sums
from goq_desktop.domain.tax import Rounding

TEA = OrderLine(name="煎茶", unit_price=1080, quantity=3, tax_percent=8)
POT = OrderLine(name="急須", unit_price=6280, quantity=1, tax_percent=10)
MONEY = Money(subtotal=9520, shipping=660, fee=330, total=10_510)


def test_each_rate_has_its_sum_and_freight_is_taxed_at_the_standard_rate() -> None:
    found = tax_sums([TEA, POT], MONEY, Rounding.DOWN)
    assert found == TaxSums((TaxSum(10, 7270, 660), TaxSum(8, 3240, 240)))


def test_the_tax_is_rounded_once_a_rate() -> None:
    lines = [OrderLine(unit_price=105, quantity=1, tax_percent=8)] * 3
    (down,) = tax_sums(lines, Money(total=315), Rounding.DOWN).sums
    (up,) = tax_sums(lines, Money(total=315), Rounding.UP).sums
    assert (down.tax, up.tax) == (23, 24)  # 23.33, not three times 7.78


def test_what_is_taken_off_belongs_to_no_rate() -> None:
    found = tax_sums([TEA, POT], replace(MONEY, points=500, total=10_010), Rounding.DOWN)
    assert found.is_before_discount and sum(one.amount for one in found.sums) == 10_510


@pytest.mark.parametrize(
    ("lines", "money"),
    [
        ([replace(TEA, tax_percent=None), POT], MONEY),
        ([replace(TEA, unit_price=None), POT], MONEY),
        ([replace(TEA, quantity=None), POT], MONEY),
        ([replace(TEA, tax_percent=-8), POT], MONEY),
        ([TEA, POT], replace(MONEY, total=None)),
        ([TEA, POT], replace(MONEY, total=10_511)),
    ],
)
def test_nothing_is_guessed(lines: list[OrderLine], money: Money) -> None:
    assert tax_sums(lines, money, Rounding.DOWN) == TaxSums()


@given(
    lines=st.lists(
        st.builds(
            OrderLine,
            unit_price=st.integers(0, 10**7),
            quantity=st.integers(0, 999),
            tax_percent=st.sampled_from([0, 8, 10]),
        )
    ),
    shipping=st.integers(0, 5000),
    points=st.integers(0, 5000),
    rounding=st.sampled_from(Rounding),
)
def test_the_rates_together_are_the_total(
    lines: list[OrderLine], shipping: int, points: int, rounding: Rounding
) -> None:
    goods = sum((one.unit_price or 0) * (one.quantity or 0) for one in lines)
    money = Money(shipping=shipping, points=points, total=goods + shipping - points)
    found = tax_sums(lines, money, rounding)
    assert sum(one.amount for one in found.sums) - points == money.total
    assert all(0 <= one.tax <= one.amount for one in found.sums)
