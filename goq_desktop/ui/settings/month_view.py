"""A month of the shop's calendar, a cell a day; a day is chosen by a click or by the keyboard."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from goq_desktop.domain.calendar import ShopCalendar, holiday_name
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

WEEK: Final = (6, 0, 1, 2, 3, 4, 5)  # as Japanese calendars stand: Sunday first; Monday is 0
_WEEKS: Final = 6
_CELL: Final = (48, 34)
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_MONTHS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_CHOOSING: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DAY: Final = Qt.ItemDataRole.UserRole


def weekday_name(weekday: int) -> str:
    """One letter; Monday is 0."""
    tr = QCoreApplication.translate
    return (
        tr("Weekdays", "月"),
        tr("Weekdays", "火"),
        tr("Weekdays", "水"),
        tr("Weekdays", "木"),
        tr("Weekdays", "金"),
        tr("Weekdays", "土"),
        tr("Weekdays", "日"),
    )[weekday]


def day_text(day: date) -> str:
    return QCoreApplication.translate("Weekdays", "{month}月{day}日（{weekday}）").format(
        month=day.month, day=day.day, weekday=weekday_name(day.weekday())
    )


class MonthView(QWidget):
    """Shows which days are closed; whoever uses it decides what becomes of a chosen day."""

    day_chosen = Signal(object)  # date
    current_changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._current = today
        self._calendar = ShopCalendar()
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self._title, Role.HEADING)
        self.previous_button = self._button("‹", self.tr("前の月"), self._on_previous_clicked)
        self.next_button = self._button("›", self.tr("次の月"), self._on_next_clicked)
        self.today_button = self._button(self.tr("今日"), self.tr("今日の月"), self._on_today_clicked)
        self.table = _Days(self)
        self.table.cellClicked.connect(self._on_cell_clicked)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE // 2)
        grid.addWidget(self._title, 0, 0)
        grid.setColumnStretch(0, 1)
        for column, button in enumerate((self.previous_button, self.today_button, self.next_button)):
            grid.addWidget(button, 0, 1 + column)
        grid.addWidget(self.table, 1, 0, 1, 4)
        grid.setRowStretch(2, 1)

    @property
    def current(self) -> date:
        """The day that the keyboard is at."""
        return self._current

    def show_calendar(self, calendar: ShopCalendar) -> None:
        self._calendar = calendar
        self._fill()

    def go_to(self, day: date) -> None:
        """Make `day` the current one and show its month; nothing outside of this century."""
        if _FIRST <= day <= _LAST:
            self._current = day
            self._fill()
            self.current_changed.emit()

    def go_by_months(self, months: int) -> None:
        """The same day of another month, or its last."""
        year, month = divmod(self._current.year * 12 + self._current.month - 1 + months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.go_to(date(year, month + 1, min(self._current.day, last)))

    def choose_current(self) -> None:
        self.day_chosen.emit(self._current)

    def state_text(self, day: date) -> str:
        """Whether it is open, in words, with the holiday's name."""
        state = self.tr("営業") if self._calendar.is_open(day) else self.tr("休業")
        name = holiday_name(day)
        return f"{state}（{name}）" if name else state

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._fill()
        super().changeEvent(event)

    def _button(self, text: str, name: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoDefault(False)
        button.setFixedWidth(button.fontMetrics().horizontalAdvance(self.tr("今日")) + theme.SPACE * 3)
        button.clicked.connect(slot)
        return button

    def _fill(self) -> None:
        first = self._current.replace(day=1)
        self._title.setText(self.tr("{year}年{month}月").format(year=first.year, month=first.month))
        start = first - timedelta(days=WEEK.index(first.weekday()))
        with QSignalBlocker(self.table):
            for place in range(_WEEKS * len(WEEK)):
                day = start + timedelta(days=place)
                item = self._cell(day) if day.month == first.month else _no_day()
                self.table.setItem(*divmod(place, len(WEEK)), item)
            self.table.setCurrentCell(*divmod((self._current - start).days, len(WEEK)))

    def _cell(self, day: date) -> QTableWidgetItem:
        is_decided = day in self._calendar.closed_days or day in self._calendar.open_days
        is_open = self._calendar.is_open(day)
        sign = self.tr("営") if is_decided and is_open else "" if is_open else self.tr("休")
        item = QTableWidgetItem(f"{day.day} {sign}")
        item.setData(_DAY, day)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{day_text(day)} {self.state_text(day)}")
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        font = item.font()
        font.setBold(is_decided)
        font.setUnderline(day == self._today)
        item.setFont(font)
        if not is_open:
            item.setBackground(QColor(theme.colours().line))
        return item

    @Slot(int, int)
    def _on_cell_clicked(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        day = item.data(_DAY) if item is not None else None
        if isinstance(day, date):
            self.go_to(day)
            self.choose_current()

    @Slot()
    def _on_previous_clicked(self) -> None:
        self.go_by_months(-1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.go_by_months(1)

    @Slot()
    def _on_today_clicked(self) -> None:
        self.go_to(self._today)


class _Days(QTableWidget):
    """The cells; the keys move by days, beyond the ends of a month too."""

    def __init__(self, view: MonthView) -> None:
        super().__init__(_WEEKS, len(WEEK))
        self._view = view
        self.setAccessibleName(self.tr("休業日のカレンダー"))
        self.setHorizontalHeaderLabels([weekday_name(weekday) for weekday in WEEK])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        for header, size in ((self.horizontalHeader(), _CELL[0]), (self.verticalHeader(), _CELL[1])):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(size)
            header.setDefaultSectionSize(size)
            header.setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = 2 * self.frameWidth()
        self.setFixedSize(
            _CELL[0] * len(WEEK) + frame,
            _CELL[1] * _WEEKS + self.horizontalHeader().sizeHint().height() + frame,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._view.go_to(self._view.current + timedelta(days=_STEPS[key]))
        elif key in _MONTHS:
            self._view.go_by_months(_MONTHS[key])
        elif key in _CHOOSING:
            self._view.choose_current()
        else:
            super().keyPressEvent(event)


def _no_day() -> QTableWidgetItem:
    item = QTableWidgetItem()
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
