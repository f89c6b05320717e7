"""設定を受注に反映: nothing changes before a person says so, and then exactly what was shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.rules import Rules
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import (
    Conversion,
    Conversions,
    Lanes,
    LaneSetting,
    PaymentMethod,
    Payments,
)
from goq_desktop.storage import reworking
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.storage.reworking import Change
from goq_desktop.ui.orders.reapply_dialog import ReapplyDialog, make_reapply_dialog
from tests.support.made_orders import NEWEST, calm_order, received

ORDERS = [replace(calm_order(number), payment_method="クレジットカード") for number in range(40)]
WORDING = ORDERS[0].destinations[0].carrier
SAME = sum(order.destinations[0].carrier == WORDING for order in ORDERS)
_PATIENCE_MS = 30_000  # the first store of a process loads its libraries


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore())
    workspace.prepare()
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    OrderWriter(database, "mark").store_page("a", run, [received(order) for order in ORDERS], now=NEWEST)
    yield workspace
    workspace.close()


@pytest.fixture
def thread() -> Iterator[JobThread]:
    thread = JobThread("tasks")
    yield thread
    assert thread.stop()


@pytest.fixture
def opened(workspace: Workspace, thread: JobThread, qtbot: QtBot) -> Callable[[], ReapplyDialog]:
    """Open the dialog and wait until it has looked at the orders."""

    def open_one() -> ReapplyDialog:
        dialog = make_reapply_dialog(workspace, thread)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
        return dialog

    return open_one


@pytest.fixture
def stops(thread: JobThread) -> Iterator[threading.Barrier]:
    """Where a test and the work in the thread meet; nobody waits there when the test is over."""
    stops = threading.Barrier(2, timeout=30)
    yield stops
    stops.abort()


Opened = Callable[[], ReapplyDialog]


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rows(dialog: ReapplyDialog) -> list[list[str]]:
    table = dialog.table
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([item.text() for item in items if item is not None])
    return found


def services(workspace: Workspace) -> list[str]:
    with closing(workspace.database().reader()) as reader:
        found = reader.execute("SELECT service_code FROM orders WHERE service_code IS NOT NULL")
        return [row[0] for row in found]


def set_rule(workspace: Workspace, wording: str = WORDING) -> None:
    rule = Conversion(wording=wording, carrier="seino", service="mini")
    workspace.settings_store.save(conversions=Conversions(rules=(rule,)))


def test_what_would_change_is_shown_and_changed_when_asked(
    workspace: Workspace, thread: JobThread, opened: Opened, qtbot: QtBot
) -> None:
    set_rule(workspace)
    dialog = opened()
    assert f"40件の受注のうち {SAME}件が変わります" in dialog.line.text
    assert dialog.counts.text() == f"配送業者 {SAME}件"
    assert rows(dialog) == [
        [order.number, "配送業者", "ヤマト運輸", "西濃運輸 カンガルーミニ便"]
        for order in ORDERS
        if order.destinations[0].carrier == WORDING
    ]
    assert services(workspace) == []
    press(dialog.apply_button)
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    assert services(workspace) == ["mini"] * SAME
    assert dialog.changed == SAME and dialog.line.text == f"{SAME}件の受注に反映しました。"
    assert not dialog.apply_button.isVisible()
    press(dialog.close_button)
    assert not dialog.isVisible()


def test_closing_changes_nothing(workspace: Workspace, opened: Opened) -> None:
    set_rule(workspace)
    dialog = opened()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and dialog.changed == 0
    assert services(workspace) == []


def test_a_dialog_closed_while_it_looks_is_gone_for_good(
    workspace: Workspace, thread: JobThread, qtbot: QtBot
) -> None:
    set_rule(workspace)
    go = threading.Event()
    thread.submit(lambda *_: go.wait(), lambda _: None, lambda _: None)
    dialog = make_reapply_dialog(workspace, thread)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    go.set()
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    assert caught == []


def test_what_is_found_after_the_dialog_was_closed_finds_nobody(
    workspace: Workspace, thread: JobThread, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_rule(workspace)
    begun, go = threading.Event(), threading.Event()
    real = reworking._changes

    def slow(rows: Sequence[object], rules: Rules) -> Iterator[Change]:
        begun.set()
        assert go.wait(30)
        return real(rows, rules)

    monkeypatch.setattr(reworking, "_changes", slow)
    dialog = make_reapply_dialog(workspace, thread)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    # In the last chunk already: the cancel comes too late for it.
    assert begun.wait(30)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    go.set()
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    assert caught == []


def test_nothing_to_do_is_said(opened: Opened) -> None:
    dialog = opened()
    assert not dialog.table.isVisible() and not dialog.apply_button.isVisible()
    assert dialog.line.text == "保存済みの受注は、今の設定のとおりです。"
    assert dialog.close_button.text() == "閉じる" and dialog.close_button.hasFocus()


@pytest.mark.parametrize("way", ["button", "escape", "close box"])
def test_a_stop_in_the_middle_tells_how_far_it_came_and_can_be_made_up_for(
    workspace: Workspace,
    thread: JobThread,
    opened: Opened,
    qtbot: QtBot,
    stops: threading.Barrier,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    set_rule(workspace)
    dialog = opened()
    monkeypatch.setattr(reworking, "_CHUNK", 10)
    real = reworking._changes

    def slow(rows: Sequence[object], rules: Rules) -> Iterator[Change]:
        # Twice a chunk, before and under the lock: the first chunk is written, the second not begun.
        if rows[0][0] == 11:  # type: ignore[index]
            stops.wait()
            stops.wait()
        return real(rows, rules)

    monkeypatch.setattr(reworking, "_changes", slow)
    press(dialog.apply_button)
    stops.wait()
    {
        "button": lambda: press(dialog.close_button),
        "escape": lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape),
        "close box": dialog.close,
    }[way]()
    assert dialog.isVisible() and dialog.line.text == "中止しています…"
    assert not dialog.close_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "what became of it is still to be told"
    monkeypatch.setattr(reworking, "_changes", real)
    stops.wait()
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    done = dialog.changed
    assert 0 < done < SAME and services(workspace) == ["mini"] * done
    assert f"{done}件に反映しました" in dialog.line.text and dialog.isVisible()
    press(dialog.apply_button)
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    assert services(workspace) == ["mini"] * SAME and dialog.changed == SAME


def test_a_full_disk_is_told_and_tried_again(
    workspace: Workspace, thread: JobThread, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_rule(workspace)
    dialog = opened()

    def full(*_: object) -> None:
        raise ProblemError(ProblemCode.DISK_FULL, path="orders.db")

    with monkeypatch.context() as patch:
        patch.setattr(reworking, "rework", full)
        press(dialog.apply_button)
        qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    assert dialog.problem.text and services(workspace) == []
    press(dialog.apply_button)
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=_PATIENCE_MS)
    assert services(workspace) == ["mini"] * SAME and not dialog.problem.text


def test_hostile_text_stays_text(workspace: Workspace, opened: Opened) -> None:
    mark = "<b>1</b>\n\u202e" + "9" * 500
    order = replace(calm_order(0), serial="x", number=mark)
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    OrderWriter(database, "mark").store_page("a", run, [received(order)], now=NEWEST)
    lane = LaneSetting(code="held", name="<i>保留</i> & 他")
    method = PaymentMethod(wording=order.payment_method, kind=PaymentKind.CARD, first_lane="held")
    workspace.settings_store.save(lanes=Lanes(lanes=(lane,)), payments=Payments(methods=(method,)))
    dialog = opened()
    dialog.resize(700, 440)
    shown = [row for row in rows(dialog) if row[0].startswith("<b>1</b> ")]
    assert [row[1:] for row in shown if row[1] == "ステータス"] == [
        ["ステータス", "新規受付", "<i>保留</i> & 他"]
    ]
    assert all(len(row[0]) <= 40 and "\u202e" not in row[0] for row in shown)
    assert dialog.table.horizontalHeader().length() <= dialog.table.viewport().width()


def test_everything_that_takes_keys_has_a_name(workspace: Workspace, opened: Opened) -> None:
    set_rule(workspace)
    dialog = opened()
    for widget in (dialog.table, dialog.bar, dialog.apply_button, dialog.close_button):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
