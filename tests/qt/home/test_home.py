"""ホーム: its numbers are those of the list that each leads to, told with shops and backup, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED, OwnLane
from goq_desktop.domain.orders import Lane, Moment
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind
from goq_desktop.domain.rules import PaymentRule, Rules
from goq_desktop.domain.times import JST
from goq_desktop.paths import Home
from goq_desktop.services.at_a_glance import Glance
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Lanes, LaneSetting
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.home.home import HomePage
from goq_desktop.ui.home.number_tile import NumberTile
from goq_desktop.ui.window import DeskWindow
from tests.qt.hub.settings import USED
from tests.support.made_orders import made_order, received
from tests.support.set_clock import SetClock

CTRL = Qt.KeyboardModifier.ControlModifier
EMPTY = Glance(counts={}, has_orders=False, last_backup=None, backup_rhythm=BackupRhythm.DAILY)


def store_orders(desk: Desk, count: int) -> None:
    """Of which some wait for their payment and some have a wording that nobody mapped."""
    rules = Rules(
        payments={"銀行振込": PaymentRule(PaymentKind.PREPAID, AWAITING_PAYMENT)},
        lanes=frozenset({AWAITING_PAYMENT}),
    )
    today = desk.workspace.clock.now().astimezone(JST)
    page = []
    for number in range(count):
        # From three days ago to three days ahead.
        planned = (today + timedelta(days=number % 7 - 3)).replace(hour=0, minute=0, second=0)
        moment = Moment(utc=planned.astimezone(UTC), text=planned.strftime("%Y-%m-%d"))
        page.append(received(replace(made_order(number), ship_planned=moment)))
    writer = OrderWriter(desk.workspace.database(), "made", lambda: rules)
    writer.store_page("a", 0, page, now=desk.workspace.clock.now())


def open_home(qtbot: QtBot, desk: Desk, window: DeskWindow) -> HomePage:
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    home = desk.home_door.home
    assert home is not None
    qtbot.waitUntil(lambda: home.tiles[0].number.text() != "…")
    return home


def shown(tile: NumberTile) -> int:
    return int(tile.number.text().removesuffix("件").replace(",", ""))


def test_the_window_opens_on_the_orders(window: DeskWindow) -> None:
    assert window.pages.shown is PageCode.ORDERS


def test_nothing_on_a_number_is_cut_off_in_a_narrow_window(
    qtbot: QtBot, desk: Desk, window: DeskWindow
) -> None:
    home = open_home(qtbot, desk, window)
    qtbot.waitUntil(lambda: window.width() == 900)
    labels = [label for tile in home.tiles for label in tile.findChildren(QLabel) if label.text()]
    cut = [label.text() for label in labels if label.width() < label.sizeHint().width()]
    assert labels and not cut


def test_each_number_is_that_of_the_list_it_leads_to(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    store_orders(desk, 60)
    window.orders.refresh()
    window.orders.filter_row.text.setText("佐藤")
    home = open_home(qtbot, desk, window)
    qtbot.waitUntil(lambda: not desk.task_thread.is_busy)
    wanted = {tile.query: shown(tile) for tile in home.tiles}
    assert [query.lane for query in wanted] == [Lane.NEW, TO_CHECK, AWAITING_PAYMENT, *[UNFINISHED] * 4]
    numbers = list(wanted.values())
    assert all(numbers), "the test says something of each"
    to_ship, late = numbers[3], numbers[5]
    assert late < to_ship < sum(numbers[:1] + numbers[2:3]), "today's are not late, tomorrow's not due"
    for query, count in wanted.items():
        qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
        qtbot.waitUntil(lambda: not desk.task_thread.is_busy)
        tile = next(tile for tile in home.tiles if tile.query == query)
        tile.setFocus()
        qtbot.keyClick(tile, Qt.Key.Key_Return)
        assert window.pages.shown is PageCode.ORDERS
        qtbot.waitUntil(lambda: not desk.listing.is_running)
        assert window.orders.filter_row.tabs.lane == query.lane
        assert window.orders.filter_row.query.filters == query.filters
        assert window.orders.filter_row.text.text() == "", "what was searched before hides nothing"
        assert window.orders.table.model().rowCount() == count
        assert window.orders.table.hasFocus() or not count


def test_numbers_follow_the_orders_while_in_sight(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    home = open_home(qtbot, desk, window)
    assert home.note.isVisible()
    assert shown(home.tiles[0]) == 0
    store_orders(desk, 8)
    window.orders.refresh()
    qtbot.waitUntil(lambda: shown(home.tiles[0]) > 0)
    assert not home.note.isVisible()
    assert "件" in home.tiles[0].accessibleName()


def test_the_shops_are_told_as_in_the_list(qtbot: QtBot, desk: Desk, window: DeskWindow) -> None:
    qtbot.waitUntil(lambda: bool(desk.fetches.states()))
    home = open_home(qtbot, desk, window)
    names = [line.accessibleName() for line in home.freshness._lines]
    assert names == [line.accessibleName() for line in window.orders.freshness._lines]
    assert len(names) == len(USED.shops.shops)


def test_a_number_follows_a_new_lane_of_the_settings(
    qtbot: QtBot, desk: Desk, window: DeskWindow, home: Home
) -> None:
    page = open_home(qtbot, desk, window)
    SettingsStore(home.settings_file).save(
        lanes=Lanes(lanes=(LaneSetting(code="x", name="発送待ち & <b>", colour="blue"),))
    )
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    assert [tile.query.lane for tile in page.tiles[:3]] == [Lane.NEW, TO_CHECK, "x"]
    assert page.tiles[2].accessibleName().startswith("発送待ち & <b>")


@pytest.fixture
def page(qtbot: QtBot) -> HomePage:
    page = HomePage(SetClock())
    qtbot.addWidget(page)
    page.set_lanes([OwnLane(f"l{number}", f"ステータス{number}") for number in range(4)], UNFINISHED)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def test_arrows_walk_over_the_numbers(qtbot: QtBot, page: HomePage) -> None:
    page.focus()
    for key, place in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 5),
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert page.tiles[place].hasFocus()


def test_tab_leads_from_the_numbers_to_both_buttons(qtbot: QtBot, page: HomePage) -> None:
    page.tiles[-1].setFocus()
    qtbot.keyClick(page.tiles[-1], Qt.Key.Key_Tab)
    assert page.fetch_button.hasFocus()
    qtbot.keyClick(page.fetch_button, Qt.Key.Key_Tab)
    assert page.backup_button.hasFocus()
    with qtbot.waitSignal(page.backup_asked):
        qtbot.keyClick(page.backup_button, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("rhythm", "days", "is_late"),
    [
        (BackupRhythm.DAILY, 1, False),
        (BackupRhythm.DAILY, 3, True),
        (BackupRhythm.WEEKLY, 3, False),
        (BackupRhythm.WEEKLY, 9, True),
        (BackupRhythm.NEVER, 30, False),
    ],
)
def test_an_old_backup_is_told_in_words(
    page: HomePage, rhythm: BackupRhythm, days: int, is_late: bool
) -> None:
    now = SetClock().now()
    page.show_glance(
        Glance(counts={}, has_orders=True, last_backup=now - timedelta(days=days), backup_rhythm=rhythm)
    )
    assert ("遅れています" in page.backup.text()) is is_late
    assert f"{days}日前" in page.backup.text()
    assert ("「しない」" in page.backup.text()) is (rhythm is BackupRhythm.NEVER)


def test_no_backup_yet_is_said(page: HomePage) -> None:
    page.show_glance(EMPTY)
    assert "まだバックアップがありません" in page.backup.text()
