"""The window after the set-up: orders come, change and stay put, and trouble is told and survived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDateEdit, QPushButton
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import Secret, Slot
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.query import OrderColumn
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.period_dialog import PeriodDialog
from tests.support.desk_person import PATIENCE, DeskPerson, listed, shown_form
from tests.support.set_clock import SetClock

pytestmark = pytest.mark.usefixtures("real_keyring")

C = OrderColumn
WEEK = timedelta(days=7)
Start = Callable[[], DeskPerson]
# Longer than any wait of these tests: nothing but a cancel ends such an answer.
SLOW = Misbehaviour(fault=Fault.SLOW, path="orders/", seconds=60.0)


@pytest.fixture
def person(start: Start, server: PracticeServer) -> DeskPerson:
    """After the quick way, at the table."""
    person = start()
    person.set_up_quickly(server)
    return person


def ordinary(server: PracticeServer, clock: SetClock) -> list[str]:
    """Unique keys of listed orders that hold no trap and are not cancelled, the newest last."""
    orders = listed(server, clock.now() - WEEK).values()
    return [order.serial for order in orders if int(order.number) >= 10_000_100 and not order.is_cancelled]


def row_of(person: DeskPerson, number: str) -> int:
    return person.column(C.NUMBER).index(number)


def test_fetching_again_brings_what_is_new_and_moves_nothing(
    person: DeskPerson, server: PracticeServer, clock: SetClock
) -> None:
    chosen = server.shop.order(ordinary(server, clock)[-20])
    name = chosen.purchaser.name
    person.filter(name)
    shown = person.column(C.NUMBER)
    person.select(row_of(person, chosen.number))
    before = person.column(C.ID)[row_of(person, chosen.number)]

    clock.move(timedelta(minutes=5))
    new = server.shop.order_again(chosen.serial)
    summary = person.fetch()
    assert (summary.new, summary.updated) == (1, 0)
    assert person.window.orders.filter_row.text.text() == name
    assert person.column(C.NUMBER) == shown, "somebody is working in the list: the news waits"
    person.press(Qt.Key.Key_F6)
    assert person.column(C.NUMBER) == [new.number, *shown]
    current = person.window.orders.table.currentIndex().row()
    assert person.column(C.ID)[current] == before
    assert [index.row() for index in person.window.orders.table.selectionModel().selectedRows()] == [current]

    again = person.fetch()
    assert (again.new, again.updated) == (0, 0)
    person.filter("")
    assert len(person.column(C.NUMBER)) == again.unchanged


def test_filter_and_table_answer_while_a_fetch_waits_for_the_shop(
    person: DeskPerson, server: PracticeServer, clock: SetClock, qtbot: QtBot
) -> None:
    number = server.shop.order(ordinary(server, clock)[0]).number
    server.misbehave(SLOW)
    with qtbot.waitSignal(person.desk.fetches.fetch_started):
        person.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: person.freshness.is_running, timeout=PATIENCE)
    person.filter(number)
    assert person.column(C.NUMBER) == [number]
    person.select(0)
    qtbot.waitUntil(lambda: number in person.detail_text())
    assert person.desk.fetches.is_running


def test_edited_and_cancelled_orders_follow_the_shop(
    person: DeskPerson, server: PracticeServer, clock: SetClock
) -> None:
    edited_serial, cancelled_serial = ordinary(server, clock)[:2]
    count = len(person.column(C.NUMBER))
    clock.move(timedelta(minutes=5))
    edited, cancelled = server.shop.edit(edited_serial), server.shop.cancel(cancelled_serial)
    summary = person.fetch()
    assert (summary.new, summary.updated) == (0, 2)
    cells = {number: (total, lane) for number, total, lane in person.cells(C.NUMBER, C.TOTAL, C.LANE)}
    assert cells[edited.number][0] == f"{edited.sums.total:,}円"
    # It was sent already, so that somebody has to look.
    assert cancelled.deliveries[0].tracking_number
    assert cells[cancelled.number][1] == "要確認 キャンセル"
    assert len(person.column(C.NUMBER)) == count

    person.window.orders.filter_row.tabs.choose(Lane.CANCELLED)
    person.wait_for_list()
    assert cancelled.number in person.column(C.NUMBER)
    assert edited.number not in person.column(C.NUMBER)


def test_a_shop_that_is_down_is_told_in_red_and_fetched_again_by_itself(
    start: Start, server: PracticeServer, clock: SetClock, qtbot: QtBot
) -> None:
    person = start()
    person.set_up_quickly(server, is_automatic=True)
    count = len(person.column(C.NUMBER))
    server.stop()
    failed = person.fetch()
    assert failed.problems
    assert person.freshness.text.property("is_problem")
    assert "→" in person.freshness_text
    assert "最終取得" in person.freshness_text and "次回" in person.freshness_text
    assert len(person.column(C.NUMBER)) == count

    # Time passes; what the timer calls is called here.
    for _ in range(2):
        clock.move(timedelta(minutes=31))
        person.desk.fetches.look_for_due()
        assert person.desk.fetches.is_running
        assert person.wait_for_fetch(len(person.summaries) + 1).problems
    server.start()
    clock.move(timedelta(minutes=31))
    person.desk.fetches.look_for_due()
    assert person.wait_for_fetch(len(person.summaries) + 1).is_complete
    qtbot.waitUntil(lambda: not person.freshness.text.property("is_problem"))
    assert "次回" in person.freshness_text


def test_trouble_is_still_told_after_a_restart(
    person: DeskPerson, server: PracticeServer, start: Start, qtbot: QtBot
) -> None:
    server.stop()
    person.fetch()
    told = person.freshness.text.text()
    assert person.desk.stop()
    again = start()
    again.arrive_at_table()
    qtbot.waitUntil(lambda: again.has_freshness and again.freshness.text.text() == told, timeout=PATIENCE)


def test_a_period_brings_the_older_orders(
    person: DeskPerson, server: PracticeServer, clock: SetClock
) -> None:
    everything = {order.serial: order for order in server.shop.orders()}
    assert len(person.column(C.NUMBER)) < len(everything)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PeriodDialog):
            return
        looking.stop()
        since, until = dialog.findChildren(QDateEdit)
        since.setDate(QDate(2026, 1, 1))
        assert until.date() == QDate(2026, 11, 20)
        go = next(button for button in dialog.findChildren(QPushButton) if button.text() == "取得する")
        person.click(go)

    looking = QTimer(interval=10)
    looking.timeout.connect(answer)
    looking.start()
    person.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    summary = person.wait_for_fetch(2)
    assert summary.is_complete
    assert sorted(person.cells(C.NUMBER, C.TOTAL)) == sorted(shown_form(everything).elements())
    assert "最終取得" in person.freshness_text


def test_a_cancel_is_heard_while_the_shop_is_slow(
    person: DeskPerson, server: PracticeServer, qtbot: QtBot
) -> None:
    count = len(person.column(C.NUMBER))
    server.misbehave(SLOW)
    person.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: person.freshness.is_running, timeout=PATIENCE)
    # A second is promised; the machine may be busy. The answer itself would take a minute.
    with qtbot.waitSignal(person.desk.fetches.fetch_finished, timeout=5_000) as finished:
        person.click(person.freshness.stop)
    assert finished.args is not None and finished.args[0].was_cancelled
    person.wait_for_fetch(2)
    assert not person.freshness.is_running
    assert not person.freshness.text.property("is_problem")
    assert "中止しました" in person.window.statusBar().currentMessage()
    assert len(person.column(C.NUMBER)) == count

    server.behave()
    assert person.fetch().is_complete


def test_closing_the_window_during_a_fetch_ends_the_app_cleanly(
    person: DeskPerson, server: PracticeServer, start: Start, qapp: QApplication, qtbot: QtBot
) -> None:
    before = person.column(C.ID)
    server.misbehave(SLOW)
    person.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: person.freshness.is_running, timeout=PATIENCE)
    # As the app has it: otherwise Qt itself would quit, whatever the desk does.
    qapp.setQuitOnLastWindowClosed(False)
    QTimer.singleShot(0, person.window, person.window.close)
    # Stopped afterwards: fired later, it would end every event loop of the tests that follow.
    too_late = QTimer(singleShot=True, interval=10_000)
    too_late.timeout.connect(lambda: qapp.exit(1))
    too_late.start()
    status = qapp.exec()
    too_late.stop()
    qapp.setQuitOnLastWindowClosed(True)
    assert status == 0
    assert person.desk.stop()

    server.behave()
    again = start()
    again.arrive_at_table()
    qtbot.waitUntil(lambda: again.column(C.ID) == before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: again.has_freshness and "最終取得" in again.freshness_text, timeout=PATIENCE)
    assert again.fetch().is_complete


def test_a_keyring_that_was_locked_at_the_start_needs_no_restart(
    person: DeskPerson, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = person.column(C.ID)
    assert person.desk.stop()

    def locked(_store: KeyringStore, _slot: Slot) -> Secret | None:
        raise ProblemError(ProblemCode.KEYRING_LOCKED, backend="GNOME Keyring")

    with monkeypatch.context() as patch:
        patch.setattr(KeyringStore, "read", locked)
        again = start()
        again.arrive_at_table()
        qtbot.waitUntil(lambda: again.has_freshness and "キーリング" in again.window.problem.text)
        with qtbot.waitSignal(again.desk.fetches.fetch_failed):
            again.press(Qt.Key.Key_F5)
        assert again.freshness.text.property("is_problem")
        assert "キーリング" in again.freshness_text
    summary = again.fetch()
    assert (summary.new, summary.updated) == (0, 0)
    assert again.column(C.ID) == before
    assert again.window.problem.text == ""
    assert not again.freshness.text.property("is_problem")


@pytest.mark.parametrize("code", [PageCode.ORDERS, PageCode.CHECKS])
def test_a_fetch_that_failed_or_was_cancelled_takes_the_place_of_the_last_success(
    person: DeskPerson, server: PracticeServer, qtbot: QtBot, code: PageCode
) -> None:
    told = person.window.statusBar().currentMessage
    assert "取得しました" in told()
    person.window.pages.ask(code)
    server.misbehave(Misbehaviour(fault=Fault.FAILING, times=9))
    person.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: told().startswith("取得できませんでした"), timeout=PATIENCE)
    server.behave()
    server.misbehave(Misbehaviour(fault=Fault.FAILING, path="orders/", times=9, after=1))
    person.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: told().startswith("途中までしか取得できませんでした"), timeout=PATIENCE)
    server.behave()
    server.misbehave(SLOW)
    person.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: person.desk.fetches.is_running, timeout=PATIENCE)
    person.desk.fetches.cancel()
    qtbot.waitUntil(lambda: "取得を中止しました" in told(), timeout=PATIENCE)


def test_a_desk_that_was_stopped_starts_nothing_more(person: DeskPerson) -> None:
    timers = person.desk.findChildren(QTimer)
    assert any(timer.isActive() for timer in timers)
    assert person.desk.stop()
    assert not any(timer.isActive() for timer in timers)
