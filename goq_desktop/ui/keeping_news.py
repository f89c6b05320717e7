"""What the window says of backups and erasings that were made by themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from goq_desktop.ui.keeping import Keeping
from goq_desktop.ui.window import DeskWindow


class KeepingNews(QObject):
    def __init__(self, keeping: Keeping, window: DeskWindow) -> None:
        super().__init__(window)
        self._keeping = keeping
        self._window = window
        keeping.problem_occurred.connect(window.problem.show_problem)
        keeping.backed_up.connect(self._on_backed_up)
        keeping.erased.connect(self._on_erased)
        keeping.rechecked.connect(window.orders.refresh)

    @Slot()
    def _on_backed_up(self) -> None:
        text = self.tr("バックアップを保存しました（{time}）。")
        self._window.say(text.format(time=self._keeping.last_backup))

    @Slot(int)
    def _on_erased(self, count: int) -> None:
        self._window.say(self.tr("{count}件の受注の個人情報を消去しました。").format(count=count))
        self._window.orders.refresh_at_once()
