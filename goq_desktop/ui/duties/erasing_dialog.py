"""個人情報を今すぐ消去: shows how many orders it concerns, asks once, and erases with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.erasing import Due
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.checks import ERASE_AFTER_DAYS
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

if TYPE_CHECKING:
    from goq_desktop.services.erasing import Erased

_USUAL_DAYS: Final = 60
_TYPING_MS: Final = 300
_WIDTH: Final = 560


class ErasingDialog(QDialog):
    """While it erases it stays open: 中止 ends that after whole orders."""

    erased = Signal()

    def __init__(self, workspace: Workspace, thread: JobThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("個人情報を今すぐ消去"))
        self.setMinimumWidth(_WIDTH)
        self._workspace = workspace
        self._thread = thread
        self._job: Job | None = None
        self.is_erasing = False
        self.days = QSpinBox()
        self.days.setRange(ERASE_AFTER_DAYS[0], ERASE_AFTER_DAYS[-1])
        self.days.setValue(workspace.load_settings().settings.other.erase_after_days or _USUAL_DAYS)
        self.days.setSuffix(self.tr(" 日より前"))
        self.days.setAccessibleName(self.tr("最後の変更が何日より前の受注か"))
        self.question = MessageLine(self)
        self.problem = ProblemBox()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("消去の進み具合"))
        self.bar.hide()
        self.erase_button = QPushButton(self.tr("消去する(&E)"))
        self.erase_button.setAccessibleName(self.tr("消去する"))
        self.close_button = QPushButton(self.tr("やめる"))
        self.close_button.setAccessibleName(self.tr("やめる"))
        for button in (self.erase_button, self.close_button):
            # Enter erases nobody by itself.
            button.setAutoDefault(False)
        self.erase_button.setEnabled(False)
        self._lay_out()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.days.valueChanged.connect(self._on_days_changed)
        self.erase_button.clicked.connect(self.erase)
        self.close_button.clicked.connect(self.reject)
        self.look()

    @Slot()
    def look(self) -> None:
        """Count what would be erased."""
        days = self.days.value()
        self.question.say(Role.HINT, self.tr("数えています…"))

        def work(_: CancelToken, __: Report) -> Due:
            self._workspace.database()
            from goq_desktop.services.erasing import look_at_due

            return look_at_due(self._workspace, days)

        def done(due: Due) -> None:
            if days == self.days.value() and not self.is_erasing:
                self._show_due(due)

        self._job = self._thread.submit(work, done, self._failed)

    @Slot()
    def erase(self) -> None:
        days = self.days.value()
        self._begin()

        def work(token: CancelToken, report: Report) -> Erased:
            from goq_desktop.services.erasing import erase_now

            return erase_now(self._workspace, days, token, lambda done, total: report((done, total)))

        self._job = self._thread.submit(work, self._show_erased, self._failed, self._progressed)

    def reject(self) -> None:
        """Closes it, unless it erases: then that is stopped, and what became of it is told."""
        if self.is_erasing and self._job is not None:
            self.question.say(Role.NOTICE, self.tr("中止しています…"))
            self.close_button.setEnabled(False)
            self._job.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_erasing:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def _show_due(self, due: Due) -> None:
        self.erase_button.setEnabled(due.orders > 0)
        if not due.orders:
            self.question.say(Role.NOTICE, self.tr("消去する受注はありません。"))
            return
        text = self.tr("{orders}件の受注の個人情報を消去しますか。元に戻せません。")
        text = text.format(orders=f"{due.orders:,}")
        if due.oldest is not None:
            day = due.oldest.astimezone(JST)
            text += self.tr("いちばん古い受注は{year}年{month}月{day}日のものです。").format(
                year=day.year, month=day.month, day=day.day
            )
        self.question.say(Role.PROBLEM, text)

    def _begin(self) -> None:
        self.is_erasing = True
        self.problem.hide()
        self.days.setEnabled(False)
        self.erase_button.setEnabled(False)
        self.close_button.setText(self.tr("中止"))
        self.close_button.setAccessibleName(self.tr("中止"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.question.say(Role.NOTICE, self.tr("消去しています…"))

    def _progressed(self, progress: tuple[int, int]) -> None:
        done, total = progress
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _show_erased(self, erased: Erased) -> None:
        self._end()
        text = self.tr("{orders}件の受注の個人情報を消去しました。書き直したバックアップ: {backups}件")
        self.question.say(Role.GOOD, text.format(orders=f"{erased.orders:,}", backups=f"{erased.backups:,}"))

    def _failed(self, problem: Problem | None) -> None:
        was_erasing = self.is_erasing
        self._end()
        if problem is not None:
            self.question.clear()
            self.problem.show_problem(problem)
        elif was_erasing:
            self.question.say(
                Role.NOTICE,
                self.tr(
                    "途中で中止しました。消去した受注は元に戻りません。残りは、もう一度開くと消去できます。"
                ),
            )

    def _end(self) -> None:
        if self.is_erasing:
            self.is_erasing = False
            self.erased.emit()
        self.bar.hide()
        self.close_button.setEnabled(True)
        self.close_button.setText(self.tr("閉じる"))
        self.close_button.setAccessibleName(self.tr("閉じる"))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_days_changed(self) -> None:
        self.erase_button.setEnabled(False)
        self._typing.start()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        label = QLabel(self.tr("最後の変更が(&D)"))
        label.setBuddy(self.days)
        row.addWidget(label)
        row.addWidget(self.days)
        row.addWidget(QLabel(self.tr("の「処理済」と「キャンセル」の受注")))
        row.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self.erase_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3] * 4)
        column.setSpacing(theme.SPACE)
        column.addLayout(row)
        for widget in (self.question, self.bar, self.problem):
            column.addWidget(widget)
        for text in (
            self.tr("消えるもの: 氏名、住所（都道府県を除く）、電話番号、メールアドレス、備考、伝票番号など"),
            self.tr("残るもの: 受注番号、日付、商品名、金額、都道府県、ステータス"),
            self.tr(
                "保存済みのバックアップも書き直します。"
                "すでに書き出したファイルからは消えません。次の取得で戻ることもありません。"
            ),
        ):
            hint = QLabel(text)
            hint.setTextFormat(Qt.TextFormat.PlainText)
            hint.setWordWrap(True)
            theme.set_role(hint, Role.HINT)
            column.addWidget(hint)
        column.addSpacing(theme.SPACE)
        column.addLayout(buttons)
