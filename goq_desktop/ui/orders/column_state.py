"""Remembers which columns are shown, how wide, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QHeaderView

from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.columns import COLUMNS, WIDTHS

_MOST_WIDTH: Final = 2000
_SAVE_AFTER: Final = 500  # ms: a drag resizes many times


class ColumnState(QObject):
    """Keeps a header's state in an INI file by the columns' names, so that new columns disturb nothing."""

    def __init__(self, header: QHeaderView, file: Path) -> None:
        super().__init__(header)
        self._header = header
        self._settings = QSettings(str(file), QSettings.Format.IniFormat, self)
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        self._restore()
        header.sectionResized.connect(self._on_changed)
        header.sectionMoved.connect(self._on_changed)

    def set_shown(self, section: int, is_shown: bool) -> None:
        self._header.setSectionHidden(section, not is_shown)
        self._timer.start()

    def reset(self) -> None:
        """Back to the first look: everything shown, in the first order."""
        self._arrange(list(COLUMNS))
        for section, column in enumerate(COLUMNS):
            self._header.setSectionHidden(section, False)
            self._header.resizeSection(section, WIDTHS[column])

    @Slot()
    def save(self) -> None:
        self._timer.stop()
        header = self._header
        order = [COLUMNS[header.logicalIndex(place)].value for place in range(header.count())]
        hidden = [column.value for n, column in enumerate(COLUMNS) if header.isSectionHidden(n)]
        self._settings.setValue("columns/order", ",".join(order))
        self._settings.setValue("columns/hidden", ",".join(hidden))
        for section, column in enumerate(COLUMNS):
            if not header.isSectionHidden(section):
                self._settings.setValue(f"columns/width_{column.value}", header.sectionSize(section))
        self._settings.sync()

    def save_if_changed(self) -> None:
        if self._timer.isActive():
            self.save()

    def _restore(self) -> None:
        known = {column.value: column for column in COLUMNS}
        order = [known[name] for name in self._names("columns/order") if name in known]
        order += [column for column in COLUMNS if column not in order]
        self._arrange(order)
        hidden = {known[name] for name in self._names("columns/hidden") if name in known}
        for section, column in enumerate(COLUMNS):
            self._header.resizeSection(section, self._width(column.value, WIDTHS[column]))
            # A file that hides everything would leave nothing to click on.
            self._header.setSectionHidden(section, column in hidden and len(hidden) < len(COLUMNS))

    def _arrange(self, order: list[OrderColumn]) -> None:
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(COLUMNS.index(column)), place)

    def _names(self, key: str) -> list[str]:
        value = self._settings.value(key, "")
        # An INI value with bare commas comes back as a list.
        names = value if isinstance(value, list) else str(value).split(",")
        return list(dict.fromkeys(str(name) for name in names))

    def _width(self, name: str, first: int) -> int:
        text = str(self._settings.value(f"columns/width_{name}", first))
        # The header itself sees to the least.
        return min(int(text), _MOST_WIDTH) if text.isdecimal() else first

    @Slot(int, int, int)
    def _on_changed(self, _section: int, _before: int, _now: int) -> None:
        self._timer.start()
