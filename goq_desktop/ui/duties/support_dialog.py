"""サポート用ファイル: the whole text before it is saved; a person takes parts out, saves it, and nothing is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

if TYPE_CHECKING:
    from goq_desktop.services.support_file import Part

_SIZE: Final = (860, 560)
_LIST_WIDTH: Final = 280


class SupportDialog(QDialog):
    def __init__(self, workspace: Workspace, thread: JobThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("サポート用ファイル"))
        self.resize(*_SIZE)
        self._workspace = workspace
        self._thread = thread
        self._job: Job | None = None
        self._parts: tuple[Part, ...] = ()
        self.line = MessageLine(self)
        self.problem = ProblemBox()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("ファイルに入れるもの"))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("保存される内容のすべて"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.save_button = QPushButton(theme.icon("download"), self.tr("保存する(&S)…"))
        self.save_button.setAccessibleName(self.tr("サポート用ファイルを保存する"))
        self.close_button = QPushButton(self.tr("閉じる"))
        self.close_button.setAccessibleName(self.tr("閉じる"))
        for button in (self.save_button, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.list.itemChanged.connect(self._on_item_changed)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.close_button.clicked.connect(self.reject)

    def look(self) -> None:
        """Collect anew, in the background."""
        self.problem.hide()
        self.save_button.setEnabled(False)
        self.line.say(Role.HINT, self.tr("集めています（データの検査に少し時間がかかります）…"))

        def work(token: CancelToken, _: Report) -> tuple[Part, ...]:
            from goq_desktop.services.support_file import collect

            return collect(self._workspace, token)

        self._job = self._thread.submit(work, self._show, self._failed)

    def save(self, file: Path) -> None:
        target = file if file.suffix else file.with_suffix(".txt")
        text = self.text.toPlainText()

        def work(_: CancelToken, __: Report) -> None:
            from goq_desktop.services.support_file import save

            save(self._workspace, text, target)

        def done(_: None) -> None:
            self.line.say(
                Role.GOOD,
                self.tr("{file} に保存しました。どこにも送っていません。").format(file=target),
            )

        self._thread.submit(work, done, self._failed)

    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _show(self, parts: tuple[Part, ...]) -> None:
        from goq_desktop.wording.support_file import title_of

        left_out = self._left_out()
        self._parts = parts
        self.list.blockSignals(True)
        self.list.clear()
        for part in parts:
            item = QListWidgetItem(title_of(part))
            item.setData(Qt.ItemDataRole.UserRole, part.code.value)
            is_in = part.code.value not in left_out
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.line.say(
            Role.NOTICE,
            self.tr("下にあるものがすべてです。キー、受注、お客様、ショップの名前は入りません。"),
        )
        self._show_text()

    def _show_text(self) -> None:
        from goq_desktop.wording.support_file import whole_text

        left_out = self._left_out()
        kept = tuple(part for part in self._parts if part.code.value not in left_out)
        self.text.setPlainText(whole_text(kept) if kept else "")
        self.save_button.setEnabled(bool(kept))

    def _left_out(self) -> set[str]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return {
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Unchecked
        }

    def _failed(self, problem: Problem | None) -> None:
        if problem is not None:
            self.problem.show_problem(problem)

    @Slot()
    def _on_item_changed(self) -> None:
        self._show_text()

    @Slot()
    def _on_save_clicked(self) -> None:
        name = self.tr("GoQサポート_{day}.txt").format(day=self._workspace.today().strftime("%Y%m%d"))
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("サポート用ファイルを保存する"),
            str(Path.home() / name),
            self.tr("テキスト (*.txt)"),
        )
        if chosen:
            self.save(Path(chosen))

    def _lay_out(self) -> None:
        explanation = QLabel(
            self.tr(
                "困ったときに、くわしい人に見せるためのファイルです。このパソコンの状態だけを書きます。"
                "入れたくないものは、左のチェックを外してください。"
                "ショップの返事の形を見せるには「診断ファイルを保存」を使います。"
            )
        )
        explanation.setTextFormat(Qt.TextFormat.PlainText)
        explanation.setWordWrap(True)
        theme.set_role(explanation, Role.HINT)
        middle = QHBoxLayout()
        middle.setSpacing(theme.SPACE)
        middle.addWidget(self.list)
        middle.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(explanation)
        column.addWidget(self.line)
        column.addWidget(self.problem)
        column.addLayout(middle, 1)
        column.addLayout(buttons)
