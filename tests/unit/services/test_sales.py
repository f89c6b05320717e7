"""売上データ: what was sold on each day in Japan, without cancelled orders, and as a file for people."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.orders import Destination, Lane, Moment, Order, OrderLine, Party
from goq_desktop.domain.sales import Sold, summed
from goq_desktop.paths import Home
from goq_desktop.services.sales import Span, by_part, by_shop, export_sales, sales_of
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    workspace = Workspace(home, SessionStore())
    yield workspace
    workspace.close()


def order(
    number: int, at: datetime | None, total: int | None, *, person: int = 0, lane: Lane = Lane.DONE
) -> Order:
    made = made_order(number)
    buyer = Party(phone=f"090-1234-{person:04}")
    return replace(
        made,
        purchaser=buyer,
        lane=lane,
        ordered=Moment(utc=at, text="unread" if at is None else at.isoformat()),
        money=replace(made.money, total=total),
        destinations=(Destination(party=buyer, lines=(OrderLine(quantity=2), OrderLine(quantity=None))),),
    )


def store(workspace: Workspace, shop: str, *orders: Order) -> None:
    OrderWriter(workspace.database(), "made").store_page(shop, 0, list(map(received, orders)), now=NEWEST)


NOVEMBER = Span(2026, 11)


def test_a_day_is_a_day_in_japan(workspace: Workspace) -> None:
    store(
        workspace,
        "a",
        order(1, datetime(2026, 10, 31, 14, 59, 59, tzinfo=UTC), 1),  # 23:59:59 on the 31st
        order(2, datetime(2026, 10, 31, 15, 0, 0, tzinfo=UTC), 20),  # midnight
        order(3, datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC), 300),
        order(4, datetime(2026, 11, 30, 15, 0, 0, tzinfo=UTC), 4000),
    )
    sales = sales_of(workspace, NOVEMBER)
    assert [(day.day, day.sold.total) for day in sales.days] == [
        (date(2026, 11, 1), 20),
        (date(2026, 11, 30), 300),
    ]


def test_what_counts(workspace: Workspace) -> None:
    at = datetime(2026, 11, 5, 3, tzinfo=UTC)
    store(
        workspace,
        "a",
        order(1, at, 100, person=1),
        order(2, at, None, person=1),  # the shop did not tell: an order, of 0 yen
        order(3, at, 900, person=2, lane=Lane.CANCELLED),
        order(4, None, 7000, person=3),
    )
    store(workspace, "b", order(5, at, 50, person=1))
    sales = sales_of(workspace, NOVEMBER)
    assert by_shop(sales) == {
        "a": Sold(orders=2, new_customers=2, pieces=4, total=100),
        "b": Sold(orders=1, new_customers=0, pieces=2, total=50),
    }
    assert sales.undated == 1
    assert sales.uncounted == 0
    assert summed(sales.days) == Sold(orders=3, new_customers=2, pieces=6, total=150)


def test_a_person_is_new_once(workspace: Workspace) -> None:
    for number, day in ((1, 20), (2, 10), (3, 30)):
        store(workspace, "a", order(number, datetime(2026, 11, day, tzinfo=UTC), 100, person=1))
    days = by_part(sales_of(workspace, NOVEMBER), NOVEMBER, None)
    assert {day.day for day, sold in days.items() if sold.new_customers} == {10}, (
        "the earliest, however late it came"
    )
    assert len(days) == 30


def test_a_year_by_months_is_the_sum_of_its_days(workspace: Workspace) -> None:
    for number in range(24):
        at = datetime(2026, 1 + number // 2, 1 + number, tzinfo=UTC)
        store(workspace, "a", order(number, at, 100 + number, person=number))
    year = Span(2026)
    months = by_part(sales_of(workspace, year), year, "a")
    assert list(months) == [date(2026, month, 1) for month in range(1, 13)]
    for month, sold in months.items():
        assert sold == summed(sales_of(workspace, Span.of(month)).days)
    assert by_part(sales_of(workspace, year), year, "b")[date(2026, 1, 1)] == Sold()


@pytest.mark.parametrize(
    ("span", "steps", "expected"),
    [
        (Span(2026, 12), 1, Span(2027, 1)),
        (Span(2026, 1), -1, Span(2025, 12)),
        (Span(2026), -1, Span(2025)),
        (Span(2000, 1), -1, Span(2000, 1)),
        (Span(2099), 5, Span(2099)),
    ],
)
def test_months_and_years_follow_each_other(span: Span, steps: int, expected: Span) -> None:
    assert span.moved(steps) == expected


def test_the_file_is_safe_for_a_spreadsheet(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    export_sales(
        workspace,
        file,
        ["日付", "ショップ", "受注件数"],
        [("2026-11-01", "=HYPERLINK(1)", Sold(1, 2, 3, -400))],
    )
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    assert rows[1] == ["2026-11-01", "'=HYPERLINK(1)", "1", "2", "3", "-400"]
