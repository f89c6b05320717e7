"""人数と影響: how many people's data is held, and whose was when a PC or a file was lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.people import MANY, NEARLY_MANY, REPORTED_FROM
from goq_desktop.domain.problems import Problem
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.duties.day_edit import DayEdit, period
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.wording.handling import KIND_NAMES

if TYPE_CHECKING:
    from goq_desktop.services.affected import Affected, Reading

_USUAL_DAYS: Final = 7
# In these data leaves the desk.
_OUTWARD: Final = (
    HandlingKind.EXPORTED,
    HandlingKind.PRINTED,
    HandlingKind.COPIED,
    HandlingKind.BACKED_UP,
    HandlingKind.DIAGNOSED,
)


class PeopleView(QWidget):
    erasing_asked = Signal()

    def __init__(self, workspace: Workspace, thread: JobThread) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._counting: Job | None = None
        self._asking: Job | None = None
        today = workspace.today()
        self.held = MessageLine(self)
        self.warning = MessageLine(self)
        self.since = DayEdit(self.tr("影響した期間の開始日"), today - timedelta(days=_USUAL_DAYS), today)
        self.until = DayEdit(self.tr("影響した期間の終了日"), today, today)
        self.ask_button = QPushButton(theme.icon("search"), self.tr("調べる(&L)"))
        self.ask_button.setAccessibleName(self.tr("影響した人数を調べる"))
        self.result = MessageLine(self)
        self.outward = MessageLine(self)
        self.report = MessageLine(self)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("受注を読んでいます"))
        self.bar.setFormat("")
        self.problem = ProblemBox()
        self.export_button = QPushButton(theme.icon("download"), self.tr("一覧をExcelに書き出す(&X)…"))
        self.export_button.setAccessibleName(self.tr("影響した人の一覧をExcelに書き出す"))
        self.erase_button = QPushButton(self.tr("個人情報を今すぐ消去(&D)…"))
        self.erase_button.setAccessibleName(self.tr("個人情報を今すぐ消去"))
        self.erase_button.clicked.connect(self.erasing_asked)
        for button in (self.ask_button, self.export_button, self.erase_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.bar.hide()
        self.ask_button.clicked.connect(self.ask)
        self.export_button.clicked.connect(self._on_export_clicked)

    @Slot()
    def look(self) -> None:
        """Count anew, in the background."""
        if self._counting is not None:
            self._counting.cancel()
        self.held.say(Role.HINT, self.tr("数えています…"))
        self.warning.clear()

        def work(token: CancelToken, report: Report) -> int:
            self._workspace.database()
            from goq_desktop.services.affected import held_now

            return held_now(self._workspace, token, report)

        self._counting = self._thread.submit(work, self.show_count, self._failed, self._progressed)

    def show_count(self, people: int) -> None:
        self.bar.hide()
        text = self.tr("いま保存しているのは {people}人分の個人情報です（注文者と送付先を、1人1回）。")
        self.held.say(Role.NOTICE, text.format(people=f"{people:,}"))
        if people > MANY:
            self.warning.say(
                Role.PROBLEM,
                self.tr(
                    "5,000人を超えています。従業員が100人以下でも、過去6か月に一日でも5,000人を超えると、"
                    "国のガイドラインが「中小規模事業者」に認めている軽い安全管理の例は使えなくなることがあります。"
                    "終わった受注の個人情報を消去すると、人数が減ります。"
                ),
            )
        elif people >= NEARLY_MANY:
            self.warning.say(
                Role.PROBLEM,
                self.tr(
                    "5,000人に近づいています。超えると、国のガイドラインが「中小規模事業者」に認めている"
                    "軽い安全管理の例は使えなくなることがあります。"
                    "終わった受注の個人情報を消去すると、人数が減ります。"
                ),
            )

    @Slot()
    def ask(self) -> None:
        """Whose data was held in the chosen time."""
        if self._asking is not None:
            self._asking.cancel()
        since, until = period(self.since, self.until)
        for line in (self.result, self.outward, self.report):
            line.clear()
        self.result.say(Role.HINT, self.tr("調べています…"))

        def work(token: CancelToken, report: Report) -> Affected:
            self._workspace.database()
            from goq_desktop.services.affected import affected

            return affected(self._workspace, since, until, token, report)

        self._asking = self._thread.submit(work, self._show_affected, self._failed, self._progressed)

    def _show_affected(self, found: Affected) -> None:
        self.bar.hide()
        text = self.tr("この期間に保存していたのは {people}人分です（受注 {orders}件）。")
        text = text.format(people=f"{found.people:,}", orders=f"{found.orders:,}")
        if found.erased:
            gone = self.tr(
                "ほかに、個人情報を消去した受注が {count}件あります。だれだったかは、もう分かりません。"
            )
            text += gone.format(count=f"{found.erased:,}")
        self.result.say(Role.NOTICE, text)
        kinds = [
            self.tr("{name} {count}回").format(name=KIND_NAMES[kind], count=f"{found.handled[kind]:,}")
            for kind in _OUTWARD
            if found.handled.get(kind)
        ]
        parts = self.tr("、").join(kinds) or self.tr("なし")
        self.outward.say(Role.HINT, self.tr("この期間の持ち出し: {parts}").format(parts=parts))
        if found.people > REPORTED_FROM:
            self.report.say(
                Role.PROBLEM,
                self.tr(
                    "1,000人を超える漏えいは、個人情報保護委員会への報告（速報はおおむね3～5日以内）と"
                    "本人への通知が必要とされています。1,000人以下でも、不正な目的による漏えいなどは報告の対象です。"
                ),
            )

    def export(self, file: Path) -> None:
        since, until = period(self.since, self.until)
        target = file if file.suffix else file.with_suffix(".xlsx")

        def work(token: CancelToken, report: Report) -> int:
            self._workspace.database()
            from goq_desktop.services.affected import export_affected

            return export_affected(self._workspace, since, until, target, token, report)

        def done(people: int) -> None:
            self.bar.hide()
            text = self.tr("{people}人の一覧を {file} に書き出しました。使い終わったら消してください。")
            self.outward.say(Role.GOOD, text.format(people=f"{people:,}", file=target))

        self._asking = self._thread.submit(work, done, self._failed, self._progressed)

    @Slot()
    def _on_export_clicked(self) -> None:
        name = self.tr("影響した人_{day}.xlsx").format(day=self._workspace.today().strftime("%Y%m%d"))
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("影響した人の一覧をExcelに書き出す"),
            str(Path.home() / name),
            self.tr("Excel (*.xlsx)"),
        )
        if chosen:
            self.export(Path(chosen))

    def _progressed(self, reading: Reading) -> None:
        self.problem.hide()
        self.bar.setRange(0, reading.total)
        self.bar.setValue(reading.done)
        self.bar.show()

    def _failed(self, problem: Problem | None) -> None:
        if problem is not None:
            self.bar.hide()
            for line in (self.held, self.result):
                if line.role is Role.HINT:
                    line.clear()
            self.problem.show_problem(problem)

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        days.setSpacing(theme.SPACE)
        for text, control in ((self.tr("期間(&P)"), self.since), (self.tr("～"), self.until)):
            label = QLabel(text)
            label.setBuddy(control)
            days.addWidget(label)
            days.addWidget(control)
        days.addWidget(self.ask_button)
        days.addStretch(1)
        days.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        add: Callable[[QWidget], None] = column.addWidget
        add(_label(self.tr("いま保存している人数"), Role.HEADING))
        held = QHBoxLayout()
        held.setSpacing(theme.SPACE)
        held.addWidget(self.held, 1)
        held.addWidget(self.erase_button)
        column.addLayout(held)
        add(self.warning)
        column.addSpacing(theme.SPACE)
        add(_label(self.tr("誰の情報が影響したか"), Role.HEADING))
        add(
            _label(
                self.tr(
                    "パソコンやファイルをなくしたときに、その間にお客様の情報を保存していた人を調べます。"
                    "ファイルをなくしたときは、書き出した日を選んでください。"
                )
            )
        )
        column.addLayout(days)
        for widget in (self.bar, self.problem, self.result, self.outward, self.report):
            add(widget)
        column.addStretch(1)
        add(
            _label(
                self.tr(
                    "ここにある人数と説明は、ご自身で確かめるための目安です。法律の助言ではありません。"
                    "くわしくは個人情報保護委員会の案内か、専門家に確かめてください。"
                    "同じ電話番号（なければメール、どちらもなければ氏名と住所）を同じ人と数えます。"
                )
            )
        )


def _label(text: str, role: Role = Role.HINT) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.set_role(label, role)
    return label
