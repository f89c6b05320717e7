"""取扱記録: the log by period and kind, whether it is as it was written, and the log as a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import Handling, HandlingKind, HandlingQuery, Soundness, Verdict
from goq_desktop.domain.problems import Problem
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.duties.day_edit import DayEdit, period
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.wording.handling import KIND_NAMES, TITLES, cells, verdict_text

MOST_ROWS: Final = 1_000  # more than anybody reads; the file has all of them
_USUAL_DAYS: Final = 30
_WIDTHS: Final = (64, 160, 120, 200, 200, 96)
_DETAIL, _COUNT = 4, 5

_Found = tuple[int, tuple[Handling, ...], Verdict]


class RecordView(QWidget):
    def __init__(self, workspace: Workspace, thread: JobThread) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._job: Job | None = None
        today = workspace.today()
        self.since = DayEdit(self.tr("記録の開始日"), today - timedelta(days=_USUAL_DAYS), today)
        self.until = DayEdit(self.tr("記録の終了日"), today, today)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("記録の内容"))
        self.kind.addItem(self.tr("すべて"), None)
        for kind, name in KIND_NAMES.items():
            if kind is not HandlingKind.UNREADABLE:
                self.kind.addItem(name, kind)
        self.verdict = MessageLine(self)
        self.problem = ProblemBox()
        self.problem.hide()
        self.count = QLabel()
        theme.set_role(self.count, Role.HINT)
        self.table = _empty_table()
        self.table.setAccessibleName(self.tr("取扱記録"))
        self.export_button = QPushButton(theme.icon("download"), self.tr("CSVに書き出す(&E)…"))
        self.export_button.setAccessibleName(self.tr("取扱記録をCSVに書き出す"))
        self.export_button.setAutoDefault(False)
        self._lay_out()
        for edit in (self.since, self.until):
            edit.dateChanged.connect(self.look)
        self.kind.currentIndexChanged.connect(self.look)
        self.export_button.clicked.connect(self._on_export_clicked)

    @Slot()
    def look(self) -> None:
        """Read the log anew and check it, in the background."""
        query = self._query()
        if self._job is not None:
            self._job.cancel()

        def work(_: CancelToken, __: Report) -> _Found:
            self._workspace.database()
            from goq_desktop.services import handling

            rows, newest = handling.newest(self._workspace, query, MOST_ROWS)
            return rows, newest, handling.verified(self._workspace)

        self._job = self._thread.submit(work, self._show, self._failed)

    def export(self, file: Path) -> None:
        query = self._query()
        shops = self._shops()
        target = file if file.suffix else file.with_suffix(".csv")

        def work(_: CancelToken, __: Report) -> int:
            from goq_desktop.services import handling

            rows = handling.export_log(
                self._workspace, query, target, TITLES, lambda entry: cells(entry, shops)
            )
            handling.note_done(self._workspace, HandlingKind.EXPORTED, rows, "log")
            return rows

        def done(rows: int) -> None:
            text = self.tr("{rows}行を {file} に書き出しました。")
            self.count.setText(text.format(rows=f"{rows:,}", file=target))

        self._thread.submit(work, done, self._failed)

    @Slot()
    def _on_export_clicked(self) -> None:
        name = self.tr("取扱記録_{day}.csv").format(day=self._workspace.today().strftime("%Y%m%d"))
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("取扱記録をCSVに書き出す"), str(Path.home() / name), self.tr("CSV (*.csv)")
        )
        if chosen:
            self.export(Path(chosen))

    def _query(self) -> HandlingQuery:
        since, until = period(self.since, self.until)
        kind = self.kind.currentData()  # Qt gives the bare text of it
        return HandlingQuery(since=since, until=until, kind=HandlingKind(kind) if kind else None)

    def _shops(self) -> dict[str, str]:
        return {shop.uid: shop.name for shop in self._workspace.shops()}

    def _show(self, found: _Found) -> None:
        rows, newest, verdict = found
        self.problem.hide()
        role = {Soundness.WHOLE: Role.GOOD, Soundness.UNANCHORED: Role.NOTICE}.get(
            verdict.soundness, Role.PROBLEM
        )
        self.verdict.say(role, verdict_text(verdict))
        shops = self._shops()
        self.table.setRowCount(len(newest))
        for place, entry in enumerate(newest):
            for column, text in enumerate(cells(entry, shops)):
                item = QTableWidgetItem(text)
                if column == _COUNT:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(place, column, item)
        if newest:
            self.table.setCurrentCell(0, 0)
        self.count.setText(self._count_text(rows, len(newest)))

    def _count_text(self, rows: int, shown: int) -> str:
        if not rows:
            return self.tr("この期間の記録はありません。")
        if rows == shown:
            return self.tr("{rows}行").format(rows=f"{rows:,}")
        text = self.tr("{rows}行のうち新しい{shown}行です。すべてはCSVに書き出せます。")
        return text.format(rows=f"{rows:,}", shown=f"{shown:,}")

    def _failed(self, problem: Problem | None) -> None:
        if problem is not None:
            self.problem.show_problem(problem)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for text, control in (
            (self.tr("期間(&P)"), self.since),
            (self.tr("～"), self.until),
            (self.tr("内容(&K)"), self.kind),
        ):
            label = QLabel(text)
            label.setBuddy(control)
            row.addWidget(label)
            row.addWidget(control)
        row.addStretch(1)
        row.addWidget(self.export_button)
        explanation = QLabel(
            self.tr(
                "だれが、いつ、何を、何件扱ったかの記録です。お客様の情報そのものは含みません。"
                "このパソコンの利用者本人がプログラムを使って作り替えることまでは防げません。"
                "大切な記録は、ときどきCSVに書き出して別の場所に残してください。"
            )
        )
        explanation.setTextFormat(Qt.TextFormat.PlainText)
        explanation.setWordWrap(True)
        theme.set_role(explanation, Role.HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addLayout(row)
        column.addWidget(self.verdict)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        column.addWidget(explanation)


def _empty_table() -> QTableWidget:
    table = ReadingTable(len(TITLES))
    for column, title in enumerate(TITLES):
        item = QTableWidgetItem(title)
        if column == _COUNT:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.setHorizontalHeaderItem(column, item)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in enumerate(_WIDTHS):
        table.setColumnWidth(column, width)
    header.setSectionResizeMode(_DETAIL, QHeaderView.ResizeMode.Stretch)
    return table
