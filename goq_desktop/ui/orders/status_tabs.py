"""The status tabs 全て, 新規受付, 処理済, キャンセル with the number of their orders beside each name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QTabBar, QWidget

from goq_desktop.domain.orders import Lane
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import lane_name

_LANES: Final[tuple[Lane | None, ...]] = (None, *Lane)
_BADGE: Final = """
QLabel {{ background: {c.line}; color: {c.text}; border-radius: 8px; padding: 1px 7px; }}
"""


class StatusTabs(QTabBar):
    """A tab a lane, the first for all; a lane without orders has no number."""

    lane_chosen = Signal(object)  # Lane or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("ステータス"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        for lane in _LANES:
            self.addTab(_name(lane))
        self.set_counts({})
        self.currentChanged.connect(self._on_current_changed)
        self._quieten_others()

    @property
    def lane(self) -> Lane | None:
        return _LANES[self.currentIndex()]

    def choose(self, lane: Lane | None) -> None:
        self.setCurrentIndex(_LANES.index(lane))

    def set_counts(self, counts: Mapping[Lane, int]) -> None:
        for place, lane in enumerate(_LANES):
            count = sum(counts.values()) if lane is None else counts.get(lane, 0)
            self._set_badge(place, count)
            number = self.tr("{0}件").format(f"{count:,}")
            self.setAccessibleTabName(place, f"{_name(lane)} {number}" if count else _name(lane))

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
        self.setTabButton(place, self.ButtonPosition.RightSide, badge if count else None)

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        self._quieten_others()
        self.lane_chosen.emit(_LANES[place])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._quieten_others()
            self._tint_badges()
        super().changeEvent(event)

    def _tint_badges(self) -> None:
        # A style sheet's own palette colours would lag one scheme behind.
        for badge in self.findChildren(QLabel):
            badge.setStyleSheet(_BADGE.format(c=theme.colours()))

    def _quieten_others(self) -> None:
        colours = theme.colours()
        for place in range(self.count()):
            is_current = place == self.currentIndex()
            self.setTabTextColor(place, QColor(colours.text if is_current else colours.hint))


def _name(lane: Lane | None) -> str:
    return QCoreApplication.translate("StatusTabs", "全て") if lane is None else lane_name(lane)
