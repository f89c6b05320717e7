"""Ties the window and the wizard to the workers: what a person asks for, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog

from goq_desktop.background.fetching import FetchController
from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.background.listing import OrderListing
from goq_desktop.background.set_up import BackgroundSetUp
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.fetching import FetchProgress, FetchRequest, FetchSummary, Freshness
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.query import OrderRow
from goq_desktop.domain.times import end_of_day, start_of_day
from goq_desktop.services.applying import own_lanes
from goq_desktop.services.reminders import shops_with_old_keys
from goq_desktop.services.rhythms import rhythms_of
from goq_desktop.services.setup_flow import SetupPage, is_first_run
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui.file_actions import FileActions
from goq_desktop.ui.hub.door import HubDoor
from goq_desktop.ui.keeping import Keeping
from goq_desktop.ui.orders.shop_state import shop_state
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.demo import Demo
    from goq_desktop.storage.order_list import OrderList, StoredOrder
    from goq_desktop.ui.hub.hub import SettingsHub
    from goq_desktop.ui.wizard.wizard import SetupWizard

# The old file is kept beside the new one.
_UNOPENABLE: Final = (ProblemCode.STORE_KEY_MISSING, ProblemCode.STORE_DAMAGED)

# While a fetch runs, its orders come into the table this often.
_REFRESH_AFTER_MS: Final = 1_500


class Desk(QObject):
    """Owns the threads and the windows from `start` to `stop`."""

    def __init__(self, workspace: Workspace, demo: Demo | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.demo = demo
        self._fetch_thread = JobThread("fetch", parent=self)
        self.task_thread = JobThread("tasks", parent=self)
        # For what may take minutes: a person's answer to the keyring's prompt, a file of all orders.
        self._slow_thread = JobThread("slow", parent=self)
        self.actions = BackgroundSetUp(self.task_thread, self._slow_thread, workspace)
        self.fetches = FetchController(self._fetch_thread, self._fetch, workspace.clock, self)
        self.listing = OrderListing(self._open_list, self)
        self.keeping = Keeping(workspace, self._slow_thread, self)
        self.keeping.problem_occurred.connect(self._tell)
        self.keeping.backed_up.connect(self._on_backed_up)
        self.keeping.erased.connect(self._on_erased)
        self.window: DeskWindow | None = None
        self.wizard: SetupWizard | None = None
        self._painting: OrderList | None = None
        self._is_list_missing = False
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_MS)
        self._refresh.timeout.connect(self._on_refresh_due)
        self.listing.failed.connect(self._on_list_failed)
        self.listing.finished.connect(self._on_list_finished)
        self.fetches.progress_changed.connect(self._on_progress_changed)
        self.fetches.fetch_finished.connect(self._on_fetch_finished)
        self.fetches.fetch_failed.connect(self._on_fetch_failed)
        self.fetches.freshness_changed.connect(self._on_freshness_changed)

    def start(self) -> None:
        """The wizard on a fresh PC, else the orders."""
        loaded = self.workspace.load_settings()
        if loaded.settings.desk.keys_to_drop:
            self.actions.drop_noted_keys()
        if is_first_run(loaded.settings):
            self.show_wizard()
        else:
            self.show_window()
            if loaded.problems and self.window is not None:
                self.window.problem.show_problem(loaded.problems[0])

    def stop(self) -> bool:
        """Hide, cancel, wait; False when some work did not end in time."""
        for window in (self.window, self.wizard):
            if window is not None:
                window.hide()
        self.fetches.cancel()
        threads = (self._fetch_thread, self.task_thread, self._slow_thread)
        has_ended = [self.listing.stop(), *(thread.stop() for thread in threads)]
        if self._painting is not None:
            self._painting.close()
        self.workspace.close()
        return all(has_ended)

    def show_window(self, *, is_fetch_wanted: bool = False) -> None:
        if self.window is None:
            self.window = self._make_window()
        self.window.show()
        self._take_settings(self.workspace.load_settings().settings)
        self.window.orders.start()
        self._load_freshness(is_fetch_wanted=is_fetch_wanted)
        if self.demo is None:
            self.keeping.start()

    def show_wizard(self, page: SetupPage | None = None) -> None:
        """The set-up from where it was left, or from one of its pages."""
        from goq_desktop.ui.set_up import make_wizard

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

    # -- what the views and the workers read

    def _open_list(self) -> OrderList:
        from goq_desktop.storage.order_list import OrderList

        database = self.workspace.database()
        return OrderList(database.reader(), database.path)

    def _painted(self) -> OrderList:
        """The window's own connection; the listing has opened the store before anything is painted."""
        if self._painting is None:
            self._painting = self._open_list()
        return self._painting

    def _read_rows(self, ids: Sequence[int]) -> Sequence[OrderRow]:
        return self._painted().rows(ids)

    def _read_detail(self, order_id: int) -> StoredOrder | None:
        return self._painted().detail(order_id)

    def _fetch(self, request: FetchRequest, token: CancelToken, report: Report) -> FetchSummary:
        # First the store, which opens under a lock: two threads must not load its libraries at once.
        self.workspace.database()
        from goq_desktop.services.fetching import fetch_orders

        return fetch_orders(self.workspace, request, token, report)

    def _make_window(self) -> DeskWindow:
        state_file = self.workspace.home.settings_dir / "window.ini"
        is_practice = self.demo is not None
        orders = OrdersView(
            self.listing,
            self._read_rows,
            self._read_detail,
            state_file,
            self.workspace.clock,
            is_practice=is_practice,
        )
        window = DeskWindow(
            orders, QSettings(str(state_file), QSettings.Format.IniFormat, self), is_practice=is_practice
        )
        orders.fetch_asked.connect(self.fetches.fetch_now)
        orders.cancel_asked.connect(self.fetches.cancel)
        orders.problem_occurred.connect(window.problem.show_problem)
        window.fetch_chosen.connect(self.fetches.fetch_now)
        window.period_chosen.connect(self._on_period_chosen)
        self.files = FileActions(self.workspace, self._slow_thread, window)
        window.problem.action_chosen.connect(self._on_problem_action_chosen)
        window.export_chosen.connect(self.files.on_export_chosen)
        window.diagnosis_chosen.connect(self.files.on_diagnosis_chosen)
        self.hub_door = HubDoor(self.workspace, self.task_thread, self.actions, self.demo, window)
        self.hub_door.made.connect(self._on_hub_made)
        self.hub_door.saved.connect(self._on_settings_saved)
        self.hub_door.problem_occurred.connect(window.problem.show_problem)
        self.hub_door.orders_changed.connect(orders.refresh)
        window.setup_chosen.connect(self._on_setup_chosen)
        window.tasks_chosen.connect(self._on_tasks_chosen)
        window.tasks.dismissed.connect(self._on_tasks_dismissed)
        window.manual_chosen.connect(self._on_manual_chosen)
        window.about_chosen.connect(self._on_about_chosen)
        window.closed.connect(self._on_window_closed)
        return window

    def _take_settings(self, settings: Settings) -> None:
        if self.window is not None:
            self.window.orders.set_shops({shop.uid: shop.name for shop in settings.shops.shops})
            self.window.orders.set_lanes(own_lanes(settings))
            self.window.tasks.load(settings)
            today = self.workspace.today()
            self.window.reminder.show_shops(shops_with_old_keys(settings.shops.shops, today), today)

    def _load_freshness(self, *, is_fetch_wanted: bool) -> None:
        """In the background: the journal's library is slow to load, the first paint does not wait for it."""

        def work(_: CancelToken, __: Report) -> tuple[Freshness, ...]:
            database = self.workspace.database()
            from goq_desktop.storage.journal import Journal

            return Journal(database).freshness_of(shop.uid for shop in self.workspace.shops())

        def take(known: tuple[Freshness, ...]) -> None:
            self.fetches.set_shops(rhythms_of(self.workspace), known)
            if is_fetch_wanted:
                self.fetches.fetch_now()

        def failed(problem: Problem | None) -> None:
            take(())
            self._tell(problem)

        self._fetch_thread.submit(work, take, failed)

    @Slot(object)
    def _tell(self, problem: Problem | None) -> None:
        if problem is not None and self.window is not None:
            self.window.problem.show_problem(problem)

    # -- what happens

    @Slot(object)
    def _on_progress_changed(self, progress: FetchProgress) -> None:
        if self.window is None:
            return
        self.window.orders.freshness.show_progress(progress)
        if (progress.new or progress.updated) and not self._refresh.isActive():
            self._refresh.start()

    @Slot()
    def _on_refresh_due(self) -> None:
        if self.window is not None:
            self.window.orders.refresh()

    @Slot(object)
    def _on_fetch_finished(self, summary: FetchSummary) -> None:
        self._refresh.stop()
        if self.window is None:
            return
        self.window.orders.freshness.show_progress(None)
        if summary.new or summary.updated or self._is_list_missing:
            self.window.orders.refresh()
        text = self.tr("新着 {new}件、更新 {updated}件、変更なし {unchanged}件")
        counts = text.format(new=summary.new, updated=summary.updated, unchanged=summary.unchanged)
        if summary.was_cancelled:
            self.window.say(
                self.tr("取得を中止しました。ここまでの受注は保存されています（{counts}）。").format(
                    counts=counts
                )
            )
        elif summary.is_complete:
            self.window.say(self.tr("取得しました: {counts}").format(counts=counts))

    @Slot()
    def _on_fetch_failed(self) -> None:
        """Why is on the freshness line, which changes when it is over."""
        if self.window is not None:
            self.window.orders.freshness.show_progress(None)

    @Slot()
    def _on_list_failed(self) -> None:
        """The view tells why, and the table is empty: such as on a keyring that is still locked."""
        self._is_list_missing = True

    @Slot()
    def _on_list_finished(self) -> None:
        if self._is_list_missing and self.window is not None:
            self._is_list_missing = False
            self.window.problem.clear()

    @Slot()
    def _on_freshness_changed(self) -> None:
        if self.window is None:
            return
        names = {shop.uid: shop.name for shop in self.workspace.shops()}
        states = [shop_state(names.get(one.freshness.shop_uid, ""), one) for one in self.fetches.states()]
        self.window.orders.freshness.show_shops(states)
        self.window.fetch_action.setEnabled(not self.fetches.is_running)

    @Slot()
    def _on_backed_up(self) -> None:
        if self.window is not None:
            self.window.say(
                self.tr("バックアップを保存しました（{time}）。").format(time=self.keeping.last_backup)
            )

    @Slot(int)
    def _on_erased(self, count: int) -> None:
        if self.window is not None:
            self.window.say(self.tr("{count}件の受注の個人情報を消去しました。").format(count=count))
            self.window.orders.refresh()

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
    def _on_problem_action_chosen(self) -> None:
        assert self.window is not None
        problem = self.window.problem.problem
        self.window.problem.clear()
        code = problem.code if problem else None
        if code is ProblemCode.KEYRING_LOCKED:
            self.actions.unlock_keyring(lambda _: self.show_window())
        elif code in _UNOPENABLE and not self.workspace.is_store_open:

            def set_aside(_: CancelToken, __: Report) -> None:
                self.workspace.set_aside_store()

            self.task_thread.submit(set_aside, lambda _: self.show_window(), self._tell)
        else:
            self.show_window()

    @Slot()
    def _on_window_closed(self) -> None:
        QApplication.quit()

    @Slot(object)
    def _on_hub_made(self, hub: SettingsHub) -> None:
        self.keeping.attend(hub.other_form)

    @Slot(object)
    def _on_settings_saved(self, page: SetupPage | None) -> None:
        """`page` None: all of them."""
        self._take_settings(self.workspace.load_settings().settings)
        if page in (None, SetupPage.SHOPS, SetupPage.SHOP_DETAIL):
            self._load_freshness(is_fetch_wanted=False)

    @Slot()
    def _on_setup_chosen(self) -> None:
        self.hub_door.leave(lambda: self.show_wizard(SetupPage.CONTRACTOR))

    @Slot()
    def _on_tasks_chosen(self) -> None:
        self._keep_tasks(is_dismissed=False)

    @Slot()
    def _on_tasks_dismissed(self) -> None:
        self._keep_tasks(is_dismissed=True)

    def _keep_tasks(self, *, is_dismissed: bool) -> None:
        setup = self.workspace.load_settings().settings.setup
        setup = msgspec.structs.replace(setup, is_task_list_dismissed=is_dismissed)
        self._take_settings(self.workspace.settings_store.save(setup=setup))

    @Slot()
    def _on_period_chosen(self) -> None:
        from goq_desktop.ui.period_dialog import PeriodDialog

        dialog = PeriodDialog(self.workspace.today(), self.window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        first, last = dialog.period()
        for shop in self.workspace.shops():
            self.fetches.fetch(
                FetchRequest(shop_uid=shop.uid, since=start_of_day(first), until=end_of_day(last))
            )

    @Slot()
    def _on_manual_chosen(self) -> None:
        from goq_desktop.ui.manual import ManualWindow

        ManualWindow(self.window).show()

    @Slot()
    def _on_about_chosen(self) -> None:
        from goq_desktop.ui.about import show_about

        show_about(self.window)
