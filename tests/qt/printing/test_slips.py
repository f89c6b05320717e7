"""What stands on lists and slips, read off their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.orders import Money, OrderLine, Party
from goq_desktop.domain.printing.content import Issuer, PrintedDestination, PrintedOrder, PrintKind
from goq_desktop.domain.printing.tax_sums import tax_sums
from goq_desktop.domain.tax import Rounding
from goq_desktop.ui.printing.letters import Letters, font_of
from goq_desktop.ui.printing.paging import Page, pages_of
from goq_desktop.ui.printing.prepared import Wanted, sheets_of
from goq_desktop.ui.printing.sheet import A4, LONGEST_TEXT, Side, Style, printable
from tests.support.made_orders import NEWEST

TEA = OrderLine(code="T-1", name="煎茶", option="100g", unit_price=1080, quantity=3, tax_percent=8)
POT = OrderLine(code="P-9", name="急須", unit_price=6280, quantity=1, tax_percent=10)
MONEY = Money(subtotal=9520, shipping=660, total=10_180, tax=811)
BUYER = Party(
    name="佐藤 花子",
    name_kana="サトウ ハナコ",
    postcode="980-0811",
    city="仙台市",
    phone="090-1",
    email="h@x.jp",
)


def order(number: int = 1, *lines: OrderLine) -> PrintedOrder:
    lines = lines or (TEA, POT)
    return PrintedOrder(
        id=number,
        number=f"{number:08}",
        lane="新規受付",
        is_cancelled=False,
        is_erased=False,
        issuer=Issuer(shop="本店", name="株式会社 工芸館", invoice_number="T1234567890123"),
        purchaser=BUYER,
        destinations=(PrintedDestination(party=BUYER, is_purchaser=True, lines=lines, memo="置き配"),),
        money=MONEY,
        tax=tax_sums(lines, MONEY, Rounding.DOWN),
        payment="カード払い",
        payment_status="入金済",
        note="常連さん。おまけを入れる",
        memo="平日は不在です",
        attention="返品の多い人",
        reasons=(CheckReason.MEMO,),
    )


def pages(kind: PrintKind, *orders: PrintedOrder, has_prices: bool = True) -> Sequence[Page]:
    sheets = sheets_of(orders, Wanted(kind, (), A4, has_prices, {}), NEWEST)
    return pages_of(sheets, A4, Letters().wrap)


def lines(made: Sequence[Page]) -> list[str]:
    return [piece.text for page in made for piece in page.pieces]


def text(made: Sequence[Page]) -> str:
    return "\n".join(lines(made))


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """Letters are measured."""


def test_nothing_for_the_shop_alone_reaches_the_customer() -> None:
    told = text(pages(PrintKind.DELIVERY_NOTE, order()))
    for secret in (
        "おまけ",
        "不在",
        "返品",
        "要確認",
        "要注意",
        "置き配",
        "新規受付",
        "090-1",
        "h@x.jp",
        "サトウ",
    ):
        assert secret not in told
    for wanted in (
        "納品書",
        "佐藤 花子 様",
        "株式会社 工芸館",
        "T1234567890123",
        "カード払い",
        "ご注文者と同じ",
    ):
        assert wanted in told


def test_the_shops_own_slip_has_all_of_it() -> None:
    told = text(pages(PrintKind.ORDER_SLIP, order()))
    for wanted in (
        "おまけ",
        "不在",
        "返品",
        "要確認",
        "要注意",
        "置き配",
        "新規受付",
        "090-1",
        "h@x.jp",
        "入金済",
    ):
        assert wanted in told


def test_the_reduced_rate_is_marked_and_the_rates_are_summed() -> None:
    told = lines(pages(PrintKind.DELIVERY_NOTE, order()))
    assert "煎茶 ※" in told and "急須" in told
    assert "※は軽減税率（8%）の対象です。" in told
    assert told[told.index("8%対象（うち消費税 240円）") + 1] == "3,240円"
    assert told[told.index("10%対象（うち消費税 630円）") + 1] == "6,940円"
    assert "うち消費税" not in told  # the shop's own sum would say it twice


def test_without_rates_the_shops_own_tax_is_told() -> None:
    told = lines(pages(PrintKind.DELIVERY_NOTE, order(1, replace(TEA, tax_percent=None), POT)))
    assert told[told.index("うち消費税") + 1] == "811円"
    assert not any("対象" in line for line in told)


def test_amounts_end_at_the_right_edge() -> None:
    (page,) = pages(PrintKind.DELIVERY_NOTE, order())
    amounts = [piece for piece in page.pieces if piece.text.endswith("円")]
    assert len(amounts) > 6
    assert all(piece.side is Side.RIGHT for piece in amounts)


def test_a_gift_shows_no_price() -> None:
    told = text(pages(PrintKind.DELIVERY_NOTE, order(), has_prices=False))
    assert "円" not in told and "煎茶" in told and "※" not in told
    assert "円" in text(pages(PrintKind.ORDER_SLIP, order(), has_prices=False))


@pytest.mark.parametrize("kind", list(PrintKind))
def test_a_cancelled_order_says_that_it_is_not_sent(kind: PrintKind) -> None:
    made = pages(kind, replace(order(), is_cancelled=True))
    assert "【キャンセル】出荷しないでください" in text(made)
    assert made[0].boxes == ()


def test_several_destinations_are_counted_and_another_persons_is_named() -> None:
    other = replace(order().destinations[0], party=Party(name="山田商店 御中"), is_purchaser=False)
    one = replace(order(), destinations=(order().destinations[0], other))
    for kind in PrintKind:
        told = text(pages(kind, one))
        assert "送付先 1/2" in told and "送付先 2/2" in told
        assert "山田商店 御中" in told and "御中 様" not in told
    assert "注文者 佐藤 花子 様" in text(pages(PrintKind.ORDER_LIST, one))


def test_erased_people_are_not_printed_as_nobody() -> None:
    gone = replace(order(), is_erased=True, purchaser=Party())
    for kind in PrintKind:
        assert "個人情報は消去済みです" in text(pages(kind, gone))


def test_the_list_sums_what_comes_from_the_shelves() -> None:
    cancelled = replace(order(3), is_cancelled=True)
    told = lines(pages(PrintKind.ORDER_LIST, order(1), order(2, TEA), cancelled))
    assert told[told.index("煎茶 100g") + 1 : told.index("煎茶 100g") + 3] == ["2件", "6個"]
    assert told[told.index("P-9") + 2 : told.index("P-9") + 4] == ["1件", "1個"]


@settings(max_examples=12)
@given(counts=st.lists(st.integers(1, 40), min_size=1, max_size=8), kind=st.sampled_from(list(PrintKind)))
def test_each_orders_lines_are_all_there_once(counts: list[int], kind: PrintKind) -> None:
    orders = [
        order(
            number,
            *(OrderLine(name=f"品{number}の{line}番", quantity=1, unit_price=line) for line in range(count)),
        )
        for number, count in enumerate(counts, 1)
    ]
    told = [line for line in lines(pages(kind, *orders)) if "の" in line and line.endswith("番")]
    wanted = [f"品{number}の{line}番" for number, count in enumerate(counts, 1) for line in range(count)]
    shown = [line.removeprefix("1個 ") for line in told]
    if kind is PrintKind.ORDER_LIST:
        shown, summed = shown[: len(wanted)], shown[len(wanted) :]
        assert sorted(summed) == sorted(wanted)
    assert shown == wanted


def test_wrapped_lines_are_the_text_letter_by_letter() -> None:
    wrap, metrics = Letters().wrap, QFontMetricsF(font_of(Style.BODY))
    for told in ("𠮷田" * 300, "長い" * 500, "a" * 900, "word " * 200, "が\u3099" * 100, "👨‍👩‍👧" * 90):
        broken = wrap(told, Style.BODY, 500)
        assert "".join(broken) == told
        assert all(0 < metrics.horizontalAdvance(line.rstrip()) <= 501 for line in broken)


def test_what_turns_a_line_round_is_taken_out_and_length_is_bounded() -> None:
    assert printable("a\u202eb\x00c\r\nd\u2028e") == "a b c\nd\ne"
    assert len(printable("あ" * 100_000)) == LONGEST_TEXT + 1
