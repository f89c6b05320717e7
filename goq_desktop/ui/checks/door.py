"""The way into 要確認: registers the page, reads what waits in the background, and stores what a person does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.query import OrderQuery
from goq_desktop.services import confirming
from goq_desktop.services.applying import own_lanes
from goq_desktop.services.confirming import CheckStep, ConfirmStep
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.editing.door import EditDoor
from goq_desktop.ui.frame.page import Page, PageCode
from goq_desktop.ui.orders.columns import lane_names
from goq_desktop.ui.store_reading import StoreReading
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.storage.check_queue import Waiting
    from goq_desktop.ui.checks.inbox import CheckInbox


class CheckDoor(QObject):
    """Steps are stored one after the other; what waits is read again when the last of them is.

    Undo takes back the newest step, a confirmation or an edit: an edit stands in the lists as None, since
    `EditDoor` knows which one it is.
    """

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        reading: StoreReading,
        edit_door: EditDoor,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._edit_door = edit_door
        self._workspace = workspace
        self._thread = thread
        self._reading = reading
        self._window = window
        self.inbox: CheckInbox | None = None
        self._pending = 0
        self._round = 0
        self._done: list[CheckStep | None] = []
        self._undone: list[CheckStep | None] = []
        # Of an earlier start: what is undone when nothing is left of this one.
        self._earlier: CheckStep | None = None
        window.add_page(
            Page(
                code=PageCode.CHECKS,
                title=self.tr("要確認"),
                icon="warning",
                make=self._make,
                entered=self._enter,
            )
        )
        window.orders.filter_row.inbox_asked.connect(self._on_inbox_asked)
        edit_door.edited.connect(self._on_edited)
        edit_door.undone.connect(self._on_edit_undone)
        edit_door.redone.connect(self._on_edit_redone)

    def _make(self) -> CheckInbox:
        from goq_desktop.ui.checks.inbox import CheckInbox

        self.inbox = inbox = CheckInbox(self._reading.detail)
        inbox.confirm_asked.connect(self._on_confirm_asked)
        inbox.hold_asked.connect(self._on_hold_asked)
        inbox.release_asked.connect(self._on_release_asked)
        inbox.order_asked.connect(self._on_order_asked)
        inbox.change_asked.connect(self._edit_door.change)
        inbox.undo_asked.connect(self._on_undo_asked)
        inbox.redo_asked.connect(self._on_redo_asked)
        inbox.problem_occurred.connect(self._window.problem.show_problem)
        # Whatever changes the orders makes the list read them again.
        self._window.orders.listed.connect(self.look)
        return inbox

    def _enter(self) -> None:
        assert self.inbox is not None
        settings = self._workspace.load_settings().settings
        self.inbox.set_names(
            {shop.uid: shop.name for shop in settings.shops.shops}, lane_names(own_lanes(settings))
        )
        self.inbox.focus()
        self.look()

    @Slot()
    def look(self) -> None:
        """Read what waits, when it is in sight and nothing is being stored."""
        if self.inbox is None or not self.inbox.isVisible() or self._pending:
            return
        self._round += 1
        current = self._round

        def work(_: CancelToken, __: Report) -> tuple[tuple[Waiting, ...], CheckStep | None]:
            self._workspace.database()  # first the store, which opens under a lock
            return confirming.waiting(self._workspace), confirming.latest(self._workspace)

        def take(read: tuple[tuple[Waiting, ...], CheckStep | None]) -> None:
            # What was read before a step of since would bring back what is done.
            if current == self._round and self.inbox is not None:
                waiting, self._earlier = read
                self.inbox.show_waiting(waiting)
                self._offer_undo()

        self._thread.submit(work, take, self._window.problem.show_if_any)

    def _store(self, work: Callable[[], CheckStep], kept: Callable[[CheckStep], None]) -> None:
        """Do `work` in the background; `kept` gets the step when it is stored."""
        self._pending += 1
        self._round += 1

        def done(step: CheckStep) -> None:
            kept(step)
            self._settle()

        def failed(problem: Problem | None) -> None:
            self._window.problem.show_if_any(problem)
            self._settle()

        self._thread.submit(lambda _, __: work(), done, failed)

    def _settle(self) -> None:
        self._pending -= 1
        self._offer_undo()
        if not self._pending:
            self.look()
            self._window.orders.refresh_at_once()

    def _offer_undo(self) -> None:
        if self.inbox is not None:
            can_undo = bool(self._done) or self._earlier is not None
            self.inbox.set_undo(can_undo=can_undo, can_redo=bool(self._undone))

    def _keep(self, step: CheckStep) -> None:
        if not isinstance(step, ConfirmStep) or step.rows:
            self._done.append(step)
            self._undone.clear()
            self._window.say(self.tr("{what}。Ctrl+Z で元に戻せます。").format(what=self._words(step)))

    def _words(self, step: CheckStep) -> str:
        if isinstance(step, ConfirmStep):
            return self.tr("確認済みに変更（理由{count}件）").format(count=len(step.rows))
        return self.tr("保留を解除") if step.after is None else self.tr("保留に変更")

    @Slot()
    def _on_inbox_asked(self) -> None:
        self._window.pages.ask(PageCode.CHECKS)

    @Slot(int, object)
    def _on_confirm_asked(self, order_id: int, marks: frozenset[bytes]) -> None:
        self._store(lambda: confirming.confirm(self._workspace, order_id, marks), self._keep)

    @Slot(int)
    def _on_hold_asked(self, order_id: int) -> None:
        from goq_desktop.ui.checks.hold_dialog import HoldDialog

        dialog = HoldDialog(order_id, self._workspace.today(), self._window)
        dialog.accepted.connect(self._on_hold_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_hold_accepted(self) -> None:
        from goq_desktop.ui.checks.hold_dialog import HoldDialog

        dialog = self.sender()
        if isinstance(dialog, HoldDialog) and self.inbox is not None:
            order_id, until = dialog.order_id, dialog.until
            self.inbox.show_held(order_id, until or "")
            self._store(lambda: confirming.hold(self._workspace, order_id, until), self._keep)

    @Slot(int)
    def _on_release_asked(self, order_id: int) -> None:
        self._store(lambda: confirming.release(self._workspace, order_id), self._keep)

    @Slot(int)
    def _on_order_asked(self, order_id: int) -> None:
        stored = self._reading.detail(order_id)
        if stored is not None:
            self._window.orders.show_query(OrderQuery(text=stored.order.number))
            self._window.pages.ask(PageCode.ORDERS)

    @Slot()
    def _on_undo_asked(self) -> None:
        if self._pending:
            return
        while self._done and self._done[-1] is None and not self._edit_door.undo_action.isEnabled():
            self._done.pop()  # its people were erased since: nothing of it is left to take back
        step = self._done[-1] if self._done else self._earlier
        if step is not None:
            self._store(lambda: self._undo(step), self._note_undone)
        elif self._done:
            self._edit_door.undo_action.trigger()

    @Slot()
    def _on_redo_asked(self) -> None:
        if not self._undone or self._pending:
            return
        step = self._undone[-1]
        if step is None:
            self._edit_door.redo_action.trigger()
        else:
            self._store(lambda: self._redo(step), self._note_redone)

    @Slot(object)
    def _on_edited(self, _result: StepResult) -> None:
        self._done.append(None)
        self._undone.clear()
        self._offer_undo()

    @Slot(object)
    def _on_edit_undone(self, result: StepResult) -> None:
        self._move_edit(self._done, self._undone, result)

    @Slot(object)
    def _on_edit_redone(self, result: StepResult) -> None:
        self._move_edit(self._undone, self._done, result)

    def _move_edit(
        self, here: list[CheckStep | None], there: list[CheckStep | None], result: StepResult
    ) -> None:
        """The newest edit of one list is the newest step of the other; one of an earlier start was in none."""
        newest = next((place for place in reversed(range(len(here))) if here[place] is None), None)
        if newest is not None:
            here.pop(newest)
        there.append(None)
        if self.inbox is not None and self.inbox.isVisible() and len(result.changed_ids) == 1:
            self.inbox.return_to(result.changed_ids[0])
        self._offer_undo()

    def _undo(self, step: CheckStep) -> CheckStep:
        confirming.undo(self._workspace, step)
        return step

    def _redo(self, step: CheckStep) -> CheckStep:
        confirming.redo(self._workspace, step)
        return step

    def _note_undone(self, step: CheckStep) -> None:
        # Not the last of the list: an edit may have been written meanwhile.
        if step in self._done:
            self._done.remove(step)
        self._earlier = None  # read again with what waits
        self._undone.append(step)
        text = self.tr("元に戻しました: {what}。Ctrl+Shift+Z でやり直せます。")
        self._window.say(text.format(what=self._words(step)))
        if self.inbox is not None:
            self.inbox.return_to(step.order_id)

    def _note_redone(self, step: CheckStep) -> None:
        if step in self._undone:
            self._undone.remove(step)
        self._done.append(step)
        self._window.say(
            self.tr("やり直しました: {what}。Ctrl+Z で元に戻せます。").format(what=self._words(step))
        )
