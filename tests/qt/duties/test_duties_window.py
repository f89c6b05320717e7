"""取扱記録と人数: a person sees what was done, whether the record is sound, and whom it concerns."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QTableWidget
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.services.handling import note
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.duties.duties_window import DutiesWindow
from goq_desktop.ui.theme import Role
from tests.qt.duties.conftest import PATIENCE, Store
from tests.support.made_orders import made_order
from tests.support.set_clock import SetClock

K = HandlingKind
Open = Callable[[], None]


@pytest.fixture
def show(qtbot: QtBot, duties: DutiesWindow, thread: JobThread) -> Open:
    def show() -> None:
        duties.show()
        qtbot.waitUntil(lambda: not thread.is_busy, timeout=PATIENCE)

    return show


def shown(duties: DutiesWindow, column: int) -> list[str]:
    table = duties.record.table
    items = [table.item(row, column) for row in range(table.rowCount())]
    return [item.text() for item in items if item is not None]


def test_the_rows_stand_newest_first_in_people_s_words(
    workspace: Workspace, clock: SetClock, duties: DutiesWindow, show: Open
) -> None:
    for kind, count, detail in ((K.FETCHED, 1234, "uid"), (K.EXPORTED, 12, "xlsx"), (K.COPIED, 40, "")):
        note(workspace, kind, count, detail)
        clock.move(timedelta(minutes=1))
    show()
    assert shown(duties, 3) == ["大量コピー", "書き出し", "取得"]
    assert shown(duties, 5) == ["40", "12", "1,234"] and shown(duties, 4)[1] == "Excel"
    assert shown(duties, 1)[-1] == "2026-11-20 12:04:05"
    assert duties.record.verdict.role is Role.GOOD
    assert duties.record.verdict.text == "記録は改ざんされていません（3行を確かめました）。"


def test_period_and_kind_are_chosen_by_hand(
    qtbot: QtBot, workspace: Workspace, duties: DutiesWindow, show: Open, thread: JobThread
) -> None:
    note(workspace, K.FETCHED, 1)
    note(workspace, K.EXPORTED, 2)
    show()
    for _ in range(2):
        qtbot.keyClick(duties.record.kind, Qt.Key.Key_Down)
    assert duties.record.kind.currentText() == "書き出し"
    qtbot.waitUntil(lambda: shown(duties, 5) == ["2"], timeout=PATIENCE)
    duties.record.until.setDate(QDate(2026, 11, 19))
    qtbot.waitUntil(lambda: shown(duties, 4) == [], timeout=PATIENCE)
    assert duties.record.count.text() == "この期間の記録はありません。"
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=PATIENCE)


def test_a_record_that_was_tampered_with_says_from_where(
    workspace: Workspace, duties: DutiesWindow, show: Open
) -> None:
    for _ in range(3):
        note(workspace, K.EXPORTED, 9)
    database = workspace.database()
    with closing(database.connect_to(database.path)) as tool:
        tool.execute("DROP TRIGGER handling_log_refuses_update")
        tool.execute("UPDATE handling_log SET count = 1 WHERE id = 2")
    show()
    assert duties.record.verdict.role is Role.PROBLEM
    assert "2行目から確かめられません" in duties.record.verdict.text


def test_the_record_as_a_file(
    qtbot: QtBot, workspace: Workspace, duties: DutiesWindow, show: Open, tmp_path: Path
) -> None:
    note(workspace, K.EXPORTED, 9, "csv")
    show()
    duties.record.export(tmp_path / "記録")
    qtbot.waitUntil(lambda: "書き出しました" in duties.record.count.text(), timeout=PATIENCE)
    with (tmp_path / "記録.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["番号", "日時", "利用者", "内容", "補足", "件数"]
    assert rows[1][3:] == ["書き出し", "CSV", "9"]


def test_people_are_counted_once_however_often_they_ordered(
    store: Store, duties: DutiesWindow, show: Open
) -> None:
    store([made_order(number) for number in range(30)])
    show()
    assert duties.people.held.text.startswith("いま保存しているのは 30人分")
    assert duties.people.warning.text == ""


@pytest.mark.parametrize(
    ("people", "word"), [(4_499, ""), (4_500, "近づいて"), (5_000, "近づいて"), (5_001, "超えています")]
)
def test_many_people_are_warned_of(duties: DutiesWindow, people: int, word: str) -> None:
    duties.people.show_count(people)
    assert (word in duties.people.warning.text) if word else duties.people.warning.text == ""


def test_who_was_concerned_between_two_days(
    qtbot: QtBot,
    workspace: Workspace,
    store: Store,
    clock: SetClock,
    duties: DutiesWindow,
    show: Open,
    tmp_path: Path,
) -> None:
    store([made_order(number) for number in range(5)])
    note(workspace, K.EXPORTED, 5, "xlsx")
    clock.move(timedelta(days=5))
    store([made_order(number) for number in range(5, 9)])
    show()
    people = duties.people
    duties.tabs.setCurrentWidget(people)
    people.since.setDate(QDate(2026, 11, 19))
    people.until.setDate(QDate(2026, 11, 21))
    qtbot.mouseClick(people.ask_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "5人分です（受注 5件）" in people.result.text, timeout=PATIENCE)
    assert people.outward.text == "この期間の持ち出し: 書き出し 1回"
    people.export(tmp_path / "一覧.xlsx")
    qtbot.waitUntil(lambda: "5人の一覧" in people.outward.text, timeout=PATIENCE)
    rows = list(load_workbook(tmp_path / "一覧.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    names = {made_order(number).purchaser.name for number in range(5)}
    assert len(rows) == 6 and {row[0] for row in rows[1:]} == names


def test_everything_has_a_name_and_is_reached_by_keyboard(
    qtbot: QtBot, duties: DutiesWindow, show: Open, thread: JobThread
) -> None:
    show()
    for page in (duties.record, duties.people):
        duties.tabs.setCurrentWidget(page)
        controls = [
            control
            for kind in (QAbstractButton, QComboBox, QDateEdit, QTableWidget)
            for control in page.findChildren(kind)
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert len(controls) >= 4
        assert all(control.accessibleName() for control in controls)
        met = set()
        controls[0].setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(20):
            met.add(duties.focusWidget())
            duties.focusNextChild()
        assert met >= set(controls)
    qtbot.keyClick(duties, Qt.Key.Key_Escape)
    assert not duties.isVisible()
    qtbot.waitUntil(lambda: not thread.is_busy, timeout=PATIENCE)
