"""ヘルプ: the manual, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from goq_desktop.ui.window import DeskWindow


class HelpActions(QObject):
    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        window.manual_chosen.connect(self._on_manual_chosen)
        window.about_chosen.connect(self._on_about_chosen)

    @Slot()
    def _on_manual_chosen(self) -> None:
        from goq_desktop.ui.manual import ManualWindow

        ManualWindow(self._window).show()

    @Slot()
    def _on_about_chosen(self) -> None:
        from goq_desktop.ui.about import show_about

        show_about(self._window)
