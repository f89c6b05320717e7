"""The always visible bar that says how fresh the orders are: a line a shop, the loud ones first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from goq_desktop.clock import Clock
from goq_desktop.ui import theme

if TYPE_CHECKING:
    from goq_desktop.domain.fetching import FetchProgress
    from goq_desktop.ui.orders.freshness_line import FreshnessLine
    from goq_desktop.ui.orders.shop_state import ShopState

_QUIET_LINES: Final = 3  # so many shops without trouble are told one by one
_REDRAW_AFTER: Final = 20_000  # ms: the ages on screen are in minutes


class FreshnessBar(QWidget):
    """A shop in trouble or being fetched always has its line; of many quiet ones some are summed up.

    `take_in_asked` and `alarms_confirmed` name the shop whose findings they answer.
    """

    cancel_asked = Signal()
    take_in_asked = Signal(str)
    alarms_confirmed = Signal(str)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lines: list[FreshnessLine] = []
        self._progress: FetchProgress | None = None
        self.setAccessibleName(self.tr("取得の状況"))
        self._rest = QLabel()
        self._rest.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self._rest, theme.Role.HINT)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._rest)
        self._redraw = QTimer(self, interval=_REDRAW_AFTER, timerType=Qt.TimerType.VeryCoarseTimer)
        self._redraw.timeout.connect(self._on_redraw_due)
        self._redraw.start()

    def show_shops(self, shops: Sequence[ShopState]) -> None:
        """What the lines tell from now on; in the given order, those in trouble first."""
        # What the lines are made of is loaded when there is something to tell, not before the first paint.
        from goq_desktop.ui.orders.freshness_line import FreshnessLine

        for old in self._lines:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = [FreshnessLine(shop, self._clock) for shop in sorted(shops, key=_is_quiet)]
        for place, line in enumerate(self._lines):
            line.cancel_asked.connect(self.cancel_asked)
            uid = line.shop.shop_uid
            line.findings.take_in_asked.connect(partial(self.take_in_asked.emit, uid))
            line.findings.confirmed.connect(partial(self.alarms_confirmed.emit, uid))
            self._layout.insertWidget(place, line)
            line.set_name_width(max(one.name_width for one in self._lines))
        self.show_progress(self._progress)

    def show_progress(self, progress: FetchProgress | None) -> None:
        """How far the running fetch is; None when none runs."""
        self._progress = progress
        for line in self._lines:
            is_running = progress is not None and progress.shop_uid == line.shop.shop_uid
            line.show_progress(progress if is_running else None)
        self._choose_lines()

    def _choose_lines(self) -> None:
        quiet = [line for line in self._lines if not line.is_running and line.shop.is_quiet]
        summed_up = quiet[_QUIET_LINES:]
        for line in self._lines:
            line.setVisible(line not in summed_up)
        self._rest.setVisible(bool(summed_up))
        self._rest.setText(self.tr("ほか{0}ショップは取得できています").format(len(summed_up)))

    @Slot()
    def _on_redraw_due(self) -> None:
        for line in self._lines:
            line.tell()


def _is_quiet(shop: ShopState) -> bool:
    return shop.is_quiet
