"""The codes of one shop's own contracts with the carriers in use; empty ones are those of 配達業者設定."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGroupBox, QLineEdit, QVBoxLayout, QWidget

from goq_desktop.domain.carriers import Carrier, carrier_of
from goq_desktop.settings import checks
from goq_desktop.settings.tiles import Carriers, CarrierUse, SlipCode, SlipCodes
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import Field, FieldGrid

_WIDTH: Final = 160


class SlipCodeFields(QWidget):
    """`fields` are those of the shop that is shown, by `carrier.field`."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._codes: dict[tuple[str, str], SlipCode] = {}
        self._used: tuple[CarrierUse, ...] = ()
        self._uid = ""
        self._box: QGroupBox | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.SPACE, 0, 0)

    def load(self, codes: SlipCodes, carriers: Carriers) -> None:
        self._codes = {(code.shop, code.carrier): code for code in codes.codes}
        self._used = carriers.used

    def tile(self) -> SlipCodes:
        """All shops', without those that say nothing of their own."""
        return SlipCodes(
            codes=tuple(
                code
                for (shop, carrier), code in self._codes.items()
                if code != SlipCode(shop=shop, carrier=carrier)
            )
        )

    def show_shop(self, uid: str) -> None:
        self._uid = uid
        if self._box is not None:
            self._column.removeWidget(self._box)
            self._box.hide()
            self._box.deleteLater()
        self.fields = {}
        self._box = QGroupBox(self.tr("このショップだけの契約コード（空欄は「配達業者設定」の値）"))
        grid = FieldGrid()
        grid.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        for use in self._used:
            carrier = carrier_of(use.carrier)
            if carrier is not None:
                self._add_carrier(grid, carrier, use)
        self._box.setLayout(grid)
        # First its place: shown without a parent it would be a window of its own for a moment.
        self._column.addWidget(self._box)
        self._box.setVisible(bool(uid) and bool(self.fields))

    def _add_carrier(self, grid: FieldGrid, carrier: Carrier, use: CarrierUse) -> None:
        code = self._code(carrier.code)
        named = [("customer_code", carrier.customer_code_label)]
        if carrier.needs_category_code:
            named.append(("category_code", self.tr("分類コード")))
        if carrier.needs_freight_code:
            named.append(("freight_code", self.tr("運賃管理番号")))
        for name, label in named:
            line = QLineEdit(getattr(code, name))
            line.setMaxLength(checks.LONGEST_LINE)
            line.setPlaceholderText(getattr(use, name))
            line.textEdited.connect(self._on_edited)
            self._add(grid, carrier, name, label, line)
        box = QComboBox()
        box.addItem(self.tr("配達業者設定と同じ"), "")
        for slip in carrier.slips:
            box.addItem(slip.name, slip.code)
        if box.findData(code.default_slip) < 0:
            box.addItem(code.default_slip, code.default_slip)
        with QSignalBlocker(box):
            box.setCurrentIndex(box.findData(code.default_slip))
        box.currentIndexChanged.connect(self._on_edited)
        self._add(grid, carrier, "default_slip", self.tr("送り状の種類"), box)

    def _add(self, grid: FieldGrid, carrier: Carrier, name: str, label: str, control: QWidget) -> None:
        field = Field(f"{carrier.name} {label}", control, width=_WIDTH)
        self.fields[f"{carrier.code}.{name}"] = field
        grid.add_row(field)

    def _code(self, carrier: str) -> SlipCode:
        return self._codes.get((self._uid, carrier), SlipCode(shop=self._uid, carrier=carrier))

    @Slot()
    def _on_edited(self) -> None:
        for key, field in self.fields.items():
            carrier, _, name = key.partition(".")
            control = field.control
            value = control.currentData() if isinstance(control, QComboBox) else None
            if isinstance(control, QLineEdit):
                value = control.text()
            changed = msgspec.structs.replace(self._code(carrier), **{name: value})
            self._codes[self._uid, carrier] = changed
        self.edited.emit()
