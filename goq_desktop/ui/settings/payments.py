"""支払い方法: the mall's exact wording of each method, the kind it stands for, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGroupBox, QLineEdit, QVBoxLayout

from goq_desktop.domain.orders import Lane
from goq_desktop.domain.payments import PaymentKind, first_lane_of
from goq_desktop.domain.sight import StoreSight
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings import checks
from goq_desktop.settings.tiles import Lanes, PaymentMethod, Payments, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import fixed_lane_name
from goq_desktop.ui.settings.choice_box import ChoiceBox, YenBox
from goq_desktop.ui.settings.form import Field, FieldGrid, TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.wording_delegate import in_one_line
from goq_desktop.ui.settings.wording_table import Entry, WordingTable
from goq_desktop.ui.theme import Role

_KIND_WIDTH: Final = 200
_LONGEST_TITLE: Final = 30
# The methods that the cart's vendor names, and the two every shop knows. Where the way of paying is not
# certain (the payment slip) the kind is the one that waits for the money.
STARTING_METHODS: Final = (
    PaymentMethod(wording="クレジットカード", kind=PaymentKind.CARD),
    PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID),
    PaymentMethod(wording="代金引換", kind=PaymentKind.COD, is_cod_slip=True),
    PaymentMethod(wording="コンビニ決済(払込票)", kind=PaymentKind.PREPAID),
    PaymentMethod(wording="後払い", kind=PaymentKind.DEFERRED),
    PaymentMethod(wording="NP後払い", kind=PaymentKind.DEFERRED),
    PaymentMethod(wording="あと払い(ペイディ)", kind=PaymentKind.DEFERRED),
    PaymentMethod(wording="楽天ペイ", kind=PaymentKind.SETTLED),
    PaymentMethod(wording="PayPay", kind=PaymentKind.SETTLED),
    PaymentMethod(wording="au PAY", kind=PaymentKind.SETTLED),
)


class PaymentsForm(TileForm):
    """Without a saved choice it proposes `STARTING_METHODS`; a list that a person emptied stays empty."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("支払い方法")
        self.explanation = self.tr(
            "モールの表記ごとに、種類と扱いを決めます。表記は1文字でも違うと一致しません。"
        )
        self._kinds = {
            PaymentKind.PREPAID: self.tr("前払い（入金待ち）"),
            PaymentKind.CARD: self.tr("カード"),
            PaymentKind.COD: self.tr("代引"),
            PaymentKind.DEFERRED: self.tr("後払い"),
            PaymentKind.SETTLED: self.tr("決済済み"),
        }
        self._lanes = Lanes()
        self._emptied = Payments()
        self.unset = MessageLine()
        self.list = WordingTable(self.tr("支払い方法"), self.tr("種類"), _KIND_WIDTH)
        self.table = self.list.table
        self.add_button, self.edit_button = self.list.add_button, self.list.edit_button
        self.remove_button = self.list.remove_button
        self.list.edited.connect(self._on_list_edited)
        self.list.row_chosen.connect(self._on_row_chosen)
        self.first_lane = ChoiceBox()
        self.fee = YenBox(checks.FEES[-1])
        self.printed_name = QLineEdit()
        self.printed_name.setMaxLength(checks.LONGEST_LINE)
        self.is_cod_slip = QCheckBox(self.tr("代引の送り状にする"))
        self.fields = {
            "first_lane": Field(self.tr("最初のステータス"), self.first_lane, width=240),
            "fee": Field(self.tr("手数料"), self.fee, width=120),
            "printed_name": Field(self.tr("納品書の表記"), self.printed_name, width=240),
            "is_cod_slip": Field(self.tr("送り状"), self.is_cod_slip, width=160),
        }
        grid = FieldGrid()
        grid.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        grid.add_row(self.fields["first_lane"], self.fields["fee"])
        grid.add_row(self.fields["printed_name"], self.fields["is_cod_slip"])
        self.panel = QGroupBox()
        self.panel.setLayout(grid)
        self.first_lane.currentIndexChanged.connect(self._on_panel_edited)
        self.fee.valueChanged.connect(self._on_panel_edited)
        self.printed_name.textEdited.connect(self._on_panel_edited)
        self.is_cod_slip.toggled.connect(self._on_panel_edited)
        outer = QVBoxLayout(self)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.unset)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.panel)

    @property
    def problem(self) -> str:
        return self.list.message.text if self.list.message.role is Role.PROBLEM else ""

    def load(self, settings: Settings) -> None:
        self._lanes = settings.lanes
        methods = settings.payments.methods
        is_saved = SetupPage.PAYMENTS.value in settings.setup.saved
        if not methods and not is_saved and settings.payments is not self._emptied:
            methods = STARTING_METHODS
        entries = [Entry(method.wording, method.kind.value, method) for method in methods]
        self.list.load(entries, ((kind.value, name) for kind, name in self._kinds.items()))
        self._show_row()
        self._count_unset()

    def tiles(self) -> Mapping[str, Tile]:
        # Known again when it comes back to `load`, and not taken for settings in which nobody chose yet.
        tile = self._tile()
        return {"payments": tile if tile.methods else self._emptied}

    def unfinished(self) -> tuple[object, ...]:
        return self.list.unfinished()

    def show_unfinished(self, unfinished: tuple[object, ...]) -> None:
        self.list.show_unfinished(unfinished)
        self._show_row()
        self._count_unset()

    def show_sight(self, sight: StoreSight) -> None:
        self.list.show_seen(sight.payments, lambda _: False)
        self._count_unset()

    def check(self) -> bool:
        self.list.finish_typing()
        if self.list.find_incomplete():
            return False
        problems = checks.check_payments(self._tile(), self._lanes)
        if not problems:
            self.list.message.clear()
            return True
        labels = {name: field.label.text() for name, field in self.fields.items()}
        self.list.show_problem(problems[0], labels)
        field = self.fields.get(problems[0].field.rpartition(".")[2])
        if field is not None:
            # Its row and name are in the message: beside it there is no room for one.
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def kind_box(self, row: int) -> QComboBox:
        return self.list.choice_box(row)

    def _tile(self) -> Payments:
        return Payments(methods=tuple(self._method(row) for row in self.list.rows if self.list.choice(row)))

    def _method(self, row: int) -> PaymentMethod:
        kind = PaymentKind(self.list.choice(row))
        wording = self.list.wording(row)
        known = self.list.attached(row)
        if isinstance(known, PaymentMethod):
            changed = msgspec.structs.replace(known, wording=wording, kind=kind)
            if PaymentKind.COD in (kind, known.kind) and kind is not known.kind:
                # A proposal: the box below can be set otherwise.
                return msgspec.structs.replace(changed, is_cod_slip=kind is PaymentKind.COD)
            return changed
        return PaymentMethod(wording=wording, kind=kind, is_cod_slip=kind is PaymentKind.COD)

    def _show_row(self) -> None:
        """The panel shows the method of the current row; closed while that stands for nothing."""
        row = self.table.currentRow()
        is_open = row >= 0 and bool(self.list.choice(row))
        self.panel.setEnabled(is_open)
        method = self._method(row) if is_open else PaymentMethod(wording="", kind=PaymentKind.CARD)
        wording = in_one_line(method.wording, _LONGEST_TITLE).replace("&", "&&")
        title = self.tr("「{wording}」の扱い").format(wording=wording)
        self.panel.setTitle(title if is_open else self.tr("選んだ支払い方法の扱い"))
        names = {Lane.NEW.value: fixed_lane_name(Lane.NEW)}
        names |= {lane.code: lane.name for lane in self._lanes.lanes}
        with QSignalBlocker(self.first_lane), QSignalBlocker(self.fee), QSignalBlocker(self.is_cod_slip):
            self.first_lane.clear()
            by_kind = names.get(first_lane_of(method.kind), names[Lane.NEW.value])
            self.first_lane.addItem(self.tr("種類に合わせる（{lane}）").format(lane=by_kind), "")
            for code, name in names.items():
                self.first_lane.addItem(name, code)
            if self.first_lane.findData(method.first_lane) < 0:
                self.first_lane.addItem(self.tr("なくなったステータス"), method.first_lane)
            self.first_lane.setCurrentIndex(self.first_lane.findData(method.first_lane))
            self.fee.setValue(method.fee)
            self.is_cod_slip.setChecked(method.is_cod_slip)
        self.printed_name.setText(method.printed_name)
        self.printed_name.setPlaceholderText(in_one_line(method.wording))

    def _count_unset(self) -> None:
        """Say that something is left to choose, and that it is not chosen by itself."""
        left = self.list.unnamed
        text = self.tr(
            "受注にある表記のうち{kinds}種類（受注{count}件）が未設定です。種類を選ぶまで保存されません。"
        ).format(kinds=len(left), count=f"{sum(one.count for one in left):,}")
        self.unset.say(Role.NOTICE, text if left else "")

    @Slot()
    def _on_row_chosen(self) -> None:
        self._show_row()

    @Slot()
    def _on_list_edited(self) -> None:
        for row in self.list.rows:
            if self.list.choice(row):
                self.list.attach(row, self._method(row))
        self._show_row()
        self._count_unset()
        self.edited.emit()

    @Slot()
    def _on_panel_edited(self) -> None:
        row = self.table.currentRow()
        self.list.message.clear()
        changed = msgspec.structs.replace(
            self._method(row),
            first_lane=self.first_lane.currentData(),
            fee=self.fee.value(),
            printed_name=self.printed_name.text(),
            is_cod_slip=self.is_cod_slip.isChecked(),
        )
        self.list.attach(row, changed)
        self.edited.emit()
