"""What a shop sets about one carrier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from goq_desktop.domain.carriers import Carrier, Charge
from goq_desktop.domain.slots import SLOTS
from goq_desktop.settings import normalising
from goq_desktop.settings.tiles import CarrierUse
from goq_desktop.ui import theme
from goq_desktop.ui.settings.check_group import CheckGroup
from goq_desktop.ui.settings.form import Field, FieldGrid, Need
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_LINE_WIDTH: Final = 152
_SHORT_LINE_WIDTH: Final = 64
_CODES: Final = ("customer_code", "category_code", "freight_code")
_SLOT_NAMES: Final = {slot.code: slot.name for slot in SLOTS}


class CarrierPanel(QWidget):
    """One carrier; `fields` has the names of `CarrierUse`. While it is not used, only 使う can be changed."""

    edited = Signal()

    def __init__(self, carrier: Carrier) -> None:
        super().__init__()
        self.carrier = carrier
        self._loaded = CarrierUse(carrier=carrier.code)
        self.use_box = QCheckBox(self.tr("{carrier}を使う").format(carrier=carrier.name))
        self.use_box.setAccessibleName(self.use_box.text())
        theme.set_role(self.use_box, Role.HEADING)
        self.use_box.toggled.connect(self._on_used)
        self.services = self._checks(((each.code, each.name) for each in carrier.services), columns=2)
        self.software = _combo((each.code, each.name) for each in carrier.software)
        self.slip = _combo((each.code, each.name) for each in carrier.slips)
        self.charges = self._checks(
            ((charge.value, name) for charge, name in self._charge_names() if charge in carrier.charges),
            columns=3,
        )
        self.slots = self._checks(((code, _SLOT_NAMES[code]) for code in carrier.slots), columns=3)
        self.codes = {name: QLineEdit() for name in self._code_names()}
        self.fields = self._make_fields()
        self._listen()
        self._lay_out()

    @property
    def is_used(self) -> bool:
        return self.use_box.isChecked()

    def load(self, use: CarrierUse | None) -> None:
        """None: the carrier is not used. Emits nothing."""
        self._loaded = use or CarrierUse(carrier=self.carrier.code)
        with QSignalBlocker(self):
            self.use_box.setChecked(use is not None)
            self._enable()
            self.services.choose(self._loaded.services)
            self.charges.choose(self._loaded.charges)
            self.slots.choose(self._loaded.slots or self.carrier.slots)
            for combo, code in (
                (self.software, self._loaded.software),
                (self.slip, self._loaded.default_slip),
            ):
                combo.setCurrentIndex(max(0, combo.findData(code)))
            for name, line in self.codes.items():
                line.setText(getattr(self._loaded, name))
        self.clear_problems()

    def use(self) -> CarrierUse:
        """What is on screen; a choice that was left open and not made stays open."""
        was = self._loaded
        is_open = self.slots.has_all and not was.slots
        return msgspec.structs.replace(
            was,
            services=self.services.chosen,
            software=_chosen(self.software, was.software),
            default_slip=_chosen(self.slip, was.default_slip),
            charges=tuple(Charge(code) for code in self.charges.chosen),
            slots=() if is_open else self.slots.chosen,
            **{name: self._code(name) for name in _CODES},
        )

    def _code(self, name: str) -> str:
        """Empty for a code that this carrier does not have, since nobody could mend it here."""
        line = self.codes.get(name)
        return "" if line is None else normalising.contract_code(line.text())

    def clear_problems(self) -> None:
        for field in self.fields.values():
            field.clear_problem()
        self.show_notices()

    @property
    def has_problem(self) -> bool:
        return any(field.problem for field in self.fields.values())

    def show_missing(self) -> None:
        """Say that a slot has to be chosen: in the settings none at all stands for every one."""
        if not self.slots.chosen:
            self.fields["slots"].show_problem(self.tr("1つ以上選んでください。"))

    def go_to_problem(self) -> None:
        """Give the focus to the first field that shows a problem; the panel has to be on screen."""
        field = next((field for field in self.fields.values() if field.problem), None)
        if field is not None:
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_notices(self) -> None:
        """What the carrier's data makes doubtful. Chosen from lists, neither field ever has a problem."""
        self._notice("software", self._software_notice())
        self._notice("default_slip", self._slip_notice())

    def _notice(self, name: str, text: str) -> None:
        if text and self.is_used:
            self.fields[name].show_notice(text)
        else:
            self.fields[name].clear_problem()

    def _software_notice(self) -> str:
        is_certain = self.carrier.software[self.software.currentIndex()].is_certain
        return "" if is_certain else self.tr("確かな資料がありません。お手元の画面と見比べてください。")

    def _slip_notice(self) -> str:
        kind = self.carrier.slips[self.slip.currentIndex()]
        services, charges = self.services.chosen, self.charges.chosen
        if services and not set(kind.services).intersection(services):
            return self.tr("選んだサービスとは違う種類です。")
        if charges and kind.charge.value not in charges:
            return self.tr("選んだ支払い区分とは違う種類です。")
        return "" if kind.is_certain else self.tr("確かな資料がなく、名前が画面と違うことがあります。")

    def _make_fields(self) -> dict[str, Field]:
        carrier = self.carrier
        fields = {
            "services": Field(self.tr("サービス"), self.services),
            "software": Field(self.tr("送り状ソフト"), self.software),
            "default_slip": Field(
                self.tr("送り状の種類"), self.slip, hint=self.tr("ほかに決まりのない受注に使います。")
            ),
            "customer_code": Field(
                carrier.customer_code_label,
                self.codes["customer_code"],
                Need.OPTIONAL,
                width=_LINE_WIDTH,
                hint=self._length_hint(),
            ),
        }
        if carrier.needs_category_code:
            fields["category_code"] = self._short_field(
                "category_code", self.tr("分類コード"), self.tr("3桁")
            )
        if carrier.needs_freight_code:
            hint = self.tr("2桁。通常は 01 です。")
            fields["freight_code"] = self._short_field("freight_code", self.tr("運賃管理番号"), hint)
        fields["charges"] = Field(self.tr("支払い区分"), self.charges)
        fields["slots"] = Field(self.tr("時間帯"), self.slots, hint=self._slots_hint())
        for name, field in fields.items():
            spoken = self.tr("{carrier}の{field}").format(carrier=carrier.name, field=field.label.text())
            field.control.setAccessibleName(spoken)
            if name == "default_slip":
                field.control.setAccessibleName(self.tr("{name}の初期値").format(name=spoken))
        return fields

    def _short_field(self, name: str, label: str, hint: str) -> Field:
        return Field(label, self.codes[name], Need.OPTIONAL, width=_SHORT_LINE_WIDTH, hint=hint)

    def _length_hint(self) -> str:
        fewest, most = self.carrier.customer_code_lengths
        if not self.carrier.is_customer_code_certain:
            return self.tr("控えのとおりに入力してください。")
        if self.carrier.has_letters_in_customer_code:
            return self.tr("半角の英数字で{most}文字まで").format(most=most)
        return self.tr("{fewest}桁から{most}桁の数字").format(fewest=fewest, most=most)

    def _slots_hint(self) -> str:
        if not self.carrier.are_slots_certain:
            return self.tr("確かな資料がありません。使えるものを選んでください。")
        if self.carrier.contract_slots:
            names = self.tr("、").join(_SLOT_NAMES[code] for code in self.carrier.contract_slots)
            return self.tr("{slots}は、契約によっては使えません。").format(slots=names)
        return ""

    def _source_line(self) -> str:
        day = self.carrier.as_of
        return self.tr("{year}年{month}月時点の公開情報による選択肢です。出典: {source}").format(
            year=day.year, month=day.month, source=self.carrier.source
        )

    def _charge_names(self) -> tuple[tuple[Charge, str], ...]:
        return (
            (Charge.SENDER, self.tr("元払")),
            (Charge.RECIPIENT, self.tr("着払")),
            (Charge.COD, self.tr("代引")),
        )

    def _code_names(self) -> list[str]:
        is_needed = (True, self.carrier.needs_category_code, self.carrier.needs_freight_code)
        return list(compress(_CODES, is_needed))

    def _checks(self, choices: Iterable[tuple[str, str]], *, columns: int) -> CheckGroup:
        spoken = self.tr("{carrier}の{service}")
        return CheckGroup(
            ((code, name, spoken.format(carrier=self.carrier.name, service=name)) for code, name in choices),
            columns=columns,
        )

    def _group(self, name: str) -> CheckGroup:
        return {"services": self.services, "charges": self.charges, "slots": self.slots}[name]

    def _listen(self) -> None:
        for name in ("services", "charges", "slots"):
            self._group(name).toggled.connect(self._on_group_toggled)
        for combo in (self.software, self.slip):
            combo.currentIndexChanged.connect(self._on_edited)
        for line in self.codes.values():
            line.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
            line.setFont(theme.fixed_font())
            line.textChanged.connect(self._on_edited)
            line.editingFinished.connect(self._on_code_finished)

    def _lay_out(self) -> None:
        grid = FieldGrid()
        for field in self.fields.values():
            grid.add_row(field)
            if isinstance(field.control, CheckGroup):
                line_height = next(iter(field.control.boxes.values())).sizeHint().height()
                # Level with the first of several lines of boxes.
                for widget in (field.label, field.mark):
                    widget.setMinimumHeight(line_height)
        source = MessageLine()
        source.say(Role.HINT, self._source_line())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.use_box)
        outer.addLayout(grid)
        outer.addWidget(source)
        outer.addStretch(1)

    def _enable(self) -> None:
        for field in self.fields.values():
            field.setEnabled(self.is_used)
            field.label.setEnabled(self.is_used)
            field.mark.setEnabled(self.is_used)

    @Slot()
    def _on_used(self) -> None:
        self._enable()
        if self.is_used and not self.services.chosen:
            self.services.choose((self.carrier.services[0].code,))
        self.clear_problems()
        self.edited.emit()

    @Slot()
    def _on_group_toggled(self) -> None:
        for name in ("services", "charges", "slots"):
            if self._group(name) is self.sender():
                self.fields[name].clear_problem()
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        self.show_notices()
        self.edited.emit()

    @Slot()
    def _on_code_finished(self) -> None:
        """Show a code in the form in which it is kept, so that nothing changes behind one's back."""
        for line in self.codes.values():
            with QSignalBlocker(line):
                line.setText(normalising.contract_code(line.text()))


def _combo(choices: Iterable[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    for code, name in choices:
        combo.addItem(name, code)
    return combo


def _chosen(combo: QComboBox, was: str) -> str:
    """An empty code stands for the first and stays empty until another is chosen."""
    return "" if not was and combo.currentIndex() == 0 else str(combo.currentData())
