"""The way into ホーム: made when first asked for, read in the background, its numbers lead into 受注一覧."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from goq_desktop.background.fetching import FetchController
from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.query import OrderQuery
from goq_desktop.services.applying import own_lanes
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.fetch_actions import FetchActions
from goq_desktop.ui.frame.page import Page, PageCode
from goq_desktop.ui.keeping import Keeping
from goq_desktop.ui.view_reading import ViewReading
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.services.at_a_glance import Glance
    from goq_desktop.ui.home.home import HomePage


class HomeDoor(QObject):
    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        fetches: FetchController,
        fetch_actions: FetchActions,
        keeping: Keeping,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._fetches = fetches
        self._fetch_actions = fetch_actions
        self._keeping = keeping
        self._window = window
        self.home: HomePage | None = None
        self._reading = ViewReading(thread, self.look, window.problem.show_if_any)
        window.add_page(
            Page(
                code=PageCode.HOME,
                make=self._make,
                entered=self._enter,
            )
        )

    def _make(self) -> HomePage:
        from goq_desktop.ui.home.home import HomePage

        self.home = home = HomePage(self._workspace.clock)
        home.query_chosen.connect(self._on_query_chosen)
        home.fetch_asked.connect(self._fetches.fetch_now)
        home.backup_asked.connect(self._keeping.back_up_now)
        home.freshness.cancel_asked.connect(self._fetches.cancel)
        self._fetches.progress_changed.connect(home.freshness.show_progress)
        self._fetches.freshness_changed.connect(self._on_freshness_changed)
        self._keeping.backed_up.connect(self.look)
        # Whatever changes the orders makes the list read them again.
        self._window.orders.listed.connect(self.look)
        return home

    def _enter(self) -> None:
        assert self.home is not None
        own = own_lanes(self._workspace.load_settings().settings)
        self.home.set_lanes(own, self._window.orders.filter_row.tabs.unfinished)
        self._on_freshness_changed()
        self.home.focus()
        self.look()

    @Slot()
    def look(self) -> None:
        """Read the numbers again, when they are in sight."""
        if self.home is None or not self.home.isVisible():
            return
        queries = self.home.queries

        def work(_: CancelToken, __: Report) -> Glance:
            self._workspace.database()  # first the store, which opens under a lock
            from goq_desktop.services.at_a_glance import glance

            return glance(self._workspace, queries)

        self._reading.ask(work, self.home.show_glance)

    @Slot(object)
    def _on_query_chosen(self, query: OrderQuery) -> None:
        self._window.orders.show_query(query)
        self._window.pages.ask(PageCode.ORDERS)

    @Slot()
    def _on_freshness_changed(self) -> None:
        if self.home is not None:
            self.home.freshness.show_shops(self._fetch_actions.shop_states())
            self.home.fetch_button.setEnabled(not self._fetches.is_running)
            if not self._fetches.is_running:
                self.home.freshness.show_progress(None)
