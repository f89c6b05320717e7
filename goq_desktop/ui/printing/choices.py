"""What is printed, of which orders and on what paper: the left side of 印刷."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.printing.content import PrintKind
from goq_desktop.ui import theme
from goq_desktop.ui.printing.sheet import A4, A5, B5, Paper
from goq_desktop.ui.printing.words import kind_name

_PAPERS: Final = {"A4": A4, "B5": B5, "A5": A5}
_KIND: Final = "printing/kind"
_PAPER: Final = "printing/paper"
_PRICES: Final = "printing/prices"


class PrintChoices(QWidget):
    """What was chosen last is remembered in the window's file, but for the orders."""

    changed = Signal()

    def __init__(self, state: QSettings, selected: int, listed: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.kinds = QButtonGroup(self)
        self._kinds = dict(enumerate(PrintKind))
        self.selection = QRadioButton(self.tr("選んだ受注（{0}件）(&E)").format(f"{selected:,}"))
        self.selection.setEnabled(selected > 0)
        self.all = QRadioButton(self.tr("いまの一覧の受注（{0}件）(&L)").format(f"{listed:,}"))
        (self.selection if selected else self.all).setChecked(True)
        self.paper = QComboBox()
        self.paper.setAccessibleName(self.tr("用紙"))
        self.paper.addItems(list(_PAPERS))
        self.paper.setCurrentText(str(state.value(_PAPER, "A4")))
        self.prices = QCheckBox(self.tr("納品書に金額を入れる(&M)"))
        self.prices.setToolTip(self.tr("贈り物に同封するときは外します"))
        self.prices.setChecked(state.value(_PRICES, "true") != "false")
        self._lay_out()
        self.prices.setEnabled(self.kind is PrintKind.DELIVERY_NOTE)
        self.kinds.idToggled.connect(self._on_toggled)
        self.all.toggled.connect(self._on_changed)
        self.paper.currentTextChanged.connect(self._on_changed)
        self.prices.toggled.connect(self._on_changed)

    @property
    def kind(self) -> PrintKind:
        return self._kinds[self.kinds.checkedId()]

    @property
    def sheet_size(self) -> Paper:
        return _PAPERS[self.paper.currentText()]

    def focus(self) -> None:
        self.kinds.button(self.kinds.checkedId()).setFocus()

    def _lay_out(self) -> None:
        what = QGroupBox(self.tr("印刷するもの"))
        texts = {
            PrintKind.ORDER_LIST: self.tr("{0}（出荷作業用）(&1)"),
            PrintKind.DELIVERY_NOTE: self.tr("{0}（お客様用）(&2)"),
            PrintKind.ORDER_SLIP: self.tr("{0}（店内用・メモ入り）(&3)"),
        }
        column = QVBoxLayout(what)
        last = str(self._state.value(_KIND, PrintKind.ORDER_LIST.value))
        for number, kind in self._kinds.items():
            button = QRadioButton(texts[kind].format(kind_name(kind)))
            self.kinds.addButton(button, number)
            column.addWidget(button)
            button.setChecked(kind.value == last or (number == 0 and last not in list(PrintKind)))
        column.addWidget(self.prices)
        which = QGroupBox(self.tr("受注"))
        rows = QVBoxLayout(which)
        rows.addWidget(self.selection)
        rows.addWidget(self.all)
        paper = QLabel(self.tr("用紙(&A)"))
        paper.setBuddy(self.paper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(what)
        layout.addWidget(paper)
        layout.addWidget(self.paper)
        layout.addWidget(which)

    @Slot(int, bool)
    def _on_toggled(self, _: int, is_checked: bool) -> None:
        if is_checked:
            self.prices.setEnabled(self.kind is PrintKind.DELIVERY_NOTE)
            self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._state.setValue(_KIND, self.kind.value)
        self._state.setValue(_PAPER, self.paper.currentText())
        self._state.setValue(_PRICES, "true" if self.prices.isChecked() else "false")
        self.changed.emit()
