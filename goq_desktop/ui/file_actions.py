"""受注を書き出す and 診断ファイルを保存: asks for a file, works in the background, tells how it ended."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from goq_desktop.ui.window import DeskWindow

_SUFFIX: Final = {"xlsx": ".xlsx", "csv": ".csv", "json": ".json"}


class FileActions(QObject):
    def __init__(self, workspace: Workspace, thread: JobThread, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._window = window
        window.export_chosen.connect(self._on_export_chosen)
        window.diagnosis_chosen.connect(self._on_diagnosis_chosen)

    @Slot()
    def _on_export_chosen(self) -> None:
        today = self._workspace.today().strftime("%Y%m%d")
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("受注を書き出す"),
            str(Path.home() / self.tr("受注_{day}.xlsx").format(day=today)),
            self.tr("Excel (*.xlsx);;CSV (*.csv);;JSON (*.json)"),
        )
        if name:
            self.export(Path(name))

    def export(self, file: Path) -> None:
        from goq_desktop.services.exporting import ExportFormat, export_orders

        suffix = file.suffix.lower().lstrip(".")
        form = ExportFormat(suffix) if suffix in _SUFFIX else ExportFormat.XLSX
        target = file if suffix in _SUFFIX else file.with_name(file.name + _SUFFIX[form])

        def work(_: CancelToken, __: Report) -> int:
            return export_orders(self._workspace, target, form)

        def done(count: int) -> None:
            self._window.say(
                self.tr("{count}件の受注を {file} に書き出しました。").format(count=count, file=target)
            )

        self._window.say(self.tr("書き出しています…"))
        self._thread.submit(work, done, self._window.problem.show_if_any)

    @Slot()
    def _on_diagnosis_chosen(self) -> None:
        shop = self._ask_for_shop()
        if shop is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("診断ファイルを保存（個人情報は伏せ字になります）"),
            str(Path.home() / self.tr("GoQ診断.json")),
            self.tr("JSON (*.json)"),
        )
        if name:
            self.diagnose(shop.uid, Path(name))

    def _ask_for_shop(self) -> Shop | None:
        """The only shop, or the one that a person chooses; None without one."""
        shops = self._workspace.shops()
        if len(shops) < 2:
            return shops[0] if shops else None
        names = [shop.name for shop in shops]
        title, label = self.tr("診断ファイルを保存"), self.tr("どのショップの返事を保存しますか")
        name, is_chosen = QInputDialog.getItem(self._window, title, label, names, 0, False)
        return shops[names.index(name)] if is_chosen else None

    def diagnose(self, shop_uid: str, file: Path) -> None:
        from goq_desktop.services.diagnosing import save_diagnosis

        def work(token: CancelToken, _: Report) -> None:
            save_diagnosis(self._workspace, shop_uid, file, token)

        def done(_: None) -> None:
            self._window.say(self.tr("診断ファイルを {file} に保存しました。").format(file=file))

        self._window.say(self.tr("ショップに問い合わせています…"))
        self._thread.submit(work, done, self._window.problem.show_if_any)
