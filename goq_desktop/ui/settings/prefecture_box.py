"""A choice of the 47 prefectures; its data is the prefecture's name, empty while none is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from goq_desktop.domain.prefectures import PREFECTURES


class PrefectureBox(QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self.addItem(self.tr("選んでください"), "")
        for name in PREFECTURES:
            self.addItem(name, name)

    def choose(self, name: str) -> None:
        """Nothing is chosen for a name that is none."""
        self.setCurrentIndex(max(0, self.findData(name)))
