"""What the shop's list and ours disagree about is told under the shop's line until it is answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from goq_desktop.background.fetching import ShopFreshness
from goq_desktop.clock import Clock
from goq_desktop.domain.census import NO_FINDINGS, Alarm, Findings
from goq_desktop.domain.fetching import Freshness
from goq_desktop.ui.orders.findings_row import FindingsRow
from goq_desktop.ui.orders.freshness_bar import FreshnessBar
from goq_desktop.ui.orders.shop_state import shop_state

SINCE = datetime(2026, 11, 6, tzinfo=UTC)


@pytest.fixture
def bar(qtbot: QtBot) -> FreshnessBar:
    bar = FreshnessBar(Clock())
    qtbot.addWidget(bar)
    bar.resize(1200, 200)
    bar.show()
    return bar


def show(bar: FreshnessBar, **findings: Findings) -> None:
    bar.show_shops(
        [
            shop_state(f"店 {uid}", ShopFreshness(freshness=Freshness(shop_uid=uid, findings=found)))
            for uid, found in findings.items()
        ]
    )


def row(bar: FreshnessBar, place: int = 0) -> FindingsRow:
    return bar._lines[place].findings


def test_nothing_found_takes_no_room(bar: FreshnessBar) -> None:
    show(bar, a=NO_FINDINGS)
    assert not row(bar).isVisible()


def test_missing_orders_are_told_and_taken_in_by_keyboard(qtbot: QtBot, bar: FreshnessBar) -> None:
    show(bar, a=NO_FINDINGS, b=Findings(missing=2, differing=1, since=SINCE))
    found = row(bar)
    assert bar._lines[0].shop.shop_uid == "b", "it comes first"
    assert found.text.text() == ("ショップにあって、こちらにない受注 2件\n内容がショップと違う受注 1件")
    assert found.take_in.isVisible() and not found.confirm.isVisible()
    with qtbot.waitSignal(bar.take_in_asked) as asked:
        qtbot.keyClick(found.take_in, Qt.Key.Key_Space)
    assert asked.args == ["b"]


def test_alarms_name_the_orders_until_they_are_confirmed(qtbot: QtBot, bar: FreshnessBar) -> None:
    numbers = ("10000001", "<b>2</b>", "", "10000004", "10000005")
    show(bar, a=Findings(alarms={Alarm.CANCELLED: numbers, Alarm.VANISHED: ("10000009",)}))
    found = row(bar)
    first, second = found.text.text().splitlines()
    assert first == "作業した受注がショップで取り消されました: 10000001、<b>2</b>、― ほか2件"
    assert found.text.textFormat() is Qt.TextFormat.PlainText
    assert second.endswith(": 10000009")
    assert found.confirm.isVisible() and not found.take_in.isVisible()
    with qtbot.waitSignal(bar.alarms_confirmed) as asked:
        found.confirm.click()
    assert asked.args == ["a"]


def test_a_shop_with_findings_is_never_summed_up(bar: FreshnessBar) -> None:
    shops = {f"s{number}": NO_FINDINGS for number in range(6)}
    show(bar, **shops, x=Findings(missing=1, since=SINCE))
    assert row(bar).isVisible()
    assert bar._rest.text() == "ほか3ショップは取得できています"
