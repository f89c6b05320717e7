"""The shop tabs: すべてのショップ and each shop of モール選択, with the number of its unfinished orders."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.orders.counted_tabs import CountedTabs


class ShopTabs(CountedTabs):
    """Hidden where one shop alone needs no choice. The numbers do not follow the status tabs: they say where
    work waits, whatever is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("ショップ"), parent)
        self._unfinished: Mapping[str, int] = {}
        self.set_shops({})

    @property
    def shop_uid(self) -> str | None:
        return self.key

    def set_shops(self, names: Mapping[str, str]) -> None:
        """The display name of each shop uid, in their order."""
        shown: dict[str | None, str] = {None: self.tr("すべてのショップ")}
        shown.update(names)
        self._set_tabs(shown)
        self._draw_icons()
        self.set_unfinished(self._unfinished)
        self.setVisible(len(names) > 1)

    def set_unfinished(self, counts: Mapping[str, int]) -> None:
        """The number of unfinished orders by shop; of a shop that is not set up any more in the sum alone."""
        self._unfinished = counts
        total = sum(counts.values())
        self._set_counts(lambda uid: total if uid is None else counts.get(uid, 0), self.tr("未処理 {0}件"))

    def _draw_icons(self) -> None:
        self.setTabIcon(0, theme.icon("shop"))
