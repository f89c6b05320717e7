"""期間を指定して取得: asks for two days of order dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.day_field import DayField
from goq_desktop.ui.theme import Role

_USUAL_DAYS: Final = 30


class PeriodDialog(QDialog):
    """Both days count in full, in Japanese time. 取得する stays enabled and says what is wrong."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("期間を指定して取得"))
        self._since = _day_edit(today - timedelta(days=_USUAL_DAYS), today)
        self._until = _day_edit(today, today)
        self._since.setAccessibleName(self.tr("開始日"))
        self._until.setAccessibleName(self.tr("終了日"))
        explanation = QLabel(
            self.tr(
                "ショップに残っている受注を、日付を決めて読み直します。\n同じ受注が二重になることはありません。"
            )
        )
        theme.set_role(explanation, Role.HINT)
        self._problem = QLabel()
        theme.set_role(self._problem, Role.PROBLEM)
        form = QFormLayout()
        form.setHorizontalSpacing(theme.SPACE * 2)
        form.setVerticalSpacing(theme.SPACE)
        form.addRow(self.tr("開始日(&S)"), self._since)
        form.addRow(self.tr("終了日(&E)"), self._until)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(self.tr("取得する"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(go, Role.PRIMARY)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3] * 4)
        column.setSpacing(theme.SPACE * 2)
        column.addWidget(explanation)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(buttons)
        # Only now: a button that stands in no dialog yet does not become its default.
        go.setDefault(True)

    def period(self) -> tuple[date, date]:
        return _date(self._since), _date(self._until)

    @Slot()
    def _on_accepted(self) -> None:
        since, until = self.period()
        if since > until:
            self._problem.setText(self.tr("⚠ 開始日が終了日より後になっています。"))
            self._since.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.accept()


def _day_edit(day: date, latest: date) -> QDateEdit:
    edit = DayField(QDate(day.year, day.month, day.day))
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("yyyy年MM月dd日")
    edit.setMaximumDate(QDate(latest.year, latest.month, latest.day))
    return edit


def _date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
