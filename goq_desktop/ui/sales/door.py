"""The way into 売上データ: made when first asked for, its numbers read in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.catching_up import CatchingUp
from goq_desktop.ui.frame.page import Page, PageCode
from goq_desktop.ui.view_reading import ViewReading
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.domain.sales import Sales
    from goq_desktop.ui.sales.sales import SalesPage


class SalesDoor(QObject):
    def __init__(
        self, workspace: Workspace, thread: JobThread, catching_up: CatchingUp, window: DeskWindow
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._catching_up = catching_up
        self._window = window
        self.page: SalesPage | None = None
        self._reading = ViewReading(thread, self.look, window.problem.show_if_any)
        window.add_page(
            Page(
                code=PageCode.SALES,
                make=self._make,
                entered=self._enter,
            )
        )

    def _make(self) -> SalesPage:
        from goq_desktop.ui.sales.sales import SalesPage

        self.page = page = SalesPage(self._workspace.today())
        page.span_chosen.connect(self.look)
        page.export_chosen.connect(self._on_export_chosen)
        self._window.orders.listed.connect(self.look)
        self._catching_up.progressed.connect(self.look)
        return page

    def _enter(self) -> None:
        assert self.page is not None
        self.page.set_today(self._workspace.today())
        self.page.set_shops({shop.uid: shop.name for shop in self._workspace.shops()})
        self.page.focus()
        self.look()

    @Slot()
    def look(self) -> None:
        """Read the numbers of the chosen span, when they are in sight."""
        if self.page is None or not self.page.isVisible():
            return
        span = self.page.span

        def work(_: CancelToken, __: Report) -> Sales:
            self._workspace.database()  # first the store, which opens under a lock
            from goq_desktop.services.sales import sales_of

            return sales_of(self._workspace, span)

        def show(sales: Sales | None) -> None:
            if self.page is not None and span == self.page.span:
                self.page.show_sales(sales)

        self._reading.ask(work, show)

    @Slot()
    def _on_export_chosen(self) -> None:
        assert self.page is not None
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("売上データを書き出す"),
            str(Path.home() / self.tr("売上_{span}.csv").format(span=self.page.title)),
            self.tr("CSV (*.csv)"),
        )
        if name:
            self.export(Path(name if name.lower().endswith(".csv") else f"{name}.csv"))

    def export(self, file: Path) -> None:
        """What is shown, each day and shop that has anything."""
        assert self.page is not None
        from goq_desktop.ui.sales.table import number_titles

        rows = self.page.rows()
        first = self.tr("日付") if self.page.span.month else self.tr("月")
        titles = [first, self.tr("ショップ"), *number_titles()]

        def work(_: CancelToken, __: Report) -> None:
            from goq_desktop.services.sales import export_sales

            export_sales(self._workspace, file, titles, rows)

        def done(_: None) -> None:
            self._window.say(self.tr("売上データを {file} に書き出しました。").format(file=file))

        self._thread.submit(work, done, self._window.problem.show_if_any)
