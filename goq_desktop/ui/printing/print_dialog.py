"""印刷: what is to be printed at the left, the pages as they will be at the right, paper or a PDF below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.services.printing import MOST_ORDERS
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.printing.choices import PrintChoices
from goq_desktop.ui.printing.page_view import PageView
from goq_desktop.ui.printing.prepared import Prepared, Wanted, prepare
from goq_desktop.ui.printing.printer_run import PrinterRun
from goq_desktop.ui.printing.printers import choose_printer
from goq_desktop.ui.printing.sheet import Paper
from goq_desktop.ui.printing.words import kind_name
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_SIZE: Final = (1040, 760)
_CHOICES_WIDTH: Final = 300

ChoosePrinter = Callable[[QWidget, Paper, int, str], "QPrinter | None"]


class PrintDialog(QDialog):
    """`outcome` is a sentence of what was done, once it is accepted."""

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        state: QSettings,
        selected: Sequence[int],
        listed: tuple[Sequence[int], int],
        lanes: Mapping[str, str],
        parent: QWidget | None = None,
        choose: ChoosePrinter = choose_printer,
    ) -> None:
        """`listed`: the first orders of the list, and how many it has."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("印刷"))
        self.resize(*_SIZE)
        self._workspace, self._thread, self._choose = workspace, thread, choose
        self._selected, self._listed, self._lanes = selected, listed, lanes
        self._job: Job | None = None
        self._run: PrinterRun | None = None
        self.prepared: Prepared | None = None
        self.outcome = ""
        self.choices = PrintChoices(state, len(selected), listed[1])
        self.bound = MessageLine(self)
        self.line = MessageLine(self)
        self.problem = ProblemBox()
        self.view = PageView()
        self.before = self._button("arrow-left", self.tr("前のページ"))
        self.after = self._button("arrow-right", self.tr("次のページ"))
        self.place = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.pdf_button = QPushButton(theme.icon("download"), self.tr("PDFに保存(&S)…"))
        self.print_button = QPushButton(self.tr("印刷する(&P)…"))
        self.close_button = QPushButton(self.tr("閉じる(&C)"))
        self._lay_out()
        self._connect()
        self.choices.focus()
        self.look()

    @Slot()
    def look(self) -> None:
        """Make the pages of what is chosen, in the background."""
        self._cancel()
        wanted = self._wanted()
        self.problem.hide()
        self._tell_bound()
        self._hold(is_held=True)
        self.line.say(Role.HINT, self.tr("ページを作っています…"))
        thread_job = self._thread.submit(
            lambda token, _: prepare(self._workspace, wanted, token), self._show, self._failed
        )
        self._job = thread_job

    def save(self, file: Path) -> None:
        """The pages as a PDF."""
        assert self.prepared is not None
        made = self.prepared
        kind = made.wanted.kind
        target = file if file.suffix.lower() == ".pdf" else file.with_name(f"{file.name}.pdf")

        def work(token: CancelToken, _: Report) -> None:
            from goq_desktop.services.printing import save_pages
            from goq_desktop.ui.printing.painting import pdf_of

            pdf = pdf_of(made.pages, made.wanted.paper, kind_name(kind), token.check)
            save_pages(self._workspace, target, pdf, kind, made.ids)

        def done(_: None) -> None:
            text = self.tr("{count}件の{what}を {file} に保存しました。")
            self._end(text.format(count=f"{made.orders:,}", what=kind_name(kind), file=target))

        self._hold(is_held=True)
        self.line.say(Role.HINT, self.tr("PDFを作っています…"))
        self._job = self._thread.submit(work, done, self._failed)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed, or the whole desk goes; out of sight with a minimised window it goes on."""
        if not event.spontaneous():
            self._cancel()
        super().hideEvent(event)

    # -- what comes of the choices

    def _wanted(self) -> Wanted:
        ids = self._selected if self.choices.selection.isChecked() else self._listed[0]
        return Wanted(
            self.choices.kind,
            tuple(ids[:MOST_ORDERS]),
            self.choices.sheet_size,
            self.choices.prices.isChecked(),
            self._lanes,
        )

    def _tell_bound(self) -> None:
        count = len(self._selected) if self.choices.selection.isChecked() else self._listed[1]
        text = self.tr(
            "一度に印刷できるのは{most}件までです。{count}件のうち、上から{most}件を印刷します。"
            "残りは、絞り込むか選び直してから印刷してください。"
        )
        is_bound = count > MOST_ORDERS
        told = text.format(most=f"{MOST_ORDERS:,}", count=f"{count:,}") if is_bound else ""
        self.bound.say(Role.NOTICE, told)

    def _show(self, prepared: Prepared) -> None:
        self._job = None
        self.prepared = prepared
        self.view.show_pages(prepared.pages, prepared.wanted.paper)
        self._hold(is_held=False)
        if prepared.pages:
            text = self.tr("{orders}件、{pages}ページ")
            self.line.say(
                Role.HINT, text.format(orders=f"{prepared.orders:,}", pages=f"{len(prepared.pages):,}")
            )
        else:
            self.line.say(Role.NOTICE, self.tr("これらの受注は、もう保存されていません。"))

    def _failed(self, problem: Problem | None) -> None:
        """None: it was cancelled for what was chosen after it, or for closing."""
        if problem is not None:
            self._job = self._run = None
            self.line.clear()
            self.problem.show_problem(problem)
            self._hold(is_held=False)

    def _hold(self, *, is_held: bool) -> None:
        """Nothing is printed of pages that are not the chosen ones."""
        is_ready = not is_held and self.prepared is not None and bool(self.prepared.pages)
        for button in (self.pdf_button, self.print_button):
            button.setEnabled(is_ready)

    @Slot(int)
    def _on_turned(self, number: int) -> None:
        count = len(self.prepared.pages) if self.prepared else 0
        text = self.tr("{number} / {count} ページ")
        self.place.setText(text.format(number=f"{number + 1:,}", count=f"{count:,}") if count else "")
        self.before.setEnabled(number > 0)
        self.after.setEnabled(number + 1 < count)

    # -- paper and files

    @Slot()
    def _on_pdf_clicked(self) -> None:
        assert self.prepared is not None
        today = self._workspace.today().strftime("%Y%m%d")
        name = self.tr("{what}_{day}.pdf").format(what=kind_name(self.prepared.wanted.kind), day=today)
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("PDFに保存"), str(Path.home() / name), self.tr("PDF (*.pdf)")
        )
        if chosen:
            self.save(Path(chosen))

    @Slot()
    def _on_print_clicked(self) -> None:
        assert self.prepared is not None
        made, kind = self.prepared, self.prepared.wanted.kind
        self.problem.hide()
        try:
            printer = self._choose(self, made.wanted.paper, len(made.pages), kind_name(kind))
        except ProblemError as error:
            self.problem.show_problem(error.problem)
            self.pdf_button.setFocus()
            return
        if printer is None:
            return
        self._hold(is_held=True)
        self.close_button.setText(self.tr("中止する(&C)"))
        self.close_button.setFocus()
        self.choices.setEnabled(False)

        def work(_: CancelToken, __: Report) -> None:
            from goq_desktop.services.printing import note_printed

            note_printed(self._workspace, kind, made.ids)

        def noted(_: None) -> None:
            self._job = None
            self._send(printer, made)

        self._job = self._thread.submit(work, noted, self._on_print_failed)

    def _send(self, printer: QPrinter, made: Prepared) -> None:
        run = PrinterRun(printer, made.pages, made.wanted.paper, self)
        run.progressed.connect(self._on_sent)
        run.ended.connect(self._on_printed)
        run.failed.connect(self._on_print_failed)
        self._run = run
        run.start()

    @Slot(int, int)
    def _on_sent(self, pages: int, of: int) -> None:
        text = self.tr("プリンターに送っています… {pages} / {of} ページ")
        self.line.say(Role.HINT, text.format(pages=f"{pages:,}", of=f"{of:,}"))

    @Slot(int)
    def _on_printed(self, pages: int) -> None:
        assert self.prepared is not None
        self._run = None
        text = self.tr("{what}を{pages}ページ、プリンターに送りました。")
        self._end(text.format(what=kind_name(self.prepared.wanted.kind), pages=f"{pages:,}"))

    @Slot(object)
    def _on_print_failed(self, problem: Problem | None) -> None:
        self.choices.setEnabled(True)
        self.close_button.setText(self.tr("閉じる(&C)"))
        self._failed(problem)

    def _end(self, outcome: str) -> None:
        self._job = None
        self.outcome = outcome
        self.accept()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._run is not None:
            self._run.stop()
            self._run = None

    # -- the form

    def _button(self, icon: str, name: str) -> QPushButton:
        button = QPushButton(theme.icon(icon), "")
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _connect(self) -> None:
        self.choices.changed.connect(self.look)
        self.view.turned.connect(self._on_turned)
        self.before.clicked.connect(self._on_before_clicked)
        self.after.clicked.connect(self._on_after_clicked)
        self.pdf_button.clicked.connect(self._on_pdf_clicked)
        self.print_button.clicked.connect(self._on_print_clicked)
        self.close_button.clicked.connect(self.reject)
        for keys, slot in (("Ctrl+PgUp", self._on_before_clicked), ("Ctrl+PgDown", self._on_after_clicked)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    @Slot()
    def _on_before_clicked(self) -> None:
        self.view.turn_to(self.view.number - 1)

    @Slot()
    def _on_after_clicked(self) -> None:
        self.view.turn_to(self.view.number + 1)

    def _lay_out(self) -> None:
        for button in (self.before, self.after, self.pdf_button, self.close_button):
            button.setAutoDefault(False)
        self.print_button.setDefault(True)
        theme.set_role(self.print_button, Role.PRIMARY)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        left.addWidget(self.choices)
        left.addWidget(self.bound)
        left.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_CHOICES_WIDTH)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        turning = QHBoxLayout()
        turning.setSpacing(theme.SPACE)
        turning.addStretch(1)
        for widget in (self.before, self.place, self.after):
            turning.addWidget(widget)
        turning.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self.view, 1)
        right.addLayout(turning)
        middle = QHBoxLayout()
        middle.setSpacing(2 * theme.SPACE)
        middle.addWidget(side)
        middle.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.line, 1)
        for button in (self.close_button, self.pdf_button, self.print_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.problem)
        column.addLayout(middle, 1)
        column.addLayout(foot)
