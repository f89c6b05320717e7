"""品名 by each rule, and the length and letters that carriers' software can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.orders import Destination, Money, Order, OrderLine, Party
from goq_desktop.domain.slips import Contents, contents_of, units, unprintable


def order(*lines: tuple[str, int | None]) -> Order:
    return Order(
        serial="1",
        number="1",
        purchaser=Party(),
        destinations=(
            Destination(
                party=Party(), lines=tuple(OrderLine(name=name, quantity=count) for name, count in lines)
            ),
        ),
        money=Money(),
    )


TWO = order(("りんご", 2), ("", 1), ("梨\nの箱", None))


@pytest.mark.parametrize(
    ("rule", "contents"),
    [
        (Contents.FIRST_PRODUCT, "りんご×2"),
        (Contents.ALL_PRODUCTS, "りんご×2、梨 の箱"),
        (Contents.FIXED, "食品"),
    ],
)
def test_each_rule_makes_its_contents(rule: Contents, contents: str) -> None:
    assert contents_of(TWO, rule, " 食品\t") == contents


def test_an_order_without_products_has_no_contents() -> None:
    assert contents_of(order(), Contents.FIRST_PRODUCT, "") == ""
    assert contents_of(order(), Contents.ALL_PRODUCTS, "") == ""


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("ｱｲｳ", 3), ("りんご", 6), ("髙ab", 4)])
def test_full_width_counts_twice(text: str, length: int) -> None:
    assert units(text) == length


def test_what_cannot_be_printed_is_named_once() -> None:
    assert unprintable("𠮷野家𠮷①㈱髙") == ("𠮷",)
    assert unprintable("\ue000 \u200b") == ("\ue000", "\u200b")
    assert unprintable("普通の品名 ABC-1（箱）～") == ()


@given(st.text(max_size=60), st.sampled_from(Contents))
def test_contents_are_one_line_and_never_cut(name: str, rule: Contents) -> None:
    contents = contents_of(order((name, 1)), rule, name)
    assert "\n" not in contents and "\r" not in contents
    assert set("".join(name.split())) - set(contents) <= set(unprintable(name)) | {"\u2028", "\u2029"}
    assert units(contents) >= len(contents)
