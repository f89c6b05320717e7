"""The practice shop's orders: seeded, dated, listed by window, changed while it is open."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from goq_desktop.clock import Clock
from goq_desktop.practice import people
from goq_desktop.practice.orders import CANCELLED, Person
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.practice.traps import TRAPS, Trap

NOW = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=36_500)


class SetClock(Clock):
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


def make(orders: int = 120, seed: int = 1) -> PracticeShop:
    return PracticeShop(orders, seed, NOW, clock=SetClock())


def serials(shop: PracticeShop) -> list[str]:
    return [order.serial for order in shop.orders()]


def test_the_same_seed_makes_the_same_orders() -> None:
    assert list(make().orders()) == list(make().orders())


def test_another_seed_makes_other_orders() -> None:
    assert {o.purchaser for o in make(seed=1).orders()}.isdisjoint(o.purchaser for o in make(seed=2).orders())


@pytest.mark.parametrize("orders", [1, 5, 120, 5_000])
def test_the_last_seven_days_always_hold_orders_and_the_future_none(orders: int) -> None:
    shop = make(orders)
    assert shop.listing(NOW - timedelta(days=7)).total > 0
    assert all(order.ordered <= order.updated <= NOW for order in shop.orders())


def test_an_empty_shop_lists_nothing() -> None:
    assert make(0).listing(LONG_AGO).total == 0


def test_every_trap_lies_within_the_last_seven_days() -> None:
    shop = make(5_000)
    assert all(shop.trap(trap).ordered > NOW - timedelta(days=7) for trap in TRAPS)


def test_orders_spread_over_a_fifteenth_of_their_number_in_days() -> None:
    oldest = min(order.ordered for order in make(3_000).orders())
    assert timedelta(days=190) < NOW - oldest < timedelta(days=201)


def test_serials_are_unique() -> None:
    assert max(Counter(serials(make(3_000))).values()) == 1


def test_pages_join_into_the_whole_window_in_the_order_of_change() -> None:
    shop = make()
    pages = [shop.listing(LONG_AGO, start=start, size=50).orders for start in (0, 50, 100)]
    joined = [order for page in pages for order in page]
    assert joined == list(shop.orders()) == sorted(joined, key=lambda o: (o.updated, o.serial))
    assert len(joined) == shop.listing(LONG_AGO).total == 119


def test_descending_pages_are_the_reverse() -> None:
    shop = make()
    pages = [
        shop.listing(LONG_AGO, start=start, size=50, is_descending=True).orders for start in (0, 50, 100)
    ]
    assert [order for page in pages for order in page] == list(shop.orders())[::-1]


def test_a_window_includes_both_of_its_ends() -> None:
    shop = make()
    orders = list(shop.orders())
    since, until = orders[10].updated, orders[20].updated
    assert list(shop.listing(since, until).orders) == orders[10:21]
    assert shop.listing(since + timedelta(seconds=1), until - timedelta(seconds=1)).total == 9
    assert shop.listing(until, since).total == 0
    assert shop.listing(since, until, start=500).orders == ()


def test_an_edit_changes_content_and_totals_and_comes_last() -> None:
    shop = make()
    before = shop.trap(Trap.EDITED_LATER)
    after = shop.edit(before.serial)
    assert after.sums.total > before.sums.total
    assert after.updated >= NOW > before.updated
    assert after.ordered == before.ordered
    assert shop.order(before.serial) == after
    assert serials(shop)[-1] == before.serial
    assert len(serials(shop)) == 119


def test_two_edits_within_a_second_have_two_times_of_change() -> None:
    shop = make()
    serial = shop.trap(Trap.EDITED_LATER).serial
    assert shop.edit(serial).updated < shop.edit(serial).updated
    assert len(serials(shop)) == 119


def test_a_cancel_keeps_the_order_in_the_list() -> None:
    shop = make()
    serial = shop.trap(Trap.WISH).serial
    shop.cancel(serial)
    assert shop.order(serial).order_status == CANCELLED
    assert serials(shop)[-1] == serial


def test_a_removed_order_is_listed_no_longer() -> None:
    shop = make()
    shop.remove("S000001")
    assert "S000001" not in serials(shop)
    assert len(serials(shop)) == 118


def test_the_late_order_appears_with_its_old_times() -> None:
    shop = make()
    late = shop.trap(Trap.LATE)
    assert late.serial not in serials(shop)
    shop.publish_late()
    assert shop.order(late.serial) == late
    assert serials(shop).index(late.serial) < 110
    shop.publish_late()
    assert serials(shop).count(late.serial) == 1


def test_a_late_order_that_was_edited_is_listed_once() -> None:
    shop = make()
    late = shop.trap(Trap.LATE)
    shop.edit(late.serial)
    shop.publish_late()
    assert serials(shop).count(late.serial) == 1


def test_the_late_order_appears_by_itself_after_its_delay() -> None:
    clock = SetClock()
    shop = PracticeShop(now=NOW, clock=clock, late_after=timedelta(minutes=2))
    clock.time += timedelta(seconds=119)
    assert shop.listing(LONG_AGO).total == 119
    clock.time += timedelta(seconds=1)
    assert shop.listing(LONG_AGO).total == 120


def test_the_edit_happens_after_so_many_listings() -> None:
    shop = PracticeShop(now=NOW, clock=SetClock(), edit_after=2)
    before = shop.trap(Trap.EDITED_LATER)
    for _ in range(2):
        shop.listing(LONG_AGO)
        assert shop.order(before.serial) == before
    shop.listing(LONG_AGO)
    after = shop.order(before.serial)
    assert after.deliveries != before.deliveries
    shop.listing(LONG_AGO)
    assert shop.order(before.serial) == after


def test_a_repeated_order_is_a_new_one_of_the_same_content() -> None:
    shop = make()
    old = shop.trap(Trap.SUBSCRIPTION_NEXT)
    new = shop.order_again(old.serial)
    assert (new.serial, new.ordered, new.deliveries) == ("S000121", NOW, old.deliveries)
    assert serials(shop)[-1] == new.serial
    assert shop.order_again(old.serial).serial == "S000122"
    assert shop.edit(new.serial).updated > NOW


def test_the_shops_time_runs_on_from_its_start() -> None:
    clock = SetClock()
    shop = PracticeShop(now=NOW - timedelta(days=30), clock=clock)
    clock.time += timedelta(hours=1)
    assert shop.now() == NOW - timedelta(days=30) + timedelta(hours=1)


@pytest.mark.parametrize("serial", ["", "S", "S0", "S000000", "S000121", "S1", "X000001", "S-00001", "S²"])
def test_an_unknown_serial_is_a_key_error(serial: str) -> None:
    with pytest.raises(KeyError):
        make().order(serial)


def test_a_shop_too_small_for_a_trap_says_so() -> None:
    shop = make(3)
    for _ in range(30):
        shop.order_again("S000001")
    with pytest.raises(KeyError):
        shop.trap(Trap.LATE)


def test_orders_are_not_built_before_they_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    original = people.customer

    def counting(seed: int, number: int) -> Person:
        made.append(number)
        return original(seed, number)

    monkeypatch.setattr(people, "customer", counting)
    listing = make(100_000).listing(LONG_AGO, start=50_000, size=100)
    assert (listing.total, len(listing.orders)) == (99_999, 100)
    assert len(made) == 100
