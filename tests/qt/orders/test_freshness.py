"""The freshness bar is honest and loud: last success, news, next time, or what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.background.fetching import ShopFreshness
from goq_desktop.clock import Clock
from goq_desktop.domain.fetching import FetchPhase, FetchProgress, Freshness
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.sync_plan import Hold
from goq_desktop.ui.orders.freshness_bar import FreshnessBar
from goq_desktop.ui.orders.freshness_line import FreshnessLine
from goq_desktop.ui.orders.readable import age, clock_time
from goq_desktop.ui.orders.shop_state import ShopState, shop_state

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # noon in Japan


class FixedClock(Clock):
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def bar(qtbot: QtBot, clock: FixedClock) -> FreshnessBar:
    bar = FreshnessBar(clock)
    qtbot.addWidget(bar)
    bar.resize(1200, 100)
    bar.show()
    return bar


def lines(bar: FreshnessBar) -> list[FreshnessLine]:
    return [line for line in bar._lines if line.isVisible()]


def state(uid: str = "a", **what: object) -> ShopState:
    return ShopState(shop_uid=uid, name=f"店 {uid}", **what)  # type: ignore[arg-type]


def progress(**what: object) -> FetchProgress:
    usual = {"phase": FetchPhase.ASKING, "page": 3, "received": 250, "total": 1230, "new": 12}
    return FetchProgress(shop_uid="a", updated=0, unchanged=238, **{**usual, **what})  # type: ignore[arg-type]


def test_fresh_shop_tells_last_news_and_next(bar: FreshnessBar, clock: FixedClock) -> None:
    bar.show_shops(
        [state(last_success=NOW - timedelta(minutes=5), new=4, next_due=NOW + timedelta(minutes=25))]
    )
    (line,) = lines(bar)
    assert line.text.text() == "最終取得 11:55（5分前）　·　新着 4件　·　次回 12:25"
    assert not line.bar.isVisible() and not line.stop.isVisible()
    clock.time += timedelta(minutes=2)
    bar._on_redraw_due()
    assert "（7分前）" in line.text.text()


def test_never_fetched_shop_says_so(bar: FreshnessBar) -> None:
    bar.show_shops([state()])
    assert lines(bar)[0].text.text() == "まだ取得していません　·　自動取得 オフ"


def test_trouble_comes_first_with_reason_next_step_and_last_success(bar: FreshnessBar) -> None:
    bad = ShopFreshness(
        freshness=Freshness(
            shop_uid="b",
            last_success=NOW - timedelta(days=1, hours=2),
            problem=Problem(ProblemCode.NO_NETWORK, {"host": "<b>shop.example</b>"}),
        ),
        next_due=NOW + timedelta(minutes=9),
    )
    bar.show_shops([state(last_success=NOW), shop_state("店 b", bad)])
    first, second = lines(bar)
    assert first.shop.shop_uid == "b" and second.shop.shop_uid == "a"
    assert "\n→ " in first.text.text(), "the reason, and on its own line the next step"
    assert first.history.text() == "最終取得 11/19 10:00（1日前）　·　新着 0件　·　次回 12:09"
    assert first.accessibleName().startswith("店 b: ")
    assert first.text.text() in first.accessibleName()


@pytest.mark.parametrize(
    ("hold", "expected"),
    [
        (Hold.CIRCUIT, "次回 12:25（失敗が続いたため間隔を空けています）"),
        (Hold.SHOP_WISH, "次回 12:25（ショップから待つように返事がありました）"),
        (Hold.MAINTENANCE, "次回 12:25（ショップの定期メンテナンスが終わってから）"),
        (Hold.NETWORK, "次回 12:25"),
    ],
)
def test_next_fetch_says_why_it_is_late(bar: FreshnessBar, hold: Hold, expected: str) -> None:
    bar.show_shops([state(next_due=NOW + timedelta(minutes=25), hold=hold)])
    assert lines(bar)[0].text.text().endswith(f"　·　{expected}")


def test_refused_key_says_that_a_person_must_act(bar: FreshnessBar) -> None:
    bar.show_shops([state(trouble="だめ", hold=Hold.KEY)])
    assert "自動取得は止めています" in lines(bar)[0].history.text()


def test_running_fetch_tells_page_counts_and_time_left(bar: FreshnessBar) -> None:
    bar.show_shops([state(), state("b")])
    bar.show_progress(progress(seconds_left=95))
    line = lines(bar)[0]
    assert line.text.text() == "取得中 3ページ目　·　250 / 1,230件　·　新着 12件　·　残り約2分"
    assert (line.bar.value(), line.bar.maximum()) == (250, 1230)
    assert line.stop.isVisible()
    assert not lines(bar)[1].stop.isVisible()
    bar.show_progress(progress(total=None))
    assert line.bar.maximum() == 0, "busy without an end"
    bar.show_progress(progress(page=0))
    assert line.text.text().startswith("1ページ目を待っています")
    bar.show_progress(progress(phase=FetchPhase.WAITING))
    assert line.text.text().startswith("ショップの応答を待っています")
    bar.show_progress(None)
    assert not line.stop.isVisible()


def test_stop_is_heard_at_once_and_offered_again_the_next_time(qtbot: QtBot, bar: FreshnessBar) -> None:
    bar.show_shops([state()])
    bar.show_progress(progress())
    (line,) = lines(bar)
    with qtbot.waitSignal(bar.cancel_asked):
        line.stop.click()
    assert not line.stop.isEnabled()
    bar.show_progress(progress(page=4))
    assert not line.stop.isEnabled(), "the running page does not take the click back"
    bar.show_progress(None)
    bar.show_progress(progress())
    assert line.stop.isEnabled()


def test_running_fetch_survives_news_of_the_shops(bar: FreshnessBar) -> None:
    bar.show_shops([state()])
    bar.show_progress(progress())
    bar.show_shops([state(last_success=NOW)])
    assert lines(bar)[0].is_running


def test_table_below_does_not_jump_when_a_fetch_begins(bar: FreshnessBar) -> None:
    bar.show_shops([state(last_success=NOW)])
    before = bar.sizeHint().height()
    bar.show_progress(progress())
    assert bar.sizeHint().height() == before


def test_many_quiet_shops_are_summed_up_but_never_one_in_trouble(bar: FreshnessBar) -> None:
    shops = [state(str(n), last_success=NOW) for n in range(8)]
    bar.show_shops([*shops, state("x", trouble="だめ")])
    assert [line.shop.shop_uid for line in lines(bar)] == ["x", "0", "1", "2"]
    assert bar._rest.text() == "ほか5ショップは取得できています"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "たった今"),
        (59, "たった今"),
        (60, "1分前"),
        (3599, "59分前"),
        (3600, "1時間前"),
        (86_400, "1日前"),
    ],
)
def test_age(qapp: object, seconds: int, expected: str) -> None:
    assert age(NOW - timedelta(seconds=seconds), NOW) == expected


def test_clock_time_has_as_much_date_as_needed() -> None:
    assert clock_time(NOW - timedelta(hours=11), NOW) == "01:00"
    assert clock_time(NOW - timedelta(hours=13), NOW) == "11/19 23:00"
    assert clock_time(NOW - timedelta(days=365), NOW) == "2025/11/20 12:00"
