"""The way into 要確認: registers the page, reads what waits in the background, and stores what a person does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.problems import Problem
from goq_desktop.services import confirming
from goq_desktop.services.applying import own_lanes
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.editing.door import EditDoor
from goq_desktop.ui.editing.undo_door import UndoDoor
from goq_desktop.ui.frame.page import Page, PageCode
from goq_desktop.ui.orders.columns import lane_names
from goq_desktop.ui.store_reading import StoreReading
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.storage.check_queue import Waiting
    from goq_desktop.ui.checks.inbox import CheckInbox


class CheckDoor(QObject):
    """Steps are stored one after the other; what waits is read again when the last of them is."""

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        reading: StoreReading,
        edit_door: EditDoor,
        undo: UndoDoor,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._edit_door = edit_door
        self._undo = undo
        self._workspace = workspace
        self._thread = thread
        self._reading = reading
        self._window = window
        self.inbox: CheckInbox | None = None
        self._pending = 0
        self._round = 0
        window.add_page(
            Page(
                code=PageCode.CHECKS,
                make=self._make,
                entered=self._enter,
            )
        )
        window.orders.filter_row.inbox_asked.connect(self._on_inbox_asked)
        undo.undone.connect(self._on_reversed)
        undo.redone.connect(self._on_reversed)

    def _make(self) -> CheckInbox:
        from goq_desktop.ui.checks.inbox import CheckInbox

        self.inbox = inbox = CheckInbox(self._reading.detail, self._undo.undo_action, self._undo.redo_action)
        inbox.confirm_asked.connect(self._on_confirm_asked)
        inbox.hold_asked.connect(self._on_hold_asked)
        inbox.release_asked.connect(self._on_release_asked)
        inbox.order_asked.connect(self._on_order_asked)
        inbox.change_asked.connect(self._edit_door.change)
        inbox.conflict_decided.connect(self._edit_door.decide_conflict)
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

        def work(_: CancelToken, __: Report) -> tuple[Waiting, ...]:
            self._workspace.database()  # first the store, which opens under a lock
            return confirming.waiting(self._workspace)

        def take(waiting: tuple[Waiting, ...]) -> None:
            # What was read before a step of since would bring back what is done.
            if current == self._round and self.inbox is not None:
                self.inbox.show_waiting(waiting)

        self._thread.submit(work, take, self._window.problem.show_if_any)

    def _store(self, work: Callable[[], StepResult]) -> None:
        self._pending += 1
        self._round += 1

        def done(result: StepResult) -> None:
            if result.label is not None:
                self._undo.take(result)
            self._settle()

        def failed(problem: Problem | None) -> None:
            self._window.problem.show_if_any(problem)
            self._settle()

        self._thread.submit(lambda _, __: work(), done, failed, is_kept=True)

    def _settle(self) -> None:
        self._pending -= 1
        if not self._pending:
            self.look()
            self._window.orders.refresh_at_once()

    @Slot()
    def _on_inbox_asked(self) -> None:
        self._window.pages.ask(PageCode.CHECKS)

    @Slot(int, object)
    def _on_confirm_asked(self, order_id: int, marks: frozenset[bytes]) -> None:
        self._store(lambda: confirming.confirm(self._workspace, order_id, marks))

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
            self._store(lambda: confirming.hold(self._workspace, order_id, until))

    @Slot(int)
    def _on_release_asked(self, order_id: int) -> None:
        self._store(lambda: confirming.release(self._workspace, order_id))

    @Slot(int)
    def _on_order_asked(self, order_id: int) -> None:
        self._window.orders.show_order(order_id)
        self._window.pages.ask(PageCode.ORDERS)

    @Slot(object)
    def _on_reversed(self, result: StepResult) -> None:
        if self.inbox is not None and self.inbox.isVisible() and len(result.changed_ids) == 1:
            self.inbox.return_to(result.changed_ids[0])
        self._round += 1
        self.look()
