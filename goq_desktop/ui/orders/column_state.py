"""Remembers which columns are shown, how wide, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QHeaderView

from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.columns import COLUMNS, WIDTHS
from goq_desktop.ui.orders.table_look import ColumnLook

_KNOWN: Final = {column.value: column for column in COLUMNS}
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

    @property
    def look(self) -> tuple[ColumnLook, ...]:
        """The columns as they stand from the left; a hidden one has the width that it would come back with."""
        header = self._header
        places = [header.logicalIndex(place) for place in range(header.count())]
        return tuple(
            ColumnLook(COLUMNS[section].value, self._width_of(section), not header.isSectionHidden(section))
            for section in places
        )

    def show(self, columns: Iterable[ColumnLook]) -> None:
        """What is not known here is passed over; what is not among them comes last, hidden."""
        looks = {_KNOWN[look.name]: look for look in columns if look.name in _KNOWN}
        shown = {column for column, look in looks.items() if look.is_shown}
        self._arrange([*looks, *(column for column in COLUMNS if column not in looks)])
        for section, column in enumerate(COLUMNS):
            # Without any column there would be nothing to click on.
            self._header.setSectionHidden(section, column not in shown and bool(shown))
            width = looks[column].width if column in looks else self._width_of(section)
            self._resize(section, width)
        self._timer.start()

    def set_shown(self, section: int, is_shown: bool) -> None:
        self._header.setSectionHidden(section, not is_shown)
        self._timer.start()

    def reset(self) -> None:
        """Back to the first look: everything shown, in the first order."""
        self.show(ColumnLook(column.value, WIDTHS[column]) for column in COLUMNS)

    @Slot()
    def save(self) -> None:
        self._timer.stop()
        look = self.look
        self._settings.setValue("columns/order", ",".join(one.name for one in look))
        self._settings.setValue("columns/hidden", ",".join(one.name for one in look if not one.is_shown))
        for one in look:
            self._settings.setValue(f"columns/width_{one.name}", one.width)
        self._settings.sync()

    def save_if_changed(self) -> None:
        if self._timer.isActive():
            self.save()

    def _restore(self) -> None:
        hidden = self._names("columns/hidden")
        order = [name for name in self._names("columns/order") if name in _KNOWN]
        # A column of a newer version is shown until somebody hides it.
        order += [name for name in _KNOWN if name not in order]
        self.show(ColumnLook(name, self._stored_width(name), name not in hidden) for name in order)
        self._timer.stop()

    def _arrange(self, order: list[OrderColumn]) -> None:
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(COLUMNS.index(column)), place)

    def _names(self, key: str) -> list[str]:
        value = self._settings.value(key, "")
        # An INI value with bare commas comes back as a list.
        names = value if isinstance(value, list) else str(value).split(",")
        return list(dict.fromkeys(str(name) for name in names))

    def _width_of(self, section: int) -> int:
        if self._header.isSectionHidden(section):
            return self._stored_width(COLUMNS[section].value)
        return self._header.sectionSize(section)

    def _stored_width(self, name: str) -> int:
        text = str(self._settings.value(f"columns/width_{name}", ""))
        return int(text) if text.isdecimal() else WIDTHS[_KNOWN[name]]

    def _resize(self, section: int, width: int) -> None:
        # The header itself sees to the least for a hand, not for a file.
        least = self._header.minimumSectionSize()
        self._header.resizeSection(section, min(max(width, least), _MOST_WIDTH))

    @Slot(int, int, int)
    def _on_changed(self, _section: int, _before: int, _now: int) -> None:
        self._timer.start()
