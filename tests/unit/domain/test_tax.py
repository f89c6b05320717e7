"""The tax inside a sum, exact to the yen, in each of the three roundings."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.tax import Rounding, tax_in

AMOUNTS = st.integers(-(10**15), 10**15)
PERCENTS = st.integers(0, 100)
ROUNDINGS = st.sampled_from(list(Rounding))


@pytest.mark.parametrize(
    ("amount", "percent", "down", "nearest", "up"),
    [
        (1234, 10, 112, 112, 113),  # 112.18…
        (980, 8, 72, 73, 73),  # 72.59…
        (1100, 10, 100, 100, 100),
        (3, 100, 1, 2, 2),  # 1.5
        (1, 100, 0, 1, 1),  # 0.5
        (0, 10, 0, 0, 0),
        (1, 10, 0, 0, 1),
        (500, 0, 0, 0, 0),
    ],
)
def test_examples(amount: int, percent: int, down: int, nearest: int, up: int) -> None:
    assert [tax_in(amount, percent, each) for each in Rounding] == [down, nearest, up]


def test_a_negative_sum_is_rounded_as_the_positive_one() -> None:
    assert [tax_in(-1234, 10, each) for each in Rounding] == [-112, -112, -113]
    assert tax_in(-3, 100, Rounding.NEAREST) == -2


@given(AMOUNTS, PERCENTS, ROUNDINGS)
def test_a_refund_cancels_what_was_charged(amount: int, percent: int, rounding: Rounding) -> None:
    assert tax_in(amount, percent, rounding) + tax_in(-amount, percent, rounding) == 0


@given(AMOUNTS, PERCENTS)
def test_each_rounding_is_next_to_the_exact_tax(amount: int, percent: int) -> None:
    exact = abs(Fraction(amount * percent, 100 + percent))
    down, nearest, up = (abs(tax_in(amount, percent, each)) for each in Rounding)
    assert down <= exact < down + 1
    assert up - 1 < exact <= up
    assert abs(nearest - exact) <= Fraction(1, 2) and nearest in (down, up)


def test_a_rate_below_zero_is_an_error() -> None:
    with pytest.raises(ValueError, match="-110"):
        tax_in(100, -110, Rounding.DOWN)
