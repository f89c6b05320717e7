"""その他設定: within how many days orders of the same customer are 同梱候補."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from goq_desktop.domain.rules import BUNDLE_DAYS
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role

_MOST: Final = 60


class BundlingSection(QWidget):
    """A part of the tile `other`: its `bundle_days`."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("同梱")
        self._days = QSpinBox()
        self._days.setRange(0, _MOST)
        self._days.setCorrectionMode(QSpinBox.CorrectionMode.CorrectToNearestValue)
        self._days.setSuffix(self.tr(" 日以内"))
        self._days.setSpecialValueText(self.tr("探さない"))
        self._days.setAccessibleName(self.tr("同梱候補を探す日数"))
        self._days.setFixedWidth(140)
        self._days.valueChanged.connect(self.edited)
        caption = _label(self.tr("同梱候補を探す日数(&B)"))
        caption.setBuddy(self._days)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(caption)
        row.addWidget(self._days)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE)
        explanation = _label(
            self.tr(
                "同じお客様（電話番号・メール・お名前と住所）の受注が、この日数のうちにほかにもあれば「要確認」でお知らせします。"
            )
        )
        explanation.setWordWrap(True)
        column.addWidget(explanation)
        column.addLayout(row)
        hint = _label(self.tr("0にすると探しません。保存すると、終わっていない受注をすぐに調べ直します。"))
        hint.setWordWrap(True)
        theme.set_role(hint, Role.HINT)
        column.addWidget(hint)
        column.addStretch(1)
        self.load(BUNDLE_DAYS)

    def load(self, days: int) -> None:
        with QSignalBlocker(self._days):
            self._days.setValue(days)

    @property
    def days(self) -> int:
        return self._days.value()

    @property
    def field(self) -> QSpinBox:
        return self._days


def _label(text: str) -> QLabel:
    # For the caption's key; nothing of an order stands here.
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
