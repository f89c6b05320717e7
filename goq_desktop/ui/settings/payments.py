"""支払い方法: the mall's exact wording of each method, and the kind it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.settings import checks
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import PaymentMethod, Payments, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.field_messages import field_message
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_WORDING, _KIND = 0, 1
# The methods that the cart's vendor names, and the two every shop knows. Where the way of paying is not
# certain (the payment slip) the kind is the one that waits for the money.
STARTING_METHODS: Final = (
    PaymentMethod(wording="クレジットカード", kind=PaymentKind.CARD),
    PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID),
    PaymentMethod(wording="代金引換", kind=PaymentKind.COD),
    PaymentMethod(wording="コンビニ決済(払込票)", kind=PaymentKind.PREPAID),
    PaymentMethod(wording="後払い", kind=PaymentKind.DEFERRED),
    PaymentMethod(wording="NP後払い", kind=PaymentKind.DEFERRED),
    PaymentMethod(wording="あと払い(ペイディ)", kind=PaymentKind.DEFERRED),
    PaymentMethod(wording="楽天ペイ", kind=PaymentKind.SETTLED),
    PaymentMethod(wording="PayPay", kind=PaymentKind.SETTLED),
    PaymentMethod(wording="au PAY", kind=PaymentKind.SETTLED),
)


class PaymentsForm(TileForm):
    """Without a saved choice it proposes `STARTING_METHODS`."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("支払い方法")
        self.explanation = self.tr("モールの表記と、その種類の対応です。あとから変えられます。")
        self._kinds = {
            PaymentKind.PREPAID: self.tr("前払い（入金待ち）"),
            PaymentKind.CARD: self.tr("カード"),
            PaymentKind.COD: self.tr("代引"),
            PaymentKind.DEFERRED: self.tr("後払い"),
            PaymentKind.SETTLED: self.tr("決済済み"),
        }
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(self.tr("支払い方法の一覧"))
        self.table.setHorizontalHeaderLabels([self.tr("モールの表記"), self.tr("種類")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.horizontalHeader().setSectionResizeMode(_WORDING, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.setColumnWidth(_KIND, 200)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.itemChanged.connect(self._on_item_changed)
        self.table.currentCellChanged.connect(self._on_current_changed)
        self._message = MessageLine()

        self.add_button = QPushButton(theme.icon("plus"), self.tr("追加(&A)"))
        self.edit_button = QPushButton(theme.icon("edit"), self.tr("表記を変える(&E)"))
        self.remove_button = QPushButton(theme.icon("minus"), self.tr("削除(&D)"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for button, name, slot in (
            (self.add_button, self.tr("支払い方法を追加"), self._on_add_clicked),
            (self.edit_button, self.tr("選んだ支払い方法の表記を変える"), self._on_edit_clicked),
            (self.remove_button, self.tr("選んだ支払い方法を削除"), self._on_remove_clicked),
        ):
            button.setAccessibleName(name)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        buttons.addStretch(1)
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Delete),
            self.table,
            context=Qt.ShortcutContext.WidgetShortcut,
        ).activated.connect(self.remove_button.click)
        outer = QVBoxLayout(self)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.table, 1)
        outer.addWidget(self._message)
        outer.addLayout(buttons)

    @property
    def problem(self) -> str:
        return self._message.text

    def load(self, settings: Settings) -> None:
        with QSignalBlocker(self.table):
            self.table.setRowCount(0)
            for method in settings.payments.methods or STARTING_METHODS:
                self._append(method)
            self.table.setCurrentCell(0, _WORDING)
        self._message.clear()
        self._set_buttons()

    def tiles(self) -> Mapping[str, Tile]:
        return {"payments": self._tile()}

    def check(self) -> bool:
        if self.table.state() is QAbstractItemView.State.EditingState:
            # Taking the focus from the editor keeps what is being typed.
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        problems = checks.check_payments(self._tile())
        if not problems:
            self._message.clear()
            return True
        row = int(problems[0].field.partition("[")[2].partition("]")[0])
        self._message.say(Role.PROBLEM, self._sentence(problems[0], row))
        self.table.setCurrentCell(row, _WORDING)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def kind_box(self, row: int) -> QComboBox:
        box = self.table.cellWidget(row, _KIND)
        assert isinstance(box, QComboBox)
        return box

    def _tile(self) -> Payments:
        rows = range(self.table.rowCount())
        return Payments(
            methods=tuple(
                PaymentMethod(wording=self._wording(row).text(), kind=self.kind_box(row).currentData())
                for row in rows
            )
        )

    def _sentence(self, problem: FieldProblem, row: int) -> str:
        if problem.reason is Reason.REQUIRED:
            return self.tr("{row}行目の表記を入力してください。").format(row=row + 1)
        if problem.reason is Reason.DUPLICATE:
            return self.tr("{row}行目と同じ表記があります。").format(row=row + 1)
        return self.tr("{row}行目: {reason}").format(row=row + 1, reason=field_message(problem))

    def _append(self, method: PaymentMethod) -> int:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, _WORDING, QTableWidgetItem(method.wording))
        box = QComboBox()
        for kind, name in self._kinds.items():
            box.addItem(name, kind)
        box.setCurrentIndex(box.findData(method.kind))
        box.currentIndexChanged.connect(self._on_kind_changed)
        self.table.setCellWidget(row, _KIND, box)
        self._name_kind_box(row)
        return row

    def _name_kind_box(self, row: int) -> None:
        name = self.tr("「{wording}」の種類").format(wording=self._wording(row).text())
        self.kind_box(row).setAccessibleName(name)

    def _wording(self, row: int) -> QTableWidgetItem:
        item = self.table.item(row, _WORDING)
        assert item is not None
        return item

    def _set_buttons(self) -> None:
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(self.table.currentRow() >= 0)

    @Slot()
    def _on_add_clicked(self) -> None:
        with QSignalBlocker(self.table):
            row = self._append(PaymentMethod(wording="", kind=PaymentKind.PREPAID))
        self.table.setCurrentCell(row, _WORDING)
        self.table.editItem(self._wording(row))
        self.edited.emit()

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.table.setCurrentCell(self.table.currentRow(), _WORDING)
        self.table.editItem(self._wording(self.table.currentRow()))

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.table.removeRow(self.table.currentRow())
        self._message.clear()
        self._set_buttons()
        self.edited.emit()

    @Slot(QTableWidgetItem)
    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        self._name_kind_box(item.row())
        self.edited.emit()

    @Slot()
    def _on_kind_changed(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        self._set_buttons()
