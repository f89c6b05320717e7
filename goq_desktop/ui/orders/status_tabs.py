"""The status tabs: 全て, 未処理, 新規受付, the shop's own, 処理済, キャンセル, 要確認, with their number of orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QLabel, QTabBar, QWidget

from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED
from goq_desktop.domain.orders import Lane
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import lane_names, one_line

_LONGEST_NAME: Final = 40
_BADGE: Final = """
QLabel {{ background: {c.line}; color: {c.text}; border-radius: 8px; padding: 1px 7px; }}
"""


class StatusTabs(QTabBar):
    """A tab a lane, the first for all; a lane without orders has no number.

    要確認 is the last, and hidden while nothing is to be checked.
    """

    lane_chosen = Signal(object)  # a lane's code, TO_CHECK, or None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("ステータス"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self._names: dict[str | None, str] = {}
        self._lanes: tuple[str | None, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._colours: Mapping[str, str] = {}
        self.set_lanes(lane_names())
        self.currentChanged.connect(self._on_current_changed)
        self._quieten_others()

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
        chosen = self.lane if self._lanes else None
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._names, self._lanes = shown, tuple(shown)
        for name in shown.values():
            # A name is a person's text: an ampersand in it is no shortcut.
            self.addTab(one_line(name)[:_LONGEST_NAME].replace("&", "&&"))
        self.setCurrentIndex(self._lanes.index(chosen) if chosen in shown else 0)
        self.blockSignals(False)
        self.set_counts(self._counts)
        self._quieten_others()
        self._draw_icons()
        if self.lane != chosen:
            self.lane_chosen.emit(self.lane)

    @property
    def unfinished(self) -> str:
        """The lane that shows what is to be done: 未処理, or 新規受付 where that is the same."""
        return UNFINISHED if UNFINISHED in self._lanes else Lane.NEW.value

    @property
    def lane(self) -> str | None:
        return self._lanes[self.currentIndex()]

    @property
    def lane_name(self) -> str:
        return self._names[self.lane]

    @property
    def lane_names(self) -> Mapping[str | None, str]:
        """The name of each tab by its lane, in their order."""
        return self._names

    def choose(self, lane: str | None) -> None:
        """A lane that is not any more is 全て."""
        self.setCurrentIndex(self._lanes.index(lane) if lane in self._lanes else 0)
        # As when a person does it, for a caller that blocks the signals.
        self._quieten_others()
        self._offer_to_check()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """The number of orders by lane, and by TO_CHECK."""
        self._counts = counts
        lanes = {lane: count for lane, count in counts.items() if lane != TO_CHECK}
        ended = lanes.get(Lane.DONE, 0) + lanes.get(Lane.CANCELLED, 0)
        views = {None: sum(lanes.values()), UNFINISHED: sum(lanes.values()) - ended}
        for place, lane in enumerate(self._lanes):
            count = views.get(lane, counts.get(lane or "", 0))
            self._set_badge(place, count)
            number = self.tr("{0}件").format(f"{count:,}")
            name = self._names[lane]
            self.setAccessibleTabName(place, f"{name} {number}" if count else name)
        self._offer_to_check()

    def _offer_to_check(self) -> None:
        is_wanted = bool(self._counts.get(TO_CHECK)) or self.lane == TO_CHECK
        self.setTabVisible(self._lanes.index(TO_CHECK), is_wanted)

    def _set_badge(self, place: int, count: int) -> None:
        badge = self.tabButton(place, self.ButtonPosition.RightSide)
        if not isinstance(badge, QLabel):
            badge = QLabel()
            badge.setTextFormat(Qt.TextFormat.PlainText)
            badge.setStyleSheet(_BADGE.format(c=theme.colours()))
            # The tab itself takes the click.
            badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.setText(f"{count:,}")
        badge.adjustSize()
        wanted = badge if count else None
        # Given the same one again, Qt shows and then hides it.
        if self.tabButton(place, self.ButtonPosition.RightSide) is not wanted:
            self.setTabButton(place, self.ButtonPosition.RightSide, wanted)

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        self._quieten_others()
        self._offer_to_check()
        self.lane_chosen.emit(self._lanes[place])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._quieten_others()
            self._tint_badges()
            self._draw_icons()
        super().changeEvent(event)

    def _tint_badges(self) -> None:
        # A style sheet's own palette colours would lag one scheme behind.
        for badge in self.findChildren(QLabel):
            badge.setStyleSheet(_BADGE.format(c=theme.colours()))

    def _draw_icons(self) -> None:
        for place, lane in enumerate(self._lanes):
            colour = self._colours.get(lane or "", "")
            mark = theme.icon("warning") if lane == TO_CHECK else QIcon()
            self.setTabIcon(place, theme.swatch(colour) if colour else mark)

    def _quieten_others(self) -> None:
        colours = theme.colours()
        for place in range(self.count()):
            is_current = place == self.currentIndex()
            self.setTabTextColor(place, QColor(colours.text if is_current else colours.hint))
