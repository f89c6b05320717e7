"""The ways back to a backup: chosen in その他設定, the newest from a store that is damaged; and what is told after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.domain.times import JST
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.settings.other import OtherForm
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.services.restoring import Restorable, Restored
    from goq_desktop.ui.restoring.dialog import RestoreDialog


class RestoreDoor(QObject):
    """`prepared`: a backup takes the store's place as soon as that is closed and opened again."""

    prepared = Signal()

    def __init__(self, workspace: Workspace, thread: JobThread, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._window = window
        self._job: Job | None = None
        self._is_stopped = False
        self.dialog: RestoreDialog | None = None
        self.told: QMessageBox | None = None
        window.problem.has_backups = self._has_backups
        window.problem.restore_chosen.connect(self._on_newest_chosen)

    def attend(self, form: OtherForm) -> None:
        """Where orders are kept for this run only there is nothing to go back to."""
        if not self._workspace.is_session_only:
            form.offer_restore()
            form.restore_requested.connect(self._on_asked)

    def tell(self) -> None:
        """After a start in which a backup takes the store's place: what is back, and up to when."""
        if not (self._workspace.is_restoring_due or self._workspace.restored_name):
            return

        def work(_: CancelToken, __: Report) -> Restored | None:
            self._workspace.database()
            from goq_desktop.services.restoring import take_restored

            return take_restored(self._workspace)

        self._thread.submit(work, self._on_restored, self._window.problem.show_if_any)

    def _has_backups(self) -> bool:
        from goq_desktop.services.backing_up import backup_folder, backups

        return not self._workspace.is_session_only and bool(backups(backup_folder(self._workspace)))

    @Slot()
    def _on_asked(self) -> None:
        # What is typed and not saved would not outlast the new beginning: it is asked about first.
        self._window.pages.leave(self._open)

    def _open(self) -> None:
        from goq_desktop.ui.restoring.dialog import RestoreDialog

        self.dialog = dialog = RestoreDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_backup_chosen)
        dialog.stopped.connect(self._on_stopped)
        dialog.rejected.connect(self._on_rejected)
        dialog.open()

        def work(token: CancelToken, _: Report) -> tuple[tuple[Restorable, ...], int]:
            from goq_desktop.services.restoring import restorable

            return restorable(self._workspace, token)

        def done(found: tuple[tuple[Restorable, ...], int]) -> None:
            if self.dialog is dialog:
                dialog.show_backups(*found)

        self._is_stopped = False
        self._job = self._thread.submit(work, done, self._on_failed)

    @Slot(object)
    def _on_backup_chosen(self, chosen: Restorable) -> None:
        assert self.dialog is not None
        self.dialog.wait_for(self.tr("バックアップを確かめて、戻す準備をしています…"))

        def work(token: CancelToken, _: Report) -> Restored:
            from goq_desktop.services.restoring import prepare

            return prepare(self._workspace, chosen.backup, token)

        self._is_stopped = False
        self._job = self._thread.submit(work, self._on_prepared, self._on_failed)

    @Slot()
    def _on_newest_chosen(self) -> None:
        """One click, in place of a store that cannot be read."""
        self._window.problem.clear()
        self._window.say(self.tr("バックアップを確かめて、戻す準備をしています…"))

        def work(token: CancelToken, _: Report) -> Restored:
            from goq_desktop.services.restoring import prepare_newest

            return prepare_newest(self._workspace, token)

        self._is_stopped = False
        self._job = self._thread.submit(work, self._on_prepared, self._on_failed)

    def _on_prepared(self, _: Restored) -> None:
        if self._is_stopped:
            # It was just ready when a person stopped it.
            self._withdraw()
            return
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.accept()
        self.prepared.emit()

    def _withdraw(self) -> None:
        from goq_desktop.services.restoring import withdraw

        try:
            withdraw(self._workspace)
        except ProblemError as error:
            self._on_failed(error.problem)
        else:
            self._on_failed(None)

    def _on_failed(self, problem: Problem | None) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(problem)
        else:
            self._window.problem.show_if_any(problem)

    @Slot()
    def _on_stopped(self) -> None:
        self._is_stopped = True
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _on_rejected(self) -> None:
        self.dialog = None
        self._on_stopped()

    def _on_restored(self, restored: Restored | None) -> None:
        if restored is None:
            return
        text = self.tr("{when} 時点の受注 {count}件に戻しました。その後の受注は次の取得で取り込みます。")
        when = restored.made_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
        self.told = box = QMessageBox(
            QMessageBox.Icon.Information,
            "GoQ Desktop",
            text.format(when=when, count=f"{restored.orders:,}"),
            parent=self._window,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(
            self.tr("それまでの受注データは消さずに残しています:\n{folder}").format(
                folder=self._workspace.home.data_dir
            )
        )
        box.addButton(self.tr("閉じる"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
