"""The status tabs with lanes of the shop's own and with orders to check."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED, OwnLane
from goq_desktop.ui.orders.columns import lane_names
from goq_desktop.ui.orders.status_tabs import StatusTabs

OWN = (OwnLane("a", "入金待ち"), OwnLane("b", "A & B <b>"))


@pytest.fixture
def tabs(qtbot: QtBot) -> StatusTabs:
    tabs = StatusTabs()
    qtbot.addWidget(tabs)
    tabs.set_lanes(lane_names(OWN))
    return tabs


def shown(tabs: StatusTabs) -> list[str]:
    return [tabs.accessibleTabName(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]


def test_own_lanes_stand_between_the_fixed_ones(tabs: StatusTabs) -> None:
    assert shown(tabs) == ["全て", "未処理", "新規受付", "入金待ち", "A & B <b>", "処理済", "キャンセル"]
    assert tabs.tabText(4) == "A && B <b>"


def test_orders_to_check_have_a_tab_while_there_are_any(tabs: StatusTabs) -> None:
    tabs.set_counts({"new": 2, "a": 1, TO_CHECK: 3})
    assert shown(tabs)[0] == "全て 3件" and shown(tabs)[-1] == "要確認 3件"
    tabs.choose(TO_CHECK)
    tabs.set_counts({"new": 3})
    assert shown(tabs)[-1] == "要確認"
    tabs.choose(None)
    tabs.set_counts({"new": 3})
    assert shown(tabs)[-1] == "キャンセル"


def test_the_chosen_lane_stays_when_lanes_are_renamed_and_ordered(tabs: StatusTabs, qtbot: QtBot) -> None:
    tabs.choose("b")
    with qtbot.assertNotEmitted(tabs.tab_chosen):
        tabs.set_lanes(lane_names([OwnLane("b", "保留"), OWN[0]]))
    assert tabs.lane == "b" and tabs.lane_name == "保留"


def test_a_lane_that_is_removed_gives_way_to_all(tabs: StatusTabs, qtbot: QtBot) -> None:
    tabs.choose("b")
    with qtbot.waitSignal(tabs.tab_chosen) as told:
        tabs.set_lanes(lane_names(OWN[:1]))
    assert told.args == [None] and tabs.lane is None


def test_a_second_count_keeps_the_numbers_in_sight(qtbot: QtBot) -> None:
    tabs = StatusTabs()
    qtbot.addWidget(tabs)
    tabs.show()
    for count in (0, 3, 5):
        tabs.set_counts({"new": count})
    badge = tabs.tabButton(1, tabs.ButtonPosition.RightSide)
    assert isinstance(badge, QLabel) and badge.text() == "5" and badge.isVisible()


def test_unfinished_is_all_that_is_neither_done_nor_cancelled(tabs: StatusTabs) -> None:
    tabs.set_counts({"new": 2, "a": 1, "gone": 4, "done": 30, "cancelled": 8, TO_CHECK: 3})
    assert shown(tabs)[:2] == ["全て 45件", "未処理 7件"]
    assert tabs.unfinished == UNFINISHED


def test_without_own_lanes_unfinished_is_the_first_lane(qtbot: QtBot) -> None:
    tabs = StatusTabs()
    qtbot.addWidget(tabs)
    assert shown(tabs) == ["全て", "新規受付", "処理済", "キャンセル"]
    assert tabs.unfinished == "new"
