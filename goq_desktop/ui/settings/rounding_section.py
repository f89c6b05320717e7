"""その他設定: what becomes of a fraction of a yen of tax, shown by examples."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from goq_desktop.domain.tax import Rounding, tax_in
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

# Yen with tax and percent: the three roundings give three different pairs of results.
_EXAMPLES: Final = ((1234, 10), (980, 8))


class RoundingSection(QWidget):
    """A part of the tile `other`: its `rounding`."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("端数処理")
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE)
        column.addWidget(_label(self.tr("消費税の1円未満の扱いです。返金のときも同じ額になります。")))
        self.choices = {
            Rounding.DOWN: QRadioButton(self.tr("切り捨て")),
            Rounding.NEAREST: QRadioButton(self.tr("四捨五入")),
            Rounding.UP: QRadioButton(self.tr("切り上げ")),
        }
        for button in self.choices.values():
            button.setAccessibleName(self.tr("消費税の端数を{rounding}").format(rounding=button.text()))
            self._group.addButton(button)
            button.clicked.connect(self._on_clicked)
            column.addWidget(button)
        column.addSpacing(theme.SPACE)
        column.addWidget(_label(self.tr("例"), Role.HEADING))
        self._examples = [_label("") for _ in _EXAMPLES]
        for label in self._examples:
            column.addWidget(label)
        column.addStretch(1)
        self.load(Rounding.DOWN)

    def load(self, rounding: Rounding) -> None:
        self.choices[rounding].setChecked(True)
        for button in self.choices.values():
            # The Tab key leads to the choice; from there the arrows lead on. Qt would lead to the first.
            is_chosen = button.isChecked()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)
        self._show_examples()

    @property
    def rounding(self) -> Rounding:
        return next(rounding for rounding, button in self.choices.items() if button.isChecked())

    @property
    def examples(self) -> list[str]:
        return [label.text() for label in self._examples]

    def _show_examples(self) -> None:
        for label, (amount, percent) in zip(self._examples, _EXAMPLES, strict=True):
            label.setText(
                self.tr("{amount}円・{percent}% → 内消費税 {tax}円").format(
                    amount=f"{amount:,}",
                    percent=percent,
                    tax=f"{tax_in(amount, percent, self.rounding):,}",
                )
            )

    @Slot()
    def _on_clicked(self) -> None:
        self._show_examples()
        self.edited.emit()


def _label(text: str, role: Role | None = None) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role is not None:
        theme.set_role(label, role)
    return label
