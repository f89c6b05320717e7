"""Backups and the erasing of old personal data: by themselves, in the background, loud when they fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from goq_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from goq_desktop.ui.settings.other import OtherForm

# The first orders of the morning come first.
_FIRST_MS: Final = 60_000
_EVERY_MS: Final = 3_600_000


class Keeping(QObject):
    """Looks once an hour whether a backup or an erasing is due."""

    problem_occurred = Signal(object)  # Problem
    backed_up = Signal()
    erased = Signal(int)  # the number of orders whose people are gone
    rechecked = Signal()

    def __init__(self, workspace: Workspace, thread: JobThread, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread = thread
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._first = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._first.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start()
        self._first.start()

    def stop(self) -> None:
        """Nothing is due any more: the thread is about to end."""
        self._timer.stop()
        self._first.stop()

    @property
    def last_backup(self) -> str:
        """When the newest backup was made, for people; empty when there is none."""
        from goq_desktop.services.backing_up import backup_folder, backups

        made = backups(backup_folder(self._workspace))
        return made[0].made_at.astimezone(JST).strftime("%Y-%m-%d %H:%M") if made else ""

    def attend(self, form: OtherForm) -> None:
        """Show the newest backup in the form, and make one when it asks for it."""

        def show() -> None:
            form.show_last_backup(self.last_backup)

        form.offer_backup(True)
        form.backup_requested.connect(self.back_up_now)
        self.backed_up.connect(show)
        show()

    @Slot()
    def look(self) -> None:
        """Do what is due; nothing when nothing is."""
        self._submit(is_asked=False)

    @Slot()
    def back_up_now(self) -> None:
        self._submit(is_asked=True)

    @Slot()
    def recheck(self) -> None:
        """Examine open orders anew, when settings, postal data or the checks themselves have changed."""

        def work(token: CancelToken, _: Report) -> int:
            from goq_desktop.services.rechecking import recheck_when_due

            return recheck_when_due(self._workspace, token)

        self._thread.submit(work, self._rechecked, self._failed)

    def _submit(self, *, is_asked: bool) -> None:
        def work(token: CancelToken, _: Report) -> tuple[bool, int]:
            from goq_desktop.services.backing_up import back_up, back_up_when_due
            from goq_desktop.services.erasing import erase_when_due

            # First erase: a backup is not to hold what was due before it.
            count = erase_when_due(self._workspace)
            made = back_up(self._workspace, token) if is_asked else back_up_when_due(self._workspace, token)
            return made is not None, count

        def work_on_backups(token: CancelToken, _: Report) -> int:
            from goq_desktop.services.erasing import erase_in_backups_when_due

            return erase_in_backups_when_due(self._workspace, token)

        self._thread.submit(work, self._done, self._failed)
        self.recheck()
        # On its own: the new backup is safe, whatever becomes of the old ones.
        self._thread.submit(work_on_backups, lambda _: None, self._failed)

    def _rechecked(self, count: int) -> None:
        if count:
            self.rechecked.emit()

    def _done(self, result: tuple[bool, int]) -> None:
        has_backup, erased = result
        if erased:
            self.erased.emit(erased)
        if has_backup:
            self.backed_up.emit()

    def _failed(self, problem: Problem | None) -> None:
        if problem is not None:
            self.problem_occurred.emit(problem)
