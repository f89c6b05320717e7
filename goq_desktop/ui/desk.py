"""Ties the window and the wizard to the workers: what a person asks for, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QApplication

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.background.listing import OrderListing
from goq_desktop.cancellation import CancelToken
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.steps import Steps
from goq_desktop.ui.store_reading import StoreReading
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.background.fetching import FetchController
    from goq_desktop.background.set_up import BackgroundSetUp
    from goq_desktop.demo import Demo
    from goq_desktop.domain.fetching import FetchRequest, FetchSummary
    from goq_desktop.services.setup_flow import SetupPage
    from goq_desktop.settings.glance import Glance
    from goq_desktop.settings.tiles import Settings
    from goq_desktop.ui.hub.hub import SettingsHub
    from goq_desktop.ui.keeping import Keeping
    from goq_desktop.ui.wizard.wizard import SetupWizard


class Desk(QObject):
    """Owns the threads and the windows from `start` to `stop`.

    What stands in the window's first paint is made and loaded first. All else comes by `_rest`, in steps after it.
    """

    def __init__(self, workspace: Workspace, demo: Demo | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.demo = demo
        self._fetch_thread = JobThread("fetch", parent=self)
        self.task_thread = JobThread("tasks", parent=self)
        # For what may take minutes: a person's answer to the keyring's prompt, a file of all orders.
        self._slow_thread = JobThread("slow", parent=self)
        self._reading = StoreReading(workspace)
        self.listing = OrderListing(self._reading.open_list, self)
        self._rest = Steps(self._steps(), self)
        self._is_complete = False
        self.is_restart_wanted = False  # the store is another one then: everything begins anew
        self.window: DeskWindow | None = None
        self.wizard: SetupWizard | None = None

    @cached_property
    def actions(self) -> BackgroundSetUp:
        from goq_desktop.background.set_up import BackgroundSetUp

        return BackgroundSetUp(self.task_thread, self._slow_thread, self.workspace)

    @cached_property
    def fetches(self) -> FetchController:
        from goq_desktop.background.fetching import FetchController

        return FetchController(self._fetch_thread, self._fetch, self.workspace.clock, self)

    @cached_property
    def keeping(self) -> Keeping:
        from goq_desktop.ui.keeping import Keeping

        return Keeping(self.workspace, self._slow_thread, self)

    def start(self, *, is_stepwise: bool = False) -> None:
        """The wizard on a fresh PC, else the orders.

        Stepwise: the orders are painted first, and what else the window can do comes right after.
        """
        # What a restored backup has to tell is asked before the store is opened.
        is_plain = is_stepwise and not self.workspace.is_restoring_due
        if is_plain and (seen := self.workspace.glance()) is not None:
            self._show_orders_of(seen)
            return
        from goq_desktop.services.setup_flow import is_first_run

        if is_first_run(self.workspace.load_settings().settings):
            self._drop_noted_keys()
            self.show_wizard()
        else:
            self.show_window()
            self._tell_of_start()

    def stop(self) -> bool:
        """Hide, cancel, wait; False when some work did not end in time."""
        for window in (self.window, self.wizard):
            if window is not None:
                window.hide()
        self._rest.stop()
        if self._is_complete:
            self.memo_door.field.keep()
            self.fetches.stop()
            self.keeping.stop()
            self._catching_up.stop()
        threads = (self._fetch_thread, self.task_thread, self._slow_thread)
        has_ended = [self.listing.stop(), *(thread.stop() for thread in threads)]
        self._reading.close()
        self.workspace.close()
        return all(has_ended)

    def dispose(self) -> None:
        """After `stop`: the windows go before those of a desk that comes after this one."""
        for window in (self.wizard, self.window):
            if window is not None:
                window.deleteLater()
        self.deleteLater()

    def show_window(self, *, is_fetch_wanted: bool = False) -> None:
        is_first = self.window is None
        if self.window is None:
            self.window = self._make_window()
        self.window.show()
        self._complete()
        self.restore_door.tell()
        self._take_settings(self.workspace.load_settings().settings)
        if is_first:
            self.window.orders.open_on_unfinished()
            self.window.show_orders()  # its keys go to the table, not to the first button of the window
        self.window.orders.start()
        self._go_to_work(is_fetch_wanted=is_fetch_wanted)

    def show_wizard(self, page: SetupPage | None = None) -> None:
        """The set-up from where it was left, or from one of its pages."""
        import msgspec

        from goq_desktop.ui.set_up import make_wizard

        QApplication.setWindowIcon(theme.icon("app"))
        if self.wizard is not None:
            self.wizard.raise_()
            self.wizard.activateWindow()
            return
        if page is not None:
            setup = self.workspace.load_settings().settings.setup
            self.workspace.settings_store.save(setup=msgspec.structs.replace(setup, page=page.value))
        if self.window is not None:
            self.window.show_orders()
        self.wizard = make_wizard(self.workspace, self.actions, self.demo, self.window)
        self.wizard.finished.connect(self._on_wizard_finished)
        self.wizard.setup_completed.connect(self._on_setup_completed)
        self.wizard.rejected.connect(self._on_wizard_rejected)
        self.wizard.open() if self.window is not None else self.wizard.show()

    def _fetch(self, request: FetchRequest, token: CancelToken, report: Report) -> FetchSummary:
        # First the store, which opens under a lock: two threads must not load its libraries at once.
        self.workspace.database()
        from goq_desktop.services.fetching import fetch_orders

        return fetch_orders(self.workspace, request, token, report)

    def _show_orders_of(self, seen: Glance) -> None:
        """The window as it is painted first."""
        with theme.late_icons():
            self.window = window = self._make_window()
        window.orders.set_shops(seen.shops)
        window.orders.set_lanes(seen.lanes)
        window.orders.open_on_unfinished()
        window.orders.start()
        window.show()
        window.show_orders()
        table = window.orders.table
        self._rest.begin_after_paint(table.viewport(), lambda: table.model().rowCount() > 0)
        # Without rows nothing else is to come.
        self.listing.finished.connect(self._rest.begin)
        self.listing.failed.connect(self._rest.begin)

    def _make_window(self) -> DeskWindow:
        state_file = self.workspace.home.settings_dir / "window.ini"
        is_practice = self.demo is not None
        orders = OrdersView(
            self.listing,
            self._reading.rows,
            self._reading.detail,
            state_file,
            self.workspace.clock,
            is_practice=is_practice,
        )
        self._state = QSettings(str(state_file), QSettings.Format.IniFormat, self)
        window = DeskWindow(orders, self._state, is_practice=is_practice)
        orders.problem_occurred.connect(window.problem.show_problem)
        window.closed.connect(self._on_window_closed)
        return window

    # -- all but the first paint

    def _complete(self) -> None:
        if not self._is_complete:
            self._rest.stop()
            self._rest = Steps((), self)
            for step in (self._add_work, self._add_doors, self._add_pages):
                step()

    def _steps(self) -> Iterator[Callable[[], None]]:
        """After the first paint of `_show_orders_of`."""
        yield self._draw_icons
        yield self._add_work
        yield self._add_doors
        yield self._add_pages
        yield self._settle

    def _draw_icons(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.draw_icons(app)

    def _add_work(self) -> None:
        """What acts on orders, keys and files."""
        from goq_desktop.ui.fetch_actions import FetchActions
        from goq_desktop.ui.file_actions import FileActions
        from goq_desktop.ui.help_actions import HelpActions
        from goq_desktop.ui.keeping_news import KeepingNews
        from goq_desktop.ui.problem_answers import ProblemAnswers

        window = self._window
        window.complete()
        QApplication.setWindowIcon(theme.icon("app"))
        KeepingNews(self.keeping, window)
        self._fetch_actions = FetchActions(
            self.workspace, self._fetch_thread, self.fetches, self.listing, window
        )
        self.files = FileActions(self.workspace, self._slow_thread, window)
        ProblemAnswers(self.workspace, self.task_thread, self.actions, window.problem, self.show_window)
        HelpActions(window)
        window.setup_chosen.connect(self._on_setup_chosen)
        window.tasks_chosen.connect(self._on_tasks_chosen)
        window.tasks.dismissed.connect(self._on_tasks_dismissed)

    def _add_doors(self) -> None:
        """The ways into dialogs."""
        from goq_desktop.ui.catching_up import CatchingUp
        from goq_desktop.ui.checks.alarm_door import AlarmDoor
        from goq_desktop.ui.duties.door import DutiesDoor
        from goq_desktop.ui.editing.door import EditDoor
        from goq_desktop.ui.editing.memo_door import MemoDoor
        from goq_desktop.ui.editing.undo_door import UndoDoor
        from goq_desktop.ui.printing.door import PrintDoor
        from goq_desktop.ui.restoring.door import RestoreDoor

        window = self._window
        self.restore_door = RestoreDoor(self.workspace, self._slow_thread, window)
        self.restore_door.prepared.connect(self._on_restore_prepared)
        self.duties_door = DutiesDoor(self.workspace, self._slow_thread, window)
        self.undo_door = UndoDoor(self.workspace, self.task_thread, window)
        self.edit_door = EditDoor(self.workspace, self.task_thread, self.undo_door, window)
        self.memo_door = MemoDoor(
            self.workspace, self.task_thread, self.undo_door, self.edit_door.menu, window
        )
        AlarmDoor(self.workspace, self.task_thread, self.fetches, self.undo_door, window)
        self.print_door = PrintDoor(self.workspace, self.task_thread, self._state, window)
        self._catching_up = CatchingUp(self.workspace, self._slow_thread, window)

    def _add_pages(self) -> None:
        """All but 受注一覧, which the window cannot be without; each is made when it is first shown."""
        from goq_desktop.ui.checks.door import CheckDoor
        from goq_desktop.ui.command_box.door import CommandDoor
        from goq_desktop.ui.customers.door import CustomersDoor
        from goq_desktop.ui.finding import FindOrders
        from goq_desktop.ui.home.door import HomeDoor
        from goq_desktop.ui.hub.door import HubDoor
        from goq_desktop.ui.sales.door import SalesDoor

        window = self._window
        self.home_door = HomeDoor(
            self.workspace, self.task_thread, self.fetches, self._fetch_actions, self.keeping, window
        )
        self.check_door = CheckDoor(
            self.workspace, self.task_thread, self._reading, self.edit_door, self.undo_door, window
        )
        self.sales_door = SalesDoor(self.workspace, self.task_thread, self._catching_up, window)
        self.customers_door = CustomersDoor(
            self.workspace, self.task_thread, self._catching_up, self.undo_door, window
        )
        self.hub_door = HubDoor(self.workspace, self.task_thread, self.actions, self.demo, window)
        self.hub_door.made.connect(self._on_hub_made)
        self.hub_door.saved.connect(self._on_settings_saved)
        self.hub_door.problem_occurred.connect(window.problem.show_problem)
        self.hub_door.orders_changed.connect(window.orders.refresh_at_once)
        FindOrders(window)
        self.command_door = CommandDoor(self.hub_door, self._state, window)
        self._is_complete = True

    def _settle(self) -> None:
        self._take_settings(self.workspace.load_settings().settings)
        self._tell_of_start()
        self.undo_door.ask_state()  # the first list, after which it asks by itself, is there by now
        self._go_to_work()

    @property
    def _window(self) -> DeskWindow:
        assert self.window is not None
        return self.window

    def _go_to_work(self, *, is_fetch_wanted: bool = False) -> None:
        self._fetch_actions.load_freshness(is_fetch_wanted=is_fetch_wanted)
        self._catching_up.start()
        if self.demo is None:
            self.keeping.start()

    def _tell_of_start(self) -> None:
        self._drop_noted_keys()
        self.workspace.settings_store.sweep()
        if problems := self.workspace.problems_at_start():
            self._window.problem.show_problem(problems[0])

    def _drop_noted_keys(self) -> None:
        if self.workspace.load_settings().settings.desk.keys_to_drop:
            self.actions.drop_noted_keys()

    def _take_settings(self, settings: Settings) -> None:
        from goq_desktop.services.applying import own_lanes
        from goq_desktop.services.reminders import shops_with_old_keys

        if self.window is not None:
            self.window.orders.set_shops({shop.uid: shop.name for shop in settings.shops.shops})
            self.window.orders.set_lanes(own_lanes(settings))
            self.window.orders.filter_row.set_payments([one.wording for one in settings.payments.methods])
            self.window.tasks.load(settings)
            today = self.workspace.today()
            self.window.reminder.show_shops(shops_with_old_keys(settings.shops.shops, today), today)

    # -- what happens

    @Slot(bool)
    def _on_setup_completed(self, is_fetch_wanted: bool) -> None:
        self.show_window(is_fetch_wanted=is_fetch_wanted)

    @Slot()
    def _on_wizard_rejected(self) -> None:
        if self.window is None:
            QApplication.quit()
        else:
            self.show_window()

    @Slot()
    def _on_wizard_finished(self) -> None:
        """It holds typed keys: it is not kept."""
        if self.wizard is not None:
            self.wizard.deleteLater()
            self.wizard = None

    @Slot()
    def _on_restore_prepared(self) -> None:
        assert self.window is not None
        self.is_restart_wanted = True
        self.window.close()

    @Slot()
    def _on_window_closed(self) -> None:
        QApplication.quit()

    @Slot(object)
    def _on_hub_made(self, hub: SettingsHub) -> None:
        self.keeping.attend(hub.other_form)
        self.restore_door.attend(hub.other_form)

    @Slot(object)
    def _on_settings_saved(self, page: SetupPage | None) -> None:
        """`page` None: all of them."""
        from goq_desktop.services.setup_flow import SetupPage

        self._take_settings(self.workspace.load_settings().settings)
        if page in (None, SetupPage.OTHER):
            self.keeping.recheck()
        if page in (None, SetupPage.SHOPS, SetupPage.SHOP_DETAIL):
            self._fetch_actions.load_freshness()

    @Slot()
    def _on_setup_chosen(self) -> None:
        from goq_desktop.services.setup_flow import SetupPage

        self._window.pages.leave(lambda: self.show_wizard(SetupPage.CONTRACTOR))

    @Slot()
    def _on_tasks_chosen(self) -> None:
        self._keep_tasks(is_dismissed=False)

    @Slot()
    def _on_tasks_dismissed(self) -> None:
        self._keep_tasks(is_dismissed=True)

    def _keep_tasks(self, *, is_dismissed: bool) -> None:
        import msgspec

        setup = self.workspace.load_settings().settings.setup
        setup = msgspec.structs.replace(setup, is_task_list_dismissed=is_dismissed)
        self._take_settings(self.workspace.settings_store.save(setup=setup))
