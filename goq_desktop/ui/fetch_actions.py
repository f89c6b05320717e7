"""今すぐ取得 and 期間を指定して取得, and what the window shows of a fetch: its progress, its end, its freshness."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QDialog

from goq_desktop.background.fetching import FetchController
from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.background.listing import OrderListing
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.fetching import FetchProgress, FetchRequest, FetchSummary, Freshness
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.times import end_of_day, start_of_day
from goq_desktop.services.rhythms import rhythms_of
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.availability import allow
from goq_desktop.ui.orders.shop_state import ShopState, shop_state
from goq_desktop.ui.window import DeskWindow

# While a fetch runs, its orders come into the table this often.
_REFRESH_AFTER_MS: Final = 1_500


class FetchActions(QObject):
    """`thread`: where the fetches run, and their journal is read."""

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        fetches: FetchController,
        listing: OrderListing,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._fetches = fetches
        self._window = window
        self._is_list_missing = False
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_MS)
        self._refresh.timeout.connect(window.orders.refresh)
        listing.failed.connect(self._on_list_failed)
        listing.finished.connect(self._on_list_finished)
        fetches.progress_changed.connect(self._on_progress_changed)
        fetches.fetch_finished.connect(self._on_fetch_finished)
        fetches.fetch_failed.connect(self._on_fetch_failed)
        fetches.freshness_changed.connect(self._on_freshness_changed)
        window.orders.fetch_asked.connect(fetches.fetch_now)
        window.orders.cancel_asked.connect(fetches.cancel)
        window.orders.freshness.take_in_asked.connect(self._on_take_in_asked)
        window.fetch_chosen.connect(fetches.fetch_now)
        window.period_chosen.connect(self._on_period_chosen)

    def load_freshness(self, *, is_fetch_wanted: bool = False) -> None:
        """In the background: the journal's library is slow to load, the first paint does not wait for it."""

        def work(_: CancelToken, __: Report) -> tuple[Freshness, ...]:
            database = self._workspace.database()
            from goq_desktop.storage.journal import Journal

            return Journal(database).freshness_of(shop.uid for shop in self._workspace.shops())

        def take(known: tuple[Freshness, ...]) -> None:
            self._fetches.set_shops(rhythms_of(self._workspace), known)
            if is_fetch_wanted:
                self._fetches.fetch_now()

        def failed(problem: Problem | None) -> None:
            take(())
            self._window.problem.show_if_any(problem)

        self._thread.submit(work, take, failed)

    def shop_states(self) -> list[ShopState]:
        """What is known of each shop's freshness, in the order of モール選択."""
        names = {shop.uid: shop.name for shop in self._workspace.shops()}
        return [shop_state(names.get(one.freshness.shop_uid, ""), one) for one in self._fetches.states()]

    @Slot(object)
    def _on_progress_changed(self, progress: FetchProgress) -> None:
        self._window.orders.freshness.show_progress(progress)
        if (progress.new or progress.updated) and not self._refresh.isActive():
            self._refresh.start()

    @Slot(object)
    def _on_fetch_finished(self, summary: FetchSummary) -> None:
        self._refresh.stop()
        self._window.orders.freshness.show_progress(None)
        if summary.new or summary.updated or self._is_list_missing:
            self._window.orders.refresh()
        text = self.tr("新着 {new}件、更新 {updated}件、変更なし {unchanged}件")
        counts = text.format(new=summary.new, updated=summary.updated, unchanged=summary.unchanged)
        if summary.was_cancelled:
            self._window.say(
                self.tr("取得を中止しました。ここまでの受注は保存されています（{counts}）。").format(
                    counts=counts
                )
            )
        elif summary.is_complete:
            self._window.say(self.tr("取得しました: {counts}").format(counts=counts))
        elif summary.pages:
            self._tell_failure(
                self.tr("途中までしか取得できませんでした（{counts}）。").format(counts=counts)
            )
        else:
            self._tell_failure(self.tr("取得できませんでした。"))
        if summary.alarms:
            # Loudly, once; the line of the shop names the orders until a person has confirmed them.
            params = {"count": len(summary.alarms)}
            self._window.problem.show_problem(Problem(ProblemCode.WORKED_ON_CHANGED, params))

    @Slot(str)
    def _on_take_in_asked(self, shop_uid: str) -> None:
        """What the census found: everything from where the oldest of it may lie."""
        since = self._fetches.freshness(shop_uid).findings.since
        if since is not None:
            self._fetches.fetch(FetchRequest(shop_uid=shop_uid, since=since))

    @Slot(str, object)
    def _on_fetch_failed(self, _shop_uid: str, problem: Problem | None) -> None:
        self._window.orders.freshness.show_progress(None)
        if problem is None:
            self._window.say(self.tr("取得を中止しました。"))
        else:
            self._tell_failure(self.tr("取得できませんでした。"))

    def _tell_failure(self, what: str) -> None:
        """Why is on the freshness line, which not every page shows; the last success must not stay below it."""
        self._window.say(what + self.tr("理由と次にすることは、受注一覧のショップの行に出ています。"))

    @Slot()
    def _on_list_failed(self) -> None:
        """The view tells why, and the table is empty: such as on a keyring that is still locked."""
        self._is_list_missing = True

    @Slot()
    def _on_list_finished(self) -> None:
        if self._is_list_missing:
            self._is_list_missing = False
            self._window.problem.clear()

    @Slot()
    def _on_freshness_changed(self) -> None:
        self._window.orders.freshness.show_shops(self.shop_states())
        running = self.tr("いま取得しています。終わるまでお待ちください。")
        allow(self._window.fetch_action, running if self._fetches.is_running else None)

    @Slot()
    def _on_period_chosen(self) -> None:
        from goq_desktop.ui.period_dialog import PeriodDialog

        dialog = PeriodDialog(self._workspace.today(), self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        first, last = dialog.period()
        for shop in self._workspace.shops():
            self._fetches.fetch(
                FetchRequest(shop_uid=shop.uid, since=start_of_day(first), until=end_of_day(last))
            )
