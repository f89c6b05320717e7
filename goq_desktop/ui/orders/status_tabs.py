"""The status tabs: 全て, 未処理, 新規受付, the shop's own, 処理済, キャンセル, 要確認, with their number of orders."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED, Lane
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import lane_names
from goq_desktop.ui.orders.counted_tabs import CountedTabs


class StatusTabs(CountedTabs):
    """A tab a lane, the first for all; the key is a lane's code, TO_CHECK, or None for all.

    要確認 is the last, and hidden while nothing is to be checked.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("ステータス"), parent)
        self._counts: Mapping[str, int] = {}
        self._colours: Mapping[str, str] = {}
        self.set_lanes(lane_names())

    def set_lanes(self, names: Mapping[str, str], colours: Mapping[str, str] | None = None) -> None:
        """The name of each lane by its code, in order. What was chosen stays, else 全て is.

        `colours`: the name of a lane's colour, where it has one; it stands beside the name.
        """
        self._colours = colours or {}
        shown: dict[str | None, str] = {None: self.tr("全て")}
        if len(names) > len(Lane):
            # Without lanes of the shop's own it would say the same as 新規受付.
            shown[UNFINISHED] = self.tr("未処理")
        shown.update(names)
        shown[TO_CHECK] = self.tr("要確認")
        if shown == self._names:
            self._draw_icons()
            return
        chosen = self.lane if self._keys else None
        self._set_tabs(shown)
        self.set_counts(self._counts)
        self._draw_icons()
        if self.lane != chosen:
            self.tab_chosen.emit(self.lane)

    @property
    def unfinished(self) -> str:
        """The lane that shows what is to be done: 未処理, or 新規受付 where that is the same."""
        return UNFINISHED if UNFINISHED in self._keys else Lane.NEW.value

    @property
    def lane(self) -> str | None:
        return self.key

    @property
    def lane_name(self) -> str:
        return self._names[self.lane]

    def choose(self, key: str | None) -> None:
        super().choose(key)
        self._offer_to_check()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """The number of orders by lane, and by TO_CHECK."""
        self._counts = counts
        lanes = {lane: count for lane, count in counts.items() if lane != TO_CHECK}
        ended = lanes.get(Lane.DONE, 0) + lanes.get(Lane.CANCELLED, 0)
        views = {None: sum(lanes.values()), UNFINISHED: sum(lanes.values()) - ended}
        self._set_counts(lambda lane: views.get(lane, counts.get(lane or "", 0)), self.tr("{0}件"))
        self._offer_to_check()

    def _offer_to_check(self) -> None:
        is_wanted = bool(self._counts.get(TO_CHECK)) or self.lane == TO_CHECK
        self.setTabVisible(self._keys.index(TO_CHECK), is_wanted)

    def _draw_icons(self) -> None:
        for place, lane in enumerate(self._keys):
            colour = self._colours.get(lane or "", "")
            mark = theme.icon("warning") if lane == TO_CHECK else QIcon()
            self.setTabIcon(place, theme.swatch(colour) if colour else mark)

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        self._offer_to_check()
        super()._on_current_changed(place)
