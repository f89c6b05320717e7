"""The way into 顧客管理: made when first asked for, searched in the background, its notes kept there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.history import Event, StepResult
from goq_desktop.domain.problems import Problem
from goq_desktop.services import noting
from goq_desktop.services.applying import own_lanes
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.catching_up import CatchingUp
from goq_desktop.ui.editing.undo_door import UndoDoor
from goq_desktop.ui.frame.page import Page, PageCode, Then
from goq_desktop.ui.orders.columns import lane_names
from goq_desktop.ui.view_reading import ViewReading
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.domain.customers import CustomerOrder, FoundCustomers
    from goq_desktop.ui.customers.customers import CustomersPage


class CustomersDoor(QObject):
    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        catching_up: CatchingUp,
        undo: UndoDoor,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._catching_up = catching_up
        self._undo = undo
        self._window = window
        self.page: CustomersPage | None = None
        self._reading = ViewReading(thread, self.look, window.problem.show_if_any)
        self._writing = 0
        self._waiting: list[Then] = []
        undo.undone.connect(self._on_reversed)
        undo.redone.connect(self._on_reversed)
        window.add_page(
            Page(
                code=PageCode.CUSTOMERS,
                make=self._make,
                entered=self._enter,
                leave=self._leave,
                is_unsaved=self._is_unsaved,
                holds_window=self._holds_window,
            )
        )

    def _make(self) -> CustomersPage:
        from goq_desktop.ui.customers.customers import CustomersPage

        self.page = page = CustomersPage()
        page.search_asked.connect(self.look)
        page.person_chosen.connect(self._on_person_chosen)
        page.person.noted.connect(self._on_noted)
        page.person.order_chosen.connect(self._on_order_chosen)
        self._window.orders.listed.connect(self.look)
        self._catching_up.progressed.connect(self.look)
        return page

    def _enter(self) -> None:
        assert self.page is not None
        self.page.text.ask()
        self.look()

    def _leave(self, then: Then) -> None:
        """Goes on when all that was typed is written; nothing is asked."""
        if self.page is not None:
            self.page.person.keep()
        if self._writing:
            self._waiting.append(then)
        else:
            then()

    def _is_unsaved(self) -> bool:
        return self.page is not None and (self.page.person.is_unsaved or self._writing > 0)

    def _holds_window(self, then: Then) -> bool:
        """Until all is written, and a note that was refused is kept elsewhere or thrown away."""
        page = self.page
        if page is None:
            return False
        page.person.keep()
        if self._writing:
            self._waiting.append(then)
            return True
        if not page.person.refused.is_kept:
            return False
        self._window.pages.show_page(PageCode.CUSTOMERS)
        page.person.refused.add.setFocus(Qt.FocusReason.OtherFocusReason)
        if not page.person.refused.add.isEnabled():
            page.person.refused.drop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._window.say(
            self.tr(
                "保存できなかったメモがあるので、まだ閉じません。メモに加えるか捨ててから、閉じてください。"
            )
        )
        return True

    @Slot()
    def look(self) -> None:
        """Search again, when the page is in sight."""
        if self.page is None or not self.page.isVisible():
            return
        typed, is_marked_only = self.page.text.text(), self.page.marked.isChecked()
        limit = self.page.wanted

        def work(_: CancelToken, __: Report) -> FoundCustomers:
            database = self._workspace.database()  # first the store, which opens under a lock
            from goq_desktop.storage.customer_list import find_customers

            return find_customers(database, typed, is_marked_only=is_marked_only, limit=limit)

        self._reading.ask(work, self._show)

    def _show(self, found: FoundCustomers | None) -> None:
        if self.page is not None and found is not None and not self._reading.is_outdated:
            self.page.show_found(found)

    @Slot(int)
    def _on_person_chosen(self, customer_id: int) -> None:
        def work(_: CancelToken, __: Report) -> tuple[tuple[CustomerOrder, ...], tuple[Event, ...]]:
            database = self._workspace.database()
            from goq_desktop.storage.customer_list import orders_of_customer

            return orders_of_customer(database, customer_id), noting.noted(self._workspace, customer_id)

        def take(found: tuple[tuple[CustomerOrder, ...], tuple[Event, ...]]) -> None:
            page = self.page
            if page is None or page.chosen is None or page.chosen.id != customer_id:
                return
            settings = self._workspace.load_settings().settings
            shops = {shop.uid: shop.name for shop in settings.shops.shops}
            orders, events = found
            page.person.show_orders(orders, shops, lane_names(own_lanes(settings)))
            page.person.show_events(events)

        self._thread.submit(work, take, self._window.problem.show_if_any)

    @Slot(int, str, bool)
    def _on_noted(self, customer_id: int, note: str, is_marked: bool) -> None:
        def work(_: CancelToken, __: Report) -> StepResult:
            return noting.keep_note(self._workspace, customer_id, note, is_marked=is_marked)

        def done(result: StepResult) -> None:
            if result.erased and self.page is not None:
                self.page.person.show_refused(customer_id, note)
            elif result.label is not None:
                self._undo.take(result)
            # The mark stands in the list of orders too, and that list makes this one look again.
            self._window.orders.refresh()
            self._on_written()

        def failed(problem: Problem | None) -> None:
            self._window.problem.show_if_any(problem)
            if problem is not None and self.page is not None:
                self.page.person.show_failed(customer_id, note)
            self._on_written()

        self._writing += 1
        self._thread.submit(work, done, failed, is_kept=True)

    @Slot(object)
    def _on_reversed(self, result: StepResult) -> None:
        if self.page is not None and result.people:
            self.page.person.forget_noted(result.people)
            self.look()

    def _on_written(self) -> None:
        self._writing -= 1
        if not self._writing:
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                then()

    @Slot(int)
    def _on_order_chosen(self, order_id: int) -> None:
        self._window.orders.show_order(order_id)
        self._window.pages.ask(PageCode.ORDERS)
