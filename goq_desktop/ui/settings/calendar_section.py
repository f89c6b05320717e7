"""その他設定: the days on which the shop does not ship."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
)

from goq_desktop.clock import Clock
from goq_desktop.domain.calendar import ShopCalendar
from goq_desktop.domain.times import JST
from goq_desktop.settings import checks
from goq_desktop.settings.tiles import Calendar, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.field_messages import field_message
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.month_view import WEEK, MonthView, day_text, weekday_name
from goq_desktop.ui.theme import Role

_DAY: Final = Qt.ItemDataRole.UserRole


class CalendarSection(TileForm):
    """Weekdays and holidays make the rule, single days are taken out of it in a month's view."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.title = self.tr("休業日")
        self.explanation = self.tr("出荷しない日を決めます。")
        self._clock = clock
        self._calendar = ShopCalendar()
        self.weekdays = {weekday: QCheckBox(weekday_name(weekday)) for weekday in WEEK}
        for weekday, box in self.weekdays.items():
            box.setAccessibleName(self.tr("毎週{weekday}曜日は休み").format(weekday=weekday_name(weekday)))
            box.toggled.connect(self._on_rule_changed)
        self.holidays = QCheckBox(self.tr("祝日も休む(&H)"))
        self.holidays.setAccessibleName(self.tr("祝日も休む"))
        self.holidays.toggled.connect(self._on_rule_changed)
        self.month = MonthView(self._today())
        self.month.day_chosen.connect(self._on_day_chosen)
        self.month.current_changed.connect(self._say_current)
        self.days = QListWidget()
        self.days.setAccessibleName(self.tr("決めた日の一覧"))
        self.days.currentRowChanged.connect(self._on_listed_day_changed)
        self.days.itemActivated.connect(self._on_listed_day_activated)
        self.days.itemClicked.connect(self._on_listed_day_activated)
        self.remove_button = QPushButton(theme.icon("minus"), self.tr("取り消す(&D)"))
        self.remove_button.setAccessibleName(self.tr("選んだ日の決まりを取り消す"))
        self.remove_button.setToolTip(QKeySequence("Del").toString(QKeySequence.SequenceFormat.NativeText))
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._on_remove_clicked)
        QShortcut(
            QKeySequence("Del"), self.days, context=Qt.ShortcutContext.WidgetShortcut
        ).activated.connect(self.remove_button.click)
        self._current = _label(Role.HINT)
        self.next_day = MessageLine()
        self._message = MessageLine()
        self._lay_out()

    @property
    def problem(self) -> str:
        return self._message.text

    def load(self, settings: Settings) -> None:
        tile = settings.calendar
        for weekday, box in self.weekdays.items():
            with QSignalBlocker(box):
                box.setChecked(weekday in tile.closed_weekdays)
        with QSignalBlocker(self.holidays):
            self.holidays.setChecked(tile.rests_on_holidays)
        self._message.clear()
        self._show(
            ShopCalendar(
                closed_weekdays=frozenset(tile.closed_weekdays),
                rests_on_holidays=tile.rests_on_holidays,
                closed_days=frozenset(tile.closed_days),
                open_days=frozenset(tile.open_days),
            )
        )

    def tiles(self) -> Mapping[str, Tile]:
        return {
            "calendar": Calendar(
                closed_weekdays=tuple(sorted(self._calendar.closed_weekdays)),
                rests_on_holidays=self._calendar.rests_on_holidays,
                closed_days=tuple(sorted(self._calendar.closed_days)),
                open_days=tuple(sorted(self._calendar.open_days)),
            )
        }

    def check(self) -> bool:
        tile = self.tiles()["calendar"]
        assert isinstance(tile, Calendar)
        problems = checks.check_calendar(tile)
        if not problems:
            self._message.clear()
            return True
        both = sorted(self._calendar.closed_days & self._calendar.open_days)
        if problems[0].field == "open_days" and both:
            # Nobody can make this here; it comes from a file that was written by hand.
            text = self.tr("{day}が休業と営業の両方になっています。一覧から取り消してください。")
            self._message.say(Role.PROBLEM, text.format(day=day_text(both[0])))
            rows = range(self.days.count())
            self.days.setCurrentRow(next(row for row in rows if self.days.item(row).data(_DAY) == both[0]))
            self.days.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say(Role.PROBLEM, field_message(problems[0]))
            self.weekdays[WEEK[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _lay_out(self) -> None:
        rule = QHBoxLayout()
        rule.setSpacing(theme.SPACE)
        weekly = QLabel(self.tr("毎週の休み"))
        weekly.setTextFormat(Qt.TextFormat.PlainText)
        rule.addWidget(weekly)
        for box in self.weekdays.values():
            rule.addWidget(box)
        rule.addSpacing(theme.SPACE)
        rule.addWidget(self.holidays)
        rule.addStretch(1)
        heading = _label(Role.HEADING)
        heading.setText(self.tr("個別に決めた日"))
        hint = _label(Role.HINT)
        hint.setText(
            self.tr("カレンダーの日をクリックするか、Space キーで、休業（休）と営業を切り替えます。")
        )
        outer = QGridLayout(self)
        outer.setHorizontalSpacing(theme.SPACE * 2)
        outer.setVerticalSpacing(theme.SPACE)
        outer.addLayout(rule, 0, 0, 1, 2)
        outer.addWidget(hint, 1, 0, 1, 2)
        outer.addWidget(self.month, 2, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(heading, 2, 1)
        outer.addWidget(self.days, 3, 1)
        outer.addWidget(self.remove_button, 4, 1, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self._current, 5, 0, 1, 2)
        outer.addWidget(self.next_day, 6, 0, 1, 2)
        outer.addWidget(self._message, 7, 0, 1, 2)
        outer.setColumnStretch(1, 1)
        outer.setRowStretch(3, 1)
        outer.setRowStretch(8, 1)

    def _today(self) -> date:
        return self._clock.now().astimezone(JST).date()

    def _show(self, calendar: ShopCalendar) -> None:
        """Everything that follows from the calendar."""
        self._calendar = calendar
        self.month.show_calendar(calendar)
        self._say_current()
        row = self.days.currentRow()
        with QSignalBlocker(self.days):
            self.days.clear()
            for day in sorted(calendar.closed_days | calendar.open_days):
                text = (
                    self.tr("{year}年{day} 休業")
                    if day in calendar.closed_days
                    else self.tr("{year}年{day} 営業")
                )
                item = QListWidgetItem(text.format(year=day.year, day=day_text(day)))
                item.setData(_DAY, day)
                self.days.addItem(item)
            self.days.setCurrentRow(min(row, self.days.count() - 1))
        self._on_listed_day_changed()
        found = calendar.next_open_day(self._today())
        if found is None:
            self.next_day.say(Role.PROBLEM, self.tr("1年以内に、出荷できる日がありません。"))
        else:
            self.next_day.say(Role.GOOD, self.tr("次の出荷できる日: {day}").format(day=day_text(found)))

    @Slot()
    def _say_current(self) -> None:
        day = self.month.current
        self._current.setText(f"{day_text(day)} {self.month.state_text(day)}")

    @Slot()
    def _on_rule_changed(self) -> None:
        closed = frozenset(weekday for weekday, box in self.weekdays.items() if box.isChecked())
        self._change(
            ShopCalendar(
                closed_weekdays=closed,
                rests_on_holidays=self.holidays.isChecked(),
                closed_days=self._calendar.closed_days,
                open_days=self._calendar.open_days,
            )
        )

    @Slot(object)
    def _on_day_chosen(self, day: date) -> None:
        self._change(self._calendar.with_day(day, is_open=not self._calendar.is_open(day)))

    @Slot()
    def _on_listed_day_changed(self) -> None:
        self.remove_button.setEnabled(self.days.currentItem() is not None)

    @Slot(QListWidgetItem)
    def _on_listed_day_activated(self, item: QListWidgetItem) -> None:
        self.month.go_to(item.data(_DAY))

    @Slot()
    def _on_remove_clicked(self) -> None:
        item = self.days.currentItem()
        if item is not None:
            self._change(self._calendar.without(item.data(_DAY)))

    def _change(self, calendar: ShopCalendar) -> None:
        self._message.clear()
        self._show(calendar)
        self.edited.emit()


def _label(role: Role) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.set_role(label, role)
    return label
