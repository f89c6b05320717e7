"""The slim bar of the window's pages: a button each, the one that is shown marked by a strip and bold letters."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.frame.page import KEYS, PageCode, face_of

_WIDTH: Final = 84
_ICON: Final = 24
_STRIP: Final = 4
_STEP: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class NavigationBar(QFrame):
    """Tab leads to the button of the page that is shown, the arrow keys to the others."""

    page_chosen = Signal(object)  # PageCode

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("画面の切り替え"))
        self.setFixedWidth(_WIDTH)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Button)
        self.buttons: dict[PageCode, QToolButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.SPACE, 0, theme.SPACE)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def reserve(self) -> None:
        """A button for each page, before these are registered: none is to come in under somebody's hand."""
        for code in PageCode:
            self.add(code)

    def add(self, code: PageCode) -> None:
        """Nothing happens when it is there already."""
        if code in self.buttons:
            return
        button = _PageButton(code)
        button.clicked.connect(self._on_clicked)
        self.buttons[code] = button
        order = [each for each in PageCode if each in self.buttons]
        self._column.insertWidget(order.index(code), button)

    def mark(self, code: PageCode) -> None:
        """`code` is shown."""
        for each, button in self.buttons.items():
            button.setChecked(each is code)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if each is code else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = [self.buttons[code] for code in PageCode if code in self.buttons]
        focused = self.focusWidget()
        step = _STEP.get(Qt.Key(event.key()), 0)
        if step and isinstance(focused, QToolButton) and focused in order:
            place = order.index(focused) + step
            order[place % len(order)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _PageButton):
            self.page_chosen.emit(button.code)


class _PageButton(QToolButton):
    def __init__(self, code: PageCode) -> None:
        super().__init__()
        self.code = code
        face = face_of(code)
        keys = QKeySequence(KEYS[code]).toString(QKeySequence.SequenceFormat.NativeText)
        self.setIcon(theme.icon(face.icon))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setText(face.title)
        self.setAccessibleName(face.title)
        self.setAccessibleDescription(keys)
        self.setToolTip(self.tr("{name}（{keys}）").format(name=face.title, keys=keys))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(7 * theme.SPACE)
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.toggled.connect(self._on_toggled)

    def nextCheckState(self) -> None:
        """What is shown is marked by the frame, when it is shown."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _STEP:
            # The bar moves on; a button of its own would look for its nearest neighbour anywhere.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.fillRect(0, 0, _STRIP, self.height(), self.palette().color(QPalette.ColorRole.Highlight))
            painter.end()

    @Slot(bool)
    def _on_toggled(self, is_shown: bool) -> None:
        font = self.font()
        font.setBold(is_shown)
        self.setFont(font)
