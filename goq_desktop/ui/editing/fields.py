"""The fields of the edit dialog: each with a check mark that says whether it is to be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.edits import EditField, Wish, delivery_text, delivery_value
from goq_desktop.domain.slots import SLOTS
from goq_desktop.ui.day_field import DayField
from goq_desktop.ui.settings.prefecture_box import PrefectureBox
from goq_desktop.wording.fields import FIELD_NAMES

MOST_PARCELS = 99
_NOTE_LINES = 2
# With Alt, of the order and of its first destination.
_KEYS: Final = {
    EditField.LANE: "S",
    EditField.NOTE: "M",
    EditField.SHIP_DATE: "D",
    EditField.DELIVERY: "C",
    EditField.SLOT: "J",
    EditField.PARCELS: "K",
    EditField.TRACKING: "T",
    EditField.NAME: "N",
    EditField.PHONE: "P",
    EditField.POSTCODE: "Z",
}


class EditRow(QObject):
    """Whatever is typed or chosen sets the check mark; what has none is left as it is."""

    changed = Signal()

    def __init__(
        self, field: EditField, control: QWidget, value: Callable[[], str], place: int | None
    ) -> None:
        super().__init__(control)
        self.field = field
        self.control = control
        self.place = place
        self._value = value
        name = FIELD_NAMES[field]
        control.setAccessibleName(name)
        self.keys = f"Alt+{_KEYS[field]}" if field in _KEYS and not place else ""
        self.check = QCheckBox(f"{name}（{self.keys}）" if self.keys else name)
        self.check.setAccessibleName(name)
        self.check.toggled.connect(self._on_toggled)
        _changed_signal(control).connect(self._on_value_changed)

    @property
    def wish(self) -> Wish | None:
        """What a person wants of it, None while it is to stay as it is."""
        is_empty = isinstance(self.control, QComboBox) and self.control.currentIndex() < 0
        return (
            Wish(self.field, self._value(), self.place) if self.check.isChecked() and not is_empty else None
        )

    @Slot()
    def begin(self) -> None:
        """The keyboard in this field: what is typed replaces a value, and is added to the memo."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()
        elif isinstance(self.control, QPlainTextEdit):
            self.control.moveCursor(QTextCursor.MoveOperation.End)

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        if is_on and self.check.hasFocus():
            # Ticked by a person: what it is to be comes next.
            self.begin()
        self.changed.emit()

    @Slot()
    def _on_value_changed(self) -> None:
        if self.check.isChecked():
            self.changed.emit()
        else:
            self.check.setChecked(True)


def lane_row(lanes: Mapping[str, str], value: str | None) -> EditRow:
    return _choice_row(EditField.LANE, [(name, code) for code, name in lanes.items()], value)


def delivery_row(value: str | None, place: int | None = None) -> EditRow:
    """A plain parcel of each carrier, and below it each of its services."""
    choices = [
        (delivery_text(carrier.code, service), delivery_value(carrier.code, service))
        for carrier in CARRIERS
        for service in ("", *(one.code for one in carrier.services))
    ]
    return _choice_row(EditField.DELIVERY, choices, value, place)


def slot_row(no_wish: str, value: str | None, place: int | None = None) -> EditRow:
    choices = [(no_wish, ""), *((slot.name, slot.code) for slot in SLOTS)]
    return _choice_row(EditField.SLOT, choices, value, place)


def day_row(today: date) -> EditRow:
    control = DayField(QDate(today.year, today.month, today.day))
    control.setCalendarPopup(True)
    control.setDisplayFormat("yyyy/MM/dd")
    return EditRow(EditField.SHIP_DATE, control, lambda: control.date().toString("yyyy-MM-dd"), None)


def parcels_row(value: int | None, place: int | None = None) -> EditRow:
    control = QSpinBox()
    control.setRange(1, MOST_PARCELS)
    control.setValue(value or 1)
    return EditRow(EditField.PARCELS, control, lambda: str(control.value()), place)


def note_row(value: str) -> EditRow:
    control = QPlainTextEdit(value)
    control.setTabChangesFocus(True)
    control.setFixedHeight(control.fontMetrics().lineSpacing() * _NOTE_LINES + 16)
    return EditRow(EditField.NOTE, control, control.toPlainText, None)


def text_row(field: EditField, value: str, place: int | None = None) -> EditRow:
    control = QLineEdit(value)
    control.setCursorPosition(0)
    return EditRow(field, control, control.text, place)


def prefecture_row(value: str, place: int) -> EditRow:
    control = PrefectureBox()
    control.choose(value)
    return EditRow(EditField.PREFECTURE, control, lambda: str(control.currentData()), place)


def _choice_row(
    field: EditField, choices: list[tuple[str, str]], value: str | None, place: int | None = None
) -> EditRow:
    control = QComboBox()
    # Not as wide as the longest of them: the names and keys stand beside it.
    control.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    control.setMinimumContentsLength(10)
    for name, code in choices:
        control.addItem(name, code)
    control.setPlaceholderText(QCoreApplication.translate("Editing", "選んでください"))
    # Nothing is shown as the order's own that is not.
    control.setCurrentIndex(control.findData(value))
    return EditRow(field, control, lambda: str(control.currentData()), place)


def _changed_signal(control: QWidget) -> SignalInstance:
    if isinstance(control, QLineEdit):
        return control.textChanged
    if isinstance(control, QPlainTextEdit):
        return control.textChanged
    if isinstance(control, QComboBox):
        return control.currentIndexChanged
    if isinstance(control, QDateEdit):
        return control.dateChanged
    assert isinstance(control, QSpinBox)
    return control.valueChanged
