"""A row of tabs above the list, each with its number of orders; a tab without orders has no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QTabBar, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import one_line

_WIDEST: Final = 26 * theme.SPACE
_BADGE: Final = """
QLabel {{ background: {c.line}; color: {c.text}; border-radius: 8px; padding: 1px 7px; }}
"""


class CountedTabs(QTabBar):
    """Each tab has a key, which is a text or None; a name is a person's text.

    What does not fit into the row is scrolled; a long name is cut, and whole in the tooltip.
    """

    tab_chosen = Signal(object)  # the key

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self._names: dict[str | None, str] = {}
        self._keys: tuple[str | None, ...] = ()
        self.currentChanged.connect(self._on_current_changed)

    @property
    def key(self) -> str | None:
        return self._keys[self.currentIndex()]

    @property
    def names(self) -> Mapping[str | None, str]:
        """The name of each tab by its key, in their order."""
        return self._names

    def choose(self, key: str | None) -> None:
        """A key that is not any more is the first."""
        self.setCurrentIndex(self._keys.index(key) if key in self._keys else 0)
        # As when a person does it, for a caller that blocks the signals.
        self._quieten_others()

    def choose_next(self, step: int) -> None:
        """As the arrow keys do, round the end: what is hidden is passed over."""
        shown = [place for place in range(self.count()) if self.isTabVisible(place)]
        at = shown.index(self.currentIndex()) + step
        self.setCurrentIndex(shown[at % len(shown)])

    def tabSizeHint(self, index: int) -> QSize:
        hint = super().tabSizeHint(index)
        return QSize(min(hint.width(), _WIDEST), hint.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        # Else all names would be cut to a few letters before any tab is scrolled.
        return self.tabSizeHint(index)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._quieten_others()
            # A style sheet's own palette colours would lag one scheme behind.
            for badge in self.findChildren(QLabel):
                badge.setStyleSheet(_BADGE.format(c=theme.colours()))
            self._draw_icons()
        super().changeEvent(event)

    def _draw_icons(self) -> None:
        """What stands beside the names, in the colours that are on now."""
        raise NotImplementedError

    def _set_tabs(self, names: Mapping[str | None, str]) -> None:
        """What was chosen stays, else the first is."""
        chosen = self.key if self._keys else None
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._names, self._keys = dict(names), tuple(names)
        for name in names.values():
            # An ampersand in it is no shortcut.
            self.addTab(one_line(name).replace("&", "&&"))
        self.setCurrentIndex(self._keys.index(chosen) if chosen in names else 0)
        self.blockSignals(False)
        self._quieten_others()

    def _set_counts(self, count_of: Callable[[str | None], int], form: str) -> None:
        """`form`: what the number of a tab means, in words."""
        for place, key in enumerate(self._keys):
            count, name = count_of(key), self._names[key]
            self._set_badge(place, count)
            meant = form.format(f"{count:,}")
            self.setAccessibleTabName(place, f"{name} {meant}" if count else name)
            # Qt guesses whether a tooltip is markup; as escaped markup the guess cannot go wrong.
            self.setTabToolTip(place, f"<qt>{escape(one_line(name))}<br>{meant}</qt>")

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

    def _quieten_others(self) -> None:
        colours = theme.colours()
        for place in range(self.count()):
            is_current = place == self.currentIndex()
            self.setTabTextColor(place, QColor(colours.text if is_current else colours.hint))

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        self._quieten_others()
        self.tab_chosen.emit(self._keys[place])
