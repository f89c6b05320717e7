"""The steps at the left of the wizard: stable numbers, where one is, what is done, a click to go there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from goq_desktop.services.setup_flow import STEPS, Step
from goq_desktop.ui import theme
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.names import page_title

_WIDTH: Final = 184
_ROW_HEIGHT: Final = 40
_CIRCLE: Final = 24
_MARK: Final = 14


class StepButton(QAbstractButton):
    """A number or a tick, and the name of the step; disabled where nobody has been yet."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step
        self.setText(page_title(step.page))
        self.is_current = False
        self.is_done = False
        self.is_later = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, *, is_current: bool, is_done: bool, is_later: bool, is_open: bool) -> None:
        """`is_later`: the quick way leaves it out; it can be done any time afterwards."""
        self.is_current = is_current
        self.is_done = is_done
        self.is_later = is_later
        self.setEnabled(is_open)
        state = ""
        if is_current:
            state = self.tr("、いまここ")
        elif is_done:
            state = self.tr("、設定済み")
        elif is_later:
            state = self.tr("、あとで設定")
        need = self.tr("（任意）") if self.step.is_optional else ""
        self.setAccessibleName(
            self.tr("手順{number} {title}{need}{state}").format(
                number=self.step.number, title=self.text(), need=need, state=state
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _ROW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(self.rect()).adjusted(theme.SPACE, 2, -theme.SPACE, -2)
        if self.is_current or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.notice if self.is_current else c.button))
            painter.drawRoundedRect(row, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.link), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 4, 4)
        self._paint_circle(painter, row, c)
        font = QFont(self.font())
        if self.is_current:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(c.text if self.is_current or self.isEnabled() else c.hint))
        text = row.adjusted(_CIRCLE + theme.SPACE * 2, 0, -theme.SPACE, 0)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        mark = ""
        if self.step.is_optional:
            mark = self.tr("任意")
        elif self.is_later and not self.is_current:
            mark = self.tr("あとで")
        if mark:
            font.setPointSizeF(theme.BASE_POINTS * 0.85)
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(c.hint))
            beside = text.adjusted(0, 0, theme.SPACE // 2, 0)
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), mark)

    def _paint_circle(self, painter: QPainter, row: QRectF, c: theme.Colours) -> None:
        circle = QRectF(row.left() + theme.SPACE, row.center().y() - _CIRCLE / 2, _CIRCLE, _CIRCLE)
        if self.is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent))
        else:
            painter.setPen(QPen(QColor(c.good if self.is_done else c.hint), 1.25))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self.is_done and not self.is_current:
            tick = theme.pixmap("check", c.good, _MARK, self.devicePixelRatioF())
            at = circle.center()
            painter.drawPixmap(round(at.x() - _MARK / 2), round(at.y() - _MARK / 2), tick)
            return
        painter.setPen(QColor(c.on_accent if self.is_current else c.hint))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self.step.number))


class StepList(QWidget):
    step_chosen = Signal(object)  # SetupPage

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("設定の手順"))
        self.setFixedWidth(_WIDTH)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.buttons = {step.page: StepButton(step) for step in STEPS}
        self.steps = QWidget()
        rows = QVBoxLayout(self.steps)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for button in self.buttons.values():
            button.clicked.connect(self._on_clicked)
            rows.addWidget(button)
        self.preparation = _preparation_box()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE, 0, theme.SPACE)
        column.addWidget(self.steps)
        column.addStretch(1)
        column.addWidget(self.preparation)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, StepButton)
        self.step_chosen.emit(button.step.page)


def _preparation_box() -> QFrame:
    """手元に用意するもの: in sight from the first page to the one that asks for it."""
    tr = QCoreApplication.translate
    box = QFrame()
    column = QVBoxLayout(box)
    column.setContentsMargins(theme.SPACE * 3 // 2, theme.SPACE, theme.SPACE // 2, theme.SPACE)
    column.setSpacing(theme.SPACE // 2)
    texts = (
        tr("StepList", "手元に用意するもの"),
        tr("StepList", "・ショップID\n　= 管理画面のログインID"),
        tr("StepList", "・オープン認証キー"),
        tr("StepList", "・マネジャー認証キー"),
        tr("StepList", "キーは管理画面の「サーバー > ショップサーブAPI」にあります。"),
    )
    for place, text in enumerate(texts):
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        theme.set_role(label, Role.HEADING if place == 0 else Role.HINT)
        column.addWidget(label)
    return box
