"""「似た表記」: a wording that looks like one that orders hold, and would never match it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from goq_desktop.domain.matching import normalised
from goq_desktop.domain.sight import SeenWording
from goq_desktop.ui import theme
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.wording_delegate import in_one_line
from goq_desktop.ui.theme import Role

_LONGEST_SHOWN: Final = 40


class Twins:
    """Wordings that orders hold, found by what differs from them in widths, spaces and the like only."""

    def __init__(self, seen: Sequence[SeenWording]) -> None:
        self._texts = {one.text for one in seen}
        # Of several that look the same, the most frequent.
        self._by_look = {normalised(one.text): one for one in reversed(seen)}

    def of(self, wording: str) -> SeenWording | None:
        """None for one that orders hold to the character."""
        look = normalised(wording)
        return None if not look or wording in self._texts else self._by_look.get(look)


class TwinLine(QWidget):
    """Hidden without a twin. It hinders nothing."""

    taken_over = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._twin: SeenWording | None = None
        self.message = MessageLine()
        self.button = QPushButton(self.tr("受注の表記に合わせる(&M)"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.message, 1)
        row.addWidget(self.button)
        self.hide()

    def show_twin(self, twin: SeenWording | None) -> None:
        self._twin = twin
        self.setVisible(twin is not None)
        if twin is None:
            self.message.clear()
            return
        text = self.tr("似た表記「{twin}」（受注{count}件）とは一致しません。").format(
            twin=in_one_line(twin.text, _LONGEST_SHOWN), count=f"{twin.count:,}"
        )
        self.message.say(Role.NOTICE, text)
        self.button.setAccessibleDescription(text)

    @Slot()
    def _on_clicked(self) -> None:
        if self._twin is not None:
            self.taken_over.emit(self._twin.text)
