"""設定を受注に反映: shows what the settings would change in stored orders, and changes it when asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem
from goq_desktop.services.applying import Preview, Sample, apply, own_lanes, preview, rules_of
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import lane_names, one_line
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.orders.worked import part_title, part_words
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

if TYPE_CHECKING:
    from goq_desktop.storage.reworking import Step

_SIZE: Final = (760, 480)  # also a window of 900 × 640 holds it
_NARROW: Final = 120
_LONGEST_NUMBER: Final = 40


class _Stage(Enum):
    LOOKING = auto()
    READY = auto()
    APPLYING = auto()
    STOPPING = auto()
    OVER = auto()


class ReapplyDialog(QDialog):
    """`changed` orders were changed. While it writes it stays open: 中止 ends that after whole orders."""

    def __init__(self, workspace: Workspace, thread: JobThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("設定を受注に反映"))
        self.resize(*_SIZE)
        self.changed = 0
        self._changed_now = 0
        self._workspace = workspace
        self._thread = thread
        settings = workspace.load_settings().settings
        self._rules = rules_of(settings)
        self._lanes = lane_names(own_lanes(settings))
        self._stage = _Stage.LOOKING
        self.line = MessageLine()
        self.counts = plain_label("")
        self.counts.setWordWrap(True)
        theme.set_role(self.counts, Role.HINT)
        self.table = _empty_table()
        self.table.setAccessibleName(self.tr("変わる受注"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("受注番号"), self.tr("項目"), self.tr("今"), self.tr("反映後")]
        )
        self.bar = QProgressBar()
        self.problem = ProblemBox()
        buttons = QDialogButtonBox()
        self.apply_button = buttons.addButton(self.tr("反映する"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.close_button = buttons.addButton(self.tr("やめる"), QDialogButtonBox.ButtonRole.RejectRole)
        theme.set_role(self.apply_button, Role.PRIMARY)
        for button in (self.apply_button, self.close_button):
            # Enter in the table chooses nothing by itself.
            button.setAutoDefault(False)
        buttons.accepted.connect(self._on_apply_chosen)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        for widget in (self.line, self.counts, self.bar, self.problem):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addStretch()
        column.addWidget(buttons)
        self.counts.hide()
        self.table.hide()
        self._begin(_Stage.LOOKING, self.tr("変わる受注を調べています…"))

        def look(token: CancelToken, report: Report) -> Preview:
            return preview(workspace, self._rules, token, report)

        self._job: Job = thread.submit(look, self._show, self._failed, self._progressed)

    def reject(self) -> None:
        """Closes it, unless orders are being changed: then that is stopped, and what became of it is told."""
        if self._stage is _Stage.APPLYING:
            self._stage = _Stage.STOPPING
            self.line.say(Role.NOTICE, self.tr("中止しています…"))
            self.close_button.setEnabled(False)
            self._job.cancel()
        elif self._stage is not _Stage.STOPPING:
            super().reject()

    def done(self, result: int) -> None:
        # What the job still tells finds nobody.
        self._stage = _Stage.OVER
        self._job.cancel()
        super().done(result)

    def _begin(self, stage: _Stage, text: str) -> None:
        self._stage = stage
        self.problem.hide()
        self.line.say(Role.NOTICE, text)
        self.bar.setRange(0, 0)
        self.bar.setFormat("")
        self.bar.setAccessibleName(text)
        self.bar.show()
        self.apply_button.setEnabled(False)

    def _progressed(self, step: Step) -> None:
        if self._stage is _Stage.OVER:
            return
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.looked_at)
        self.bar.setFormat(
            self.tr("{done} / {total}件").format(done=f"{step.looked_at:,}", total=f"{step.total:,}")
        )
        if self._stage is not _Stage.LOOKING:
            self._changed_now = step.changed

    def _rest(self, *, can_apply: bool, close: str) -> None:
        self._stage = _Stage.READY
        self.bar.hide()
        self.apply_button.setVisible(can_apply)
        self.apply_button.setEnabled(can_apply)
        self.close_button.setText(close)
        self.close_button.setEnabled(True)
        (self.apply_button if can_apply else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: Preview) -> None:
        if self._stage is _Stage.OVER:
            return
        if not found.changed:
            self.line.say(Role.GOOD, self.tr("保存済みの受注は、今の設定のとおりです。"))
            self._rest(can_apply=False, close=self.tr("閉じる"))
            return
        text = self.tr(
            "{total}件の受注のうち {count}件が変わります。ショップから受け取った内容は変わりません。"
        )
        self.line.say(Role.NOTICE, text.format(total=f"{found.total:,}", count=f"{found.changed:,}"))
        count = self.tr("{part} {count}件")
        parts = [
            count.format(part=part_title(part), count=f"{number:,}") for part, number in found.counts.items()
        ]
        if len(found.samples) < sum(found.counts.values()):
            parts.append(self.tr("表にあるのは、はじめの{count}か所です").format(count=len(found.samples)))
        self.counts.setText(self.tr("　").join(parts))
        self.counts.show()
        _fill(self.table, found.samples, self._lanes)
        self.table.show()
        self._rest(can_apply=True, close=self.tr("やめる"))

    def _failed(self, problem: Problem | None) -> None:
        stage = self._stage
        if stage is _Stage.OVER:
            return
        if stage is _Stage.LOOKING:
            self.line.say(Role.PROBLEM, self.tr("変わる受注を調べられませんでした。"))
        else:
            self._note_changed()
            text = self.tr(
                "途中で終わりました。{count}件に反映しました。続きは、もう一度「反映する」で行えます。"
            )
            self.line.say(Role.NOTICE, text.format(count=f"{self.changed:,}"))
        self._rest(can_apply=stage is not _Stage.LOOKING, close=self.tr("閉じる"))
        if problem is not None:
            self.problem.show_problem(problem)

    @Slot()
    def _on_apply_chosen(self) -> None:
        self._begin(_Stage.APPLYING, self.tr("反映しています…"))
        self._changed_now = 0
        self.close_button.setText(self.tr("中止"))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

        def work(token: CancelToken, report: Report) -> int:
            return apply(self._workspace, self._rules, token, report)

        self._job = self._thread.submit(work, self._applied, self._failed, self._progressed)

    def _applied(self, count: int) -> None:
        self._changed_now = count
        self._note_changed()
        self.counts.hide()
        self.table.hide()
        self.line.say(Role.GOOD, self.tr("{count}件の受注に反映しました。").format(count=f"{self.changed:,}"))
        self._rest(can_apply=False, close=self.tr("閉じる"))

    def _note_changed(self) -> None:
        self.changed += self._changed_now
        self._changed_now = 0


def make_reapply_dialog(
    workspace: Workspace, thread: JobThread, parent: QWidget | None = None
) -> ReapplyDialog:
    """To be opened; it looks at the orders at once, in `thread`."""
    return ReapplyDialog(workspace, thread, parent)


def _empty_table() -> QTableWidget:
    table = ReadingTable(4)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column in (0, 1):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(column, _NARROW)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def _fill(table: QTableWidget, samples: Sequence[Sample], lanes: Mapping[str, str]) -> None:
    table.setRowCount(len(samples))
    for row, sample in enumerate(samples):
        texts = (
            sample.number[:_LONGEST_NUMBER],
            part_title(sample.part),
            part_words(sample.part, sample.before, lanes),
            part_words(sample.part, sample.after, lanes),
        )
        for column, text in enumerate(texts):
            table.setItem(row, column, QTableWidgetItem(one_line(text)))
    table.setCurrentCell(0, 0)
