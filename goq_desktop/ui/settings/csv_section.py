"""その他設定: the characters in which CSV files are written."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.ui import theme
from goq_desktop.ui.settings.choice_box import ChoiceBox
from goq_desktop.ui.theme import Role

_WIDTH: Final = 220


class CsvSection(QWidget):
    """A part of the tile `other`: its `csv_encoding`."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("CSV")
        self.field = ChoiceBox()
        self.field.addItem(self.tr("UTF-8（Excel で開けます）"), CsvEncoding.UTF8)
        self.field.addItem(self.tr("Shift_JIS（古いソフト用）"), CsvEncoding.CP932)
        self.field.setAccessibleName(self.tr("CSVの文字コード"))
        self.field.setFixedWidth(_WIDTH)
        self.field.currentIndexChanged.connect(self.edited)
        caption = _label(self.tr("CSVの文字コード(&C)"))
        caption.setBuddy(self.field)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(caption)
        row.addWidget(self.field)
        row.addStretch(1)
        hint = _label(
            self.tr(
                "受注・売上データ・取扱記録をCSVに書き出すときに使います。"
                "Shift_JIS にない文字（𠮷 など）があるときは、書き出さずにお知らせします。"
            )
        )
        hint.setWordWrap(True)
        theme.set_role(hint, Role.HINT)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE)
        column.addLayout(row)
        column.addWidget(hint)
        column.addStretch(1)

    def load(self, encoding: CsvEncoding) -> None:
        with QSignalBlocker(self.field):
            self.field.setCurrentIndex(self.field.findData(encoding))

    @property
    def encoding(self) -> CsvEncoding:
        return CsvEncoding(self.field.currentData())


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
