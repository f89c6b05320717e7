"""絞り込みの条件: everything by which the list can be narrowed, on one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.carriers import CARRIERS, carrier_of
from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.ui import theme
from goq_desktop.ui.orders.filter_words import date_kind_name, flag_names
from goq_desktop.ui.orders.worked import payment_name
from goq_desktop.ui.settings.optional_date import OptionalDate
from goq_desktop.wording.checks import reason_name

_FLAGS: Final = ("has_memo", "has_tracking", "is_changed")
_MOST_YEN: Final = 9_999_999
_LONGEST_WORDING: Final = 200


@dataclass(frozen=True, slots=True)
class _Days:
    since: OptionalDate
    until: OptionalDate


class FilterDialog(QDialog):
    """`payments`: wordings of the shops to choose from; another can be typed.

    `filters` is what was chosen; nothing changes until the dialog is accepted.
    """

    def __init__(
        self, filters: OrderFilters, payments: Sequence[str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("絞り込みの条件"))
        self._today = today
        self._periods = {period.kind: period for period in filters.periods}
        self.date_kind = _choice(self.tr("日付の種類"), [(date_kind_name(kind), kind) for kind in DateKind])
        self.days = _Days(OptionalDate(self.tr("開始日")), OptionalDate(self.tr("終了日")))
        self.payment = _choice("", [("", ""), *((text, text) for text in payments)])
        typed = QLineEdit()
        typed.setMaxLength(_LONGEST_WORDING)
        typed.setPlaceholderText(self.tr("指定なし（ショップの表記）"))
        self.payment.setLineEdit(typed)
        none = (self.tr("指定なし"), "")
        kinds = [none, *((payment_name(kind), kind.value) for kind in PaymentKind)]
        self.payment_kind = _choice("", kinds)
        self.carrier = _choice("", [none, *((one.name, one.code) for one in CARRIERS)])
        self.service = _choice("", [none])
        self.amounts = (_yen(self.tr("合計金額の下限")), _yen(self.tr("合計金額の上限")))
        self.flags = {field: _choice("", _flag_choices(field, none[0])) for field in _FLAGS}
        self.reason = _choice("", [none, *((reason_name(one), one.value) for one in CheckReason)])
        self.problem = QLabel()
        theme.set_role(self.problem, theme.Role.PROBLEM)
        self._compose()
        self._load(filters)
        self.date_kind.currentIndexChanged.connect(self._on_date_kind_changed)
        self.carrier.currentIndexChanged.connect(self._on_carrier_changed)
        for day in (self.days.since, self.days.until):
            day.edited.connect(self._on_day_edited)
            day.date.setDisplayFormat("yyyy/MM/dd")  # as in the chips

    @property
    def filters(self) -> OrderFilters:
        least, most = (box.value() if box.value() >= 0 else None for box in self.amounts)
        return OrderFilters(
            periods=tuple(self._periods[kind] for kind in DateKind if kind in self._periods),
            payment=self.payment.currentText().strip(),
            payment_kind=self.payment_kind.currentData(),
            carrier=self.carrier.currentData(),
            service=self.service.currentData() or "",
            amount_from=least,
            amount_to=most,
            reason=self.reason.currentData(),
            **{field: box.currentData() for field, box in self.flags.items()},
        )

    @property
    def _date_kind(self) -> DateKind:
        # Qt gives the plain text back.
        return DateKind(self.date_kind.currentData())

    def _compose(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.SPACE * 2)
        form.setVerticalSpacing(theme.SPACE)
        form.addRow(self.tr("日付(&D)"), self.date_kind)
        form.addRow(self.tr("　この日から"), self.days.since)
        form.addRow(self.tr("　この日まで"), self.days.until)
        form.addRow(self.tr("支払い方法(&P)"), self.payment)
        form.addRow(self.tr("支払いの種類(&K)"), self.payment_kind)
        form.addRow(self.tr("配送業者(&C)"), self.carrier)
        form.addRow(self.tr("配送方法(&S)"), self.service)
        amounts = QHBoxLayout()
        amounts.setSpacing(theme.SPACE)
        amounts.addWidget(self.amounts[0], 1)
        amounts.addWidget(QLabel(self.tr("〜")))
        amounts.addWidget(self.amounts[1], 1)
        form.addRow(self.tr("合計金額"), amounts)
        form.addRow(self.tr("備考(&M)"), self.flags["has_memo"])
        form.addRow(self.tr("伝票番号(&T)"), self.flags["has_tracking"])
        form.addRow(self.tr("ショップでの変更(&H)"), self.flags["is_changed"])
        form.addRow(self.tr("要確認の理由(&R)"), self.reason)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(self.tr("絞り込む"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(go, theme.Role.PRIMARY)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setMinimumWidth(58 * theme.SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3] * 4)
        column.setSpacing(theme.SPACE * 2)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        # Only now: a button that stands in no dialog yet does not become its default.
        go.setDefault(True)
        self.problem.hide()

    def _load(self, filters: OrderFilters) -> None:
        if filters.periods:
            _choose(self.date_kind, filters.periods[0].kind)
        self._load_days()
        self.payment.setEditText(filters.payment)
        _choose(self.payment_kind, filters.payment_kind)
        _choose(self.carrier, filters.carrier)
        self._on_carrier_changed()
        _choose(self.service, filters.service)
        for box, amount in zip(self.amounts, (filters.amount_from, filters.amount_to), strict=True):
            box.setValue(-1 if amount is None else amount)
        for field, flag in self.flags.items():
            _choose(flag, getattr(filters, field))
        _choose(self.reason, filters.reason)

    def _load_days(self) -> None:
        period = self._periods.get(self._date_kind)
        self.days.since.load(period.since if period else None, self._today)
        self.days.until.load(period.until if period else None, self._today)

    def _complain(self, text: str, where: QWidget) -> None:
        self.problem.setText(text)
        self.problem.show()
        where.setFocus()

    @Slot()
    def _on_date_kind_changed(self) -> None:
        self._load_days()

    @Slot()
    def _on_day_edited(self) -> None:
        kind = self._date_kind
        period = Period(kind=kind, since=self.days.since.value, until=self.days.until.value)
        if period.since is None and period.until is None:
            self._periods.pop(kind, None)
        else:
            self._periods[kind] = period

    @Slot()
    def _on_carrier_changed(self) -> None:
        carrier = carrier_of(self.carrier.currentData())
        self.service.clear()
        self.service.addItem(self.tr("指定なし"), "")
        for one in carrier.services if carrier else ():
            self.service.addItem(one.name, one.code)
        self.service.setEnabled(carrier is not None)

    @Slot()
    def _on_accepted(self) -> None:
        filters = self.filters
        for period in filters.periods:
            if period.since and period.until and period.since > period.until:
                _choose(self.date_kind, period.kind)
                text = self.tr("⚠ {0}の開始日が終了日より後です。どちらかを直してください。")
                self._complain(text.format(date_kind_name(period.kind)), self.days.since)
                return
        least, most = filters.amount_from, filters.amount_to
        if least is not None and most is not None and least > most:
            self._complain(
                self.tr("⚠ 合計金額の下限が上限より大きくなっています。どちらかを直してください。"),
                self.amounts[0],
            )
            return
        self.accept()


def _choice(name: str, items: Sequence[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    if name:
        box.setAccessibleName(name)
    for text, value in items:
        box.addItem(text, value)
    return box


def _choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))


def _flag_choices(field: str, none: str) -> list[tuple[str, object]]:
    yes, no = flag_names(field)
    return [(none, None), (yes, True), (no, False)]


def _yen(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(-1, _MOST_YEN)
    box.setSpecialValueText(box.tr("指定なし"))
    box.setSuffix(box.tr("円"))
    box.setGroupSeparatorShown(True)
    box.setSingleStep(1_000)
    return box
