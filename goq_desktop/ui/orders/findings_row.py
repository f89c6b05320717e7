"""What a shop's list and ours hold against one another, under the shop's line, with a button for each answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from goq_desktop.domain.census import NO_FINDINGS, Alarm, Findings
from goq_desktop.ui import theme

_ICON: Final = 16
_NAMED: Final = 3
_LONGEST_NUMBER: Final = 20


class FindingsRow(QWidget):
    """Hidden while there is nothing to tell."""

    take_in_asked = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.set_role(self.text, theme.Role.PROBLEM)
        self.take_in = QPushButton(self.tr("取り込む(&I)"))
        self.take_in.setAccessibleName(self.tr("ショップにある受注を取り込む"))
        self.take_in.clicked.connect(self.take_in_asked)
        self.confirm = QPushButton(self.tr("確認しました(&K)"))
        self.confirm.setAccessibleName(self.tr("ショップでの変更を確認しました"))
        self.confirm.clicked.connect(self.confirmed)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.SPACE // 2)
        buttons.addWidget(self.take_in)
        buttons.addWidget(self.confirm)
        buttons.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE // 2, 0, theme.SPACE // 2)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(buttons)
        self.show_findings(NO_FINDINGS)

    def show_findings(self, findings: Findings) -> None:
        self.setVisible(not findings.is_nothing)
        self.text.setText("\n".join(self._sentences(findings)))
        self.take_in.setVisible(bool(findings.missing or findings.differing))
        self.confirm.setVisible(bool(findings.alarms))
        self.setAccessibleName(self.text.text())
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        colour = theme.colours().problem
        self._mark.setPixmap(theme.pixmap("warning", colour, _ICON, self.devicePixelRatioF()))

    def _sentences(self, findings: Findings) -> Iterator[str]:
        if findings.missing:
            yield self.tr("ショップにあって、こちらにない受注 {0}件").format(f"{findings.missing:,}")
        if findings.differing:
            yield self.tr("内容がショップと違う受注 {0}件").format(f"{findings.differing:,}")
        texts = {
            Alarm.CANCELLED: self.tr("作業した受注がショップで取り消されました: {0}"),
            Alarm.CHANGED: self.tr("作業した受注がショップで変わりました: {0}"),
            Alarm.VANISHED: self.tr(
                "処理中の受注がショップの一覧から消えました（取り消しかもしれません）: {0}"
            ),
        }
        for alarm, text in texts.items():
            numbers = findings.alarms.get(alarm, ())
            if numbers:
                yield text.format(self._named(numbers))

    def _named(self, numbers: tuple[str, ...]) -> str:
        named = "、".join(number[:_LONGEST_NUMBER] or "―" for number in numbers[:_NAMED])
        others = len(numbers) - _NAMED
        return named if others <= 0 else self.tr("{0} ほか{1}件").format(named, f"{others:,}")
