"""The window of a fetch reaches back to the last proven success and never before 取込開始日."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from goq_desktop.domain.fetching import FetchRequest
from goq_desktop.domain.orders import Destination, Moment, Money, Order, Party
from goq_desktop.domain.times import JST
from goq_desktop.services.fetch_window import OVERLAP, belongs, plan_window
from goq_desktop.settings.tiles import Shop

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SHOP = Shop(uid="a", name="本店", fetch_days=7)
AUTOMATIC = FetchRequest(shop_uid="a")


def order(ordered: datetime | None) -> Order:
    moment = None if ordered is None else Moment(utc=ordered, text="")
    destination = Destination(party=Party())
    return Order(
        serial="1", number="1", ordered=moment, purchaser=Party(), destinations=(destination,), money=Money()
    )


def test_the_first_fetch_asks_for_the_days_of_the_settings() -> None:
    window = plan_window(SHOP, None, NOW, AUTOMATIC)
    assert window.since == NOW - timedelta(days=7)
    assert window.until is None


@pytest.mark.parametrize("days_away", [7, 8, 30, 400])
def test_days_without_a_fetch_are_caught_up_with_an_overlap(days_away: int) -> None:
    proven = NOW - timedelta(days=days_away)
    assert plan_window(SHOP, proven, NOW, AUTOMATIC).since == proven - OVERLAP


def test_a_recent_success_does_not_shorten_the_days_of_the_settings() -> None:
    assert plan_window(SHOP, NOW - timedelta(minutes=5), NOW, AUTOMATIC).since == NOW - timedelta(days=7)


def test_nothing_before_the_first_day_to_import_is_asked_for() -> None:
    shop = Shop(uid="a", name="本店", fetch_days=30, import_from=date(2026, 11, 20))
    since = plan_window(shop, NOW - timedelta(days=90), NOW, AUTOMATIC).since
    assert since == datetime(2026, 11, 20, tzinfo=JST)


def test_a_period_that_a_person_chose_is_taken_as_it_is() -> None:
    shop = Shop(uid="a", name="本店", import_from=date(2026, 11, 20))
    since, until = NOW - timedelta(days=300), NOW - timedelta(days=200)
    window = plan_window(shop, NOW, NOW, FetchRequest(shop_uid="a", since=since, until=until))
    assert (window.since, window.until) == (since, until)


def test_an_old_order_that_was_only_edited_lately_is_left_out() -> None:
    shop = Shop(uid="a", name="本店", import_from=date(2026, 11, 20))
    midnight = datetime(2026, 11, 20, tzinfo=JST)
    assert belongs(order(midnight), shop)
    assert not belongs(order(midnight - timedelta(seconds=1)), shop)
    assert belongs(order(None), shop)
    assert belongs(order(midnight - timedelta(days=900)), SHOP)
